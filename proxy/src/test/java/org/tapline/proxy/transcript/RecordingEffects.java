package org.tapline.proxy.transcript;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.tapline.journal.Envelope;
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

/// Carries out a conversation's effects into an [EffectLog], and plays the relay's part of the
/// contract: it wipes a buffer after the call, becomes a pipe when told to, and checks positions.
public final class RecordingEffects implements Effects {
    private static final int MARGIN = 3;

    private final EffectLog log = new EffectLog();
    private final Map<Integer, ByteArrayOutputStream> pieces = new TreeMap<>();
    private final List<byte[]> commits = new ArrayList<>();
    private final Predicate<Identity> enrolled;
    private @Nullable ByteBuffer running;
    private Leg from = Leg.CLIENT;
    private int passed;
    private int nextPiece;
    private final ByteArrayOutputStream toClient = new ByteArrayOutputStream();
    private final ByteArrayOutputStream toUpstream = new ByteArrayOutputStream();
    private final List<Leg> tlsAsked = new ArrayList<>();
    private int connects;
    private int answeredConnects;
    private boolean piped;
    private boolean closed;
    private boolean journalFails;

    public RecordingEffects(Predicate<Identity> enrolled) {
        this.enrolled = enrolled;
    }

    /// From here on the journal loses everything.
    public void failJournal() {
        journalFails = true;
    }

    /// Hands octets over as the relay does.
    public void feed(Conversation conversation, Leg leg, byte[] octets) {
        if (closed) {
            return;
        }
        if (piped) {
            out(leg.other(), octets);
            return;
        }
        ByteBuffer memory = ByteBuffer.allocateDirect(octets.length + 2 * MARGIN);
        memory.put(MARGIN, octets);
        ByteBuffer view = memory.asReadOnlyBuffer();
        view.limit(MARGIN + octets.length).position(MARGIN);
        running = view.duplicate();
        from = leg;
        passed = MARGIN;
        conversation.received(leg, view, this);
        running = null;
        for (int i = 0; i < memory.capacity(); i++) {
            memory.put(i, (byte) '~');
        }
    }

    /// Whether the conversation is still to be called.
    public boolean live() {
        return !piped && !closed;
    }

    /// What was asked for, in order.
    public String log() {
        return log.toString();
    }

    /// All octets that went to a leg, in Latin-1.
    public String sentTo(Leg leg) {
        return sent(leg).toString(StandardCharsets.ISO_8859_1);
    }

    /// Begins [#sentTo] anew.
    public void forgetSent() {
        toClient.reset();
        toUpstream.reset();
    }

    /// The messages committed, in order.
    public List<byte[]> commits() {
        return List.copyOf(commits);
    }

    /// Everything but octets, in order, as the log words it.
    public List<String> events() {
        return log().lines().filter(line -> line.startsWith("= ")).toList();
    }

    /// The legs on which TLS was asked for, in order.
    public List<Leg> tlsAsked() {
        return List.copyOf(tlsAsked);
    }

    /// Whether a connection was asked for that [#connectAnswered] has not spoken of.
    public boolean connectDue() {
        return connects > answeredConnects;
    }

    /// The relay has tried to connect what was asked for last.
    public void connectAnswered() {
        answeredConnects = connects;
    }

    /// How many pieces are neither committed nor discarded.
    public int openPieces() {
        return pieces.size();
    }

    @Override
    public void pass(int start, int end) {
        assertThat(start).as("octets pass in order, once").isBetween(passed, end);
        passed = end;
        out(from.other(), octets(start, end));
    }

    @Override
    public void send(Leg to, byte[] octets) {
        out(to, octets.clone());
    }

    @Override
    public void startTls(Leg leg) {
        tlsAsked.add(leg);
        log.event("starttls " + leg);
    }

    @Override
    public void connect(String upstream) {
        connects++;
        log.event("connect " + upstream);
    }

    @Override
    public void disconnect() {
        log.event("disconnect");
    }

    @Override
    public void goOpaque(OpaqueReason reason) {
        log.event("opaque " + reason);
        piped = true;
    }

    @Override
    public void detach() {
        log.event("detach");
        piped = true;
    }

    @Override
    public void close(CloseReason reason) {
        log.event("close " + reason);
        closed = true;
    }

