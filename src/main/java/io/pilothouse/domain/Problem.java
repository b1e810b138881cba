package io.pilothouse.domain;

/// A failure in words a person can act on.
///
/// @param code    the stable name of the kind of failure, for scripts
/// @param summary what happened, one sentence, names the instance, no stack trace and no secret
/// @param advice  what to do next, one imperative sentence
public record Problem(ProblemCode code, String summary, String advice) {

    public Problem {
        if (summary.isBlank() || advice.isBlank()) {
            throw new IllegalArgumentException("a problem needs a summary and an advice");
        }
    }
}
