package org.tapline.proxy.imap;

import java.util.Arrays;

/// Sequence number to UID and size, as far as answers told (RFC 9051 §2.3.1.2).
///
/// Needed because FETCH by sequence number may answer without UID, and EXPUNGE always does. Given
/// up whenever it is unsure: an unknown UID is harmless, a wrong one is not.
final class SequenceMap {
    private final int limit;
    private int[] uids = new int[0];
    private int[] sizes = new int[0];
    private int known;
    private long exists = -1;

    /// @param limit highest sequence number that is remembered
    SequenceMap(int limit) {
        this.limit = limit;
    }

    void clear() {
        forgetNumbers();
        exists = -1;
    }

    private void forgetNumbers() {
        uids = new int[0];
        sizes = new int[0];
        known = 0;
    }

    /// EXISTS. Only EXPUNGE may make a folder smaller (RFC 9051 §7.4.1).
    void exists(long count) {
        if (exists >= 0 && count < exists) {
            forgetNumbers();
        }
        exists = count;
    }

    void learn(long sequence, long uid) {
        if (!grow(sequence)) {
            return;
        }
        int index = (int) sequence - 1;
        if (uids[index] != 0 && uids[index] != (int) uid) {
            forgetNumbers();
            learn(sequence, uid);
            return;
        }
        if (uids[index] == 0) {
            uids[index] = (int) uid;
            known++;
        }
    }

    void learnSize(long sequence, long size) {
        if (size < 0xffff_ffffL && grow(sequence)) {
            sizes[(int) sequence - 1] = (int) (size + 1);
        }
    }

    private boolean grow(long sequence) {
        if (sequence < 1 || sequence > limit) {
            return false;
        }
        if (sequence > uids.length) {
            int length = (int) Math.min(limit, Math.max(sequence, uids.length * 2L));
            uids = Arrays.copyOf(uids, length);
            sizes = Arrays.copyOf(sizes, length);
        }
        return true;
    }

    /// The UID, or 0 when it is not known.
    long uid(long sequence) {
        return sequence >= 1 && sequence <= uids.length
                ? uids[(int) sequence - 1] & 0xffff_ffffL
                : 0;
    }

    /// RFC822.SIZE, or -1 when it is not known.
    long size(long sequence) {
        return sequence >= 1 && sequence <= sizes.length
                ? (sizes[(int) sequence - 1] & 0xffff_ffffL) - 1
                : -1;
    }

    /// EXPUNGE: all later numbers move down by one (RFC 9051 §7.5.1).
    void expunge(long sequence) {
        if (sequence < 1 || (exists >= 0 && sequence > exists)) {
            forgetNumbers();
            return;
        }
        if (exists > 0) {
            exists--;
        }
        if (sequence <= uids.length) {
            remove((int) sequence - 1);
        }
    }

    private void remove(int index) {
        if (uids[index] != 0) {
            known--;
        }
        System.arraycopy(uids, index + 1, uids, index, uids.length - index - 1);
        System.arraycopy(sizes, index + 1, sizes, index, sizes.length - index - 1);
        uids[uids.length - 1] = 0;
        sizes[sizes.length - 1] = 0;
    }

    /// VANISHED without EARLIER (RFC 7162 §3.2.10): exact only when every UID is known.
    void vanished(UidSet gone) {
        if (known != exists) {
            clear();
            return;
        }
        UidSet sorted = gone.sorted();
        int kept = 0;
        for (int index = 0; index < exists; index++) {
            if (!sorted.contains(uids[index] & 0xffff_ffffL)) {
                uids[kept] = uids[index];
                sizes[kept++] = sizes[index];
            }
        }
        Arrays.fill(uids, kept, uids.length, 0);
        Arrays.fill(sizes, kept, sizes.length, 0);
        known = kept;
        exists = kept;
    }
}
