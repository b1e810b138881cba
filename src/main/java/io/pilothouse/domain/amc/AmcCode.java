package io.pilothouse.domain.amc;

import io.pilothouse.domain.ProblemCode;

/// Why AMC could not do what was asked (section 10 of the contract). People and scripts see the name.
public enum AmcCode {
    TERMS_REQUIRED(Class.PERMANENT, ProblemCode.REFUSED),
    AUTH_EXPIRED(Class.TRANSIENT, ProblemCode.REFUSED),
    AUTH_REVOKED(Class.PERMANENT, ProblemCode.REFUSED),
    AUTH_CLIENT_INVALID(Class.PERMANENT, ProblemCode.REFUSED),
    AUTH_REQUEST_INVALID(Class.PERMANENT, ProblemCode.REFUSED),
    AUTH_UNAVAILABLE(Class.TRANSIENT, ProblemCode.UNREACHABLE),
    CONFIG_ACCOUNT_MISSING(Class.PERMANENT, ProblemCode.BAD_VALUE),
    CONFIG_MARKETPLACE_MISSING(Class.PERMANENT, ProblemCode.BAD_VALUE),
    CONFIG_CREDENTIAL_MISSING(Class.PERMANENT, ProblemCode.BAD_VALUE),
    CREDENTIAL_LOCKED(Class.PERMANENT, ProblemCode.LOCKED),
    ACCESS_DENIED(Class.PERMANENT, ProblemCode.REFUSED),
    RESULT_NOT_READY(Class.WAIT, ProblemCode.SERVICE),
    NOT_FOUND(Class.PERMANENT, ProblemCode.NOT_FOUND),
    /// the instance belongs to another local profile
    FORBIDDEN(Class.PERMANENT, ProblemCode.FORBIDDEN),
    RETIRED_API(Class.PERMANENT, ProblemCode.SERVICE),
    WORKFLOW_EXISTS(Class.PERMANENT, ProblemCode.SERVICE),
    PARAM_UNDECLARED(Class.PERMANENT, ProblemCode.BAD_VALUE),
    SQL_INVALID(Class.PERMANENT, ProblemCode.BAD_VALUE),
    SQL_UNSUPPORTED(Class.PERMANENT, ProblemCode.BAD_VALUE),
    PRIVACY_BUDGET(Class.PERMANENT, ProblemCode.SERVICE),
    MEDIA_TYPE(Class.PERMANENT, ProblemCode.SERVICE),
    REQUEST_INVALID(Class.PERMANENT, ProblemCode.SERVICE),
    RATE_LIMITED(Class.THROTTLED, ProblemCode.SERVICE),
    SERVER_ERROR(Class.TRANSIENT, ProblemCode.SERVICE),
    NETWORK(Class.TRANSIENT, ProblemCode.UNREACHABLE),
    TIMEOUT(Class.TRANSIENT, ProblemCode.UNREACHABLE),
    MALFORMED(Class.TRANSIENT, ProblemCode.SERVICE);

    /// What may be done next.
    public enum Class {
        /// only a change can help
        PERMANENT,
        /// trying again later may help
        TRANSIENT,
        /// it is a matter of time
        WAIT,
        /// the service says when to come back
        THROTTLED
    }

    private final Class what;
    private final ProblemCode problemCode;

    AmcCode(Class what, ProblemCode problemCode) {
        this.what = what;
        this.problemCode = problemCode;
    }

    public Class what() {
        return what;
    }

    public ProblemCode problemCode() {
        return problemCode;
    }

    /// @return whether a failed run may be tried again by itself (section 14.5)
    public boolean mayBeRetried() {
        return what == Class.TRANSIENT || what == Class.THROTTLED;
    }

    /// @return whether it comes from the credential, so that it concerns all its instances (T16)
    public boolean ofCredential() {
        return this == AUTH_REVOKED
                || this == AUTH_CLIENT_INVALID
                || this == AUTH_REQUEST_INVALID
                || this == CREDENTIAL_LOCKED;
    }
}
