package org.tapline.cli.launch;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import org.jspecify.annotations.Nullable;
import org.tapline.cli.CommandFailure;
import org.tapline.cli.ExitStatus;

/// The data folder, taken by this process until it is closed. The lock goes with the process,
/// however it ends.
public final class DataFolder implements AutoCloseable {
    private static final String LOCK = "tapline.lock";

    private final FileChannel channel;
    private final FileLock lock;

    private DataFolder(FileChannel channel, FileLock lock) {
        this.channel = channel;
        this.lock = lock;
    }

    /// Makes the folder where it is missing, for its owner only, and takes it.
    ///
    /// @throws CommandFailure when it cannot be used, or another process uses it
    public static DataFolder take(Path folder) {
        try {
            create(folder);
            Path file = folder.resolve(LOCK);
            FileChannel channel =
                    FileChannel.open(
                            file,
                            StandardOpenOption.CREATE,
                            StandardOpenOption.READ,
                            StandardOpenOption.WRITE);
            FileLock lock = tryLock(channel);
            if (lock == null) {
                channel.close();
                throw new CommandFailure(
                        ExitStatus.REFUSED,
                        "data: %s is in use by another Tapline (process %s); stop that one, or name another folder"
                                .formatted(folder, Files.readString(file).strip()));
            }
            channel.truncate(0);
            String pid = ProcessHandle.current().pid() + "\n";
            channel.write(ByteBuffer.wrap(pid.getBytes(StandardCharsets.US_ASCII)));
            return new DataFolder(channel, lock);
        } catch (FileAlreadyExistsException | NotDirectoryException isFile) {
            throw unusable(folder, "is not a folder", isFile);
        } catch (IOException failed) {
            throw unusable(folder, "cannot be read and written", failed);
        }
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException inThisProcess) {
            return null;
        }
    }

    private static void create(Path folder) throws IOException {
        if (Files.isDirectory(folder)) {
            return;
        }
        boolean posix = folder.getFileSystem().supportedFileAttributeViews().contains("posix");
        if (folder.getParent() != null) {
            Files.createDirectories(folder.getParent());
        }
        if (posix) {
            Files.createDirectory(
                    folder,
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rwx------")));
        } else {
            Files.createDirectory(folder);
        }
    }

    private static CommandFailure unusable(Path folder, String what, IOException cause) {
        return new CommandFailure(
                ExitStatus.USAGE,
                "data: %s %s; name a folder that the user who runs Tapline may write"
                        .formatted(folder, what),
                cause);
    }

    @Override
    public void close() throws IOException {
        lock.release();
        channel.close();
    }
}
