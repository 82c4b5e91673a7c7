package org.tapline.bridge.addressbook;

import java.io.InputStream;
import java.util.Objects;
import org.tapline.bridge.database.Database;

/// The octets of a file that waits in the database, one chunk in memory.
final class ChunkStream extends InputStream {
    private final Database database;
    private final long job;
    private byte[] chunk = {};
    private int next;
    private int position;
    private long count;

    ChunkStream(Database database, long job) {
        this.database = database;
        this.job = job;
    }

    /// Octets handed out.
    long count() {
        return count;
    }

    @Override
    public int read() {
        if (!fill()) {
            return -1;
        }
        count++;
        return chunk[next++] & 0xFF;
    }

    @Override
    public int read(byte[] into, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, into.length);
        if (length == 0) {
            return 0;
        }
        if (!fill()) {
            return -1;
        }
        int octets = Math.min(length, chunk.length - next);
        System.arraycopy(chunk, next, into, offset, octets);
        next += octets;
        count += octets;
        return octets;
    }

    /// @return false at the end
    private boolean fill() {
        if (next < chunk.length) {
            return true;
        }
        chunk =
                database.jdbc()
                        .sql(
                                """
                                select content from contact_import_chunk
                                where job_id = :job and position = :position
                                """)
                        .param("job", job)
                        .param("position", position++)
                        .query((row, number) -> row.getBytes("content"))
                        .optional()
                        .orElse(new byte[0]);
        next = 0;
        return chunk.length > 0;
    }
}
