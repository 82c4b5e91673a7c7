package org.tapline.bridge.mime;

import java.util.ArrayList;
import java.util.List;

/// Collects the defects of one message.
final class Findings {
    /// The first ones tell what is wrong; a thousand more of the same do not.
    private static final int MOST = 50;

    private final List<Defect> defects = new ArrayList<>();

    void add(Defect.Kind kind, String detail) {
        Defect defect = new Defect(kind, detail);
        if (defects.size() < MOST && !defects.contains(defect)) {
            defects.add(defect);
        }
    }

    List<Defect> list() {
        return List.copyOf(defects);
    }
}
