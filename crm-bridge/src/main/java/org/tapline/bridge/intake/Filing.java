package org.tapline.bridge.intake;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.tapline.bridge.bcc.BccAddress;
import org.tapline.bridge.blob.Arriving;
import org.tapline.bridge.blob.BlobStore;
import org.tapline.bridge.contacts.Contacts;
import org.tapline.bridge.contacts.Origin;
import org.tapline.bridge.database.Columns;
import org.tapline.bridge.ledger.Ledger;
import org.tapline.bridge.mailbox.PolicySettings;
import org.tapline.bridge.outbox.Outbox;
import org.tapline.bridge.policy.Choice;
import org.tapline.bridge.policy.ContactCreation;
import org.tapline.bridge.policy.Decision;
import org.tapline.bridge.policy.Facts;
import org.tapline.bridge.policy.Policies;
import org.tapline.bridge.policy.PolicyKeys;
import org.tapline.bridge.policy.Rules;
import org.tapline.journal.Way;

/// Files observed messages: the steps of DESIGN section 5, each step for all messages of a group in
/// one statement or two. Takes part in the caller's transaction, which may be repeated.
///
/// The result is that of filing them one after the other: [#groups] puts only messages together of
/// which none would notice the other.
final class Filing {
    private final PolicySettings settings;
    private final FactFinder finder;
    private final Decisions decisions;
    private final Contacts contacts;
    private final SecondAddresses secondAddresses;
    private final Threads threads;
    private final MessageRows rows;
    private final PresenceRows presence;
    private final AddressLinks links;
    private final BlobStore blobs;
    private final Outbox outbox;
    private final Ledger ledger;

    Filing(
            PolicySettings settings,
            FactFinder finder,
            Decisions decisions,
            Contacts contacts,
            SecondAddresses secondAddresses,
            Threads threads,
            MessageRows rows,
            PresenceRows presence,
            AddressLinks links,
            BlobStore blobs,
            Outbox outbox,
            Ledger ledger) {
        this.settings = settings;
        this.finder = finder;
        this.decisions = decisions;
        this.contacts = contacts;
        this.secondAddresses = secondAddresses;
        this.threads = threads;
        this.rows = rows;
        this.presence = presence;
        this.links = links;
        this.blobs = blobs;
        this.outbox = outbox;
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
    /// conversation with, a message of the group, or where a policy asks what is known of
    /// people, when it names somebody whom the group names.
    static List<Integer> groups(List<Arrival> messages, List<Policies> policies) {
        List<Integer> ends = new ArrayList<>();
        Set<String> taken = new HashSet<>();
        for (int i = 0; i < messages.size(); i++) {
            Set<String> marks = messages.get(i).marks();
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
            Decision decision = Rules.decide(facts.get(i), policies.get(i));
            made.add(new Decisions.Made(messages.get(i), decision, facts.get(i), policies.get(i)));
        }
        List<Decisions.Made> kept = made.stream().filter(each -> each.decision().kept()).toList();
        if (!kept.isEmpty()) {
            record(kept, sentTo);
        }
        decisions.store(made);
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
                fresh.add(
                        new MessageRows.Fresh(
                                messages.get(i),
                                threadsOf.get(i),
                                direction(kept.get(i)),
                                kept.get(i).policies().get(PolicyKeys.STORE_BODY),
                                kept.get(i).policies().get(PolicyKeys.SEARCH_LANGUAGE)));
            }
        }
        List<Long> inserted = rows.insert(fresh);
        List<PresenceRows.Filed> filed = filed(kept, known, inserted);
        presence.participants(filed);
        presence.attachments(
                filed.stream()
                        .filter(each -> each.raw().isPresent())
                        .filter(each -> !known.containsKey(each.message()))
                        .toList());
        rows.outbound(
                filed.stream()
                        .filter(each -> known.containsKey(each.message()))
                        .filter(each -> each.direction().equals("outbound"))
                        .map(PresenceRows.Filed::id)
                        .toList());
        createContacts(kept);
        secondAddresses.consider(kept, filed);
        presence.deliveries(filed);
        links.link(filed, sentTo);
        List<Outbox.Recorded> events = new ArrayList<>();
        for (int i = 0; i < fresh.size(); i++) {
            MessageRows.Fresh each = fresh.get(i);
            events.add(new Outbox.Recorded(inserted.get(i), each.thread(), each.direction()));
        }
        outbox.messagesRecorded(events);
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

    private void createContacts(List<Decisions.Made> kept) {
        List<Contacts.NewContact> candidates = new ArrayList<>();
        for (Decisions.Made each : kept) {
            Origin origin =
                    each.message().observation().way() == Way.BCC
                            ? Origin.BCC
                            : each.facts().sent() ? Origin.SENT : Origin.RECEIVED;
            for (ContactCreation.Candidate candidate :
                    ContactCreation.candidates(each.facts(), each.policies(), each.decision())) {
                candidates.add(
                        new Contacts.NewContact(
                                Columns.text(candidate.name()),
                                List.of(candidate.address()),
                                Optional.empty(),
                                candidate.company(),
                                origin));
            }
        }
        contacts.addMissing(candidates);
    }
}
