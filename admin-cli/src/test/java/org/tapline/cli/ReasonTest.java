package org.tapline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import org.junit.jupiter.api.Test;

class ReasonTest {

    @Test
    void a_failure_that_knows_only_its_path_is_told_in_words() {
        assertThat(Reason.of(new NoSuchFileException("/x")))
                .isEqualTo("there is no such file or folder");
        assertThat(Reason.of(new AccessDeniedException("/x"))).isEqualTo("permission denied");
        assertThat(Reason.of(new FileSystemException("/x", null, "Is a directory")))
                .isEqualTo("Is a directory");
    }

    @Test
    void no_name_of_a_class_is_told_where_there_are_words() {
        assertThat(Reason.withPath(new UncheckedIOException(new AccessDeniedException("/x"))))
                .isEqualTo("/x: permission denied");
        assertThat(Reason.withPath(new IOException("Connection reset\nby peer")))
                .isEqualTo("Connection reset");
        assertThat(Reason.of(new IOException())).isEqualTo("IOException");
    }
}
