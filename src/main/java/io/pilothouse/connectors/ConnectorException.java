package io.pilothouse.connectors;

import io.pilothouse.domain.Problem;
import io.pilothouse.domain.health.FaultCode;
import io.pilothouse.domain.instance.KindId;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A service could not do what was asked. Checked: the caller must decide what the person sees.
/// The [FaultCode] says what may be done next; nobody decides by the text.
public final class ConnectorException extends Exception {

    private static final long serialVersionUID = 1L;

    private final FaultCode code;
    private final transient Problem problem;
    private final transient Optional<Duration> retryAfter;
    private final transient Optional<KindId> actualKind;

    public ConnectorException(FaultCode code, Problem problem, @Nullable Throwable cause) {
        this(code, problem, Optional.empty(), Optional.empty(), cause);
    }

    /// @param retryAfter how long the service asked us to wait
    /// @param actualKind which kind answers instead, with [FaultCode#WRONG_PRODUCT]
    public ConnectorException(
            FaultCode code,
            Problem problem,
            Optional<Duration> retryAfter,
            Optional<KindId> actualKind,
            @Nullable Throwable cause) {
        super(problem.summary(), cause);
        this.code = code;
        this.problem = problem;
        this.retryAfter = retryAfter;
        this.actualKind = actualKind;
    }

    /// @param advice one imperative sentence
    public static ConnectorException of(FaultCode code, String summary, String advice) {
        return new ConnectorException(code, new Problem(code.problemCode(), summary, advice), null);
    }

    /// The same about one more cause.
    public ConnectorException causedBy(Throwable cause) {
        return new ConnectorException(code, problem, retryAfter, actualKind, cause);
    }

    public FaultCode code() {
        return code;
    }

    public Problem problem() {
        return problem;
    }

    public Optional<Duration> retryAfter() {
        return retryAfter;
    }

    public Optional<KindId> actualKind() {
        return actualKind;
    }
}
