/// Watches that every test class releases its buffers.
@NullMarked
package org.tapline.proxy.leaks;

import org.jspecify.annotations.NullMarked;
