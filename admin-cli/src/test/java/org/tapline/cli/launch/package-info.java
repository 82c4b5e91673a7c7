@NullMarked
package org.tapline.cli.launch;

import org.jspecify.annotations.NullMarked;
