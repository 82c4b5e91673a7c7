/// Tests of the IMAP conversation. Start with [org.tapline.proxy.imap.ImapTranscriptsTest]; the
/// transcripts lie in the resources of this package.
@NullMarked
package org.tapline.proxy.imap;

import org.jspecify.annotations.NullMarked;
