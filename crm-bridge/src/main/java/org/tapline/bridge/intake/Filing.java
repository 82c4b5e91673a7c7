package org.tapline.bridge.intake;

import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.tapline.bridge.bcc.BccAddress;
import org.tapline.bridge.blob.Arriving;
import org.tapline.bridge.blob.BlobStore;
import org.tapline.bridge.contacts.Contacts;
import org.tapline.bridge.enquiries.Enquiries;
import org.tapline.bridge.ledger.Ledger;
import org.tapline.bridge.mailbox.Enrolment;
import org.tapline.bridge.mailbox.PolicySettings;
import org.tapline.bridge.outbox.Outbox;
import org.tapline.bridge.person.ErasedPeople;
import org.tapline.bridge.policy.Choice;
import org.tapline.bridge.policy.Decision;
import org.tapline.bridge.policy.Facts;
import org.tapline.bridge.policy.Policies;
import org.tapline.bridge.policy.PolicyKeys;
import org.tapline.bridge.policy.Reason;
import org.tapline.bridge.policy.Rules;
import org.tapline.bridge.unpacking.Wrapping;

/// Files observed messages: the steps of DESIGN section 5, each step for all messages of a group in
/// one statement or two. Takes part in the caller's transaction, which may be repeated.
///
/// The result is that of filing them one after the other: [#groups] puts only messages together of
/// which none would notice the other.
final class Filing {
    private static final Set<Reason> UNTOLD = EnumSet.of(Reason.ERASED, Reason.DISABLED);

    private final ErasedPeople erased;
    private final Enrolment enrolment;
    private final PolicySettings settings;
    private final FactFinder finder;
    private final Decisions decisions;
    private final HandMarks marks;
    private final BounceMarks bounces;
    private final Contacts contacts;
    private final SecondAddresses secondAddresses;
    private final Threads threads;
    private final MessageRows rows;
    private final RetoldRows retold;
    private final PresenceRows presence;
    private final AddressLinks links;
    private final BlobStore blobs;
    private final Outbox outbox;
    private final Enquiries enquiries;
    private final Ledger ledger;

    Filing(
            ErasedPeople erased,
            Enrolment enrolment,
            PolicySettings settings,
            FactFinder finder,
            Decisions decisions,
            HandMarks marks,
            BounceMarks bounces,
            Contacts contacts,
            SecondAddresses secondAddresses,
            Threads threads,
            MessageRows rows,
            RetoldRows retold,
            PresenceRows presence,
            AddressLinks links,
            BlobStore blobs,
            Outbox outbox,
            Enquiries enquiries,
            Ledger ledger) {
        this.erased = erased;
        this.enrolment = enrolment;
        this.settings = settings;
        this.finder = finder;
        this.decisions = decisions;
        this.marks = marks;
        this.bounces = bounces;
        this.contacts = contacts;
        this.secondAddresses = secondAddresses;
        this.threads = threads;
        this.rows = rows;
        this.retold = retold;
        this.presence = presence;
        this.links = links;
        this.blobs = blobs;
        this.outbox = outbox;
        this.enquiries = enquiries;
        this.ledger = ledger;
    }

    /// @return what was decided, in the order of the messages
    List<Decision> file(List<Arrival> messages) throws IOException {
        List<Policies> policies =
                messages.stream()
                        .map(Arrival::mailbox)
                        .map(box -> settings.effective(box.user(), Optional.of(box.id())))
                        .toList();
        List<Integer> groups = groups(messages, policies);
        if (groups.size() > 1) {
            threads.lockKnown(
                    messages.stream().flatMap(each -> each.threadKeys().stream()).toList());
        }
        List<Decision> decided = new ArrayList<>();
        int from = 0;
        for (int to : groups) {
            decided.addAll(group(messages.subList(from, to), policies.subList(from, to)));
            from = to;
        }
        return decided;
    }

    /// Where each group ends. A message begins a new group when it is a sighting of, or of one
    /// conversation with, a message of the group, or may be what a forward among them tells of,
    /// or where a policy asks what is known of people, when it names somebody whom the group
    /// names.
    static List<Integer> groups(List<Arrival> messages, List<Policies> policies) {
        List<Integer> ends = new ArrayList<>();
        Set<String> taken = new HashSet<>();
        boolean forwards =
                messages.stream().anyMatch(each -> each.unpacked().forward().isPresent());
        for (int i = 0; i < messages.size(); i++) {
            Set<String> marks = messages.get(i).marks();
            if (forwards) {
                marks.add("told:" + messages.get(i).resemblance().mark());
            }
            if (asksForPeople(policies.get(i))) {
                messages.get(i).named().forEach(each -> marks.add("who:" + each.column()));
            }
            if (marks.stream().anyMatch(taken::contains)) {
                ends.add(i);
                taken.clear();
            }
            taken.addAll(marks);
        }
        ends.add(messages.size());
        return ends;
    }

