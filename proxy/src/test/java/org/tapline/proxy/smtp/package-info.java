/// Tests of the SMTP core: transcripts first, then what they cannot say: tables of ambiguous ends,
/// comparison with a slow and obvious reading, rubbish.
@NullMarked
package org.tapline.proxy.smtp;

import org.jspecify.annotations.NullMarked;
