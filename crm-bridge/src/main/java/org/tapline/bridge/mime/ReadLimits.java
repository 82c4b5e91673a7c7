package org.tapline.bridge.mime;

/// How much of one message is read. What lies beyond is left out and reported as a
/// [Defect.Kind#LIMIT]; the message itself is never refused.
///
/// @param parts leaf parts. 1,000: Dovecot and Gmail cut at a similar number; the largest real
///     digest of the corpora has fewer than 100
/// @param depth nested multiparts. 30: real mail stays below 10; mail servers refuse from 50 to
///     100
/// @param headerOctets one header field, folded. 1 MiB: about 20,000 recipients in
///     one To field. Of all fields of the message together, four times as much is kept
/// @param headerFields fields of one part. 1,000: long ways over lists and scanners stay below
///     200
/// @param addresses addresses of one field. 2,000: above what Gmail (500) and Exchange Online
///     (1,000) let a user send to
/// @param textOctets decoded octets kept of all text parts together. 2 MiB: a book
/// @param tnefOctets a winmail.dat up to this size is opened, in memory. 32 MiB: above the size
///     limit of most mail servers for a whole message
public record ReadLimits(
        int parts,
        int depth,
        int headerOctets,
        int headerFields,
        int addresses,
        int textOctets,
        int tnefOctets) {
    public ReadLimits {
        if (parts < 1
                || depth < 1
                || headerOctets < 1_000
                || headerFields < 10
                || addresses < 1
                || textOctets < 1
                || tnefOctets < 0) {
            throw new IllegalArgumentException("a limit leaves no room for any message");
        }
    }

    /// The limits that production uses.
    public static ReadLimits standard() {
        return new ReadLimits(1_000, 30, 1 << 20, 1_000, 2_000, 2 << 20, 32 << 20);
    }
}
