package org.tapline.bridge.unpacking;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.tapline.bridge.forwards.Forwarded;
import org.tapline.bridge.identity.MessageKey;
import org.tapline.bridge.mime.Headers;
import org.tapline.bridge.mime.MailAddress;
import org.tapline.bridge.mime.MailKind;
import org.tapline.bridge.mime.ParsedMail;

/// The original of a forward as a mail of its own.
final class OriginalMail {
    private OriginalMail() {}

    static ParsedMail of(ParsedMail carrier, Forwarded original) {
        return switch (original.found()) {
            case Forwarded.Found.Attached attached -> attached.original();
            case Forwarded.Found.Redirected redirected -> carrier;
            case Forwarded.Found.Inline inline -> retold(carrier, original);
        };
    }

    static MessageKey keyOf(ParsedMail mail, Forwarded original) {
        return switch (original.found()) {
            case Forwarded.Found.Attached attached -> Unpacked.keyOf(mail);
            case Forwarded.Found.Redirected redirected -> Unpacked.keyOf(mail);
            case Forwarded.Found.Inline inline ->
                    MessageKey.of(
                            Optional.empty(),
                            original.sender().address(),
                            original.date(),
                            resemblance(mail).fingerprint());
        };
    }

    static Resemblance resemblance(ParsedMail mail) {
        String author = mail.from().stream().findFirst().map(MailAddress::address).orElse("");
        return new Resemblance(author, mail.subject(), mail.date(), mail.text());
    }

    /// What the text says of it, and what the forward has with it: files, and the ids of the
    /// conversation, which programs carry over (RFC 5322 §3.6.4 leaves that open).
    private static ParsedMail retold(ParsedMail carrier, Forwarded original) {
        return new ParsedMail(
                Optional.empty(),
                carrier.inReplyTo(),
                carrier.references(),
                carrier.threadIndex(),
                original.date(),
                original.subject(),
                List.of(original.sender()),
                List.of(),
                List.of(),
                original.to(),
                original.cc(),
                List.of(),
                headers(original),
                original.text(),
                Optional.empty(),
                carrier.attachments(),
                carrier.bodyHash(),
                MailKind.ordinary(),
                List.of());
    }

    /// The fields of the block. Those of the forward are somebody else's.
    private static Headers headers(Forwarded original) {
        List<Headers.Field> fields = new ArrayList<>();
        add(fields, "From", original.sender().toString());
        add(fields, "To", joined(original.to()));
        add(fields, "Cc", joined(original.cc()));
        add(fields, "Subject", original.subject());
        add(fields, "Date", original.date().map(Object::toString).orElse(""));
        return new Headers(fields);
    }

    private static void add(List<Headers.Field> fields, String name, String value) {
        if (!value.isEmpty()) {
            fields.add(new Headers.Field(name, value, value));
        }
    }

    private static String joined(List<MailAddress> mailboxes) {
        return mailboxes.stream().map(MailAddress::toString).collect(Collectors.joining(", "));
    }
}
