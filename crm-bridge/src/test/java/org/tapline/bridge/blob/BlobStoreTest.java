package org.tapline.bridge.blob;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tapline.bridge.database.Database;
import org.tapline.bridge.database.TestServer;

class BlobStoreTest {
    @TempDir Path data;
    private Database database;
    private BlobStore blobs;

    @BeforeEach
    void open() throws IOException {
        database = TestServer.newDatabase();
        blobs = new BlobStore(database, data);
    }

    @AfterEach
    void close() {
        database.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, BlobStore.FILE, BlobStore.FILE + 1, 300_000})
    void a_blob_is_read_as_it_was_written_wherever_it_lies(int size) throws IOException {
        byte[] octets = octets(size, 1);

        BlobStore.Blob blob = blobs.store(new ByteArrayInputStream(octets));
        blobs.store(new ByteArrayInputStream(octets));

        assertThat(blob.size()).isEqualTo(size);
        assertThat(blobs.contains(blob.sha256())).isTrue();
        assertThat(blobs.content(blob.sha256()).size()).isEqualTo(size);
        try (InputStream in = blobs.open(blob.sha256())) {
            assertThat(in.readAllBytes()).isEqualTo(octets);
        }
        assertThat(rows()).isEqualTo(size <= BlobStore.FILE ? 1 : 0);
        assertThat(files()).isEqualTo(size <= BlobStore.FILE ? 0 : 1);
    }

    @Test
    void what_shrinks_is_packed_in_its_row_and_stays_so_when_it_goes_aside_and_comes_back()
            throws IOException {
        byte[] text = "Dear Anna, the quotation follows.\r\n".repeat(1_000).getBytes(UTF_8);

        String name = blobs.store(new ByteArrayInputStream(text)).sha256();
        blobs.setAside(List.of(name));
        assertThat(blobs.contains(name)).isFalse();
        blobs.restore(List.of(name));

        assertThat(stored("packing")).isEqualTo(1);
        assertThat(stored("length(content)")).isLessThan(text.length / 10);
        try (InputStream in = blobs.open(name)) {
            assertThat(in.readAllBytes()).isEqualTo(text);
        }
    }

    @Test
    void what_does_not_shrink_lies_as_it_is() throws IOException {
        blobs.store(new ByteArrayInputStream(octets(5_000, 7)));

        assertThat(stored("packing")).isZero();
        assertThat(stored("length(content)")).isEqualTo(5_000);
    }

    @Test
    void a_row_that_is_not_what_it_says_is_an_error_of_the_store() throws IOException {
        byte[] text = "again and ".repeat(500).getBytes(UTF_8);
        String name = blobs.store(new ByteArrayInputStream(text)).sha256();

        database.jdbc().sql("update blob set content = substr(content, 1, 20)").update();
        assertThatThrownBy(() -> blobs.content(name)).isInstanceOf(IOException.class);

        database.jdbc().sql("update blob set content = '\\x00'").update();
        assertThatThrownBy(() -> blobs.content(name))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("damaged");

        database.jdbc().sql("update blob set packing = 2").update();
        assertThatThrownBy(() -> blobs.content(name))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("form 2");
    }

    @Test
    void a_packed_row_that_would_fill_more_than_a_row_may_is_refused() {
        byte[] most = new byte[BlobStore.FILE];
        Packing.Packed packed = Packing.pack(most);

        assertThatCode(() -> Packing.unpack(packed, most.length)).doesNotThrowAnyException();
        assertThatThrownBy(() -> Packing.unpack(packed, most.length - 1))
                .isInstanceOf(IOException.class);
    }

    private long stored(String column) {
        return database.jdbc().sql("select " + column + " from blob").query(Long.class).single();
    }

    @Test
    void small_blobs_go_back_with_their_transaction_and_are_kept_by_the_next() throws IOException {
        try (Arriving one = arrive(100);
                Arriving two = arrive(200)) {
            assertThatThrownBy(
                            () ->
                                    database.transaction(
                                            () -> {
                                                keep(List.of(one, two));
                                                throw new IllegalStateException("undone");
                                            }))
                    .hasMessage("undone");
            assertThat(rows()).isZero();

            keep(List.of(one, two, one));

            assertThat(rows()).isEqualTo(2);
            assertThat(blobs.contains(one.sha256())).isTrue();
        }
    }

    @Test
    void what_is_not_kept_leaves_nothing() throws IOException {
        for (int size : new int[] {10, 200_000}) {
            try (Arriving dropped = arrive(size)) {
                assertThat(blobs.contains(dropped.sha256())).isFalse();
                assertThatThrownBy(() -> blobs.content(dropped.sha256()))
                        .isInstanceOf(NoSuchFileException.class);
            }
        }
        try (Arriving onDisk = blobs.arriveOnDisk()) {
            onDisk.output().write(octets(10, 3));
            onDisk.output().flush();
            assertThat(onDisk.held()).isZero();
            assertThat(files()).isEqualTo(1);
        }
        assertThat(files()).isZero();
        assertThat(rows()).isZero();
    }

    private Arriving arrive(int size) throws IOException {
        Arriving blob = blobs.arrive();
        blob.output().write(octets(size, 2));
        return blob;
    }

    private void keep(List<Arriving> all) {
        try {
            blobs.keep(all);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private long rows() {
        return database.jdbc().sql("select count(*) from blob").query(Long.class).single();
    }

    private long files() throws IOException {
        try (Stream<Path> walk = Files.walk(data)) {
            return walk.filter(Files::isRegularFile).count();
        }
    }

    private static byte[] octets(int size, long seed) {
        byte[] octets = new byte[size];
        new Random(seed).nextBytes(octets);
        return octets;
    }
}
