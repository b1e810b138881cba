package io.pilothouse.demo.service;

import java.util.Map;

/// How a client gets in.
///
/// @param username empty where the product has none
/// @param secrets  by field name, for example `apiKey`; empty for a product without any
/// @param settings what else a client must know, for example an account id
public record Access(String username, Map<String, String> secrets, Map<String, String> settings) {

    public static final Access OPEN = new Access("", Map.of(), Map.of());

    public static Access key(String name, String value) {
        return new Access("", Map.of(name, value), Map.of());
    }

    /// The secret as the command line's secret file holds it: one value as it is, several as a JSON
    /// object, empty when there is none.
    public String secretText() {
        return switch (secrets.size()) {
            case 0 -> "";
            case 1 -> secrets.values().iterator().next();
            default -> Json.text(new java.util.TreeMap<>(secrets));
        };
    }
}
