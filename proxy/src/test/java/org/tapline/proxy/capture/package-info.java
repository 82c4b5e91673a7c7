/// Tests of putting messages together.
@NullMarked
package org.tapline.proxy.capture;

import org.jspecify.annotations.NullMarked;
