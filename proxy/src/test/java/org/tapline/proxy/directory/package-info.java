@NullMarked
package org.tapline.proxy.directory;

import org.jspecify.annotations.NullMarked;
