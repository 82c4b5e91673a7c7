package org.tapline.bridge.retention;

import java.util.Locale;
import java.util.Optional;
import org.tapline.bridge.policy.PolicyKey;
import org.tapline.bridge.policy.PolicyKeys;

/// What is kept for a time of its own.
///
/// Each has one condition on its table, under the alias `t`, with the parameter `:before`.
enum Category {
    MESSAGES("message", "t.occurred_at < :before", "message_held(t.id)"),
    TEXT(
            "message",
            """
            t.occurred_at < :before
            and (t.body_text <> '' or t.body_html is not null or t.headers <> '[]'
                 or exists (select from delivery d
                            where d.message_id = t.id and d.raw_sha256 is not null))
            """,
            "message_held(t.id)"),
    ATTACHMENTS(
            "message",
            """
            t.occurred_at < :before
            and exists (select from attachment a
                        where a.message_id = t.id and a.removed_at is null)
            """,
            "message_held(t.id)"),
    EXCLUDED(
            "decision",
            "t.outcome = 'excluded' and t.decided_at < :before",
            "decision_held(t.mailbox_id, t.addresses)"),
    PARKED(
            "parked_observation",
            "t.parked_at < :before",
            """
            exists (select from legal_hold h join mailbox b on b.id::text = h.target
                    where h.kind = 'mailbox' and b.login = t.observed #>> '{mailbox,user}')
            """),
    EVENTS("event", "t.at < :before", "false"),
    AUDIT("audit", "t.at < :before", "false");

    private final String table;
    private final String due;
    private final String held;

    Category(String table, String due, String held) {
        this.table = table;
        this.due = due;
        this.held = held;
    }

    PolicyKey<Optional<Integer>> key() {
        return switch (this) {
            case MESSAGES -> PolicyKeys.RETENTION_MESSAGES;
            case TEXT -> PolicyKeys.RETENTION_TEXT;
            case ATTACHMENTS -> PolicyKeys.RETENTION_ATTACHMENTS;
            case EXCLUDED -> PolicyKeys.RETENTION_EXCLUDED;
            case PARKED -> PolicyKeys.RETENTION_PARKED;
            case EVENTS -> PolicyKeys.RETENTION_EVENTS;
            case AUDIT -> PolicyKeys.RETENTION_AUDIT;
        };
    }

    /// Counts what is over its time, and how much of it is held.
    String count() {
        return "select count(*) as due, count(*) filter (where %s) as held from %s t where %s"
                .formatted(held, table, due);
    }

    /// The next rows to remove, locked, as far as nobody else has them.
    String next(String column) {
        return "select t.%s from %s t where %s and not (%s) limit :most for update of t skip locked"
                .formatted(column, table, due, held);
    }

    /// As printed: `messages`.
    String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
