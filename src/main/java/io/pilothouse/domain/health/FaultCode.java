package io.pilothouse.domain.health;

import io.pilothouse.domain.ProblemCode;

/// Why a service could not do what was asked, as finely as a person needs it to act. Each names the
/// step at which it happens, what it makes of the health, and whether trying again without a
/// change can help.
public enum FaultCode {
    // spotless:off
    NAME_UNKNOWN        (Step.NAME,       Health.ERROR,     false, ProblemCode.UNREACHABLE),
    NO_ROUTE            (Step.ADDRESS,    Health.ERROR,     false, ProblemCode.UNREACHABLE),
    CONNECTION_REFUSED  (Step.CONNECT,    Health.ERROR,     false, ProblemCode.UNREACHABLE),
    NO_ANSWER           (Step.CONNECT,    Health.ERROR,     false, ProblemCode.UNREACHABLE),
    PROXY_FAILED        (Step.CONNECT,    Health.ERROR,     false, ProblemCode.UNREACHABLE),
    TLS_UNTRUSTED       (Step.TLS,        Health.ERROR,     true,  ProblemCode.UNREACHABLE),
    TLS_EXPIRED         (Step.TLS,        Health.ERROR,     true,  ProblemCode.UNREACHABLE),
    TLS_WRONG_NAME      (Step.TLS,        Health.ERROR,     true,  ProblemCode.UNREACHABLE),
    TLS_PIN_CHANGED     (Step.TLS,        Health.ERROR,     true,  ProblemCode.UNREACHABLE),
    TLS_EXPECTED        (Step.TLS,        Health.ERROR,     true,  ProblemCode.UNREACHABLE),
    TLS_NOT_SPOKEN      (Step.TLS,        Health.ERROR,     true,  ProblemCode.UNREACHABLE),
    CONNECTION_CUT      (Step.HTTP,       Health.ERROR,     false, ProblemCode.UNREACHABLE),
    TOO_SLOW            (Step.HTTP,       Health.ERROR,     false, ProblemCode.UNREACHABLE),
    SERVER_ERROR        (Step.HTTP,       Health.ERROR,     false, ProblemCode.SERVICE),
    REDIRECTED_AWAY     (Step.HTTP,       Health.ERROR,     true,  ProblemCode.SERVICE),
    HOST_REFUSED        (Step.HTTP,       Health.UNHEALTHY, true,  ProblemCode.SERVICE),
    PROXY_PAGE          (Step.HTTP,       Health.ERROR,     false, ProblemCode.SERVICE),
    THROTTLED           (Step.HTTP,       Health.ERROR,     false, ProblemCode.SERVICE),
    STARTING            (Step.PRODUCT,    Health.UNHEALTHY, false, ProblemCode.SERVICE),
    WRONG_PRODUCT       (Step.PRODUCT,    Health.UNHEALTHY, true,  ProblemCode.WRONG_PRODUCT),
    UNKNOWN_PRODUCT     (Step.PRODUCT,    Health.UNHEALTHY, true,  ProblemCode.WRONG_PRODUCT),
    WRONG_PATH          (Step.PRODUCT,    Health.UNHEALTHY, true,  ProblemCode.SERVICE),
    TOO_OLD             (Step.PRODUCT,    Health.UNHEALTHY, true,  ProblemCode.SERVICE),
    IDENTITY_CHANGED    (Step.PRODUCT,    Health.UNHEALTHY, true,  ProblemCode.IDENTITY_CHANGED),
    SECRET_MISSING      (Step.SECRET,     Health.UNHEALTHY, true,  ProblemCode.REFUSED),
    SECRET_REFUSED      (Step.SECRET,     Health.UNHEALTHY, true,  ProblemCode.REFUSED),
    /// The login that several instances share is no longer accepted by whoever gives out its tokens, so that
    /// none of them can be asked (Amazon Marketing Cloud 12.1: `AUTH_…` is an error, not a refusal).
    LOGIN_REFUSED       (Step.SECRET,     Health.ERROR,     true,  ProblemCode.REFUSED),
    SIGN_IN_EXPIRED     (Step.SECRET,     Health.ERROR,     false, ProblemCode.REFUSED),
    SECRET_LOCKED       (Step.SECRET,     Health.ERROR,     true,  ProblemCode.LOCKED),
    BANNED              (Step.SECRET,     Health.UNHEALTHY, true,  ProblemCode.REFUSED),
    PERMISSION_MISSING  (Step.PERMISSION, Health.UNHEALTHY, true,  ProblemCode.REFUSED),
    TERMS_REQUIRED      (Step.PERMISSION, Health.UNHEALTHY, true,  ProblemCode.REFUSED),
    NOT_READY           (Step.DATA,       Health.UNHEALTHY, false, ProblemCode.SERVICE),
    REFUSED             (Step.DATA,       Health.UNHEALTHY, true,  ProblemCode.SERVICE),
    NOT_SUPPORTED       (Step.DATA,       Health.UNHEALTHY, true,  ProblemCode.SERVICE),
    NOT_FOUND           (Step.DATA,       Health.UNHEALTHY, true,  ProblemCode.NOT_FOUND),
    INVALID_INPUT       (Step.DATA,       Health.UNHEALTHY, true,  ProblemCode.BAD_VALUE),
    MALFORMED           (Step.DATA,       Health.ERROR,     false, ProblemCode.SERVICE),
    TOO_LARGE           (Step.DATA,       Health.ERROR,     false, ProblemCode.SERVICE),
    CONFIGURATION       (Step.DATA,       Health.ERROR,     true,  ProblemCode.BAD_VALUE),
    BUG                 (Step.DATA,       Health.ERROR,     false, ProblemCode.BUG);
    // spotless:on

    private final Step step;
    private final Health health;
    private final boolean permanent;
    private final ProblemCode problemCode;

    FaultCode(Step step, Health health, boolean permanent, ProblemCode problemCode) {
        this.step = step;
        this.health = health;
        this.permanent = permanent;
        this.problemCode = problemCode;
    }

    public Step step() {
        return step;
    }

    public Health health() {
        return health;
    }

    /// @return whether only a change (of secret, address, certificate, service) can help
    public boolean permanent() {
        return permanent;
    }

    /// @return whether the secret itself was refused, so that only another one can help
    public boolean secretRefused() {
        return this == SECRET_REFUSED || this == LOGIN_REFUSED;
    }

    /// @return whether the request cannot have reached the service, so that nothing was done for it
    public boolean neverArrived() {
        return switch (this) {
            case NAME_UNKNOWN, NO_ROUTE, CONNECTION_REFUSED, NO_ANSWER, PROXY_FAILED -> true;
            default -> false;
        };
    }

    public ProblemCode problemCode() {
        return problemCode;
    }
}
