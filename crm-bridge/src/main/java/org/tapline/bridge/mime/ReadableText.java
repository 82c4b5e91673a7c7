package org.tapline.bridge.mime;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Puts the readable text of a message together from its text parts.
///
/// Parts that are alternatives of each other share a *place*; of those the plain one is taken, and
/// the HTML one when there is no plain text in it.
final class ReadableText {
    private final List<Piece> pieces = new ArrayList<>();

    /// One text part, decoded; line ends are LF.
    private record Piece(int place, boolean html, String text) {}

    void add(int place, boolean html, String text) {
        pieces.add(new Piece(place, html, text));
    }

    /// Adds a text only when no part so far said anything.
    void addIfSilent(int place, boolean html, String text) {
        if (pieces.stream().allMatch(piece -> piece.text().isBlank())) {
            pieces.clear();
            add(place, html, text);
        }
    }

    String text() {
        StringBuilder out = new StringBuilder();
        int at = 0;
        while (at < pieces.size()) {
            int place = pieces.get(at).place();
            StringBuilder plain = new StringBuilder();
            StringBuilder html = new StringBuilder();
            for (; at < pieces.size() && pieces.get(at).place() == place; at++) {
                append(pieces.get(at).html() ? html : plain, pieces.get(at).text());
            }
            String text =
                    plain.toString().isBlank() ? HtmlText.of(html.toString()) : plain.toString();
            append(out, text);
        }
        return out.toString();
    }

    Optional<String> html() {
        StringBuilder out = new StringBuilder();
        for (Piece piece : pieces) {
            if (piece.html()) {
                out.append(piece.text());
            }
        }
        return out.isEmpty() ? Optional.empty() : Optional.of(out.toString());
    }

    private static void append(StringBuilder out, String text) {
        if (text.isEmpty()) {
            return;
        }
        if (!out.isEmpty() && out.charAt(out.length() - 1) != '\n') {
            out.append('\n');
        }
        out.append(text);
    }
}
