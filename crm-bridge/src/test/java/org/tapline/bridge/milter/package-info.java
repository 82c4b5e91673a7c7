/// The milter, spoken to by a mail server made of sockets; tried with a real Postfix in the module
/// `interop`.
@NullMarked
package org.tapline.bridge.milter;

import org.jspecify.annotations.NullMarked;
