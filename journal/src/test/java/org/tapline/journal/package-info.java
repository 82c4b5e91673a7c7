/// Tests of the contract, the rules between rooms, and the observations all tests use.
@NullMarked
package org.tapline.journal;

import org.jspecify.annotations.NullMarked;
