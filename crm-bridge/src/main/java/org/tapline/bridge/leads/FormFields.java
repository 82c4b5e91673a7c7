package org.tapline.bridge.leads;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.tapline.bridge.mime.ParsedMail;

/// The labelled values of a form mail: rows of HTML tables and definition lists, and lines such as
/// `E-Mail: anna@a.test`. Of a label that comes twice the first value counts, and tables come
/// before lines.
final class FormFields {
    /// "Please tell us how you heard of us" is a label too; a longer text is none.
    private static final int LONGEST_LABEL = 60;

    /// Characters of HTML that are looked at, as in reading mail. Notifications are below 100 kB.
    private static final int MOST_HTML = 1 << 20;

    /// Labels of one mail.
    private static final int MOST_FIELDS = 500;

    private final Map<String, String> values = new HashMap<>();

    private FormFields() {}

    static FormFields of(ParsedMail mail) {
        FormFields fields = new FormFields();
        mail.html()
                .map(html -> html.substring(0, Math.min(html.length(), MOST_HTML)))
                .ifPresent(html -> fields.tables(Jsoup.parse(html)));
        fields.lines(mail.text().lines().toList());
        return fields;
    }

    /// @param label with or without colon
    Optional<String> value(String label) {
        return Optional.ofNullable(values.get(key(label)));
    }

    private void tables(Document html) {
        for (Element row : html.select("tr")) {
            List<Element> cells =
                    row.children().stream()
                            .filter(cell -> cell.nameIs("td") || cell.nameIs("th"))
                            .toList();
            if (cells.size() == 2 && cells.getLast().selectFirst("table") == null) {
                put(cells.getFirst().text(), cells.getLast().wholeText());
            }
        }
        for (Element term : html.select("dt")) {
            Element next = term.nextElementSibling();
            if (next != null && next.nameIs("dd")) {
                put(term.text(), next.wholeText());
            }
        }
    }

    /// A value stands behind the colon, or in the lines below up to a blank one or the next label.
    private void lines(List<String> lines) {
        for (int at = 0; at < lines.size(); at++) {
            String line = plain(lines.get(at));
            int colon = colon(line);
            if (colon <= 0) {
                continue;
            }
            StringBuilder value = new StringBuilder(line.substring(colon + 1).strip());
            int below = at + 1;
            while (below < lines.size()
                    && !lines.get(below).isBlank()
                    && colon(plain(lines.get(below))) < 0) {
                value.append(value.isEmpty() ? "" : "\n").append(plain(lines.get(below)));
                below++;
            }
            put(line.substring(0, colon), value.toString());
            at = below - 1;
        }
    }

    private static String plain(String line) {
        return line.replace("*", "").replace('\u00a0', ' ').strip();
    }

    /// Where the colon behind a label stands, or -1; the one in `https://` is none.
    private static int colon(String line) {
        int colon = line.indexOf(':');
        boolean link = colon >= 0 && line.startsWith("//", colon + 1);
        return colon > LONGEST_LABEL || link ? -1 : colon;
    }

    private void put(String label, String value) {
        String key = key(label);
        String text = value.replace('\u00a0', ' ').strip();
        if (!key.isEmpty()
                && key.length() <= LONGEST_LABEL
                && !text.isEmpty()
                && values.size() < MOST_FIELDS) {
            values.putIfAbsent(key, text);
        }
    }

    private static String key(String label) {
        String text = label.replace('\u00a0', ' ').replace("*", "").strip();
        String bare = text.endsWith(":") ? text.substring(0, text.length() - 1) : text;
        return bare.strip().toLowerCase(Locale.ROOT);
    }
}
