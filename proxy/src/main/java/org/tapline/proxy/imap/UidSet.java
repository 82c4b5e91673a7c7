package org.tapline.proxy.imap;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// A set of UIDs as written on the wire, in its order: `4,6:9` (RFC 9051 §9 `uid-set`).
///
/// @param ranges each `{first, last}`, first not above last
record UidSet(List<long[]> ranges) {
    private static final long HIGHEST = 0xffff_ffffL;

    /// Reads a set at the cursor, to the next space, bracket or end.
    static Optional<UidSet> read(Cursor line) {
        List<long[]> ranges = new ArrayList<>();
        do {
            long first = line.takeNumber();
            long last = line.take(':') ? line.takeNumber() : first;
            if (first < 1 || last < 1 || first > HIGHEST || last > HIGHEST) {
                return Optional.empty();
            }
            ranges.add(new long[] {Math.min(first, last), Math.max(first, last)});
        } while (line.take(','));
        return Optional.of(new UidSet(ranges));
    }

    /// How many UIDs it names.
    long count() {
        return ranges.stream().mapToLong(range -> range[1] - range[0] + 1).sum();
    }

    /// The same UIDs, ready for [#contains].
    UidSet sorted() {
        List<long[]> sorted = new ArrayList<>();
        for (long[] range :
                ranges.stream().sorted(Comparator.comparingLong(range -> range[0])).toList()) {
            if (sorted.isEmpty() || range[0] > sorted.getLast()[1] + 1) {
                sorted.add(range.clone());
            } else {
                sorted.getLast()[1] = Math.max(sorted.getLast()[1], range[1]);
            }
        }
        return new UidSet(sorted);
    }

    /// Whether a sorted set names this UID.
    boolean contains(long uid) {
        int low = 0;
        int high = ranges.size() - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            long[] range = ranges.get(middle);
            if (uid < range[0]) {
                high = middle - 1;
            } else if (uid > range[1]) {
                low = middle + 1;
            } else {
                return true;
            }
        }
        return false;
    }

    /// All of them; ask [#count] first.
    List<Long> uids() {
        List<Long> uids = new ArrayList<>();
        for (long[] range : ranges) {
            for (long uid = range[0]; uid <= range[1]; uid++) {
                uids.add(uid);
            }
        }
        return uids;
    }
}
