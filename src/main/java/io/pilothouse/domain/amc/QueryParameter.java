package io.pilothouse.domain.amc;

import java.util.Optional;

/// A parameter that a workflow declares.
///
/// @param defaultValue as a person would type it; empty for none
public record QueryParameter(
        String name, String displayName, String description, ParameterType type, Optional<String> defaultValue) {

    public QueryParameter {
        if (!name.matches("[A-Za-z_][A-Za-z0-9_.-]*")) {
            throw new IllegalArgumentException("not a name of a parameter: " + name);
        }
    }
}
