package org.tapline.bridge.addressbook;

import java.io.IOException;
import java.util.Optional;

/// A file, read one contact after the other.
interface LineSource {
    /// The next one; empty at the end.
    ///
    /// @throws org.tapline.bridge.jobs.JobFailure when the rest cannot be read
    Optional<Line> next() throws IOException;
}
