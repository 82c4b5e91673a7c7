package org.tapline.bridge.outbox;

import java.util.List;
import org.tapline.bridge.database.Database;

/// Writes events.
public final class Outbox {
    private final Database database;

    public Outbox(Database database) {
        this.database = database;
    }

    /// A message that appeared on timelines for the first time.
    public record Recorded(long message, long thread, String direction) {}

    public void messagesRecorded(List<Recorded> messages) {
        if (messages.isEmpty()) {
            return;
        }
        database.jdbc()
                .sql(
                        """
                        insert into event (type, payload)
                        select 'message.recorded',
                               jsonb_build_object('message_id', m.message, 'thread_id', m.thread,
                                                  'direction', m.direction)
                        from unnest(:messages::bigint[], :threads::bigint[], :directions::text[])
                             as m(message, thread, direction)
                        """)
                .param("messages", messages.stream().map(Recorded::message).toArray(Long[]::new))
                .param("threads", messages.stream().map(Recorded::thread).toArray(Long[]::new))
                .param(
                        "directions",
                        messages.stream().map(Recorded::direction).toArray(String[]::new))
                .update();
    }
}
