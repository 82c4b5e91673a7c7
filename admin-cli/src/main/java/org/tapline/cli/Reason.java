package org.tapline.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.Optional;

/// Why a file or a connection cannot be used, in words. What Java says of files is often their
/// path alone.
public final class Reason {
    private Reason() {}

    /// Without the path, which whoever reports it has named; one line.
    public static String of(IOException failure) {
        return switch (failure) {
            case NoSuchFileException missing -> "there is no such file or folder";
            case AccessDeniedException denied -> "permission denied";
            case FileAlreadyExistsException taken -> "it is there already";
            case NotDirectoryException file -> "it is not a folder";
            case FileSystemException other ->
                    Optional.ofNullable(other.getReason()).orElseGet(() -> said(other));
            default -> said(failure);
        };
    }

    /// The same, with the path where the failure knows one.
    public static String withPath(Throwable failure) {
        return switch (failure) {
            case UncheckedIOException wrapped ->
                    Optional.ofNullable(wrapped.getCause())
                            .map(Reason::withPath)
                            .orElseGet(() -> said(wrapped));
            case FileSystemException file ->
                    Optional.ofNullable(file.getFile()).map(path -> path + ": ").orElse("")
                            + of(file);
            default -> said(failure);
        };
    }

    private static String said(Throwable failure) {
        String message = failure.getMessage();
        return message == null || message.isBlank()
                ? failure.getClass().getSimpleName()
                : message.lines().findFirst().orElse("");
    }
}
