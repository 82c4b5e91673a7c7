package org.tapline.bridge.unpacking;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.tapline.bridge.forwards.Forwarded;
import org.tapline.bridge.leads.Lead;
import org.tapline.bridge.mime.MailAddress;
import org.tapline.bridge.mime.ParsedMail;

/// How a message came inside another.
public sealed interface Wrapping {

    /// Stable name, as stored and printed.
    String label();

    /// One sentence for people.
    String text();

    /// Message-ID of the mail around it, without angle brackets.
    Optional<String> carrier();

    /// Somebody forwarded it to the CRM.
    ///
    /// @param by who did
    /// @param at when
    /// @param comment what was written above it; empty when nothing
    record Forward(
            MailAddress by,
            Optional<Instant> at,
            Optional<String> carrier,
            String comment,
            Forwarded.Found found)
            implements Wrapping {
        @Override
        public String label() {
            return "forward";
        }

        @Override
        public String text() {
            String where =
                    switch (found) {
                        case Forwarded.Found.Attached attached ->
                                "the original was attached as a message";
                        case Forwarded.Found.Redirected redirected ->
                                "a mail server redirected it for " + redirected.by();
                        case Forwarded.Found.Inline inline ->
                                "the original was found " + place(inline);
                    };
            return "Forwarded by " + by.address() + ": " + where + ".";
        }

        private static String place(Forwarded.Found.Inline inline) {
            return switch (inline.mark()) {
                case SEPARATOR ->
                        "under a forward's separator, header block in " + named(inline.languages());
                case ORIGINAL ->
                        "under an original's separator, header block in "
                                + named(inline.languages());
                case HEADER_BLOCK -> "in a header block in " + named(inline.languages());
                case INTRODUCTION -> "behind an introducing line";
            };
        }

        /// Labels such as "Cc" exist in many languages; then all that are possible are named.
        private static String named(List<String> languages) {
            return languages.isEmpty()
                    ? "English"
                    : languages.stream()
                            .filter(code -> !code.equals("-"))
                            .sorted()
                            .limit(MOST_LANGUAGES)
                            .map(code -> Locale.forLanguageTag(code.replace('_', '-')))
                            .map(locale -> locale.getDisplayName(Locale.ENGLISH))
                            .collect(Collectors.joining(" or "));
        }

        private static final int MOST_LANGUAGES = 3;
    }

    /// A journal report held it.
    ///
    /// @param recipients how many the report names
    record Report(Optional<String> carrier, int recipients) implements Wrapping {
        @Override
        public String label() {
            return "journal-report";
        }

        @Override
        public String text() {
            return "Taken out of a journal report that names %d recipient%s."
                    .formatted(recipients, recipients == 1 ? "" : "s");
        }
    }

    /// The mail server made a copy of it (`always_bcc`). The mail itself is the message.
    record Copy() implements Wrapping {
        @Override
        public String label() {
            return "copy";
        }

        @Override
        public String text() {
            return "A copy that the mail server makes of everything; our people were found in its"
                    + " header.";
        }

        @Override
        public Optional<String> carrier() {
            return Optional.empty();
        }
    }

    /// A portal or web form wrote it about somebody.
    ///
    /// @param portal who wrote it
    /// @param notification the mail that was written
    record Enquiry(Lead lead, MailAddress portal, ParsedMail notification) implements Wrapping {
        @Override
        public String label() {
            return "lead";
        }

        @Override
        public String text() {
            return "An enquiry of %s, sent by %s (lead rule %s)."
                    .formatted(lead.enquirer().address(), portal.address(), lead.rule());
        }

        @Override
        public Optional<String> carrier() {
            return Optional.empty();
        }
    }
}
