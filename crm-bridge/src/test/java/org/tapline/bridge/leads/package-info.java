/// Tests of lead rules and confirmations.
@NullMarked
package org.tapline.bridge.leads;

import org.jspecify.annotations.NullMarked;
