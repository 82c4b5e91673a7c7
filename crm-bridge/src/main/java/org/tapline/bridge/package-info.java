/// The front door of the bridge: its settings and its life from start to stop.
///
/// **What it is for.** The launcher fills in [BridgeSettings] and starts a `Bridge`; everything
/// else of the module is inside its rooms. The map of rooms is in `docs/architecture.md`.
///
/// **What it must never do.** Import anything of the proxy.
@NullMarked
package org.tapline.bridge;

import org.jspecify.annotations.NullMarked;
