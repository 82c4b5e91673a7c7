package org.tapline.bridge.mime;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Finds the person behind a message that a list sent on.
///
/// Lists rewrite From when the author's domain forbids to send in its name (DMARC): the address
/// becomes the list's, the name gets "via List". Where the author went differs: Google Groups
/// writes X-Original-From, Mailman puts the author into Reply-To, or into Cc when the list has a
/// Reply-To of its own.
final class AuthorSearch {
    private static final Pattern VIA =
            Pattern.compile(
                    "^[\"']?(.*?)[\"']?\\s+(?:via|über|par|por)\\s+\\S.*$",
                    Pattern.CASE_INSENSITIVE);
    private static final List<String> ORIGINAL =
            List.of(
                    "X-Original-From",
                    "X-Google-Original-From",
                    "X-Mailman-Original-From",
                    "Original-From",
                    "X-MailFrom-Original");

    private AuthorSearch() {}

    static Author authorOf(ParsedMail mail) {
        if (mail.from().isEmpty() || mail.from().getFirst().equals(new MailAddress("", ""))) {
            return mail.sender().isEmpty()
                    ? new Author(new MailAddress("", ""), Author.Source.NOBODY)
                    : new Author(mail.sender().getFirst(), Author.Source.SENDER);
        }
        MailAddress from = mail.from().getFirst();
        Matcher via = VIA.matcher(from.name());
        boolean rewritten = isListAddress(mail, from.address());
        if (!via.matches() && !rewritten) {
            return new Author(from, Author.Source.FROM);
        }
        String name = via.matches() ? via.group(1).strip() : from.name();
        Optional<Author> original = original(mail);
        if (original.isPresent()) {
            return original.get();
        }
        if (!rewritten && mail.kind().listId().isEmpty() && !mail.headers().has("List-Id")) {
            // "Anna via Shop <notify@shop>": a service writes for her; the address is its own.
            return new Author(from, Author.Source.FROM);
        }
        return person(mail, mail.replyTo(), name, Author.Source.REPLY_TO)
                .or(() -> person(mail, mail.cc(), name, Author.Source.CC))
                .orElseGet(() -> withoutAddress(name, from));
    }

    private static Optional<Author> original(ParsedMail mail) {
        for (String field : ORIGINAL) {
            Optional<MailAddress> address =
                    mail.headers().raw(field).stream()
                            .flatMap(raw -> AddressList.parse(raw, 1).addresses().stream())
                            .filter(found -> found.address().contains("@"))
                            .findFirst();
            if (address.isPresent()) {
                return Optional.of(new Author(address.get(), Author.Source.ORIGINAL_FROM));
            }
        }
        return Optional.empty();
    }

    /// The one address of a field that is not the list; of several, the one with the author's
    /// name.
    private static Optional<Author> person(
            ParsedMail mail, List<MailAddress> field, String name, Author.Source source) {
        List<MailAddress> people =
                field.stream()
                        .filter(one -> one.address().contains("@"))
                        .filter(one -> !isListAddress(mail, one.address()))
                        .toList();
        Optional<MailAddress> same = people.stream().filter(one -> matches(one, name)).findFirst();
        boolean onlyOne = people.size() == 1 && source == Author.Source.REPLY_TO;
        return same.or(() -> onlyOne ? Optional.of(people.getFirst()) : Optional.empty())
                .map(
                        one ->
                                new Author(
                                        new MailAddress(
                                                name.isEmpty() ? one.name() : name, one.address()),
                                        source));
    }

    private static boolean matches(MailAddress one, String name) {
        return !name.isEmpty()
                && (one.name().equalsIgnoreCase(name)
                        || one.address().equalsIgnoreCase(name)
                        || localPart(one.address()).equalsIgnoreCase(name));
    }

    private static Author withoutAddress(String name, MailAddress from) {
        boolean address = name.indexOf('@') > 0 && name.indexOf(' ') < 0;
        if (address) {
            return new Author(new MailAddress("", name), Author.Source.NAME_ONLY);
        }
        // `anna=home.test@list.test`: some lists keep the author inside the local part.
        String local = localPart(from.address());
        int equals = local.lastIndexOf('=');
        if (equals > 0 && local.indexOf('.', equals) > 0) {
            String inside = local.substring(0, equals) + "@" + local.substring(equals + 1);
            return new Author(new MailAddress(name, inside), Author.Source.NAME_ONLY);
        }
        return new Author(new MailAddress(name, ""), Author.Source.NAME_ONLY);
    }

    private static String localPart(String address) {
        int sign = address.lastIndexOf('@');
        return sign < 0 ? address : address.substring(0, sign);
    }

    /// Whether an address is the list's own, by its List- fields (RFC 2369, RFC 2919).
    private static boolean isListAddress(ParsedMail mail, String address) {
        String wanted = address.toLowerCase(Locale.ROOT);
        if (wanted.indexOf('@') < 0) {
            return false;
        }
        String post = mail.headers().raw("List-Post").orElse("").toLowerCase(Locale.ROOT);
        if (post.contains("mailto:" + wanted)) {
            return true;
        }
        String id =
                MailKinds.listId(mail.headers().get("List-Id").orElse(""))
                        .orElse("")
                        .toLowerCase(Locale.ROOT);
        return !id.isEmpty() && id.equals(wanted.replace('@', '.'));
    }
}
