package io.pilothouse.domain.amc;

import io.pilothouse.domain.Problem;
import io.pilothouse.domain.ProblemException;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// AMC could not do what was asked. Checked: the caller must decide what becomes of the run, the
/// schedule or the screen. The [AmcCode] says what may be done next.
public final class AmcException extends Exception {

    private static final long serialVersionUID = 1L;

    private final AmcCode code;
    private final transient Problem problem;
    private final transient Optional<Duration> retryAfter;
    private final transient Optional<SqlPosition> position;
    private final boolean maybeDone;

    /// @param retryAfter how long the service asked us to wait
    /// @param position   where in the SQL that was sent
    /// @param maybeDone  whether the service may have done it all the same: it was sent, no answer came
    public AmcException(
            AmcCode code,
            Problem problem,
            Optional<Duration> retryAfter,
            Optional<SqlPosition> position,
            boolean maybeDone,
            @Nullable Throwable cause) {
        super(problem.summary(), cause);
        this.code = code;
        this.problem = problem;
        this.retryAfter = retryAfter;
        this.position = position;
        this.maybeDone = maybeDone;
    }

    /// @param advice one imperative sentence
    public static AmcException of(AmcCode code, String summary, String advice) {
        return new AmcException(
                code,
                new Problem(code.problemCode(), summary, advice),
                Optional.empty(),
                Optional.empty(),
                false,
                null);
    }

    public AmcCode code() {
        return code;
    }

    public Problem problem() {
        return problem;
    }

    public Optional<Duration> retryAfter() {
        return retryAfter;
    }

    public Optional<SqlPosition> position() {
        return position;
    }

    public boolean maybeDone() {
        return maybeDone;
    }

    /// The same for people who asked for it.
    public ProblemException forPeople() {
        return new ProblemException(problem, this);
    }
}
