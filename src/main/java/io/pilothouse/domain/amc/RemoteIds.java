package io.pilothouse.domain.amc;

import java.util.Optional;
import java.util.regex.Pattern;

/// The form that ids of Amazon have to keep (section 1.1, R4 and R5): only what cannot be an id is
/// refused, above all an id of ours or of a database.
public final class RemoteIds {

    private static final Pattern FORBIDDEN = Pattern.compile("[\\s/?#\\p{Cntrl}]");
    private static final Pattern UUID = Pattern.compile("[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");
    private static final Pattern INTERNAL = Pattern.compile("[a-z]+-\\d{10}[a-z0-9]{3}");

    private RemoteIds() {}

    /// @return why the text cannot be an id; empty when it can
    public static Optional<String> objection(String text) {
        var id = text.strip();
        if (id.isEmpty()) {
            return Optional.of("is empty");
        }
        if (FORBIDDEN.matcher(id).find()) {
            return Optional.of("holds a blank or one of / ? #");
        }
        if (UUID.matcher(id).matches() || INTERNAL.matcher(id).matches()) {
            return Optional.of("looks like an internal id, not one of Amazon");
        }
        return Optional.empty();
    }

    /// @return the id without blanks around it
    static String checked(String text, String what) {
        objection(text).ifPresent(reason -> {
            throw new IllegalArgumentException("the " + what + " " + reason);
        });
        return text.strip();
    }
}
