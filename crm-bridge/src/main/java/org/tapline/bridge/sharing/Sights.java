package org.tapline.bridge.sharing;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.tapline.bridge.database.Columns;
import org.tapline.bridge.database.Database;
import org.tapline.bridge.mailbox.PolicySettings;
import org.tapline.bridge.policy.Choice;
import org.tapline.bridge.policy.Policies;
import org.tapline.bridge.policy.PolicyKeys;
import org.tapline.bridge.privacy.Holding;
import org.tapline.bridge.privacy.PrivateMarks;
import org.tapline.bridge.privacy.Sight;
import org.tapline.bridge.privacy.Viewer;
import org.tapline.bridge.privacy.Visibility;

/// Asks [Visibility] about stored messages: two or three queries for any number of ids.
public final class Sights {
    private final Database database;
    private final PolicySettings settings;
    private final Marks marks;

    public Sights(Database database, PolicySettings settings, Marks marks) {
        this.database = database;
        this.settings = settings;
        this.marks = marks;
    }

    /// One copy of a message in a mailbox.
    ///
    /// @param setAside whether it was kept out by hand: it is there for nobody
    private record Copy(
            long message,
            long thread,
            long mailbox,
            Optional<Long> user,
            boolean sent,
            boolean setAside) {}

    /// How much the viewer sees of each; a message that does not exist for the viewer is not in the
    /// answer.
    public Map<Long, Seeing> of(Viewer viewer, Collection<Long> ids) {
        if (ids.isEmpty()) {
            return Map.of();
        }
        Long[] wanted = ids.toArray(Long[]::new);
        Map<Long, List<Copy>> copies = copies(wanted);
        Marks.Near near = marks.near(wanted, threads(copies));
        Choice.Merge merge = organisation().get(PolicyKeys.VISIBILITY_MERGE);
        Map<Long, Seeing> seen = new HashMap<>();
        for (Long id : ids) {
            List<Copy> all = copies.getOrDefault(id, List.of());
            List<Copy> of = all.stream().filter(copy -> !copy.setAside()).toList();
            if (of.isEmpty() && !all.isEmpty()) {
                continue;
            }
            Seeing seeing = seeing(viewer, of, near, merge);
            if (seeing.atLeast(Sight.METADATA)) {
                seen.put(id, seeing);
            }
        }
        return seen;
    }

    /// The administrator, in nobody's name.
    public Viewer administrator() {
        return new Viewer.Administrator(
                organisation().get(PolicyKeys.ADMIN_READ) == Choice.AdminRead.AUDITED);
    }

    /// Mailboxes of whose excluded messages the viewer sees what is kept.
    public Set<Long> excluded(Viewer viewer) {
        Set<Long> mailboxes = new HashSet<>();
        Choice.Merge merge = organisation().get(PolicyKeys.VISIBILITY_MERGE);
        database.jdbc()
                .sql("select id, user_id from mailbox")
                .query(
                        row -> {
                            long id = row.getLong("id");
                            String owner = owner(id, Columns.number(row, "user_id"));
                            Holding unshared = new Holding(owner, Sight.NOTHING, false);
                            if (Visibility.of(viewer, List.of(unshared), merge)
                                    .atLeast(Sight.METADATA)) {
                                mailboxes.add(id);
                            }
                        });
        return mailboxes;
    }

    /// Which mailboxes a viewer may read.
    ///
    /// @param all whether that is every one
    public record Open(boolean all, Set<Long> mailboxes) {}

    /// Mailboxes of which the viewer may read messages in full, where nothing private and no other
    /// holder says otherwise.
    public Open open(Viewer viewer) {
        Set<Long> mailboxes = new HashSet<>();
        long[] count = {0};
        database.jdbc()
                .sql("select id, user_id from mailbox")
                .query(
                        row -> {
                            count[0]++;
                            long id = row.getLong("id");
                            Optional<Long> user = Columns.number(row, "user_id");
                            if (mayRead(viewer, new Copy(0, 0, id, user, true, false))
                                    || mayRead(viewer, new Copy(0, 0, id, user, false, false))) {
                                mailboxes.add(id);
                            }
                        });
        return new Open(mailboxes.size() == count[0], mailboxes);
    }

