package org.tapline.bridge.forwards;

import java.util.Locale;
import java.util.Optional;

/// A field of the header block above an original.
enum Field {
    FROM,
    TO,
    CC,
    BCC,
    REPLY_TO,
    SUBJECT,
    DATE,
    /// Importance, attachments and the like: part of the block, of no use here.
    OTHER;

    /// The field of a name in `marks.tsv`.
    static Optional<Field> named(String name) {
        for (Field field : values()) {
            if (field.name().toLowerCase(Locale.ROOT).replace('_', '-').equals(name)) {
                return Optional.of(field);
            }
        }
        return Optional.empty();
    }

    boolean isAddressList() {
        return this == FROM || this == TO || this == CC || this == BCC || this == REPLY_TO;
    }
}
