package org.tapline.bridge.mime;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.function.Consumer;

/// A list of MAPI properties inside a winmail.dat (MS-OXTNEF §2.1.3.4).
final class TnefProperties {
    private static final int MULTIPLE = 0x1000;

    /// More properties than Outlook writes; a hostile count must not be believed.
    private static final int MOST = 10_000;

    private TnefProperties() {}

    /// One value; of a property with several, the first.
    ///
    /// @param type MAPI type without the flag for multiple values
    record Property(int type, int id, int from, int length) {}

    /// Reads the list and hands on each property.
    ///
    /// @return false when the list is damaged
    static boolean read(ByteBuffer in, int from, int length, Consumer<Property> each) {
        in.position(from).limit(from + length);
        try {
            int count = in.getInt();
            for (int i = 0; i < count; i++) {
                if (i >= MOST || !one(in, each)) {
                    return false;
                }
            }
            return true;
        } catch (BufferUnderflowException | IllegalArgumentException damaged) {
            return false;
        }
    }

    private static boolean one(ByteBuffer in, Consumer<Property> each) {
        int tag = in.getShort() & 0xffff;
        int id = in.getShort() & 0xffff;
        if (id >= 0x8000) {
            named(in);
        }
        int type = tag & ~MULTIPLE;
        int fixed =
                switch (type) {
                    case 0x02, 0x03, 0x04, 0x0a, 0x0b -> 4;
                    case 0x05, 0x06, 0x07, 0x14, 0x40 -> 8;
                    case 0x48 -> 16;
                    default -> -1;
                };
        boolean variable = type == 0x1e || type == 0x1f || type == 0x102 || type == 0x0d;
        if (fixed < 0 && !variable) {
            return false;
        }
        int values = variable || (tag & MULTIPLE) != 0 ? in.getInt() : 1;
        for (int value = 0; value < values; value++) {
            int size = variable ? in.getInt() : fixed;
            if (size < 0 || size > in.remaining()) {
                return false;
            }
            if (value == 0) {
                each.accept(new Property(type, id, in.position(), size));
            }
            in.position(in.position() + Math.min(padded(size), in.remaining()));
        }
        return true;
    }

    /// A named property has a GUID and a number or a name.
    private static void named(ByteBuffer in) {
        in.position(in.position() + 16);
        if (in.getInt() == 0) {
            in.getInt();
        } else {
            in.position(in.position() + padded(in.getInt()));
        }
    }

    private static int padded(int length) {
        return (length + 3) & ~3;
    }
}
