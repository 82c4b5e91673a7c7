/// The relay over real sockets, with upstreams in the same process.
@NullMarked
package org.tapline.proxy.relay;

import org.jspecify.annotations.NullMarked;
