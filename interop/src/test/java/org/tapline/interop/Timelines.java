package org.tapline.interop;

import tools.jackson.databind.JsonNode;

/// Questions about timelines, asked through the command line.
final class Timelines {
    private Timelines() {}

    /// How many entries of a contact's timeline carry this Message-ID (with or without angle
    /// brackets).
    static int timesSeen(RunningTapline tapline, String contact, String messageId) {
        int times = 0;
        for (JsonNode entry : tapline.json("timeline", contact, "--limit", "1000")) {
            if (bare(entry.get("message_id").asString()).equals(bare(messageId))) {
                times++;
            }
        }
        return times;
    }

    /// A Message-ID without angle brackets.
    static String bare(String messageId) {
        return messageId.replaceAll("^<|>$", "");
    }
}