    @Override
    public boolean identified(Identity identity, @Nullable Secret secret) {
        String shown =
                secret == null ? "" : " " + new String(secret.reveal(), StandardCharsets.UTF_8);
        log.event(
                "identified "
                        + identity.user()
                        + (identity.user().equals(identity.authenticatedAs())
                                ? ""
                                : " as " + identity.authenticatedAs())
                        + " by "
                        + identity.mechanism()
                        + shown);
        return enrolled.test(identity);
    }

    @Override
    public void signInRefused() {
        log.event("sign-in refused");
    }

    @Override
    public int openPiece(long expected) {
        pieces.put(++nextPiece, new ByteArrayOutputStream());
        return nextPiece;
    }

    @Override
    public void keep(int piece, int start, int end) {
        byte[] octets = octets(start, end);
        keep(piece, octets, 0, octets.length);
    }

    @Override
    public void keep(int piece, byte[] octets, int offset, int length) {
        ByteArrayOutputStream kept = pieces.get(piece);
        assertThat(kept).as("piece %d is open", piece).isNotNull();
        kept.write(octets, offset, length);
    }

    @Override
    public void discard(int piece) {
        assertThat(pieces.remove(piece)).as("piece %d is open", piece).isNotNull();
    }

    @Override
    public int commit(Way way, Sighting.Message sighting, int... used) {
        ByteArrayOutputStream message = new ByteArrayOutputStream();
        for (int piece : used) {
            ByteArrayOutputStream kept = pieces.remove(piece);
            assertThat(kept).as("piece %d is open", piece).isNotNull();
            message.writeBytes(kept.toByteArray());
        }
        commits.add(message.toByteArray());
        log.event("commit " + way.label() + " " + show(sighting));
        log.content(message.toByteArray());
        return commits.size();
    }

    @Override
    public void holdClientUntilDurable(int commit) {
        log.event("hold " + commit);
    }

    @Override
    public void answerWhenDurable(int commit, byte[] durable, byte[] lost) {
        log.event("await " + commit);
        out(Leg.CLIENT, journalFails ? lost : durable);
    }

    @Override
    public void note(Way way, Sighting sighting) {
        String shown = sighting.toString().replace(", use=Optional.empty", "");
        log.event("note " + way.label() + " " + shown);
    }

    @Override
    public void lost(LossReason reason) {
        log.event("lost " + reason);
    }

    private ByteArrayOutputStream sent(Leg to) {
        return to == Leg.CLIENT ? toClient : toUpstream;
    }

    private void out(Leg to, byte[] octets) {
        sent(to).writeBytes(octets);
        log.octets(to, octets);
    }

    private byte[] octets(int start, int end) {
        ByteBuffer view = running;
        assertThat(view).as("a buffer is being received").isNotNull();
        assertThat(start).isBetween(view.position(), end);
        assertThat(end).isBetween(start, view.limit());
        byte[] octets = new byte[end - start];
        view.get(start, octets);
        return octets;
    }

    /// Only what is known is shown, in this order.
    private static String show(Sighting.Message message) {
        List<String> shown = new ArrayList<>();
        shown.add(message.direction().name().toLowerCase(Locale.ROOT));
        message.place()
                .ifPresent(
                        place ->
                                shown.add(
                                        "place="
                                                + place.folder()
                                                + "/"
                                                + place.uidValidity()
                                                + "/"
                                                + place.uid()
                                                + place.use()
                                                        .map(use -> "(" + use.label() + ")")
                                                        .orElse("")));
        if (!message.flags().isEmpty()) {
            shown.add("flags=" + String.join(",", message.flags()));
        }
        message.internalDate().ifPresent(date -> shown.add("date=" + date));
        new TreeMap<>(message.providerIds()).forEach((key, id) -> shown.add(key + "=" + id));
        message.envelope().ifPresent(envelope -> shown.add(show(envelope)));
        if (!message.certain()) {
            shown.add("uncertain");
        }
        return String.join(" ", shown);
    }

    private static String show(Envelope envelope) {
        String recipients =
                envelope.recipients().stream()
                        .map(recipient -> recipient.address() + ":" + recipient.replyCode())
                        .collect(Collectors.joining(","));
        return "from="
                + envelope.sender()
                + " to="
                + recipients
                + " as="
                + envelope.authenticated();
    }
}
