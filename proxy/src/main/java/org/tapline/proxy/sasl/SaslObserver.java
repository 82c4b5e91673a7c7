package org.tapline.proxy.sasl;

import java.util.Arrays;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Watches one SASL exchange and reads from it who signs in.
///
/// The lines are those of the protocol around it, without CRLF and without IMAP's `+ ` or SMTP's
/// `334 `. Nothing a peer sends makes it throw: what cannot be read yields no identity. What it
/// has read counts only once the upstream has accepted the sign-in; when it refuses, [#forget].
///
/// | state | client line | next |
/// | --- | --- | --- |
/// | reading | `*` | over, nothing known |
/// | reading | not base64, too long, too many | over, nothing known |
/// | reading | response | reading, or complete when the mechanism has all it needs |
/// | complete | `*` | over, nothing known |
/// | complete | anything (answers to error challenges, SCRAM proofs) | complete |
///
/// Not thread-safe.
public final class SaslObserver {
    private final Mechanism mechanism;
    private final SaslLimits limits;
    private int rounds;
    private boolean over;
    private Mechanism.@Nullable Reading reading;

    private SaslObserver(Mechanism mechanism, SaslLimits limits) {
        this.mechanism = mechanism;
        this.limits = limits;
    }

    /// Begins with the client's AUTH or AUTHENTICATE command.
    ///
    /// @param mechanism as the client wrote it
    /// @param initialResponseBase64 the argument behind the mechanism, where there is one; `=`
    ///     stands for an empty response (RFC 4954 §4, RFC 4959 §3)
    public static SaslObserver start(String mechanism, Optional<byte[]> initialResponseBase64) {
        return start(mechanism, initialResponseBase64, SaslLimits.DEFAULTS);
    }

    /// As above, with other limits.
    public static SaslObserver start(
            String mechanism, Optional<byte[]> initialResponseBase64, SaslLimits limits) {
        SaslObserver observer =
                new SaslObserver(Mechanism.named(mechanism.toUpperCase(Locale.ROOT)), limits);
        initialResponseBase64.ifPresent(observer::initial);
        return observer;
    }

    /// A line of the client within the exchange.
    public void client(byte[] base64Line) {
        if (base64Line.length == 1 && base64Line[0] == '*') {
            forget();
            over = true;
        } else {
            response(base64Line);
        }
    }

    /// A challenge of the upstream. None of the mechanisms read here needs its content: what the
    /// client says is recognised by its order, and an error challenge is followed by the refusal.
    public void upstream(byte[] base64Line) {
        if (base64Line.length > limits.line()) {
            forget();
            over = true;
        }
    }

    /// Who signs in, as soon as the client has said it completely.
    public Optional<Identity> identity() {
        return Optional.ofNullable(reading).map(Mechanism.Reading::identity);
    }

    /// Who wants to sign in, as soon as the client has named the user; perhaps before it has said
    /// everything.
    public Optional<Identity> claimed() {
        return identity().or(mechanism::claimed);
    }

    /// Whether nobody will ever be known: cancelled, or not as the mechanism prescribes.
    public boolean over() {
        return over;
    }

    /// What the client proved it with, where it can be used again: a password or a token. The
    /// caller closes it when it is no longer needed.
    public Optional<Secret> secret() {
        return Optional.ofNullable(reading).flatMap(Mechanism.Reading::secret);
    }

    /// The sign-in failed: wipes what was read.
    public void forget() {
        secret().ifPresent(Secret::close);
        reading = null;
        mechanism.forget();
    }

    private void initial(byte[] base64) {
        boolean empty = base64.length == 1 && base64[0] == '=';
        if (!(empty && mechanism.asksDespiteEmptyInitialResponse())) {
            response(empty ? new byte[0] : base64);
        }
    }

    private void response(byte[] base64) {
        if (over || reading != null) {
            return;
        }
        byte @Nullable [] decoded = decode(base64);
        if (decoded == null) {
            over = true;
            mechanism.forget();
            return;
        }
        switch (mechanism.response(decoded, limits)) {
            case Mechanism.More more -> {}
            case Mechanism.Unreadable nobody -> over = true;
            case Mechanism.Reading complete -> reading = complete;
        }
        Arrays.fill(decoded, (byte) 0);
    }

    private byte @Nullable [] decode(byte[] base64) {
        if (base64.length > limits.line() || ++rounds > limits.rounds()) {
            return null;
        }
        try {
            return Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException notBase64) {
            return null;
        }
    }
}
