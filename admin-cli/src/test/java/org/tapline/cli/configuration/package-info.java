@NullMarked
package org.tapline.cli.configuration;

import org.jspecify.annotations.NullMarked;
