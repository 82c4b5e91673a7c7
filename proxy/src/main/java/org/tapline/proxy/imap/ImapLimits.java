package org.tapline.proxy.imap;

/// What one session may take up. Octets unless said otherwise.
///
/// @param commandLine one line of a command, with CRLF. 64 KiB as in Dovecot's
///     `imap_max_line_length`; RFC 7162 §4 asks for at least 8192
/// @param responseLine how much of a line from the upstream is understood. Longer lines (SEARCH
///     answers may have megabytes) pass without being understood
/// @param argument a literal that is an argument (user name, password, folder), not a message.
///     16 KiB holds any OAuth 2.0 token seen
/// @param heldBack octets of the client that wait for the upstream's answer
/// @param openCommands commands without an answer (count). mbsync keeps 30 open
/// @param tag a command's tag
/// @param nesting parentheses within one FETCH answer (count). Cyrus stops at 1000 MIME levels,
///     most servers at 100
/// @param literals literals in one command or response (count). A message to 150 people makes 300
/// @param sequenceNumbers sequence numbers whose UID and size are remembered (count, 8 octets each)
/// @param waitingPieces pieces of messages that wait for the rest (count). 25 MB in Angus Mail's
///     16 KiB slices make 1600
/// @param uidsPerNote UIDs in one observation without message (count)
/// @param openingLines lines an upstream may say before it is ready (count)
public record ImapLimits(
        int commandLine,
        int responseLine,
        int argument,
        int heldBack,
        int openCommands,
        int tag,
        int nesting,
        int literals,
        int sequenceNumbers,
        int waitingPieces,
        int uidsPerNote,
        int openingLines) {
    /// What holds when nothing is configured.
    public static final ImapLimits DEFAULTS =
            new ImapLimits(
                    64 << 10, 64 << 10, 16 << 10, 64 << 10, 512, 128, 1000, 10_000, 50_000, 4096,
                    10_000, 100);
}
