@NullMarked
package org.tapline.cli.command;

import org.jspecify.annotations.NullMarked;
