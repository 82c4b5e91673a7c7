package org.tapline.proxy.relay;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;

/// Octets for the client that wait, in their order, behind gates. A gate opens when a commit is
/// durable, or when the wait for it is over.
final class HeldOctets {
    /// What is in the queue.
    sealed interface Waiting {}

    /// Octets and nothing else.
    record Octets(ByteBuf octets) implements Waiting {}

    /// What octets wait behind.
    static final class Gate implements Waiting {
        private boolean open;
        private byte[] words = new byte[0];

        /// @param say what goes to the client in the gate's place
        /// @return false when it was open already
        boolean open(byte[] say) {
            boolean first = !open;
            if (first) {
                open = true;
                words = say;
            }
            return first;
        }
    }

    private final Deque<Waiting> queue = new ArrayDeque<>();
    private int size;

    /// Nothing waits, and nothing has to.
    boolean isEmpty() {
        return queue.isEmpty();
    }

    /// Octets that wait.
    int size() {
        return size;
    }

    Gate gate() {
        Gate gate = new Gate();
        queue.add(gate);
        return gate;
    }

    void add(ByteBuf octets) {
        size += octets.readableBytes();
        queue.add(new Octets(octets));
    }

    /// Hands on what no longer waits.
    void drain(Consumer<ByteBuf> to) {
        while (!queue.isEmpty()) {
            switch (queue.peek()) {
                case Gate gate -> {
                    if (!gate.open) {
                        return;
                    }
                    queue.remove();
                    if (gate.words.length > 0) {
                        to.accept(Unpooled.wrappedBuffer(gate.words));
                    }
                }
                case Octets held -> {
                    queue.remove();
                    size -= held.octets().readableBytes();
                    to.accept(held.octets());
                }
            }
        }
    }

    /// Opens every gate.
    void openAll() {
        for (Waiting waiting : queue) {
            if (waiting instanceof Gate gate) {
                gate.open = true;
            }
        }
    }
}
