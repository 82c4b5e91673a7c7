/// What the pure core costs for each read, without sockets: time and, with `-prof gc`, octets
/// allocated on the heap. Run by hand through `bench/jmh`; never a test.
///
/// **Where to start reading.** [ImapReads], [SmtpReads].
@NullMarked
package org.tapline.bench.core;

import org.jspecify.annotations.NullMarked;
