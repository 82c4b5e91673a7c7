package org.tapline.bridge.api;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.Authentication;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.tapline.bridge.enquiries.ConfirmationList;
import org.tapline.bridge.enquiries.LeadRuleStore;
import org.tapline.bridge.enquiries.StoredRule;
import org.tapline.bridge.leads.Lead;
import org.tapline.bridge.leads.LeadRules;
import org.tapline.bridge.mime.AttachmentSink;
import org.tapline.bridge.mime.MailAddress;
import org.tapline.bridge.mime.MailReader;
import org.tapline.bridge.mime.ParsedMail;
import org.tapline.bridge.mime.ReadLimits;
import org.tapline.journal.Content;

/// `/lead-rules`: portals and web forms, and what enquirers are sent.
@RestController
@RequestMapping("/api/v1/lead-rules")
class LeadResource {

    /// A name is written on command lines and in paths.
    private static final int LONGEST_NAME = 60;

    private final LeadRuleStore rules;
    private final ConfirmationList confirmations;
    private final boolean relay;

    /// @param relay whether confirmations can be sent
    LeadResource(LeadRuleStore rules, ConfirmationList confirmations, boolean relay) {
        this.rules = rules;
        this.confirmations = confirmations;
        this.relay = relay;
    }

    /// A rule without its name; the lists may be absent.
    record Body(
            @Nullable String sender,
            @Nullable String subject,
            @Nullable List<String> address,
            @Nullable List<String> person,
            @Nullable List<String> phone,
            @Nullable List<String> message,
            @Nullable Letter confirmation) {}

    /// What an enquirer is sent.
    record Letter(
            @Nullable String from,
            @Nullable String subject,
            @Nullable String text,
            @Nullable Boolean unproven) {}

    /// @param mail octets of a notification, Base64
    record Sample(@Nullable String mail) {}

    /// What the rules make of a sample; all but `found` is null when they find nothing.
    record Tried(
            boolean found,
            @Nullable String rule,
            @Nullable String address,
            @Nullable String name,
            @Nullable String phone,
            @Nullable String message) {
        static Tried of(Lead lead) {
            return new Tried(
                    true,
                    lead.rule(),
                    lead.enquirer().address(),
                    lead.enquirer().name(),
                    lead.phone().orElse(null),
                    lead.message());
        }

        static final Tried NOTHING = new Tried(false, null, null, null, null, null);
    }

    @GetMapping
    Listing<StoredRule> list(
            @RequestParam(defaultValue = "500") int limit, @RequestParam Optional<String> cursor) {
        return Listing.piece(rules.list(), StoredRule::name, limit, cursor);
    }

    /// Confirmations, newest first.
    @GetMapping("/confirmations")
    Listing<ConfirmationList.Row> confirmations(
            @RequestParam(defaultValue = "50") int limit, @RequestParam Optional<String> cursor) {
        int most = Listing.limit(limit);
        return Listing.byId(
                confirmations.newest(Listing.before(cursor), most + 1),
                most,
                ConfirmationList.Row::id);
    }

    @PutMapping("/{name}")
    StoredRule put(@PathVariable String name, @RequestBody Body body, Authentication holder) {
        StoredRule rule = rule(name, body);
        rules.put(rule, holder.getName());
        return rule;
    }

    @DeleteMapping("/{name}")
    StoredRule remove(@PathVariable String name, Authentication holder) {
        StoredRule rule =
                rules.find(name).orElseThrow(() -> new NotFound("lead rule not found: " + name));
        if (!rules.remove(name, holder.getName())) {
            throw new NotFound("lead rule not found: " + name);
        }
        return rule;
    }

    /// What the rules, in their order, find in a mail. Nothing is stored or sent.
    @PostMapping("/test")
    Tried test(@RequestBody Sample sample) {
        if (sample.mail() == null) {
            throw new BadField("mail", "the octets of a notification in Base64 are needed");
        }
        try {
            byte[] octets = Base64.getMimeDecoder().decode(sample.mail());
            ParsedMail mail =
                    new MailReader(ReadLimits.standard())
                            .read(Content.of(octets), AttachmentSink.discard());
            return LeadRules.find(mail, rules.rules()).map(Tried::of).orElse(Tried.NOTHING);
        } catch (IllegalArgumentException e) {
            throw new BadField("mail", "is not Base64");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private StoredRule rule(String name, Body body) {
        if (name.isBlank() || name.length() > LONGEST_NAME || name.equals("confirmations")) {
            throw new BadField("name", "a name of up to " + LONGEST_NAME + " letters is needed");
        }
        StoredRule rule =
                new StoredRule(
                        name,
                        sender(body.sender()),
                        Optional.ofNullable(body.subject()).filter(text -> !text.isBlank()),
                        places(body.address()),
                        places(body.person()),
                        places(body.phone()),
                        places(body.message()),
                        Optional.ofNullable(body.confirmation()).map(this::letter));
        if (rule.address().isEmpty()) {
            throw new BadField(
                    "address",
                    "say where the enquirer's address stands: reply-to, or the label before it");
        }
        return rule;
    }

    private static String sender(@Nullable String sender) {
        String text = sender == null ? "" : sender.strip();
        if (text.isEmpty() || text.startsWith("@") || text.indexOf('.') < 0) {
            throw new BadField(
                    "sender",
                    "an address (form@acme.test) or a domain (portal.test) is needed, not \""
                            + text
                            + "\"");
        }
        return text;
    }

    private static List<String> places(@Nullable List<String> texts) {
        return texts == null
                ? List.of()
                : texts.stream().map(String::strip).filter(text -> !text.isEmpty()).toList();
    }

    private StoredRule.Letter letter(Letter letter) {
        if (!relay) {
            throw new BadField(
                    "confirmation", "there is no relay to send by: set relay.host in tapline.yaml");
        }
        return new StoredRule.Letter(
                from(letter.from()),
                filled("confirmation.subject", letter.subject()),
                filled("confirmation.text", letter.text()),
                Boolean.TRUE.equals(letter.unproven()));
    }

    private static String from(@Nullable String from) {
        String text = from == null ? "" : from.strip();
        List<MailAddress> parsed = MailAddress.list(text, 2);
        if (parsed.size() != 1) {
            throw new BadField("confirmation.from", "one address is needed");
        }
        Fields.address("confirmation.from", parsed.getFirst().address());
        return text;
    }

    private static String filled(String field, @Nullable String text) {
        if (text == null || text.isBlank()) {
            throw new BadField(field, "a text is needed");
        }
        return text;
    }
}
