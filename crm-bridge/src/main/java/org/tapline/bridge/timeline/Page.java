package org.tapline.bridge.timeline;

import java.util.List;
import java.util.Optional;

/// A piece of a long list.
///
/// @param items in order
/// @param next cursor of what follows; absent at the end
public record Page<T>(List<T> items, Optional<String> next) {
    public Page {
        items = List.copyOf(items);
    }
}
