package org.tapline.proxy.relay;

import io.netty.buffer.ByteBuf;
import java.io.ByteArrayOutputStream;

/// What a conversation has taken from one leg and neither let pass nor answered: an unfinished
/// line, as a rule. Should the conversation fail, these octets still have to get across.
///
/// The rule: octets behind the last one that passed are withheld, until a later call lets something
/// pass or sends something. After a send with nothing passed behind it nobody can tell which octets
/// it stood for; then the position is [#unknown], and a defect closes the session. Doubling or
/// losing part of a command would be worse than a connection to be made again.
final class Withheld {
    private final int limit;
    private final ByteArrayOutputStream octets = new ByteArrayOutputStream(0);
    private boolean unknown;

    Withheld(int limit) {
        this.limit = limit;
    }

    /// One call is over.
    ///
    /// @param from index of the first octet that did not pass
    /// @param answered whether something passed or was sent
    /// @param ambiguous whether something was sent behind the last octet that passed
    void after(ByteBuf running, int from, boolean answered, boolean ambiguous) {
        if (answered) {
            clear();
        }
        int tail = running.writerIndex() - from;
        if (tail == 0) {
            return;
        }
        if (ambiguous || octets.size() + tail > limit) {
            clear();
            unknown = true;
            return;
        }
        byte[] copy = new byte[tail];
        running.getBytes(from, copy);
        octets.writeBytes(copy);
    }

    /// Something was sent while the other leg spoke, or none: perhaps all of it, perhaps a part.
    void partlySent() {
        if (octets.size() > 0) {
            clear();
            unknown = true;
        }
    }

    /// Nobody can say what is withheld.
    boolean unknown() {
        return unknown;
    }

    byte[] octets() {
        return octets.toByteArray();
    }

    private void clear() {
        octets.reset();
        unknown = false;
    }
}
