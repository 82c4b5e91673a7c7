package org.tapline.proxy.sasl;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What one SASL mechanism says of the user: its decoded responses, read in order.
sealed interface Mechanism permits Plain, LoginPrompts, Bearer, Scram, CramMd5, Mechanism.Unread {

    /// The next response of the client, decoded. The array is wiped after the call.
    Outcome response(byte[] decoded, SaslLimits limits);

    /// Who was named while the client has more to say.
    default Optional<Identity> claimed() {
        return Optional.empty();
    }

    /// Wipes what is half read.
    default void forget() {}

    /// Whether a server of this mechanism ignores an empty initial response and asks anyway.
    default boolean asksDespiteEmptyInitialResponse() {
        return false;
    }

    /// The reader for a mechanism.
    ///
    /// @param name in capitals
    static Mechanism named(String name) {
        if (name.startsWith("SCRAM-")) {
            return new Scram(name);
        }
        return switch (name) {
            case "PLAIN" -> new Plain();
            case "LOGIN" -> new LoginPrompts();
            case "XOAUTH2", "OAUTHBEARER" -> new Bearer(name);
            case "CRAM-MD5" -> new CramMd5();
            default -> new Unread();
        };
    }

    /// What a response gave.
    sealed interface Outcome {}

    /// The client has more to say.
    record More() implements Outcome {}

    /// Not what the mechanism prescribes: nobody is known.
    record Unreadable() implements Outcome {}

    /// All that can be known.
    record Reading(Identity identity, Optional<Secret> secret) implements Outcome {}

    /// EXTERNAL, ANONYMOUS, GSSAPI and all unknown ones: the octets do not say who it is.
    record Unread() implements Mechanism {
        @Override
        public Outcome response(byte[] decoded, SaslLimits limits) {
            return new Unreadable();
        }
    }

    /// A user name out of `[from, to)`, or null when it is too long, not UTF-8, or holds control
    /// characters (no mailbox is called so, and a log line should not be).
    static @Nullable String name(byte[] octets, int from, int to, SaslLimits limits) {
        if (to < from || to - from > limits.name()) {
            return null;
        }
        try {
            String name =
                    StandardCharsets.UTF_8
                            .newDecoder()
                            .decode(ByteBuffer.wrap(octets, from, to - from))
                            .toString();
            return name.chars().anyMatch(Character::isISOControl) ? null : name;
        } catch (CharacterCodingException notUtf8) {
            return null;
        }
    }

    /// A reading with a secret out of `[from, to)`.
    static Reading reading(Identity identity, byte[] octets, int from, int to) {
        Secret secret = new Secret(Arrays.copyOfRange(octets, from, to));
        return new Reading(identity, Optional.of(secret));
    }

    /// Where an octet next stands, or -1.
    static int indexOf(byte[] octets, int octet, int from) {
        for (int i = from; i < octets.length; i++) {
            if (octets[i] == octet) {
                return i;
            }
        }
        return -1;
    }
}
