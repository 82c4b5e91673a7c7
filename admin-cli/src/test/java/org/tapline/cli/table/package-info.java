@NullMarked
package org.tapline.cli.table;

import org.jspecify.annotations.NullMarked;
