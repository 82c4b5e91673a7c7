/// Tests of reading mail: small hand-written mails that always run, and the corpora of real mail
/// that lie beside the project.
@NullMarked
package org.tapline.bridge.mime;

import org.jspecify.annotations.NullMarked;
