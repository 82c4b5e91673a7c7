package org.tapline.bridge.ops;

import java.sql.Types;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.tapline.bridge.database.Columns;
import org.tapline.bridge.database.Database;

/// Answers to requests that carry an Idempotency-Key, for whoever asks again.
public final class RepeatedRequests {
    /// How long an answer is kept: a day covers a night without network.
    public static final Duration KEPT = Duration.ofHours(24);

    /// A request that has no answer after this time died with its process. The longest ones, a
    /// merge or an import, take a few minutes.
    private static final Duration ABANDONED = Duration.ofMinutes(10);

    private final Database database;

    public RepeatedRequests(Database database) {
        this.database = database;
    }

    /// A request that may be repeated.
    ///
    /// @param fingerprint of method, path, query and body
    public record Request(String holder, String key, String fingerprint) {}

    /// What was answered.
    ///
    /// @param body null: it holds a secret and is not kept
    public record Answer(int status, @Nullable String contentType, @Nullable String body) {}

    /// What to do with a request.
    public sealed interface Turn {
        /// Do it, and say so with [#done] or [#failed].
        record First() implements Turn {}

        /// It was done before.
        record Again(Answer answer) implements Turn {}

        /// It is being done.
        record Underway() implements Turn {}

        /// Another request had this key.
        record Different() implements Turn {}
    }

    private record Row(String fingerprint, @Nullable Integer status, Answer answer) {}

    /// Enters a request, or says what became of it.
    public Turn enter(Request request) {
        return database.transaction(
                () -> {
                    if (inserted(request) || takenOver(request)) {
                        return new Turn.First();
                    }
                    return row(request).map(row -> turn(row, request)).orElse(new Turn.Underway());
                });
    }

    private static Turn turn(Row row, Request request) {
        if (!row.fingerprint().equals(request.fingerprint())) {
            return new Turn.Different();
        }
        return row.status() == null ? new Turn.Underway() : new Turn.Again(row.answer());
    }

    /// Keeps the answer.
    public void done(Request request, Answer answer) {
        statement(
                        """
                        update idempotent_request
                        set status = :status, content_type = :type, body = :body
                        where holder = :holder and key = :key
                        """,
                        request)
                .param("status", answer.status())
                .param("type", answer.contentType(), Types.VARCHAR)
                .param(
                        "body",
                        Optional.ofNullable(answer.body()).map(Columns::text).orElse(null),
                        Types.VARCHAR)
                .update();
    }

    /// Forgets a request that came to nothing, so that it may be tried again.
    public void failed(Request request) {
        statement("delete from idempotent_request where holder = :holder and key = :key", request)
                .update();
    }

    private boolean inserted(Request request) {
        return statement(
                                """
                                insert into idempotent_request (holder, key, fingerprint, begun_at)
                                values (:holder, :key, :fingerprint, now())
                                on conflict do nothing
                                """,
                                request)
                        .param("fingerprint", request.fingerprint())
                        .update()
                == 1;
    }

    private boolean takenOver(Request request) {
        return statement(
                                """
                                update idempotent_request
                                set begun_at = now(), fingerprint = :fingerprint, status = null,
                                    content_type = null, body = null
                                where holder = :holder and key = :key
                                  and begun_at < now() - case when status is null
                                          then :abandoned::interval else :kept::interval end
                                """,
                                request)
                        .param("fingerprint", request.fingerprint())
                        .param("abandoned", ABANDONED.toString())
                        .param("kept", KEPT.toString())
                        .update()
                == 1;
    }

    private Optional<Row> row(Request request) {
        return statement(
                        """
                        select fingerprint, status, content_type, body from idempotent_request
                        where holder = :holder and key = :key
                        """,
                        request)
                .query(
                        (row, number) ->
                                new Row(
                                        row.getString("fingerprint"),
                                        row.getObject("status", Integer.class),
                                        new Answer(
                                                row.getInt("status"),
                                                row.getString("content_type"),
                                                row.getString("body"))))
                .optional();
    }

    private JdbcClient.StatementSpec statement(String sql, Request request) {
        return database.jdbc()
                .sql(sql)
                .param("holder", Columns.text(request.holder()))
                .param("key", request.key());
    }
}
