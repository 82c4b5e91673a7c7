package org.tapline.cli.table;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TableTest {

    @Test
    void columns_are_aligned_and_lines_have_no_trailing_blanks() {
        Table table = new Table("NAME", "EMAIL");
        table.row("Carol Jones", "carol@example.test");
        table.row("Dan", "d@x.test");

        assertThat(table.lines(200))
                .containsExactly(
                        "NAME         EMAIL",
                        "Carol Jones  carol@example.test",
                        "Dan          d@x.test");
    }

    @Test
    void the_widest_column_gives_way_when_the_terminal_is_narrow() {
        Table table = new Table("ID", "SUBJECT");
        table.row("1", "A subject that is longer than the terminal is wide");

        assertThat(table.lines(20)).containsExactly("ID  SUBJECT", "1   A subject tha...");
    }

    @Test
    void wide_characters_count_twice_and_combining_marks_not_at_all() {
        Table table = new Table("A", "B");
        table.row("漢字", "x");
        table.row("e\u0301", "y");

        assertThat(table.lines(80)).containsExactly("A     B", "漢字  x", "e\u0301     y");
    }

    @Test
    void escape_sequences_and_line_breaks_do_not_reach_the_terminal() {
        assertThat(Cells.harmless("a\u001b[31mred\r\nnext\u202eturned\u0007"))
                .isEqualTo("a\uFFFD[31mred  next\uFFFDturned\uFFFD");
        assertThat(Cells.harmlessLines("one\n  two\u001b[2J")).isEqualTo("one\n  two\uFFFD[2J");
    }
}
