/// The front door of the proxy: its settings and its life from start to drain.
///
/// **What it is for.** The launcher fills in [ProxySettings] and starts a `Proxy`; everything
/// else of the module is inside its rooms. The map of rooms is in `docs/architecture.md`.
///
/// **What it must never do.** Import anything of the bridge.
@NullMarked
package org.tapline.proxy;

import org.jspecify.annotations.NullMarked;
