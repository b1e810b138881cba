package io.pilothouse.store;

import io.pilothouse.domain.Problem;
import io.pilothouse.domain.ProblemCode;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/// The disk or the store misbehaved. Unchecked: the caller cannot do anything about it, the person can.
public class StoreException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient Problem problem;

    StoreException(Problem problem) {
        super(problem.summary());
        this.problem = problem;
    }

    StoreException(Problem problem, Throwable cause) {
        super(problem.summary(), cause);
        this.problem = problem;
    }

    public Problem problem() {
        return problem;
    }

    /// @param doing what could not be done, as an infinitive: "write the store"
    static StoreException of(String doing, SQLException cause) {
        return new StoreException(explain(doing, codeOf(cause)), cause);
    }

    static StoreException of(Path folder, IOException cause) {
        return new StoreException(
                new Problem(
                        ProblemCode.STORE_IO,
                        "Pilothouse cannot write in the folder " + folder + ".",
                        "Make the folder writable for you, free some space, or choose another with --data."),
                cause);
    }

    static SQLiteErrorCode codeOf(SQLException cause) {
        return cause instanceof SQLiteException known ? known.getResultCode() : SQLiteErrorCode.UNKNOWN_ERROR;
    }

    /// @return whether the file itself is broken, not the disk and not the question
    static boolean damage(SQLException cause) {
        return switch (codeOf(cause).code & 0xff) {
            case 11, 26 -> true; // SQLITE_CORRUPT, SQLITE_NOTADB (sqlite.org/rescode.html)
            default -> false;
        };
    }

    /// @return whether there was no room to write
    static boolean full(SQLException cause) {
        return full(codeOf(cause));
    }

    /// Without room for its memory of the log SQLite does not even open, and says so in another way.
    private static boolean full(SQLiteErrorCode code) {
        return (code.code & 0xff) == 13 // SQLITE_FULL (sqlite.org/rescode.html)
                || code == SQLiteErrorCode.SQLITE_IOERR_SHMSIZE;
    }

    private static Problem explain(String doing, SQLiteErrorCode code) {
        if (full(code)) {
            return new Problem(
                    ProblemCode.STORE_IO,
                    "Pilothouse could not " + doing + ": the disk is full.",
                    "Free some space on the disk that holds the data folder.");
        }
        // the low byte is the primary result code, sqlite.org/rescode.html
        return switch (code.code & 0xff) {
            case 11, 26 ->
                new Problem(
                        ProblemCode.STORE_DAMAGED,
                        "Pilothouse could not " + doing + ": the file is damaged.",
                        "Restart Pilothouse, which checks the store and offers the newest good copy.");
            case 8, 10, 14 ->
                new Problem(
                        ProblemCode.STORE_IO,
                        "Pilothouse could not " + doing + ": the disk refused (" + code.name() + ").",
                        "Check that the data folder is writable and its disk is healthy.");
            case 5, 6 ->
                new Problem(
                        ProblemCode.STORE_BUSY,
                        "Pilothouse could not " + doing + ": another program holds the store.",
                        "Close the other program that has the store open.");
            default ->
                new Problem(
                        ProblemCode.BUG,
                        "Pilothouse could not " + doing + " (" + code.name() + ").",
                        "Report this fault in Pilothouse with its log.");
        };
    }
}
