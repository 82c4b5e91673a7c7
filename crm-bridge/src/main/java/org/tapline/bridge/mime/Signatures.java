package org.tapline.bridge.mime;

import java.util.List;
import java.util.regex.Pattern;

/// Signatures at the end of a text: below a line of dashes (RFC 3676 §4.3), or the line a phone
/// adds.
final class Signatures {
    /// A longer tail below a line of dashes is text.
    private static final int MOST_LINES = 20;

    private static final int LONGEST = 200;

    private static final Pattern DELIMITER =
            Pattern.compile("\\s*(?:--|---|—|–|__|_{3,}|-{3,})\\s*");

    /// A patch, which begins below a line of dashes too.
    private static final Pattern PATCH =
            Pattern.compile("^(?:diff --git |@@ |index [0-9a-f]+\\.\\.|Index: )");

    /// Rules that are a signature only where nothing stands below them.
    private static final Pattern RULE =
            Pattern.compile("\\s*(?:\\*{3,}|#{3,}|~{3,}|={3,}|\\+{3,}|ᐧ)\\s*");
    private static final Pattern DEVICE =
            Pattern.compile(
                    "[<(\\[*]*(?:(?:this (?:e-?mail|message) was )?sent (?:from|via|with|by|using)\\b.{0,120}"
                            + "|from my .{0,60}|get outlook for .{0,80}"
                            + "|(?:von|diese nachricht wurde von) mein\\S* .{0,100}gesendet.*"
                            + "|gesendet (?:von|mit|über) .{0,80}|von meinem .{0,60}gesendet"
                            + "|envoy[ée] (?:de|depuis|à partir) .{0,80}|provenance : .{0,80}"
                            + "|enviad[oa] (?:desde|do|de|a partir) .{0,80}|inviato d[ae].{0,80}"
                            + "|verzonden (?:vanaf|met|via|vanuit) .{0,80}|skickat från .{0,80}"
                            + "|sendt fra .{0,80}|lähetetty .{0,60}|wysłane z .{0,80}"
                            + "|отправлено (?:с|из) .{0,80}|nachricht gesendet .{0,80}"
                            + "|從我的 .{0,40}|发自我的.{0,40}|iphoneから送信|von iphone .{0,40})[>)\\]*.]*",
                    Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);

    private Signatures() {}

    /// The number of the line where a signature starts that reaches to `end`, or `end`.
    static int start(List<String> lines, int end) {
        int start = end;
        int at = end;
        int seen = 0;
        while (at > 0 && seen < MOST_LINES) {
            String line = lines.get(at - 1);
            if (!line.isBlank()) {
                seen++;
            }
            at--;
            if (line.length() > LONGEST || line.startsWith(">") || PATCH.matcher(line).find()) {
                break;
            }
            boolean onlyDevices = lines.subList(at, start).stream().allMatch(Signatures::device);
            if (DELIMITER.matcher(line).matches() || (device(line) && onlyDevices)) {
                start = line.isBlank() ? start : at;
            }
        }
        return start;
    }

    private static boolean device(String line) {
        String text = line.strip();
        return text.isEmpty()
                || (text.length() <= LONGEST
                        && (DEVICE.matcher(text).matches()
                                || RULE.matcher(text).matches()
                                || DELIMITER.matcher(text).matches()));
    }
}
