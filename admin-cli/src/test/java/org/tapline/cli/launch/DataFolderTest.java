package org.tapline.cli.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataFolderTest {
    @TempDir Path folder;

    @Test
    void it_is_made_for_its_owner_only() throws IOException {
        Path data = folder.resolve("deep/data");
        try (DataFolder taken = DataFolder.take(data)) {
            assertThat(taken).isNotNull();
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data)))
                    .isEqualTo("rwx------");
        }
    }

    @Test
    void a_second_instance_is_refused_and_told_who_holds_it() throws IOException {
        long pid = ProcessHandle.current().pid();
        try (DataFolder taken = DataFolder.take(folder)) {
            assertThat(taken).isNotNull();
            assertThatThrownBy(() -> DataFolder.take(folder))
                    .hasMessage(
                            "data: %s is in use by another Tapline (process %d); stop that one, or"
                                            .formatted(folder, pid)
                                    + " name another folder");
        }
        DataFolder.take(folder).close();
    }

    @Test
    void a_file_in_its_place_is_named() throws IOException {
        Path file = Files.writeString(folder.resolve("a-file"), "x");

        assertThatThrownBy(() -> DataFolder.take(file))
                .hasMessageStartingWith("data: " + file + " is not a folder");
    }
}
