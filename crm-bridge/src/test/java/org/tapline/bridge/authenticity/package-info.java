/// Tests of who sent a message: tables with recorded answers, mails signed here, and the corpora of
/// signed mail that lie beside the project. No name is ever looked up.
@NullMarked
package org.tapline.bridge.authenticity;

import org.jspecify.annotations.NullMarked;
