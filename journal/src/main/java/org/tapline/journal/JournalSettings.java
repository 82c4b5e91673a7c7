package org.tapline.journal;

import java.nio.file.Path;
import java.util.Optional;

/// What the embedded journal is told by the configuration (DESIGN section 9).
///
/// @param data folder of the journal's own; nothing else may lie in it
/// @param forwardTo a broker that gets every entry (store and forward); absent: the entries are
///     consumed here
/// @param diskReserve octets that stay free on the disk: below it an append is refused, so that
///     a full disk is met by the capture first and by mail never
public record JournalSettings(Path data, Optional<BrokerAddress> forwardTo, long diskReserve) {

    /// 512 MiB: ten messages of 50 MB and the compaction of the journal still fit, and the
    /// database, which often lies on the same disk, is spared.
    public static final long DEFAULT_DISK_RESERVE = 512L << 20;

    /// A journal that is consumed in the process that writes it.
    public static JournalSettings embedded(Path data) {
        return new JournalSettings(data, Optional.empty(), DEFAULT_DISK_RESERVE);
    }

    /// A journal whose entries go on to a broker, for proxies that run apart from the bridge.
    public static JournalSettings forwarding(Path data, BrokerAddress to) {
        return new JournalSettings(data, Optional.of(to), DEFAULT_DISK_RESERVE);
    }
}
