@NullMarked
package org.tapline.proxy.ops;

import org.jspecify.annotations.NullMarked;
