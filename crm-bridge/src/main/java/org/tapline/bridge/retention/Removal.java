package org.tapline.bridge.retention;

import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.tapline.bridge.database.Database;

/// Removes messages, or parts of them, with everything that belongs to them. Takes part in the
/// caller's transaction. Contents are condemned, and removed by [BlobSweep].
///
/// It does not ask about holds: whoever picks the messages does so, and the database refuses.
public final class Removal {
    private final Database database;

    public Removal(Database database) {
        this.database = database;
    }

    /// Whole messages: deliveries, participants, attachments, decisions, marks, and conversations
    /// that are empty then.
    ///
    /// @return how many there were
    public int messages(Long[] ids) {
        condemn(ids, true);
        List<Long> threads =
                jdbc().sql("select distinct thread_id from message where id = any(:ids)")
                        .param("ids", ids)
                        .query((row, number) -> row.getLong(1))
                        .list();
        jdbc().sql("delete from private_mark where kind = 'message' and target = any(:ids::text[])")
                .param("ids", ids)
                .update();
        jdbc().sql(
                        """
                        delete from decision where message_key in
                            (select message_key from message where id = any(:ids))
                        """)
                .param("ids", ids)
                .update();
        int gone =
                jdbc().sql("delete from message where id = any(:ids)").param("ids", ids).update();
        emptyThreads(threads.toArray(Long[]::new));
        return gone;
    }

    /// Text, headers and octets; who, when and what about stay.
    public int text(Long[] ids) {
        condemnRaw(ids);
        jdbc().sql(
                        """
                        update message set body_text = '', body_html = null, headers = '[]'
                        where id = any(:ids)
                        """)
                .param("ids", ids)
                .update();
        jdbc().sql(
                        """
                        update message_words set words = ts_filter(words, '{a,b,c}')
                        where message_id = any(:ids)
                        """)
                .param("ids", ids)
                .update();
        return jdbc().sql("update delivery set raw_sha256 = null where message_id = any(:ids)")
                .param("ids", ids)
                .update();
    }

    /// Contents of attachments, and the octets of the messages, which hold them too.
    public int attachments(Long[] ids) {
        condemn(ids, false);
        jdbc().sql("update delivery set raw_sha256 = null where message_id = any(:ids)")
                .param("ids", ids)
                .update();
        return jdbc().sql(
                        """
                        update attachment set removed_at = now()
                        where message_id = any(:ids) and removed_at is null
                        """)
                .param("ids", ids)
                .update();
    }

    /// The octets alone.
    public void condemnRaw(Long[] ids) {
        jdbc().sql(
                        """
                        insert into condemned_blob (sha256)
                        select distinct raw_sha256 from delivery
                        where message_id = any(:ids) and raw_sha256 is not null
                        on conflict do nothing
                        """)
                .param("ids", ids)
                .update();
    }

    private void condemn(Long[] ids, boolean removedToo) {
        condemnRaw(ids);
        jdbc().sql(
                        """
                        insert into condemned_blob (sha256)
                        select distinct sha256 from attachment
                        where message_id = any(:ids) and (:all or removed_at is null)
                        on conflict do nothing
                        """)
                .param("ids", ids)
                .param("all", removedToo)
                .update();
    }

    /// A message that is just being filed into one of them holds one of its keys; it is there when
    /// the keys are free.
    private void emptyThreads(Long[] threads) {
        jdbc().sql(
                        """
                        select key from thread_key where thread_id = any(:threads)
                        order by key for update
                        """)
                .param("threads", threads)
                .query((row, number) -> row.getString(1))
                .list();
        List<Long> empty =
                jdbc().sql(
                                """
                                select t from unnest(:threads::bigint[]) as t
                                where not exists (select from message m where m.thread_id = t)
                                """)
                        .param("threads", threads)
                        .query((row, number) -> row.getLong(1))
                        .list();
        Long[] gone = empty.toArray(Long[]::new);
        jdbc().sql("delete from thread_key where thread_id = any(:gone)")
                .param("gone", gone)
                .update();
        jdbc().sql("delete from thread where id = any(:gone)").param("gone", gone).update();
        jdbc().sql("delete from private_mark where kind = 'thread' and target = any(:gone::text[])")
                .param("gone", gone)
                .update();
    }

    private JdbcClient jdbc() {
        return database.jdbc();
    }
}
