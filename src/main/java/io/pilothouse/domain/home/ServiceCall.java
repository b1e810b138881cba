package io.pilothouse.domain.home;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
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

    /// Services that only administrators may call.
    private static final Pattern FOR_ADMINISTRATORS =
            Pattern.compile("homeassistant\\.(restart|stop|check_config|reload_\\w+|set_location)"
                    + "|(?!script\\.|group\\.)\\w+\\.reload|recorder\\.\\w+|frontend\\.\\w+|hassio\\.\\w+");

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

    /// @param service with its domain
    /// @return whether a house lets only its administrators call it
    public static boolean forAdministrators(String service) {
        return FOR_ADMINISTRATORS.matcher(service).matches();
    }

    /// @return whether nothing in the house changes by it
    public boolean onlyReads() {
        return READING.contains(name());
    }
}
