package org.tapline.proxy.front;

import java.nio.ByteBuffer;
import java.util.Optional;
import org.tapline.proxy.conversation.CloseReason;

/// What a client says before its upstream is known, and what is answered: the part of a front
/// conversation that speaks the protocol.
public interface Reception {

    /// The first words.
    byte[] greeting();

    /// Reads up to the end of the next line or literal, or all octets when none ends here.
    Step read(ByteBuffer in);

    /// TLS with the client is up: what was said before is forgotten.
    void secured();

    /// What a new upstream has to be told before the sign-in, as the client said it; its answer
    /// stays here.
    Optional<byte[]> preamble();

    /// The reader of an upstream's answers to this sign-in.
    ///
    /// @param fresh whether the upstream has still to greet and to be told the preamble
    UpstreamAnswers answers(SignIn signIn, boolean fresh);

    /// The answer to a sign-in whose upstream is not to be had now.
    byte[] unavailable(SignIn signIn);

    /// The answer to a sign-in of somebody whom no upstream serves.
    byte[] nobody(SignIn signIn);

    /// The last words to a client that sends too much, or whose upstream answers what it was not
    /// asked.
    byte[] farewell(CloseReason reason);

    /// What a client has said, as far as it concerns the front. Texts have their line ends, and
    /// stand for octets as ISO 8859-1.
    sealed interface Step {}

    /// Nothing to do: not complete yet, or swallowed.
    record Nothing() implements Step {}

    /// Tapline answers, or asks for more.
    ///
    /// @param complete whether this ends a command
    record Answer(String text, boolean complete) implements Step {}

    /// Tapline agrees to start TLS.
    record StartTls(String goAhead) implements Step {}

    /// The user is named.
    record Named(SignIn signIn) implements Step {}

    /// The session ends.
    ///
    /// @param farewell may be empty
    record End(String farewell, CloseReason reason) implements Step {}
}
