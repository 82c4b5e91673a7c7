package org.tapline.cli.command;

import tools.jackson.databind.JsonNode;

/// Messages as rows; used by the timeline and by the list of messages.
final class MessageRows {
    static final String[] HEADINGS = {
        "WHEN", "DIRECTION", "FROM", "TO", "SUBJECT", "SEEN BY", "ID"
    };

    private MessageRows() {}

    static String[] row(Output output, JsonNode message) {
        return new String[] {
            output.time(message.path("occurred_at")),
            message.path("direction").asString(""),
            People.names(message.path("from")),
            People.names(message.path("to")),
            message.path("subject").asString(""),
            People.values(message.path("ways_in")),
            message.path("id").asString("")
        };
    }
}
