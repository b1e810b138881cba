package io.pilothouse.domain.secret;

import java.util.Map;
import java.util.Optional;

/// All secrets of one instance by field name, for example `apiKey`. Immutable.
public record Secrets(Map<String, Secret> byField) {

    public static final Secrets NONE = new Secrets(Map.of());

    public Secrets {
        byField = Map.copyOf(byField);
    }

    public static Secrets of(String field, String value) {
        return new Secrets(Map.of(field, new Secret(value)));
    }

    public Optional<Secret> find(String field) {
        return Optional.ofNullable(byField.get(field));
    }

    @Override
    public String toString() {
        return "Secrets" + byField.keySet();
    }
}
