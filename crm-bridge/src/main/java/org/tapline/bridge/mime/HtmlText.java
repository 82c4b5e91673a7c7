package org.tapline.bridge.mime;

import java.util.Set;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;
import org.jsoup.select.NodeVisitor;

/// HTML as a person would read it in plain text: paragraphs, lists and lines kept, quoted blocks
/// marked with `>`, scripts, styles and hidden preview texts left out.
final class HtmlText {
    /// Characters of HTML that are looked at. A tree costs about fifty times its source.
    static final int MOST = 1 << 20;

    private static final Set<String> SKIPPED =
            Set.of("script", "style", "head", "title", "noscript", "template", "svg", "object");
    private static final Set<String> PARAGRAPHS =
            Set.of(
                    "p",
                    "blockquote",
                    "h1",
                    "h2",
                    "h3",
                    "h4",
                    "h5",
                    "h6",
                    "ul",
                    "ol",
                    "pre",
                    "table",
                    "hr",
                    "dl");

    private HtmlText() {}

    static String of(String html) {
        String bounded = html.length() > MOST ? html.substring(0, MOST) : html;
        Writer writer = new Writer();
        Jsoup.parse(bounded).traverse(writer);
        return writer.text();
    }

    private static final class Writer implements NodeVisitor {
        private final StringBuilder out = new StringBuilder();
        private int hidden;
        private int verbatim;
        private int quotes;
        private int breaks; // line ends owed before the next text
        private boolean space; // a space owed before the next text
        private boolean started;

        @Override
        public void head(Node node, int depth) {
            if (node instanceof TextNode text) {
                if (hidden == 0) {
                    write(text);
                }
                return;
            }
            if (!(node instanceof Element element)) {
                return;
            }
            String name = element.normalName();
            if (hidden > 0 || skipped(element, name)) {
                hidden++;
                return;
            }
            open(element, name);
        }

        private static boolean skipped(Element element, String name) {
            if (SKIPPED.contains(name)) {
                return true;
            }
            String style = element.attr("style");
            return !style.isEmpty()
                    && style.replace(" ", "")
                            .toLowerCase(java.util.Locale.ROOT)
                            .contains("display:none");
        }

        private void open(Element element, String name) {
            switch (name) {
                case "br" -> lineEnd();
                case "pre" -> verbatim++;
                case "td", "th" -> space = true;
                default -> {}
            }
            if (PARAGRAPHS.contains(name)) {
                owe(2);
            } else if (element.isBlock() && !name.equals("td") && !name.equals("th")) {
                owe(1);
            }
            if (name.equals("blockquote")) {
                settle();
                quotes++;
            } else if (name.equals("li")) {
                text("- ");
                space = false;
            }
        }

        @Override
        public void tail(Node node, int depth) {
            if (!(node instanceof Element element)) {
                return;
            }
            if (hidden > 0) {
                hidden--;
                return;
            }
            String name = element.normalName();
            if (name.equals("pre")) {
                verbatim--;
            }
            if (name.equals("blockquote")) {
                quotes--;
            }
            if (PARAGRAPHS.contains(name)) {
                owe(2);
            } else if (element.isBlock() && !name.equals("td") && !name.equals("th")) {
                owe(1);
            }
        }

        private void owe(int lines) {
            breaks = Math.max(breaks, lines);
            space = false;
        }

        private void lineEnd() {
            settle();
            if (started) {
                out.append('\n');
            }
            space = false;
        }

        /// Writes the line ends owed, at most one blank line.
        private void settle() {
            for (; breaks > 0; breaks--) {
                if (started && !(out.length() > 1 && blankTail())) {
                    out.append('\n');
                }
            }
        }

        /// Two line ends in a row are enough.
        private boolean blankTail() {
            int lines = 0;
            for (int i = out.length() - 1; i >= 0; i--) {
                char c = out.charAt(i);
                if (c == '\n') {
                    lines++;
                } else if (c != ' ' && c != '>') {
                    break;
                }
                if (lines == 2) {
                    return true;
                }
            }
            return false;
        }

        private String prefix() {
            return quotes > 0 ? ">".repeat(Math.min(quotes, 20)) + " " : "";
        }

        private void write(TextNode node) {
            if (verbatim > 0) {
                String[] lines = node.getWholeText().split("\n", -1);
                for (int i = 0; i < lines.length; i++) {
                    if (i > 0) {
                        lineEnd();
                    }
                    if (!lines[i].isEmpty()) {
                        text(lines[i]);
                    }
                }
                return;
            }
            String whole = node.getWholeText();
            StringBuilder word = new StringBuilder();
            for (int i = 0; i < whole.length(); i++) {
                char c = whole.charAt(i);
                if (c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == '\f') {
                    word(word);
                    space = true;
                } else if (c != '\u200b' && c != '\u200c' && c != '\ufeff' && c != '\u00ad') {
                    word.append(c == '\u00a0' ? ' ' : c);
                }
            }
            word(word);
        }

        private void word(StringBuilder word) {
            if (!word.isEmpty()) {
                text(word.toString());
                word.setLength(0);
            }
        }

        private void text(String text) {
            if (!started) {
                started = true;
                breaks = 0;
            }
            settle();
            boolean lineStart = out.isEmpty() || out.charAt(out.length() - 1) == '\n';
            if (lineStart) {
                out.append(prefix());
            }
            if (space && !lineStart && !endsInSpace()) {
                out.append(' ');
            }
            space = false;
            out.append(text);
        }

        private boolean endsInSpace() {
            return !out.isEmpty() && Character.isWhitespace(out.charAt(out.length() - 1));
        }

        private String text() {
            String[] lines = out.toString().split("\n", -1);
            StringBuilder tidy = new StringBuilder(out.length());
            for (String line : lines) {
                tidy.append(line.stripTrailing()).append('\n');
            }
            return tidy.toString().strip();
        }
    }
}
