package org.tapline.proxy.imap;

import java.nio.ByteBuffer;
import java.util.Optional;
import org.tapline.proxy.conversation.CloseReason;
import org.tapline.proxy.conversation.Leg;
import org.tapline.proxy.conversation.OpaqueReason;
import org.tapline.proxy.conversation.Phase;

/// The upstream's octets: the lines and literals of responses.
///
/// | state | sees | next |
/// | --- | --- | --- |
/// | between responses | line without literal | between responses |
/// | between responses | line with literal (never text) | within a response |
/// | within | the literal, then a line as above | as above |
///
/// The first line of a response is withheld until it is complete, because it may have to be edited;
/// what follows a literal passes at once.
final class UpstreamSide {
    private final Session session;
    private final LineFramer framer;
    private final Cursor cursor = new Cursor();
    private final Opening opening;
    private final Responses responses;
    private final ClientSide client;

    private boolean within;
    private boolean endless;
    private int literals;
    private boolean settled;

    UpstreamSide(Session session, ClientSide client) {
        this.session = session;
        this.client = client;
        framer = new LineFramer(session.limits().responseLine());
        opening = new Opening(session);
        responses = new Responses(session, client);
    }

    Opening opening() {
        return opening;
    }

    // --- octets

    void feed(ByteBuffer in) {
        if (in.hasRemaining()) {
            opening.heardBeforeTls();
        }
        while (session.ending().isEmpty() && in.hasRemaining()) {
            settled = false;
            switch (framer.next(in)) {
                case NOTHING -> settled = true;
                case FRAGMENT -> fragment();
                case LITERAL -> literal();
                case LINE -> {
                    line(in.hasRemaining());
                    session.betweenResponses(!within);
                    if (session.ending().isEmpty()) {
                        session.advance();
                        client.replay();
                    }
                }
            }
        }
        if (!settled && session.ending().filter(Ending::pipes).isPresent()) {
            forward();
        }
    }

    /// Lets a withheld beginning of a line go.
    void release() {
        if (framer.incomplete() && !passesAtOnce() && opening.done()) {
            session.effects().send(Leg.CLIENT, framer.begunOctets());
        }
    }

    private boolean passesAtOnce() {
        return within || endless;
    }

    private void fragment() {
        if (!opening.done()) {
            settled = true;
            if (framer.beyondLimit()) {
                session.close(CloseReason.UPSTREAM_GREETING, "");
            }
        } else if (passesAtOnce()) {
            passFrame();
        } else if (framer.beyondLimit()) {
            endless();
        } else {
            settled = true;
        }
    }

    /// A line longer than what is understood: it passes, unless it may be one to be edited or one
    /// that answers a command.
    private void endless() {
        ByteBuffer head = framer.fresh() ? framer.line() : framer.gathered();
        int from = framer.fresh() ? framer.lineFrom() : 0;
        int to = framer.fresh() ? framer.lineTo() : head.limit();
        if (Responses.mayBeEndless(cursor.over(head, from, to))) {
            responses.endless(cursor.over(head, from, to));
            forward();
            endless = !framer.fresh();
            session.betweenResponses(framer.fresh());
        } else {
            session.opaque(OpaqueReason.LINE_TOO_LONG);
        }
    }

    private void forward() {
        if (framer.hasEarlier() && !passesAtOnce()) {
            session.effects().send(Leg.CLIENT, framer.earlierOctets());
        }
        passFrame();
    }

    private void passFrame() {
        session.effects().pass(framer.from(), framer.to());
        settled = true;
    }

    private void literal() {
        settled = true;
        if (!opening.done()) {
            return;
        }
        passFrame();
        responses.literalOctets(framer.from(), framer.to());
        if (framer.literalLeft() == 0) {
            responses.literalDone();
        }
    }

    // --- lines

    private void line(boolean octetsFollow) {
        cursor.over(framer.line(), framer.lineFrom(), framer.lineTo());
        if (!opening.done()) {
            opening(octetsFollow);
            return;
        }
        if (framer.beyondLimit() && !passesAtOnce()) {
            endless();
            if (session.ending().isPresent()) {
                return;
            }
        }
        if (!framer.strict()) {
            if (passesAtOnce()) {
                passFrame();
            }
            session.opaque(OpaqueReason.UPSTREAM_SYNTAX);
            return;
        }
        if (endless) {
            passFrame();
            endless = false;
            literalMayFollow(framer.mark());
            return;
        }
        if (framer.beyondLimit()) {
            if (within) {
                passFrame();
                responses.lost();
            }
            literalMayFollow(framer.mark());
            return;
        }
        if (within) {
            more();
        } else {
            first();
        }
    }

    private void opening(boolean octetsFollow) {
        settled = true;
        if (within) {
            literalMayFollow(framer.mark());
            return;
        }
        if (!framer.strict() || framer.beyondLimit()) {
            session.close(CloseReason.UPSTREAM_GREETING, "");
            return;
        }
        LiteralMark mark = cursor.startsWith("* ID ") ? framer.mark() : LiteralMark.NONE;
        opening.line(cursor, octetsFollow);
        if (session.ending().isPresent()) {
            return;
        }
        literalMayFollow(mark);
        if (opening.done()) {
            session.enter(Phase.UNAUTHENTICATED);
            client.open();
        }
    }

    /// The first line of a response.
    private void first() {
        literals = 0;
        if (responses.isText(cursor)) {
            Optional<byte[]> edited = responses.text(cursor, framer.lineFrom());
            if (session.ending().isEmpty()) {
                edited.ifPresentOrElse(this::replace, this::forward);
                responses.forwarded();
            }
            return;
        }
        LiteralMark mark = framer.mark();
        if (mark.present() && mark.form() != LiteralMark.Form.SYNCHRONISING) {
            session.opaque(OpaqueReason.UPSTREAM_SYNTAX);
            return;
        }
        responses
                .capabilities(cursor, framer.lineFrom())
                .ifPresentOrElse(this::replace, this::forward);
        session.betweenResponses(!mark.present());
        responses.data(cursor, mark.present());
        if (session.ending().isEmpty()) {
            literalMayFollow(mark);
        }
    }

    private void replace(byte[] line) {
        session.effects().send(Leg.CLIENT, line);
        settled = true;
    }

    /// A line behind a literal.
    private void more() {
        LiteralMark mark = framer.mark();
        passFrame();
        session.betweenResponses(!mark.present());
        responses.more(cursor, mark.present());
        literalMayFollow(mark);
    }

    private void literalMayFollow(LiteralMark mark) {
        boolean follows = mark.present();
        if (!follows) {
            within = false;
            return;
        }
        session.betweenResponses(false);
        if (mark.form() != LiteralMark.Form.SYNCHRONISING) {
            session.opaque(OpaqueReason.UPSTREAM_SYNTAX);
            return;
        }
        within = true;
        if (++literals > session.limits().literals()) {
            session.opaque(OpaqueReason.TOO_MUCH_AT_ONCE);
            return;
        }
        framer.expectLiteral(mark.size());
        if (mark.size() == 0) {
            responses.literalDone();
        }
    }

    /// The connection ends.
    void abandon() {
        responses.interrupted();
    }
}