    private static boolean asksForPeople(Policies policies) {
        return policies.get(PolicyKeys.KNOWN_CONTACTS_ONLY)
                || policies.get(PolicyKeys.CONTACTS_CREATE) == Choice.Creation.REPLIED;
    }

    private List<Decision> group(List<Arrival> messages, List<Policies> policies)
            throws IOException {
        Map<Arrival, List<BccAddress>> sentTo = links.of(messages);
        List<Facts> facts = finder.facts(messages, policies, sentTo);
        List<Decisions.Made> made = new ArrayList<>();
        for (int i = 0; i < messages.size(); i++) {
            Facts each = facts.get(i);
            Policies held = policies.get(i);
            Decision decision =
                    untold(messages.get(i), each)
                            .map(Filing::nothingKept)
                            .orElseGet(() -> Rules.decide(each, held));
            made.add(new Decisions.Made(messages.get(i), decision, facts.get(i), policies.get(i)));
        }
        List<Decisions.Made> kept = made.stream().filter(each -> each.decision().kept()).toList();
        if (!kept.isEmpty()) {
            record(kept, sentTo);
        }
        setAside(made);
        List<Decisions.Made> told =
                made.stream().filter(each -> !UNTOLD.contains(each.decision().reason())).toList();
        bounces.note(told);
        decisions.store(told);
        ledger.enter(
                made.stream()
                        .map(
                                each ->
                                        new Ledger.Outcome(
                                                each.message().mailbox().id(),
                                                each.message().seen().place(),
                                                each.decision().kept()
                                                        ? Ledger.Entry.CAPTURED
                                                        : Ledger.Entry.EXCLUDED,
                                                each.message().observation().at()))
                        .toList());
        return made.stream().map(Decisions.Made::decision).toList();
    }

    /// What was recorded before and is kept out by hand now.
    private void setAside(List<Decisions.Made> made) {
        List<Arrival> marked =
                made.stream()
                        .filter(each -> each.decision().reason() == Reason.MARKED_PRIVATE)
                        .map(Decisions.Made::message)
                        .toList();
        if (!marked.isEmpty()) {
            rows.find(marked).forEach((message, known) -> marks.seen(message, known.id()));
        }
    }

    /// Of some messages not even the reason is kept: it would name who was erased, or tell of mail
    /// that nobody was to observe. What is handed in is no observation.
    private Optional<Reason> untold(Arrival message, Facts facts) {
        if (ofErased(message)) {
            return Optional.of(Reason.ERASED);
        }
        return enrolment
                .since(message.mailbox().id(), message.mailbox().user())
                .filter(since -> !message.observation().at().isBefore(since) && !facts.handedIn())
                .map(since -> Reason.DISABLED);
    }

    private static Decision nothingKept(Reason why) {
        return new Decision(Decision.Outcome.EXCLUDED, why, List.of(), Set.of());
    }

    private boolean ofErased(Arrival message) {
        return erased.cover(
                message.named().stream()
                        .map(Participants.Named::column)
                        .flatMap(key -> Stream.of(key, contacts.match(key)))
                        .toList(),
                message.at());
    }

