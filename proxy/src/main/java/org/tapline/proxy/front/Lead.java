package org.tapline.proxy.front;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.tapline.proxy.ProxySettings.Tls;
import org.tapline.proxy.conversation.Conversation;
import org.tapline.proxy.conversation.Effects;
import org.tapline.proxy.conversation.Leg;
import org.tapline.proxy.conversation.Routes.Route;

/// The protocol's own conversation with the chosen upstream, led by the hand until the sign-in is
/// accepted: it is given the client's octets as they are wanted, and what it says to the client is
/// read first.
final class Lead {
    private final Function<Route, Conversation> conversations;
    private final Heard heard;
    private @Nullable Route route;
    private @Nullable Conversation conversation;
    private @Nullable UpstreamAnswers answers;
    private boolean signedIn;
    private boolean wantsMore;
    private boolean lost;
    private boolean strayed;
    private boolean piped;
    private boolean secured;

    /// Who is told of the upstream.
    interface Heard {
        void said(UpstreamAnswers.Kind kind, byte[] octets, Effects effects);

        /// The session is signed in and becomes a pipe now: what waits must go first.
        void piping(Effects effects);
    }

    Lead(Function<Route, Conversation> conversations, Heard heard) {
        this.conversations = conversations;
        this.heard = heard;
    }

    /// The upstream that is going to be connected.
    void choose(Route chosen) {
        forget();
        route = chosen;
    }

    /// Whether this upstream is connected, and has been told nobody's sign-in that is not answered.
    boolean leadsTo(Route other) {
        return conversation != null && other.equals(route);
    }

    /// The upstream is connected.
    void begin(UpstreamAnswers reader, Effects relay) {
        Route chosen = route;
        if (chosen == null) {
            throw new IllegalStateException("an upstream that nobody chose");
        }
        Conversation begun = conversations.apply(chosen);
        conversation = begun;
        answers = reader;
        begun.opened(effects(relay, Leg.CLIENT, ByteBuffer.allocate(0)));
    }

    /// Another sign-in over the connection that there is.
    void again(UpstreamAnswers reader) {
        answers = reader;
        wantsMore = true;
    }

    /// The sign-in is over; what the upstream says from here on is for nobody.
    void rest() {
        answers = null;
    }

    /// The upstream is gone.
    void forget() {
        route = null;
        conversation = null;
        answers = null;
        wantsMore = false;
        lost = false;
        strayed = false;
        secured = false;
    }

    Conversation conversation() {
        Conversation present = conversation;
        if (present == null) {
            throw new IllegalStateException("no upstream is connected");
        }
        return present;
    }

    void wantMore() {
        wantsMore = true;
    }

    /// Whether the next part of the sign-in is due; asked for once.
    boolean wantsMore() {
        boolean wanted = wantsMore;
        wantsMore = false;
        return wanted;
    }

    /// The user is signed in: from here on nobody leads.
    void accepted() {
        signedIn = true;
    }

    /// The upstream has answered what it was not asked: nothing it says can be believed.
    void stray() {
        strayed = true;
        lost = true;
    }

    boolean strayed() {
        return strayed;
    }

    /// Nothing can come of this connection.
    void lose() {
        lost = true;
    }

    boolean lost() {
        return lost;
    }

    /// The upstream's next line, or what there is of it: what it asks for is said before the line
    /// behind it is read, as if each had come in a packet of its own. What cannot ask for anything
    /// goes in one piece: that in the clear before TLS, and all of it once the user is signed in.
    void readOn(ByteBuffer octets, Effects relay) {
        int end = octets.limit();
        if (piped) {
            relay.pass(octets.position(), end);
            octets.position(end);
            return;
        }
        int next = signedIn || awaitsTls() ? end : lineEnd(octets);
        octets.limit(next);
        received(Leg.UPSTREAM, octets, relay);
        octets.limit(end).position(next);
    }

    private boolean awaitsTls() {
        return !secured && route != null && route.tls() == Tls.STARTTLS;
    }

    private static int lineEnd(ByteBuffer octets) {
        int at = octets.position();
        while (at < octets.limit() && octets.get(at) != '\n') {
            at++;
        }
        return Math.min(at + 1, octets.limit());
    }

    /// Octets of a leg.
    void received(Leg from, ByteBuffer octets, Effects relay) {
        Conversation present = conversation;
        if (present != null && !lost) {
            present.received(from, octets, effects(relay, from, octets));
        }
    }

    /// A line of the client's, which is wiped afterwards.
    void say(byte[] octets, Effects relay) {
        received(Leg.CLIENT, ByteBuffer.wrap(octets).asReadOnlyBuffer(), relay);
        Arrays.fill(octets, (byte) 0);
    }

    /// TLS with the upstream is up.
    void secured(Effects relay) {
        Conversation present = conversation;
        secured = true;
        if (present != null) {
            present.secured(Leg.UPSTREAM, effects(relay, Leg.CLIENT, ByteBuffer.allocate(0)));
        }
    }

    private Effects effects(Effects relay, Leg from, ByteBuffer octets) {
        return new LedEffects(
                relay,
                new LedEffects.Leader() {
                    @Override
                    public void toClient(byte[] said) {
                        hear(said, relay);
                    }

                    @Override
                    public void piped(Runnable end, boolean stray) {
                        if (signedIn) {
                            heard.piping(relay);
                            piped = true;
                        }
                        closed(end, stray);
                    }

                    @Override
                    public void closed(Runnable end, boolean stray) {
                        if (signedIn) {
                            end.run();
                        } else {
                            strayed |= stray;
                            lost = true;
                        }
                    }
                },
                from,
                octets);
    }

    private void hear(byte[] octets, Effects relay) {
        if (signedIn) {
            relay.send(Leg.CLIENT, octets);
        } else if (answers != null && !lost) {
            answers.read(octets, (kind, said) -> heard.said(kind, said, relay));
        }
    }
}
