@NullMarked
package org.tapline.cli.demo;

import org.jspecify.annotations.NullMarked;
