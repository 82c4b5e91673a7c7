@NullMarked
package org.tapline.cli;

import org.jspecify.annotations.NullMarked;
