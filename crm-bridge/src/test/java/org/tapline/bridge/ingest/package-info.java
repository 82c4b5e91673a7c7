/// Tests of the listener: pure tables for lines and ends, then real sockets, with a journal and
/// addresses in memory. No name is looked up, nothing leaves the machine.
@NullMarked
package org.tapline.bridge.ingest;

import org.jspecify.annotations.NullMarked;
