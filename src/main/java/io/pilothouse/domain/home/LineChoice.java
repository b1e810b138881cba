package io.pilothouse.domain.home;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// When the live line to a house is kept up: a setting of each house.
public enum LineChoice {
    /// Always while there are few houses, else on demand.
    AUTO,
    ALWAYS,
    /// While somebody looks at it or works with it, and a few minutes longer.
    ON_DEMAND;

    /// The name of the setting.
    public static final String SETTING = "connection";

    /// @return as the setting spells it
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /// @return empty for a word that is none of them
    public static Optional<LineChoice> of(String word) {
        return Arrays.stream(values()).filter(one -> one.word().equals(word)).findFirst();
    }

    /// @param settings of an instance
    public static LineChoice in(Map<String, String> settings) {
        return of(settings.getOrDefault(SETTING, "")).orElse(AUTO);
    }
}
