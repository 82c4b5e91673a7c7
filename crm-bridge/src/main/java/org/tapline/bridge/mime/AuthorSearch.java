package org.tapline.bridge.mime;

/// Finds the person behind a message.
final class AuthorSearch {
    private AuthorSearch() {}

    static Author authorOf(ParsedMail mail) {
        if (mail.from().isEmpty()) {
            return new Author(new MailAddress("", ""), Author.Source.NOBODY);
        }
        return new Author(mail.from().getFirst(), Author.Source.FROM);
    }
}
