package org.tapline.proxy.smtp;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.tapline.proxy.front.UpstreamAnswers;

/// Reads an upstream's greeting and its replies to EHLO and AUTH.
///
/// | due | reply | kind |
/// | --- | --- | --- |
/// | greeting | 220 | READY |
/// | reply to EHLO | 250 | GO_ON |
/// | greeting, reply to EHLO | any other | UNUSABLE |
/// | reply to AUTH | 334 | GO_ON |
/// | reply to AUTH | 235 | ACCEPTED |
/// | reply to AUTH | 421 | UNUSABLE |
/// | reply to AUTH | any other | REFUSED |
final class SmtpAnswers implements UpstreamAnswers {
    private enum Stage {
        GREETING,
        HELLO,
        AUTH,
        OVER
    }

    private final ReplyFramer framer;
    private Stage stage;

    /// @param fresh whether greeting and reply to EHLO are still to come
    /// @param limit octets of a reply
    SmtpAnswers(boolean fresh, int limit) {
        stage = fresh ? Stage.GREETING : Stage.AUTH;
        framer = new ReplyFramer(limit);
    }

    @Override
    public void read(byte[] octets, BiConsumer<Kind, byte[]> said) {
        ByteBuffer view = ByteBuffer.wrap(octets);
        int at = 0;
        while (at < octets.length && stage != Stage.OVER) {
            @Nullable Reply reply = framer.take(view, at, octets.length);
            at = framer.next();
            if (framer.broken()) {
                stage = Stage.OVER;
                said.accept(Kind.UNUSABLE, new byte[0]);
                return;
            }
            if (reply != null) {
                said.accept(kind(reply.code()), reply.octets());
            }
        }
        if (at < octets.length) {
            said.accept(Kind.TALK, Arrays.copyOfRange(octets, at, octets.length));
        }
    }

    private Kind kind(int code) {
        return switch (stage) {
            case GREETING -> {
                stage = Stage.HELLO;
                yield code == 220 ? Kind.READY : Kind.UNUSABLE;
            }
            case HELLO -> {
                stage = Stage.AUTH;
                yield code == 250 ? Kind.GO_ON : Kind.UNUSABLE;
            }
            case AUTH -> authentication(code);
            case OVER -> Kind.TALK;
        };
    }

    private Kind authentication(int code) {
        if (code == 334) {
            return Kind.GO_ON;
        }
        stage = Stage.OVER;
        return switch (code) {
            case 235 -> Kind.ACCEPTED;
            case 421 -> Kind.UNUSABLE;
            default -> Kind.REFUSED;
        };
    }
}
