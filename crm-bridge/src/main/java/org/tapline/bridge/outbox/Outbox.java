package org.tapline.bridge.outbox;

import org.tapline.bridge.database.Database;

/// Writes events.
public final class Outbox {
    private final Database database;

    public Outbox(Database database) {
        this.database = database;
    }

    /// A message appeared on timelines for the first time.
    public void messageRecorded(long message, long thread, String direction) {
        database.jdbc()
                .sql(
                        """
                        insert into event (type, payload)
                        values ('message.recorded',
                                jsonb_build_object('message_id', :message::bigint,
                                                   'thread_id', :thread::bigint,
                                                   'direction', :direction::text))
                        """)
                .param("message", message)
                .param("thread", thread)
                .param("direction", direction)
                .update();
    }
}
