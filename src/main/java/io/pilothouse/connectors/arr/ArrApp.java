package io.pilothouse.connectors.arr;

import io.pilothouse.domain.instance.KindId;
import java.util.Arrays;
import java.util.Optional;

/// What differs between the apps of the family (sections 1, 6.1 and 15 of their contract).
public enum ArrApp {
    // spotless:off
    SONARR  ("sonarr",   "Sonarr",      "Sonarr",   "api/v3", 8989, 3, Integer.MAX_VALUE),
    RADARR  ("radarr",   "Radarr",      "Radarr",   "api/v3", 7878, 3, Integer.MAX_VALUE),
    LIDARR  ("lidarr",   "Lidarr",      "Lidarr",   "api/v1", 8686, 0, Integer.MAX_VALUE),
    READARR ("readarr",  "Readarr",     "Readarr",  "api/v1", 8787, 0, Integer.MAX_VALUE),
    WHISPARR("whisparr", "Whisparr v2", "Whisparr", "api/v3", 6969, 0, 2),
    EROS    ("eros",     "Whisparr v3", "Whisparr", "api/v3", 6969, 3, Integer.MAX_VALUE);
    // spotless:on

    private final KindId kind;
    private final String displayName;
    private final String appName;
    private final String apiPrefix;
    private final int port;
    private final int oldestMajor;
    private final int newestMajor;

    ArrApp(
            String kind,
            String displayName,
            String appName,
            String apiPrefix,
            int port,
            int oldestMajor,
            int newestMajor) {
        this.kind = new KindId(kind);
        this.displayName = displayName;
        this.appName = appName;
        this.apiPrefix = apiPrefix;
        this.port = port;
        this.oldestMajor = oldestMajor;
        this.newestMajor = newestMajor;
    }

    /// Who answers, by what `system/status` says; a version older than any we know still is its app.
    static Optional<ArrApp> of(String appName, String version) {
        int major = major(version);
        var sameName = Arrays.stream(values())
                .filter(app -> app.appName.equals(appName))
                .toList();
        return sameName.stream()
                .filter(app -> major <= app.newestMajor)
                .filter(app -> major >= app.oldestMajor || sameName.size() == 1)
                .findFirst();
    }

    /// @return whether an app of the family calls itself so
    static boolean isName(String name) {
        return Arrays.stream(values()).anyMatch(app -> app.appName.equals(name));
    }

    /// @return whether another app of the family gives the same name, so that only the version tells
    boolean sharesItsName() {
        return Arrays.stream(values())
                        .filter(app -> app.appName.equals(appName))
                        .count()
                > 1;
    }

    /// @return whether this version of the app lacks the API
    boolean tooOld(String version) {
        return major(version) < oldestMajor;
    }

    /// @return the first number of a version, 0 for one that does not begin with a number
    static int major(String version) {
        var first = version.split("\\.", 2)[0];
        return first.matches("\\d{1,6}") ? Integer.parseInt(first) : 0;
    }

    /// @param resource below the API, for example `system/status`
    String path(String resource) {
        return apiPrefix + "/" + resource;
    }

    /// @return for example `api/v3`
    String apiPrefix() {
        return apiPrefix;
    }

    KindId kind() {
        return kind;
    }

    String displayName() {
        return displayName;
    }

    String appName() {
        return appName;
    }

    int port() {
        return port;
    }

    int oldestMajor() {
        return oldestMajor;
    }
}
