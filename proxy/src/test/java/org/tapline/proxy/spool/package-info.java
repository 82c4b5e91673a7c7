/// The spool without a session around it.
@NullMarked
package org.tapline.proxy.spool;

import org.jspecify.annotations.NullMarked;
