package org.tapline.bridge.intake;

import org.tapline.bridge.Seen;
import org.tapline.journal.Content;

/// Forwards as mail programs write them: with the original in the text, or attached.
final class Forwards {
    private static final String ANNA = "anna@acme.test";
    static final String CRM = "crm@crm.acme.test";
    static final String WRITTEN = "Tue, Oct 27, 2026 at 9:31 AM";

    private Forwards() {}

    static Content inline(String author, String to, String subject, String text) {
        return inlineAt(WRITTEN, author, to, subject, text, "X-Nothing: to see");
    }

    static Content inlineAt(
            String date, String author, String to, String subject, String text, String field) {
        return mail(
                "fwd-" + Integer.toHexString((author + text).hashCode()),
                "Fwd: " + subject,
                "To: " + CRM + "\r\n" + field,
                "For the record.\n\n" + block(date, author, to, subject) + "\n" + text);
    }

    static String block(String date, String author, String to, String subject) {
        return """
        ---------- Forwarded message ---------
        From: %s
        Date: %s
        Subject: %s
        To: %s

        """
                .formatted(author, date, subject, to);
    }

    static Content mail(String id, String subject, String to, String text) {
        return Seen.mail(
                text.replace("\n", "\r\n"),
                "From: Anna Arm <anna@acme.test>",
                to,
                "Subject: " + subject,
                "Date: Fri, 20 Nov 2026 10:00:00 +0000",
                "Message-ID: <" + id + "@acme.test>",
                "Content-Type: text/plain; charset=utf-8");
    }

    static String[] header(String id, String author, String subject) {
        return new String[] {
            "From: " + author,
            "To: " + ANNA,
            "Subject: " + subject,
            "Date: Tue, 27 Oct 2026 09:31:12 +0000",
            "Message-ID: <" + id + ">"
        };
    }

    static Content attached(String id, String author, String subject) {
        return Seen.mail(
                String.join(
                        "\r\n",
                        "--b",
                        "Content-Type: text/plain",
                        "",
                        "See below.",
                        "--b",
                        "Content-Type: message/rfc822",
                        "",
                        String.join("\r\n", header(id, author, subject)),
                        "",
                        "The same.",
                        "",
                        "--b--"),
                "From: Anna Arm <anna@acme.test>",
                "To: " + CRM,
                "Subject: Fwd: " + subject,
                "Date: Fri, 20 Nov 2026 10:00:00 +0000",
                "Message-ID: <around-" + id + ">",
                "MIME-Version: 1.0",
                "Content-Type: multipart/mixed; boundary=b");
    }
}
