package org.tapline.bridge.leads;

import java.util.List;
import java.util.Optional;
import org.tapline.bridge.mime.MailAddress;
import org.tapline.bridge.mime.ParsedMail;

/// Applies lead rules to a mail.
public final class LeadRules {
    /// A longer name is a sentence.
    private static final int LONGEST_NAME = 100;

    private LeadRules() {}

    /// What the first rule says that matches the mail and finds an enquirer in it.
    public static Optional<Lead> find(ParsedMail mail, List<LeadRule> rules) {
        return rules.stream()
                .filter(rule -> rule.matches(mail))
                .flatMap(rule -> lead(mail, rule).stream())
                .findFirst();
    }

    private static Optional<Lead> lead(ParsedMail mail, LeadRule rule) {
        FormFields fields = FormFields.of(mail);
        Optional<MailAddress> found =
                rule.address().stream()
                        .flatMap(place -> mailbox(mail, fields, place).stream())
                        .filter(one -> !rule.isSender(one.address()))
                        .filter(one -> !AutomaticAddresses.isOne(one.address()))
                        .findFirst();
        return found.map(
                one ->
                        new Lead(
                                rule.name(),
                                new MailAddress(
                                        value(mail, fields, rule.person())
                                                .filter(name -> name.length() <= LONGEST_NAME)
                                                .orElse(one.name()),
                                        one.address()),
                                value(mail, fields, rule.phone()),
                                value(mail, fields, rule.message()).orElse(mail.text().strip())));
    }

    private static Optional<MailAddress> mailbox(
            ParsedMail mail, FormFields fields, LeadRule.Place place) {
        List<MailAddress> all =
                switch (place) {
                    case LeadRule.Place.ReplyTo field -> field.in(mail);
                    case LeadRule.Place.Labelled field ->
                            fields.value(field.label())
                                    .map(value -> MailAddress.list(value, 1))
                                    .orElse(List.of());
                };
        return all.stream().filter(LeadRules::isUsable).findFirst();
    }

    private static boolean isUsable(MailAddress mailbox) {
        String address = mailbox.address();
        int sign = address.lastIndexOf('@');
        return sign > 0
                && address.indexOf('.', sign) > sign + 1
                && !address.endsWith(".")
                && address.chars().noneMatch(c -> c <= ' ' || c == '<' || c == '>' || c == ',');
    }

    /// The first place that has a value: of Reply-To the display name.
    private static Optional<String> value(
            ParsedMail mail, FormFields fields, List<LeadRule.Place> places) {
        return places.stream()
                .flatMap(
                        place ->
                                switch (place) {
                                    case LeadRule.Place.ReplyTo field ->
                                            field.in(mail).stream().map(MailAddress::name);
                                    case LeadRule.Place.Labelled field ->
                                            fields.value(field.label()).stream();
                                })
                .filter(value -> !value.isBlank())
                .findFirst();
    }
}
