package io.pilothouse.connectors.qbittorrent;

import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;

/// Version of the Web API, `2.11.4`, compared number by number. It decides what a server can do; the
/// version of the program is only shown.
record WebApiVersion(int major, int minor, int patch) implements Comparable<WebApiVersion> {

    /// qBittorrent 4.4.0.
    static final WebApiVersion OLDEST = new WebApiVersion(2, 8, 4);
    /// The newest that this connector was written against (qBittorrent 5.3, in development).
    static final WebApiVersion NEWEST_KNOWN = new WebApiVersion(2, 16, 1);

    private static final Pattern FORM = Pattern.compile("v?(\\d{1,4}(?:\\.\\d{1,4}){0,3}).*");

    /// @return empty when the text is no version
    static Optional<WebApiVersion> parse(String text) {
        var match = FORM.matcher(text.strip());
        if (!match.matches()) {
            return Optional.empty();
        }
        var parts = Arrays.stream(match.group(1).split("\\."))
                .mapToInt(Integer::parseInt)
                .toArray();
        return Optional.of(
                new WebApiVersion(parts[0], parts.length > 1 ? parts[1] : 0, parts.length > 2 ? parts[2] : 0));
    }

    boolean can(Feature feature) {
        return compareTo(feature.from()) >= 0;
    }

    @Override
    public int compareTo(WebApiVersion other) {
        int byMajor = Integer.compare(major, other.major);
        int byMinor = Integer.compare(minor, other.minor);
        return byMajor != 0 ? byMajor : byMinor != 0 ? byMinor : Integer.compare(patch, other.patch);
    }

    @Override
    public String toString() {
        return major + "." + minor + "." + patch;
    }
}
