/// Front conversations of both protocols, at every chunking.
@NullMarked
package org.tapline.proxy.front;

import org.jspecify.annotations.NullMarked;
