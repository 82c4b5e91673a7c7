package org.tapline.journal.artemis;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;
import org.tapline.journal.JournalException;

/// One process at a time in the journal's folder. The broker has a lock too, but waits for it
/// instead of saying so. The system lets go of it when the process dies, however it dies.
final class FolderLock implements AutoCloseable {
    private final FileChannel file;

    private FolderLock(FileChannel file) {
        this.file = file;
    }

    @SuppressWarnings("resource") // the lock lives and dies with the channel
    static FolderLock take(Path folder) throws IOException {
        FileChannel file =
                FileChannel.open(
                        folder.resolve("in-use"),
                        StandardOpenOption.CREATE,
                        StandardOpenOption.WRITE);
        @Nullable FileLock lock;
        try {
            lock = file.tryLock();
        } catch (OverlappingFileLockException e) {
            // held by this same process
            lock = null;
        }
        if (lock == null) {
            file.close();
            throw new JournalException(
                    "The journal in "
                            + folder
                            + " is in use by another Tapline; stop that one, or"
                            + " give this one a data folder of its own.");
        }
        return new FolderLock(file);
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
