package org.tapline.bridge.identity;

/// The encoding of a label's characters in ASCII (RFC 3492).
final class Punycode {

    // Parameters of RFC 3492 §5.
    private static final int BASE = 36;
    private static final int T_MIN = 1;
    private static final int T_MAX = 26;
    private static final int SKEW = 38;
    private static final int DAMP = 700;
    private static final int INITIAL_BIAS = 72;
    private static final int INITIAL_N = 0x80;

    private Punycode() {}

    /// Encodes a label that is in lower case and NFKC (RFC 3492 §6.3). The label is bounded by
    /// the caller, so that nothing overflows.
    static String encode(String label) {
        int[] points = label.codePoints().toArray();
        var out = new StringBuilder();
        for (int point : points) {
            if (point < INITIAL_N) {
                out.appendCodePoint(point);
            }
        }
        int basic = out.length();
        if (basic > 0) {
            out.append('-');
        }
        int bias = INITIAL_BIAS;
        int delta = 0;
        int n = INITIAL_N;
        for (int done = basic; done < points.length; delta++, n++) {
            int next = smallestFrom(points, n);
            delta += (next - n) * (done + 1);
            n = next;
            for (int point : points) {
                if (point < n) {
                    delta++;
                } else if (point == n) {
                    number(out, delta, bias);
                    bias = adapted(delta, done + 1, done == basic);
                    delta = 0;
                    done++;
                }
            }
        }
        return out.toString();
    }

    private static int smallestFrom(int[] points, int n) {
        int smallest = Integer.MAX_VALUE;
        for (int point : points) {
            if (point >= n && point < smallest) {
                smallest = point;
            }
        }
        return smallest;
    }

    /// A generalised variable-length integer (RFC 3492 §3.3).
    private static void number(StringBuilder out, int value, int bias) {
        int rest = value;
        for (int k = BASE; ; k += BASE) {
            int threshold = Math.clamp((long) k - bias, T_MIN, T_MAX);
            if (rest < threshold) {
                out.append(digit(rest));
                return;
            }
            out.append(digit(threshold + (rest - threshold) % (BASE - threshold)));
            rest = (rest - threshold) / (BASE - threshold);
        }
    }

    /// Bias adaptation (RFC 3492 §6.1).
    private static int adapted(int value, int points, boolean first) {
        int delta = first ? value / DAMP : value / 2;
        delta += delta / points;
        int k = 0;
        while (delta > (BASE - T_MIN) * T_MAX / 2) {
            delta /= BASE - T_MIN;
            k += BASE;
        }
        return k + (BASE - T_MIN + 1) * delta / (delta + SKEW);
    }

    private static char digit(int value) {
        return (char) (value < 26 ? 'a' + value : '0' + value - 26);
    }
}
