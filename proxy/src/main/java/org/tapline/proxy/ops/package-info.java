/// What operators see of the proxy: metrics and the names in log lines.
///
/// **What it is for.** [RelayMetrics] counts under the names of DESIGN section 9; [SessionId] names
/// a session from the connection to the timeline entry.
///
/// **What it must never do.** Show content of mail or credentials.
@NullMarked
package org.tapline.proxy.ops;

import org.jspecify.annotations.NullMarked;
