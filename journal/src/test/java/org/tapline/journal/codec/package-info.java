/// Tests of the codec: laws over seeded random observations, and refusals one by one.
@NullMarked
package org.tapline.journal.codec;

import org.jspecify.annotations.NullMarked;
