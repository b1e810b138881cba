package io.pilothouse.demo.arr;

/// What differs between the six apps.
public enum ArrApp {
    SONARR("sonarr", "Sonarr", "/api/v3", "4.0.19.2979", 307, "/media/tv", Shape.SERIES),
    RADARR("radarr", "Radarr", "/api/v3", "6.0.4.10291", 307, "/media/movies", Shape.MOVIES),
    LIDARR("lidarr", "Lidarr", "/api/v1", "2.14.5.4836", 307, "/media/music", Shape.ARTISTS),
    READARR("readarr", "Readarr", "/api/v1", "0.4.18.2805", 302, "/media/books", Shape.AUTHORS),
    WHISPARR("whisparr", "Whisparr", "/api/v3", "2.0.0.987", 302, "/media/sites", Shape.SERIES),
    EROS("eros", "Whisparr", "/api/v3", "3.2.0.1145", 307, "/media/scenes", Shape.MOVIES);

    /// What the library consists of.
    enum Shape {
        SERIES("series", "Series", "Episode", "Episodes"),
        MOVIES("movie", "Movie", "Movie", "Movies"),
        ARTISTS("artist", "Artist", "Album", "Albums"),
        AUTHORS("author", "Author", "Book", "Books");

        final String resource;
        final String parent;
        final String unit;
        final String units;

        Shape(String resource, String parent, String unit, String units) {
            this.resource = resource;
            this.parent = parent;
            this.unit = unit;
            this.units = units;
        }
    }

    final String kind;
    final String appName;
    final String prefix;
    final String version;
    final int redirect;
    final String root;
    final Shape shape;

    ArrApp(String kind, String appName, String prefix, String version, int redirect, String root, Shape shape) {
        this.kind = kind;
        this.appName = appName;
        this.prefix = prefix;
        this.version = version;
        this.redirect = redirect;
        this.root = root;
        this.shape = shape;
    }

    /// @throws IllegalArgumentException if no app is of that kind
    public static ArrApp of(String kind) {
        for (var app : values()) {
            if (app.kind.equals(kind)) {
                return app;
            }
        }
        throw new IllegalArgumentException("not an *arr kind: " + kind);
    }

    /// The category that it is set up with in a download client.
    String usualCategory() {
        return switch (this) {
            case SONARR -> "tv-sonarr";
            case RADARR -> "radarr";
            case LIDARR -> "lidarr";
            case READARR -> "books";
            case WHISPARR, EROS -> kind;
        };
    }

    boolean answersHeadPing() {
        return this == SONARR || this == RADARR || this == LIDARR;
    }

    /// Readarr's builds have no `external` login; the two Whisparrs and Readarr write no last search.
    boolean hasLastSearchTime() {
        return this != READARR && this != WHISPARR;
    }
}
