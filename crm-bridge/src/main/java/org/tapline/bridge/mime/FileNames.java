package org.tapline.bridge.mime;

import java.util.Map;

/// Names for attachments: never empty, never a path.
final class FileNames {
    /// Longest name most file systems take.
    private static final int LONGEST = 255;

    private static final Map<String, String> ENDINGS =
            Map.ofEntries(
                    Map.entry("message/rfc822", "message.eml"),
                    Map.entry("message/global", "message.eml"),
                    Map.entry("message/delivery-status", "delivery-status.txt"),
                    Map.entry("message/feedback-report", "feedback-report.txt"),
                    Map.entry("message/disposition-notification", "disposition-notification.txt"),
                    Map.entry("text/rfc822-headers", "headers.txt"),
                    Map.entry("text/calendar", "calendar.ics"),
                    Map.entry("text/vcard", "contact.vcf"),
                    Map.entry("text/x-vcard", "contact.vcf"),
                    Map.entry("application/ms-tnef", "winmail.dat"),
                    Map.entry("application/pgp-signature", "signature.asc"),
                    Map.entry("application/pkcs7-signature", "smime.p7s"),
                    Map.entry("application/pkcs7-mime", "smime.p7m"));

    private FileNames() {}

    static String of(PartHeader header, int index) {
        return safe(
                header.fileName().orElse(""),
                Fragment.of(header)
                        .map(piece -> piece.title() + ".eml")
                        .orElseGet(() -> made(header.type(), index)));
    }

    private static String made(String type, int index) {
        String known = ENDINGS.get(type);
        if (known != null) {
            return known;
        }
        String subtype = type.substring(type.indexOf('/') + 1).replaceAll("[^a-z0-9]", "");
        return "attachment-" + (index + 1) + (subtype.length() <= 4 ? "." + subtype : "");
    }

    /// The last part of a path, without control characters.
    static String safe(String name, String instead) {
        String last = name.substring(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1);
        String clean = last.replaceAll("[\\p{Cntrl}\\p{Cf}]", "").strip();
        if (clean.length() > LONGEST) {
            int dot = clean.lastIndexOf('.');
            String ending = clean.length() - dot <= 10 && dot > 0 ? clean.substring(dot) : "";
            clean = clean.substring(0, LONGEST - ending.length()) + ending;
        }
        return clean.isEmpty() || clean.equals(".") || clean.equals("..") ? instead : clean;
    }
}
