package org.tapline.bridge.blob;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.tapline.bridge.database.Database;
import org.tapline.journal.Content;

/// Blobs by content: small ones as rows, larger ones as files ([BlobFolder]).
public final class BlobStore {
    /// Octets from which on a blob is a file. What people write is nearly always smaller; from
    /// here on a sync of its own costs less than the detour through the write-ahead log.
    public static final int FILE = 64 << 10;

    private final Database database;
    private final BlobFolder folder;

    /// Opens the store; removes what an earlier crash left half-written.
    public BlobStore(Database database, Path folder) throws IOException {
        this.database = database;
        this.folder = new BlobFolder(folder);
    }

    /// A stored content.
    ///
    /// @param sha256 lower-case hexadecimal
    /// @param size octets
    public record Blob(String sha256, long size) {}

    /// Stores what a stream yields; the caller closes the stream. Takes part in the caller's
    /// transaction.
    public Blob store(InputStream content) throws IOException {
        try (Arriving blob = arrive()) {
            content.transferTo(blob.output());
            keep(Map.of(blob.sha256(), blob).values());
            return blob.blob();
        }
    }

    /// Begins a blob of which it is not yet known whether it is kept.
    public Arriving arrive() {
        return new Arriving(folder, FILE);
    }

    /// Begins a blob that lies on the disk from the start: the caller's memory is used up.
    public Arriving arriveOnDisk() {
        return new Arriving(folder, 0);
    }

    /// Makes blobs durable: files at once, rows with the caller's transaction. Keeping one again
    /// changes nothing; after a rollback it is needed.
    public void keep(Collection<Arriving> blobs) throws IOException {
        Map<String, Packing.Packed> rows = new TreeMap<>();
        for (Arriving blob : blobs) {
            Optional<byte[]> octets = blob.inMemory();
            if (octets.isPresent()) {
                rows.put(blob.sha256(), Packing.pack(octets.get()));
            } else {
                blob.keepFile();
            }
        }
        if (rows.isEmpty()) {
            return;
        }
        database.jdbc()
                .sql(
                        """
                        insert into blob (sha256, packing, content)
                        select decode(b.sha256, 'hex'), b.packing, b.content
                        from unnest(:names::text[], :packings::int[], :contents::bytea[])
                             as b(sha256, packing, content)
                        on conflict (sha256) do nothing
                        """)
                .param("names", rows.keySet().toArray(String[]::new))
                .param(
                        "packings",
                        rows.values().stream().map(Packing.Packed::code).toArray(Integer[]::new))
                .param(
                        "contents",
                        rows.values().stream().map(Packing.Packed::octets).toArray(byte[][]::new))
                .update();
    }

    /// Opens a blob for reading.
    ///
    /// @throws java.nio.file.NoSuchFileException when there is none
    public InputStream open(String sha256) throws IOException {
        return content(sha256).open();
    }

    /// A blob as a content that can be read more than once.
    ///
    /// @throws java.nio.file.NoSuchFileException when there is none
    public Content content(String sha256) throws IOException {
        Optional<Packing.Packed> row = row(sha256);
        if (row.isPresent()) {
            return Content.of(Packing.unpack(row.get(), FILE));
        }
        long size = Files.size(folder.path(sha256));
        return new Content() {
            @Override
            public long size() {
                return size;
            }

            @Override
            public InputStream open() throws IOException {
                return folder.open(sha256);
            }
        };
    }

    public boolean contains(String sha256) {
        return Files.exists(folder.path(sha256)) || row(sha256).isPresent();
    }

    private Optional<Packing.Packed> row(String sha256) {
        return database.jdbc()
                .sql("select packing, content from blob where sha256 = :sha256")
                .param("sha256", HexFormat.of().parseHex(sha256))
                .query(
                        (row, number) ->
                                new Packing.Packed(row.getInt("packing"), row.getBytes("content")))
                .optional();
    }

    /// Takes blobs out of sight, so that whoever keeps the same content from now on keeps it anew.
    public void setAside(Collection<String> names) throws IOException {
        named(
                """
                with gone as (
                    delete from blob where sha256 in
                        (select decode(n, 'hex') from unnest(:names::text[]) as n)
                    returning sha256, packing, content)
                insert into blob_aside (sha256, packing, content)
                select sha256, packing, content from gone
                on conflict (sha256) do nothing
                """,
                names);
        for (String name : names) {
            folder.setAside(name);
        }
    }

    /// Puts blobs back that were set aside.
    public void restore(Collection<String> names) throws IOException {
        named(
                """
                with back as (
                    delete from blob_aside where sha256 in
                        (select decode(n, 'hex') from unnest(:names::text[]) as n)
                    returning sha256, packing, content)
                insert into blob (sha256, packing, content)
                select sha256, packing, content from back
                on conflict (sha256) do nothing
                """,
                names);
        for (String name : names) {
            folder.restore(name);
        }
    }

    /// Removes blobs that were set aside, for good.
    public void drop(Collection<String> names) throws IOException {
        named(
                """
                delete from blob_aside where sha256 in
                    (select decode(n, 'hex') from unnest(:names::text[]) as n)
                """,
                names);
        for (String name : names) {
            folder.drop(name);
        }
    }

    private void named(String sql, Collection<String> names) {
        database.jdbc().sql(sql).param("names", names.toArray(String[]::new)).update();
    }
}
