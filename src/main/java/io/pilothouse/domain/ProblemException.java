package io.pilothouse.domain;

/// A request of a person that cannot be carried out, in words they can act on. Checked: each entry
/// point decides how to show it.
public final class ProblemException extends Exception {

    private static final long serialVersionUID = 1L;

    private final transient Problem problem;

    public ProblemException(Problem problem) {
        super(problem.summary());
        this.problem = problem;
    }

    public ProblemException(Problem problem, Throwable cause) {
        super(problem.summary(), cause);
        this.problem = problem;
    }

    public Problem problem() {
        return problem;
    }
}
