package io.pilothouse.tasks.secret;

/// A place that keeps keys is missing, locked or refuses. Its message goes to people.
public final class KeyPlaceException extends Exception {

    private static final long serialVersionUID = 1L;

    public KeyPlaceException(String message) {
        super(message);
    }

    public KeyPlaceException(String message, Throwable cause) {
        super(message, cause);
    }
}
