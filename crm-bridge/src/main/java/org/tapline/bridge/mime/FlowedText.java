package org.tapline.bridge.mime;

/// format=flowed (RFC 3676): joins the lines that the sender's program broke.
final class FlowedText {
    private FlowedText() {}

    /// Line ends must be LF.
    ///
    /// @param deleteSpace DelSp=yes: the space at a soft break was added by the sender
    static String unwrap(String text, boolean deleteSpace) {
        StringBuilder out = new StringBuilder(text.length());
        int openDepth = -1; // quote depth of an unfinished paragraph
        int at = 0;
        while (at < text.length()) {
            int end = text.indexOf('\n', at);
            int stop = end < 0 ? text.length() : end;
            int depth = 0;
            while (at + depth < stop && text.charAt(at + depth) == '>') {
                depth++;
            }
            int start = at + depth;
            if (start < stop && text.charAt(start) == ' ') {
                start++; // space-stuffing
            }
            String line = text.substring(start, stop);
            boolean signature = line.equals("-- ");
            if (openDepth >= 0 && (openDepth != depth || signature)) {
                out.append('\n');
                openDepth = -1;
            }
            if (openDepth < 0 && depth > 0) {
                out.append(">".repeat(depth)).append(' ');
            }
            boolean soft = line.endsWith(" ") && !signature;
            out.append(line, 0, soft && deleteSpace ? line.length() - 1 : line.length());
            if (soft) {
                openDepth = depth;
            } else {
                openDepth = -1;
                if (end >= 0) {
                    out.append('\n');
                }
            }
            at = stop + 1;
        }
        return out.toString();
    }
}