    private boolean mayRead(Viewer viewer, Copy copy) {
        Holding holding = new Holding(owner(copy.mailbox(), copy.user()), level(copy), false);
        return Visibility.of(viewer, List.of(holding), Choice.Merge.MOST_OPEN) == Sight.EVERYTHING;
    }

    private Sight level(Copy copy) {
        Policies policies = settings.effective(copy.user(), Optional.of(copy.mailbox()));
        return Visibility.level(
                policies.get(
                        copy.sent()
                                ? PolicyKeys.VISIBILITY_OUTBOUND
                                : PolicyKeys.VISIBILITY_INBOUND));
    }

    private Seeing seeing(Viewer viewer, List<Copy> copies, Marks.Near near, Choice.Merge merge) {
        List<Holding> all = new ArrayList<>();
        List<Holding> sent = new ArrayList<>();
        Set<Long> mailboxes = new HashSet<>();
        Set<Long> open = new HashSet<>();
        for (Copy copy : copies) {
            Holding holding = holding(copy, near);
            all.add(holding);
            if (copy.sent()) {
                sent.add(holding);
            }
            Sight alone = Visibility.of(viewer, List.of(holding), merge);
            if (alone.atLeast(Sight.METADATA)) {
                mailboxes.add(copy.mailbox());
            }
            if (alone == Sight.EVERYTHING) {
                open.add(copy.mailbox());
            }
        }
        boolean blindCopies = Visibility.of(viewer, sent, merge).atLeast(Sight.METADATA);
        return new Seeing(Visibility.of(viewer, all, merge), blindCopies, mailboxes, open);
    }

    private Holding holding(Copy copy, Marks.Near near) {
        String owner = owner(copy.mailbox(), copy.user());
        PrivateMarks.Touch touch = near.touch(copy.message(), copy.thread());
        return new Holding(owner, level(copy), PrivateMarks.hide(near.marks(), owner, touch));
    }

    /// A mailbox of nobody has an owner that no viewer is.
    private static String owner(long mailbox, Optional<Long> user) {
        return user.map(Object::toString).orElseGet(() -> "mailbox " + mailbox);
    }

    private Map<Long, List<Copy>> copies(Long[] ids) {
        Map<Long, List<Copy>> copies = new HashMap<>();
        database.jdbc()
                .sql(
                        """
                        select distinct m.id, m.thread_id, d.mailbox_id, b.user_id,
                               d.direction = 'outbound' as sent,
                               s.at is not null as set_aside
                        from message m
                        join delivery d on d.message_id = m.id
                        join mailbox b on b.id = d.mailbox_id
                        left join set_aside s on s.message_id = d.message_id
                                             and s.mailbox_id = d.mailbox_id
                        where m.id = any(:ids)
                        """)
                .param("ids", ids)
                .query(
                        row -> {
                            copies.computeIfAbsent(row.getLong("id"), id -> new ArrayList<>())
                                    .add(
                                            new Copy(
                                                    row.getLong("id"),
                                                    row.getLong("thread_id"),
                                                    row.getLong("mailbox_id"),
                                                    Columns.number(row, "user_id"),
                                                    row.getBoolean("sent"),
                                                    row.getBoolean("set_aside")));
                        });
        return copies;
    }

    private static Long[] threads(Map<Long, List<Copy>> copies) {
        return copies.values().stream()
                .flatMap(List::stream)
                .map(Copy::thread)
                .distinct()
                .toArray(Long[]::new);
    }

    private Policies organisation() {
        return settings.effective(Optional.empty(), Optional.empty());
    }
}
