package org.tapline.proxy.smtp;

import java.util.Arrays;
import org.tapline.proxy.conversation.Effects;

/// Client octets that wait until a reply says what they are. Grows by doubling and moves what is
/// left to the front, so that taking little by little stays linear.
final class Withheld {
    private byte[] octets = new byte[0];
    private int from;
    private int to;

    int size() {
        return to - from;
    }

    /// Adds what is left of a passage.
    void add(Passage in) {
        int more = in.end() - in.at();
        if (to + more > octets.length) {
            int needed = size() + more;
            byte[] larger = new byte[Math.max(needed, 2 * size())];
            System.arraycopy(octets, from, larger, 0, size());
            to = size();
            from = 0;
            octets = larger;
        }
        in.view().get(in.at(), octets, to, more);
        to += more;
    }

    /// All of them, on their way; what is not used up is still withheld after [#goOn].
    Passage passage(Effects effects) {
        return Passage.withheld(octets, from, to, effects);
    }

    /// The passage has come this far.
    void goOn(Passage passage) {
        from = passage.at();
        if (from == to) {
            octets = new byte[0];
            from = 0;
            to = 0;
        }
    }

    /// Takes all out.
    byte[] drain() {
        byte[] all = Arrays.copyOfRange(octets, from, to);
        octets = new byte[0];
        from = 0;
        to = 0;
        return all;
    }
}