    private void record(List<Decisions.Made> kept, Map<Arrival, List<BccAddress>> sentTo)
            throws IOException {
        List<Arrival> messages = kept.stream().map(Decisions.Made::message).toList();
        List<Threads.Waiting> waiting =
                threads.lock(
                        messages.stream().map(Arrival::threadKeys).toList(),
                        messages.stream().map(Arrival::at).toList());
        Map<Arrival, MessageRows.Known> known = rows.find(messages);
        List<Long> threadsOf =
                threads.place(
                        waiting,
                        messages.stream()
                                .map(
                                        message ->
                                                Optional.ofNullable(known.get(message))
                                                        .map(MessageRows.Known::thread))
                                .toList());
        keepBlobs(kept);
        List<MessageRows.Fresh> fresh = new ArrayList<>();
        for (int i = 0; i < kept.size(); i++) {
            if (!known.containsKey(messages.get(i))) {
                fresh.add(row(kept.get(i), threadsOf.get(i)));
            }
        }
        List<Long> inserted = rows.insert(fresh);
        Set<Long> became = retell(kept, threadsOf, known, fresh, inserted);
        List<PresenceRows.Filed> filed = filed(kept, known, inserted);
        presence.participants(filed);
        presence.attachments(
                filed.stream()
                        .filter(each -> each.raw().isPresent())
                        .filter(
                                each ->
                                        !known.containsKey(each.message())
                                                || became.contains(each.id()))
                        .toList());
        rows.outbound(
                filed.stream()
                        .filter(each -> known.containsKey(each.message()))
                        .filter(each -> each.direction().equals("outbound"))
                        .map(PresenceRows.Filed::id)
                        .toList());
        contacts.addMissing(NewPeople.of(kept));
        secondAddresses.consider(kept, filed);
        presence.deliveries(filed);
        links.link(filed, sentTo);
        List<Outbox.Recorded> events = new ArrayList<>();
        for (int i = 0; i < fresh.size(); i++) {
            MessageRows.Fresh each = fresh.get(i);
            events.add(new Outbox.Recorded(inserted.get(i), each.thread(), each.direction()));
        }
        outbox.messagesRecorded(events);
        for (int i = 0; i < fresh.size(); i++) {
            enquired(fresh.get(i), inserted.get(i));
        }
    }

    private static MessageRows.Fresh row(Decisions.Made made, long thread) {
        return new MessageRows.Fresh(
                made.message(),
                thread,
                direction(made),
                made.policies().get(PolicyKeys.STORE_BODY),
                made.policies().get(PolicyKeys.SEARCH_LANGUAGE));
    }

    /// Notes what is known from a forward only, and puts what is seen itself in its place.
    ///
    /// @return the rows that became another message
    private Set<Long> retell(
            List<Decisions.Made> kept,
            List<Long> threadsOf,
            Map<Arrival, MessageRows.Known> known,
            List<MessageRows.Fresh> fresh,
            List<Long> inserted) {
        Map<Arrival, Long> told = new HashMap<>();
        for (int i = 0; i < fresh.size(); i++) {
            if (fresh.get(i).message().unpacked().retold()) {
                told.put(fresh.get(i).message(), inserted.get(i));
            }
        }
        retold.enter(told);
        Set<Long> waiting =
                retold.among(known.values().stream().map(MessageRows.Known::id).toList());
        Set<Long> became = new HashSet<>();
        for (int i = 0; i < kept.size(); i++) {
            Arrival message = kept.get(i).message();
            MessageRows.Known before = known.get(message);
            if (before != null && waiting.contains(before.id()) && !message.unpacked().retold()) {
                rows.become(before.id(), row(kept.get(i), threadsOf.get(i)));
                became.add(before.id());
            }
        }
        return became;
    }

    private void enquired(MessageRows.Fresh message, long row) throws IOException {
        Optional<Wrapping.Enquiry> enquiry = message.message().unpacked().enquiry();
        if (enquiry.isPresent()) {
            Optional<String> raw =
                    message.body() == Choice.Body.FULL
                            ? Optional.of(message.message().copy().rawHash())
                            : Optional.empty();
            enquiries.recorded(
                    new Enquiries.Recorded(
                            row,
                            message.message().mailbox().id(),
                            enquiry.get().lead(),
                            enquiry.get().notification(),
                            message.message().at(),
                            raw));
        }
    }

    private void keepBlobs(List<Decisions.Made> kept) throws IOException {
        List<Arriving> all = new ArrayList<>();
        for (Decisions.Made each : kept) {
            if (whole(each)) {
                all.addAll(each.message().copy().blobs());
            }
        }
        blobs.keep(all);
    }

    private static List<PresenceRows.Filed> filed(
            List<Decisions.Made> kept, Map<Arrival, MessageRows.Known> known, List<Long> inserted)
            throws IOException {
        List<PresenceRows.Filed> filed = new ArrayList<>();
        int next = 0;
        for (Decisions.Made each : kept) {
            MessageRows.Known before = known.get(each.message());
            filed.add(
                    new PresenceRows.Filed(
                            each.message(),
                            before == null ? inserted.get(next++) : before.id(),
                            direction(each),
                            each.decision().leftOff(),
                            whole(each)
                                    ? Optional.of(each.message().copy().rawHash())
                                    : Optional.empty()));
        }
        return filed;
    }

    private static boolean whole(Decisions.Made made) {
        return made.policies().get(PolicyKeys.STORE_BODY) == Choice.Body.FULL;
    }

    private static String direction(Decisions.Made made) {
        return made.facts().sent() ? "outbound" : "inbound";
    }
}
