package io.pilothouse.tasks.torrent;

import io.pilothouse.domain.Problem;
import io.pilothouse.domain.ProblemCode;
import io.pilothouse.domain.ProblemException;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/// What may be changed of a client's preferences from here, and what must change with it (section 5.1 of
/// qBittorrent's contract names the traps).
public final class PreferenceChanges {

    private static final Set<String> REFUSED = Set.of(
            "save_path", "web_ui_port", "web_ui_password", "web_ui_username", "web_ui_address", "bypass_local_auth");

    /// Alone they do nothing.
    private static final Map<String, String> PAIRS = Map.of(
            "max_ratio", "max_ratio_enabled",
            "max_seeding_time", "max_seeding_time_enabled",
            "max_inactive_seeding_time", "max_inactive_seeding_time_enabled");

    private PreferenceChanges() {}

    public static boolean refused(String name) {
        return REFUSED.contains(name) || name.startsWith("proxy_");
    }

    /// @param typed by name, as a person writes them
    /// @return everything that is to be sent
    /// @throws ProblemException with `bad-value` for what is not changed from here
    public static SortedMap<String, Object> of(Map<String, String> typed) throws ProblemException {
        var wanted = new TreeMap<String, Object>();
        for (var each : typed.entrySet()) {
            if (refused(each.getKey())) {
                throw new ProblemException(new Problem(
                        ProblemCode.BAD_VALUE,
                        "“" + each.getKey() + "” is not changed from here.",
                        "Change it on the client's own page, where you see what becomes of it."));
            }
            wanted.put(each.getKey(), value(each.getValue()));
            var pair = PAIRS.get(each.getKey());
            if (pair != null) {
                wanted.put(pair, true);
            }
        }
        return wanted;
    }

    private static Object value(String text) {
        if (text.equals("true") || text.equals("false")) {
            return Boolean.valueOf(text);
        }
        if (text.matches("-?\\d{1,15}")) {
            return Long.valueOf(text);
        }
        return text.matches("-?\\d{1,9}\\.\\d{1,6}") ? Double.valueOf(text) : text;
    }
}
