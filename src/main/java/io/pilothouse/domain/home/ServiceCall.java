package io.pilothouse.domain.home;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// One call of a service. Immutable.
///
/// @param response whether the answer is wanted where the service leaves the choice
public record ServiceCall(
        String domain, String service, Target target, Map<String, @Nullable Object> data, boolean response) {

    /// After these the connection ends, and that is their success.
    private static final Set<String> ENDING =
            Set.of("homeassistant.restart", "homeassistant.stop", "hassio.host_reboot", "hassio.host_shutdown");

    /// They only answer, and change nothing.
    private static final Set<String> READING = Set.of(
            "weather.get_forecasts",
            "calendar.get_events",
            "todo.get_items",
            "homeassistant.check_config",
            "recorder.get_statistics");

    public ServiceCall {
        data = Collections.unmodifiableMap(new LinkedHashMap<>(data));
    }

    public String name() {
        return domain + "." + service;
    }

    /// @return whether the connection ends when the call succeeds
    public boolean endsConnection() {
        return ENDING.contains(name())
                || name().equals("update.install")
                        && target.entities().stream()
                                .anyMatch(id -> id.contains("core_update") || id.contains("operating_system"));
    }

    /// @return whether nothing in the house changes by it
    public boolean onlyReads() {
        return READING.contains(name());
    }
}
