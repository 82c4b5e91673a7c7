/// Tests of finding the original of a forward: small hand-written forwards that always run, and
/// the corpora of real ones that lie beside the project.
@NullMarked
package org.tapline.bridge.forwards;

import org.jspecify.annotations.NullMarked;
