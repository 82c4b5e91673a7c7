package org.tapline.bridge.enquiries;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import org.tapline.bridge.database.Columns;
import org.tapline.bridge.database.Database;
import org.tapline.bridge.identity.AddressKey;
import org.tapline.bridge.leads.Confirmation;
import org.tapline.bridge.leads.Confirmations;
import org.tapline.bridge.leads.Lead;
import org.tapline.bridge.leads.LeadRule;
import org.tapline.bridge.mime.MailAddress;
import org.tapline.bridge.mime.ParsedMail;
import tools.jackson.databind.json.JsonMapper;

/// What intake asks and tells.
public final class Enquiries {

    /// An enquiry that lay in a mailbox for longer was answered, or nobody waits for the answer.
    static final Duration FRESH = Duration.ofDays(1);

    private static final JsonMapper JSON = JsonMapper.shared();

    private final Database database;
    private final Optional<LeadRuleStore> rules;
    private final boolean relay;
    private final Predicate<String> own;
    private final Clock clock;

    /// @param relay whether there is one to send by; without it nobody gets a confirmation
    /// @param own whether an address is one of ours, the CRM's included
    public Enquiries(
            Database database,
            LeadRuleStore rules,
            boolean relay,
            Predicate<String> own,
            Clock clock) {
        this(database, Optional.of(rules), relay, own, clock);
    }

    private Enquiries(
            Database database,
            Optional<LeadRuleStore> rules,
            boolean relay,
            Predicate<String> own,
            Clock clock) {
        this.database = database;
        this.rules = rules;
        this.relay = relay;
        this.own = own;
        this.clock = clock;
    }

    /// Without rules there are no enquiries.
    public static Enquiries none(Database database) {
        return new Enquiries(
                database, Optional.empty(), false, address -> false, Clock.systemUTC());
    }

    public List<LeadRule> leadRules() {
        return rules.map(LeadRuleStore::rules).orElse(List.of());
    }

    /// An enquiry as it was recorded.
    ///
    /// @param message its row
    /// @param notification the portal's mail
    /// @param at when it was written
    /// @param raw hash of the octets, where they are kept
    public record Recorded(
            long message,
            long mailbox,
            Lead lead,
            ParsedMail notification,
            Instant at,
            Optional<String> raw) {}

    /// Enters a confirmation, where the rule wants one; takes part in the caller's transaction.
    public void recorded(Recorded enquiry) {
        Optional<StoredRule.Letter> wanted =
                rules.flatMap(store -> store.find(enquiry.lead().rule()))
                        .flatMap(StoredRule::confirmation)
                        .filter(letter -> relay);
        if (wanted.isEmpty()) {
            return;
        }
        Instant now = clock.instant();
        Confirmation decided =
                enquiry.at().isBefore(now.minus(FRESH))
                        ? new Confirmation.Withheld(Confirmation.Reason.OLD_ENQUIRY)
                        : Confirmations.daily(own)
                                .decide(
                                        enquiry.notification(),
                                        enquiry.lead(),
                                        Optional.empty(),
                                        now);
        switch (decided) {
            case Confirmation.Send send ->
                    enter(enquiry, letter(wanted.get(), send), "waiting", "", now);
            case Confirmation.Withheld withheld ->
                    enter(
                            enquiry,
                            letter(wanted.get(), nothing(enquiry)),
                            "withheld",
                            withheld.reason().label(),
                            now);
        }
    }

    private static Confirmation.Send nothing(Recorded enquiry) {
        return new Confirmation.Send(enquiry.lead().enquirer(), List.of());
    }

    private static Letter letter(StoredRule.Letter wanted, Confirmation.Send send) {
        MailAddress to = send.to();
        String from =
                MailAddress.list(wanted.from(), 1).stream()
                        .map(MailAddress::address)
                        .findFirst()
                        .orElse(wanted.from());
        return new Letter(
                UUID.randomUUID() + "@" + from.substring(from.lastIndexOf('@') + 1),
                wanted.from(),
                to.address(),
                to.name(),
                wanted.subject(),
                wanted.text().replace("{name}", to.name().isBlank() ? to.address() : to.name()),
                send.fields(),
                !wanted.unproven());
    }

    private void enter(Recorded enquiry, Letter letter, String state, String reason, Instant now) {
        database.jdbc()
                .sql(
                        """
                        insert into confirmation
                            (message_id, mailbox_id, rule, address_key, letter, proof, state, reason,
                             due_at, changed_at)
                        values (:message, :mailbox, :rule, :key, :letter::jsonb, :proof, :state,
                                :reason, :now, :now)
                        on conflict (message_id) do nothing
                        """)
                .param("message", enquiry.message())
                .param("mailbox", enquiry.mailbox())
                .param("rule", Columns.text(enquiry.lead().rule()))
                .param("key", Columns.key(AddressKey.of(letter.to()).value()))
                .param("letter", Columns.text(JSON.writeValueAsString(letter)))
                .param("proof", enquiry.raw().orElse(null), java.sql.Types.VARCHAR)
                .param("state", state)
                .param("reason", reason)
                .param("now", Columns.at(now))
                .update();
    }
}
