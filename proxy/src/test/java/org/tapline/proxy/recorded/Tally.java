package org.tapline.proxy.recorded;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.tapline.journal.Sighting;
import org.tapline.journal.Way;
import org.tapline.proxy.conversation.CloseReason;
import org.tapline.proxy.conversation.Conversation;
import org.tapline.proxy.conversation.Effects;
import org.tapline.proxy.conversation.Leg;
import org.tapline.proxy.conversation.LossReason;
import org.tapline.proxy.conversation.OpaqueReason;
import org.tapline.proxy.sasl.Identity;
import org.tapline.proxy.sasl.Secret;

/// Effects of a long session: what left is kept as a digest, what happened as a list.
final class Tally implements Effects {
    private final Map<Leg, MessageDigest> left = new EnumMap<>(Leg.class);
    private final List<String> events = new ArrayList<>();
    private final List<Sighting.Message> commits = new ArrayList<>();
    private final Set<Integer> open = new HashSet<>();
    private ByteBuffer running = ByteBuffer.allocate(0);
    private Leg from = Leg.CLIENT;
    private int pieces;

    Tally() {
        for (Leg leg : Leg.values()) {
            left.put(leg, digest());
        }
    }

    static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    void feed(Conversation conversation, Leg leg, byte[] octets) {
        running = ByteBuffer.wrap(octets).asReadOnlyBuffer();
        from = leg;
        if (events.stream().noneMatch(event -> event.startsWith("close"))) {
            conversation.received(leg, running.duplicate(), this);
        }
    }

    /// SHA-256 of all octets that went to a leg.
    String sentTo(Leg leg) {
        MessageDigest digest = left.get(leg);
        return digest == null ? "" : HexFormat.of().formatHex(digest.digest());
    }

    /// Everything but octets, commits and notes.
    List<String> events() {
        return events;
    }

    List<Sighting.Message> commits() {
        return commits;
    }

    int openPieces() {
        return open.size();
    }

    private void out(Leg to, ByteBuffer octets) {
        MessageDigest digest = left.get(to);
        if (digest != null) {
            digest.update(octets);
        }
    }

    @Override
    public void pass(int start, int end) {
        out(from.other(), running.slice(start, end - start));
    }

    @Override
    public void send(Leg to, byte[] octets) {
        out(to, ByteBuffer.wrap(octets));
    }

    @Override
    public void startTls(Leg leg) {
        events.add("starttls " + leg);
    }

    @Override
    public void goOpaque(OpaqueReason reason) {
        events.add("opaque " + reason);
    }

    @Override
    public void detach() {
        events.add("detach");
    }

    @Override
    public void close(CloseReason reason) {
        events.add("close " + reason);
    }

    @Override
    public boolean identified(Identity identity, @Nullable Secret secret) {
        events.add("identified");
        return true;
    }

    @Override
    public void signInRefused() {
        events.add("sign-in refused");
    }

    @Override
    public int openPiece(long expected) {
        open.add(++pieces);
        return pieces;
    }

    @Override
    public void keep(int piece, int start, int end) {}

    @Override
    public void keep(int piece, byte[] octets, int offset, int length) {}

    @Override
    public void discard(int piece) {
        open.remove(piece);
    }

    @Override
    public int commit(Way way, Sighting.Message sighting, int... used) {
        for (int piece : used) {
            open.remove(piece);
        }
        commits.add(sighting);
        return commits.size();
    }

    @Override
    public void holdClientUntilDurable(int commit) {}

    @Override
    public void answerWhenDurable(int commit, byte[] durable, byte[] lost) {
        out(Leg.CLIENT, ByteBuffer.wrap(durable));
    }

    @Override
    public void note(Way way, Sighting sighting) {}

    @Override
    public void lost(LossReason reason) {
        events.add("lost " + reason);
    }
}
