package org.tapline.bridge.database;

import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import org.jspecify.annotations.Nullable;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.transaction.TransactionSystemException;

/// What a failed statement means for the one who asked.
public enum SqlFailure {
    /// Another transaction was first; the same again will work.
    LOST_RACE,
    /// The server is away, full, or shutting down; later it will work.
    UNAVAILABLE,
    /// The statement or its data is wrong; it will never work.
    DEFECT;

    /// Classes of SQLSTATE, PostgreSQL documentation, appendix A.
    public static SqlFailure of(Throwable failure) {
        for (@Nullable Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof LostRace) {
                return LOST_RACE;
            }
            if (cause instanceof TransactionSystemException broken) {
                // the connection was lost so badly that not even a rollback went through
                Throwable first = broken.getApplicationException();
                return first == null ? UNAVAILABLE : of(first);
            }
            if (cause instanceof CannotCreateTransactionException
                    || cause instanceof SQLTransientConnectionException) {
                return UNAVAILABLE;
            }
            if (cause instanceof SQLException sql && sql.getSQLState() != null) {
                return of(sql.getSQLState());
            }
        }
        return DEFECT;
    }

    /// The SQLSTATE of a failed statement; empty when there is none.
    public static String state(Throwable failure) {
        for (@Nullable Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql && sql.getSQLState() != null) {
                return sql.getSQLState();
            }
        }
        return "";
    }

    private static SqlFailure of(String state) {
        if (state.equals("40001") || state.equals("40P01")) {
            return LOST_RACE;
        }
        return switch (state.substring(0, Math.min(2, state.length()))) {
            // connection, resources, operator intervention, system error, authorization, 25006
            case "08", "53", "57", "58", "28" -> UNAVAILABLE;
            case "25" -> state.equals("25006") ? UNAVAILABLE : DEFECT;
            default -> DEFECT;
        };
    }
}
