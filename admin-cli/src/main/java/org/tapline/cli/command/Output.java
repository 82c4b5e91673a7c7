package org.tapline.cli.command;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import org.tapline.cli.Surroundings;
import org.tapline.cli.table.Cells;
import org.tapline.cli.table.Table;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Prints what the bridge answered: for people, or for programs.
final class Output {
    private static final DateTimeFormatter MINUTES =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm");

    private final Surroundings surroundings;
    private final boolean json;

    Output(Surroundings surroundings, boolean json) {
        this.surroundings = surroundings;
        this.json = json;
    }

    /// One row of a table.
    @FunctionalInterface
    interface Row {
        String[] of(JsonNode item);
    }

    /// Items that may be many.
    ///
    /// @param whenEmpty what to tell people who see no rows
    void list(JsonNode items, String whenEmpty, String[] headings, Row row) {
        if (json) {
            json(items);
            return;
        }
        Table table = new Table(headings);
        items.forEach(item -> table.row(row.of(item)));
        if (table.isEmpty()) {
            line(whenEmpty);
            return;
        }
        table.lines(surroundings.columns()).forEach(this::line);
    }

    /// A table below an empty line, when it has rows.
    void table(Table table) {
        if (!table.isEmpty()) {
            line("");
            table.lines(surroundings.columns()).forEach(this::line);
        }
    }

    /// One thing: its JSON, or the lines that `people` prints.
    void one(JsonNode thing, Runnable people) {
        if (json) {
            json(thing);
        } else {
            people.run();
        }
    }

    /// A name and a value below each other.
    void field(String name, String value) {
        if (!value.isEmpty()) {
            line("%-14s %s".formatted(name, Cells.harmless(value)));
        }
    }

    /// A name and a time, when there is one.
    void moment(String name, JsonNode when) {
        if (!when.asString("").isEmpty()) {
            field(name, time(when));
        }
    }

    void line(String text) {
        surroundings.out().println(text);
    }

    /// What is going on, for people who wait: beside the answer, and never with `--json`.
    void told(String text) {
        if (!json) {
            surroundings.err().println(text);
        }
    }

    /// How far something is, on one line of a terminal that is written over; nothing elsewhere.
    void progress(String text) {
        if (surroundings.columns() != Integer.MAX_VALUE) {
            surroundings.err().print("\r" + text + "\u001b[K");
            surroundings.err().flush();
        }
    }

    /// Takes the line of [#progress] away.
    void progressDone() {
        progress("");
    }

    private void json(JsonNode document) {
        surroundings
                .out()
                .println(
                        JsonMapper.shared()
                                .writerWithDefaultPrettyPrinter()
                                .writeValueAsString(document));
    }

    /// Local time to the minute; the bridge sends UTC.
    String time(JsonNode when) {
        return time(when, surroundings.zone());
    }

    private static String time(JsonNode when, ZoneId zone) {
        String text = when.asString("");
        if (text.isEmpty()) {
            return "-";
        }
        try {
            return MINUTES.format(Instant.parse(text).atZone(zone));
        } catch (DateTimeParseException unexpected) {
            return text;
        }
    }
}
