package org.tapline.bridge.mime;

import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Zones that dates in mail name instead of an offset: those of RFC 5322 §4.3, and the ones of
/// Europe and Asia that are met, as their people write them.
///
/// What stands for several zones is read as the one that is met most in mail: `BST` is British.
public final class ZoneName {
    private static final Map<String, Integer> HOURS =
            Map.ofEntries(
                    Map.entry("gmt", 0),
                    Map.entry("ut", 0),
                    Map.entry("utc", 0),
                    Map.entry("z", 0),
                    Map.entry("wet", 0),
                    Map.entry("bst", 1),
                    Map.entry("cet", 1),
                    Map.entry("mez", 1),
                    Map.entry("seč", 1),
                    Map.entry("cest", 2),
                    Map.entry("mesz", 2),
                    Map.entry("selč", 2),
                    Map.entry("eet", 2),
                    Map.entry("oez", 2),
                    Map.entry("eest", 3),
                    Map.entry("oesz", 3),
                    Map.entry("msk", 3),
                    Map.entry("jst", 9),
                    Map.entry("est", -5),
                    Map.entry("edt", -4),
                    Map.entry("cst", -6),
                    Map.entry("cdt", -5),
                    Map.entry("mst", -7),
                    Map.entry("mdt", -6),
                    Map.entry("pst", -8),
                    Map.entry("pdt", -7));

    private ZoneName() {}

    /// The offset of a zone, whatever the case of its name.
    public static Optional<ZoneOffset> offset(String name) {
        return Optional.ofNullable(HOURS.get(name.toLowerCase(Locale.ROOT)))
                .map(ZoneOffset::ofHours);
    }
}
