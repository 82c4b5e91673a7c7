package org.tapline.bridge.threads;

import java.text.Normalizer;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// Subjects without what replying and forwarding put in front (RFC 5256 §2.1, and the words of
/// other languages).
public final class Subjects {

    /// Shorter subjects ("hi") say nothing of a conversation.
    private static final int SHORTEST = 5;

    private static final int LONGEST = 300;

    /// One prefix with an optional counter (`Re[2]:`, `AW (3):`), ended by a colon of any width; or
    /// a list's name in brackets.
    private static final Pattern PREFIX =
            Pattern.compile(
                    "(?iU)^\\s*(?:(?:re|r|aw|antw(?:oord|ort)?|sv|vs|vl|ref|rif|res|rv|tr|fwd?|wg|enc"
                            + "|odp|pd|ynt|ilt|atb|bls|vá|továbbítás|ha|απ|πρθ|отв|пересл|回复|答复|转发"
                            + "|回覆|轉寄|返信|転送|답장|전달)\\s*(?:[\\[(]\\d{1,4}[\\])])?\\s*[:：]"
                            + "|\\[[^\\[\\]]{1,60}]\\s*(?=\\S))");

    private static final Pattern FORWARDED = Pattern.compile("(?iU)\\s*\\((?:fwd|wg)\\)\\s*$");
    private static final Pattern SPACES = Pattern.compile("\\s+");

    /// Prefixes taken off at most; nobody answers more often without starting anew.
    private static final int MOST_PREFIXES = 50;

    private Subjects() {}

    /// The subject in lower case without prefixes.
    ///
    /// @return empty when what is left is too short to mean anything
    public static Optional<String> base(String subject) {
        String bounded = subject.length() > LONGEST ? subject.substring(0, LONGEST) : subject;
        String text =
                SPACES.matcher(Normalizer.normalize(bounded, Normalizer.Form.NFKC)).replaceAll(" ");
        for (int round = 0; round < MOST_PREFIXES; round++) {
            String shorter = PREFIX.matcher(text).replaceFirst("");
            shorter = FORWARDED.matcher(shorter).replaceFirst("");
            if (shorter.equals(text)) {
                break;
            }
            text = shorter;
        }
        String base = text.strip().toLowerCase(Locale.ROOT);
        return base.length() < SHORTEST ? Optional.empty() : Optional.of(base);
    }
}
