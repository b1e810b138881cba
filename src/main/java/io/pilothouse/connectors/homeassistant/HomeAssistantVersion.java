package io.pilothouse.connectors.homeassistant;

import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Pattern;

/// Version of Home Assistant Core, `2026.2.3`. A suffix (`0b1`, `0.dev2026…`) counts as the release it
/// precedes.
record HomeAssistantVersion(int year, int month, int patch) implements Comparable<HomeAssistantVersion> {

    /// The oldest release Pilothouse works with.
    static final HomeAssistantVersion OLDEST = new HomeAssistantVersion(2021, 12, 0);
    /// From here on the server may put several messages into one frame, once told that it may.
    static final HomeAssistantVersion COALESCES = new HomeAssistantVersion(2022, 9, 0);

    /// With a Supervisor the host keeps the log from it on, and there is no file.
    static final HomeAssistantVersion JOURNAL = new HomeAssistantVersion(2025, 10, 0);

    /// From here on the main feed can be narrowed by domains.
    static final HomeAssistantVersion FILTERS = new HomeAssistantVersion(2024, 9, 0);

    private static final Pattern FORM = Pattern.compile("(\\d{1,4})\\.(\\d{1,3})(?:\\.(\\d{1,4}))?.*");
    private static final Comparator<HomeAssistantVersion> ORDER = Comparator.comparingInt(HomeAssistantVersion::year)
            .thenComparingInt(HomeAssistantVersion::month)
            .thenComparingInt(HomeAssistantVersion::patch);

    /// @return empty when the text is no version at all
    static Optional<HomeAssistantVersion> parse(String text) {
        var match = FORM.matcher(text.strip());
        if (!match.matches()) {
            return Optional.empty();
        }
        var patch = match.group(3);
        return Optional.of(new HomeAssistantVersion(
                Integer.parseInt(match.group(1)),
                Integer.parseInt(match.group(2)),
                patch == null ? 0 : Integer.parseInt(patch)));
    }

    boolean atLeast(HomeAssistantVersion other) {
        return compareTo(other) >= 0;
    }

    @Override
    public int compareTo(HomeAssistantVersion other) {
        return ORDER.compare(this, other);
    }
}
