/// Tests of opening journal reports.
@NullMarked
package org.tapline.bridge.journaling;

import org.jspecify.annotations.NullMarked;
