package org.tapline.bridge.mime;

/// Something wrong with a message that reading went on in spite of.
///
/// @param kind what is wrong; stable, usable as a metric label
/// @param detail where and how, for a person; bounded in length
public record Defect(Kind kind, String detail) {
    /// 200 characters: enough for a field name and a short excerpt, too few to copy a message.
    static final int DETAIL_LENGTH = 200;

    public Defect {
        detail = detail.length() > DETAIL_LENGTH ? detail.substring(0, DETAIL_LENGTH) : detail;
    }

    /// The kinds of defect.
    public enum Kind {
        /// The MIME structure could not be followed to the end of the message.
        STRUCTURE,
        /// A header line is not a header field.
        HEADER_LINE,
        /// A limit of [ReadLimits] was reached; what lies beyond was not read.
        LIMIT,
        /// No Date field, or one that names no point in time.
        DATE,
        /// An address field with something that is not an address.
        ADDRESS,
        /// A charset is unknown, or the octets are not in the declared one.
        CHARSET,
        /// A transfer encoding is unknown, or the octets are not in it.
        TRANSFER_ENCODING,
        /// A winmail.dat that could not be opened.
        TNEF,
        /// The message is a piece of a larger one; the whole is nowhere put together.
        PIECE
    }
}
