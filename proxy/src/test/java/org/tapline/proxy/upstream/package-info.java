/// Which server serves whom, and what is remembered of it.
@NullMarked
package org.tapline.proxy.upstream;

import org.jspecify.annotations.NullMarked;
