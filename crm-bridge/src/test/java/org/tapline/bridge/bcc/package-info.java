/// Tests of addresses and admission, by tables.
@NullMarked
package org.tapline.bridge.bcc;

import org.jspecify.annotations.NullMarked;
