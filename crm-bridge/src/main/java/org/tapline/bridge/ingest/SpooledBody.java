package org.tapline.bridge.ingest;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.tapline.journal.Content;

/// A message in a file, written once and then read as often as needed. One thread at a time.
public final class SpooledBody implements Content {
    private final Path file;
    private final MessageDigest digest;
    private final OutputStream out;
    private long size;

    private SpooledBody(Path file, MessageDigest digest, OutputStream out) {
        this.file = file;
        this.digest = digest;
        this.out = out;
    }

    /// Begins a message in a folder.
    ///
    /// @throws IOException when the disk does not take it
    public static SpooledBody in(Path folder) throws IOException {
        Path file = Files.createTempFile(folder, "in-", ".eml");
        MessageDigest digest = sha256();
        return new SpooledBody(
                file,
                digest,
                new DigestOutputStream(
                        new BufferedOutputStream(Files.newOutputStream(file)), digest));
    }

    public void write(byte[] octets, int from, int to) throws IOException {
        out.write(octets, from, to - from);
        size += to - from;
    }

    /// Ends the writing.
    ///
    /// @return SHA-256 of the octets, in hex
    public String finish() throws IOException {
        out.close();
        return HexFormat.of().formatHex(digest.digest());
    }

    /// Removes the file.
    public void discard() throws IOException {
        out.close();
        Files.deleteIfExists(file);
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public InputStream open() throws IOException {
        return Files.newInputStream(file);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
