package io.pilothouse.demo.arr;

import io.pilothouse.demo.service.Json;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The library in the app's own JSON, as its openapi.json and the contract's samples spell it.
final class ArrRecords {

    /// Score of custom formats from which a file is good enough.
    static final int CUTOFF_SCORE = 50;

    private final ArrApp app;
    private final ArrLibrary library;

    ArrRecords(ArrApp app, ArrLibrary library) {
        this.app = app;
        this.library = library;
    }

    Map<String, @Nullable Object> parent(ArrLibrary.Parent parent, Instant now) {
        return switch (app.shape) {
            case SERIES -> series(parent, now);
            case MOVIES -> movie(parent, now);
            case ARTISTS -> artist(parent);
            case AUTHORS -> author(parent);
        };
    }

    /// @param embedded whether the parent is written into the record
    Map<String, @Nullable Object> unit(ArrLibrary.Unit unit, boolean embedded, Instant now) {
        var parent = library.parent(unit.parentId()).orElseThrow();
        return switch (app.shape) {
            case SERIES -> episode(unit, embedded ? series(parent, now) : null);
            case MOVIES -> movie(parent, now);
            case ARTISTS -> album(unit, embedded ? artist(parent) : null);
            case AUTHORS -> book(unit, embedded ? author(parent) : null);
        };
    }

    private Map<String, @Nullable Object> series(ArrLibrary.Parent parent, Instant now) {
        var units = library.unitsOf(parent.id()).toList();
        var seasons = units.stream()
                .map(ArrLibrary.Unit::group)
                .distinct()
                .map(season -> {
                    var own = units.stream()
                            .filter(unit -> unit.group() == season)
                            .toList();
                    return (Object) Json.object(
                            "seasonNumber", season, "monitored", true, "statistics", seriesStatistics(own, now));
                })
                .toList();
        var statistics = seriesStatistics(units, now);
        statistics.put("seasonCount", seasons.size());
        boolean whisparr = app == ArrApp.WHISPARR;
        return Json.sparse(
                "id", parent.id(),
                "title", parent.title(),
                "alternateTitles", whisparr ? null : List.of(),
                "sortTitle", parent.title().toLowerCase(Locale.ROOT),
                "status", parent.ended() ? "ended" : "continuing",
                "ended", parent.ended(),
                "network", "Example TV",
                "images", List.of(),
                "seasons", seasons,
                "year", parent.year(),
                "path", app.root + "/" + parent.title(),
                "qualityProfileId", parent.qualityProfileId(),
                "seasonFolder", whisparr ? null : true,
                "monitored", parent.monitored(),
                "runtime", 45,
                "tvdbId", Integer.parseInt(parent.foreignId()),
                "seriesType", whisparr ? null : "standard",
                "cleanTitle", parent.title().toLowerCase(Locale.ROOT).replace(" ", ""),
                "titleSlug", slug(parent),
                "rootFolderPath", app.root,
                "genres", List.of("Drama"),
                "tags", parent.tags(),
                "added", parent.added().toString(),
                "ratings", Json.object("votes", 10, "value", 7.5),
                "statistics", statistics);
    }

    private static Map<String, @Nullable Object> seriesStatistics(List<ArrLibrary.Unit> units, Instant now) {
        long files = units.stream().filter(ArrLibrary.Unit::hasFile).count();
        long counted = units.stream()
                .filter(unit ->
                        unit.hasFile() || unit.monitored() && !unit.released().isAfter(now))
                .count();
        return Json.object(
                "episodeFileCount", files,
                "episodeCount", counted,
                "totalEpisodeCount", units.size(),
                "sizeOnDisk", size(units),
                "releaseGroups", List.of(),
                "percentOfEpisodes", percent(files, counted));
    }

    private Map<String, @Nullable Object> movie(ArrLibrary.Parent parent, Instant now) {
        var unit = library.unitsOf(parent.id()).findFirst().orElseThrow();
        boolean released = !unit.released().isAfter(now);
        boolean eros = app == ArrApp.EROS;
        return Json.sparse(
                "id",
                parent.id(),
                "title",
                parent.title(),
                "originalTitle",
                eros ? null : parent.title(),
                "sortTitle",
                parent.title().toLowerCase(Locale.ROOT),
                "sizeOnDisk",
                unit.sizeBytes(),
                "status",
                released ? "released" : "announced",
                "digitalRelease",
                eros ? null : unit.released().toString(),
                "releaseDate",
                unit.released().toString(),
                "images",
                List.of(),
                "year",
                parent.year(),
                "studioTitle",
                eros ? "Example Studio" : null,
                "path",
                app.root + "/" + parent.title() + " (" + parent.year() + ")",
                "qualityProfileId",
                parent.qualityProfileId(),
                "hasFile",
                unit.hasFile(),
                "movieFileId",
                unit.hasFile() ? parent.id() + 50_000 : 0,
                "monitored",
                parent.monitored(),
                "minimumAvailability",
                eros ? null : "released",
                "isAvailable",
                released,
                "runtime",
                104,
                "cleanTitle",
                parent.title().toLowerCase(Locale.ROOT).replace(" ", ""),
                "tmdbId",
                eros ? 0 : Integer.parseInt(parent.foreignId()),
                "foreignId",
                eros ? parent.foreignId() : null,
                "stashId",
                eros ? parent.foreignId() : null,
                "titleSlug",
                parent.foreignId(),
                "rootFolderPath",
                app.root,
                "genres",
                List.of(),
                "tags",
                parent.tags(),
                "added",
                parent.added().toString(),
                "ratings",
                eros ? null : Map.of(),
                "credits",
                eros ? List.of() : null,
                "itemType",
                eros ? "scene" : null,
                "movieFile",
                unit.hasFile()
                        ? Json.sparse(
                                "id",
                                parent.id() + 50_000,
                                "movieId",
                                parent.id(),
                                "size",
                                unit.sizeBytes(),
                                "quality",
                                quality(),
                                "customFormatScore", // not worked out here, only in the record of the file
                                eros ? 0 : null,
                                "qualityCutoffNotMet",
                                unit.belowCutoff())
                        : null,
                "lastSearchTime",
                time(unit.lastSearch()),
                "statistics",
                Json.object(
                        "movieFileCount", unit.hasFile() ? 1 : 0,
                        "sizeOnDisk", unit.sizeBytes(),
                        "releaseGroups", List.of()));
    }

    private Map<String, @Nullable Object> artist(ArrLibrary.Parent parent) {
        var units = library.unitsOf(parent.id()).toList();
        long tracks = units.size() * 11L;
        long files = units.stream().filter(ArrLibrary.Unit::hasFile).count() * 11;
        return Json.object(
                "id", parent.id(),
                "status", parent.ended() ? "ended" : "continuing",
                "ended", parent.ended(),
                "artistName", parent.title(),
                "foreignArtistId", parent.foreignId(),
                "artistType", "Group",
                "disambiguation", "",
                "links", List.of(),
                "images", List.of(),
                "path", app.root + "/" + parent.title(),
                "qualityProfileId", parent.qualityProfileId(),
                "metadataProfileId", 1,
                "monitored", parent.monitored(),
                "monitorNewItems", "all",
                "genres", List.of(),
                "cleanName", parent.title().toLowerCase(Locale.ROOT).replace(" ", ""),
                "sortName", parent.title().toLowerCase(Locale.ROOT),
                "tags", parent.tags(),
                "added", parent.added().toString(),
                "ratings", Json.object("votes", 0, "value", 0.0),
                "statistics",
                        Json.object(
                                "albumCount",
                                units.size(),
                                "trackFileCount",
                                files,
                                "trackCount",
                                tracks,
                                "totalTrackCount",
                                tracks,
                                "sizeOnDisk",
                                size(units),
                                "percentOfTracks",
                                percent(files, tracks)));
    }

    private Map<String, @Nullable Object> author(ArrLibrary.Parent parent) {
        var units = library.unitsOf(parent.id()).toList();
        long files = units.stream().filter(ArrLibrary.Unit::hasFile).count();
        return Json.object(
                "id", parent.id(),
                "authorMetadataId", parent.id() + 4,
                "status", parent.ended() ? "ended" : "continuing",
                "ended", parent.ended(),
                "authorName", parent.title(),
                "foreignAuthorId", parent.foreignId(),
                "titleSlug", parent.foreignId(),
                "links", List.of(),
                "images", List.of(),
                "path", app.root + "/" + parent.title(),
                "qualityProfileId", parent.qualityProfileId(),
                "metadataProfileId", 1,
                "monitored", parent.monitored(),
                "monitorNewItems", "all",
                "genres", List.of(),
                "cleanName", parent.title().toLowerCase(Locale.ROOT).replace(" ", ""),
                "sortName", parent.title().toLowerCase(Locale.ROOT),
                "tags", parent.tags(),
                "added", parent.added().toString(),
                "ratings", Json.object("votes", 100, "value", 4.1),
                "statistics",
                        Json.object(
                                "bookFileCount", files,
                                "bookCount", units.size(),
                                "availableBookCount", files,
                                "totalBookCount", units.size(),
                                "sizeOnDisk", size(units),
                                "percentOfBooks", percent(files, units.size())));
    }

    /// What the custom formats of a unit's file are worth; the profile wants [#CUTOFF_SCORE].
    static int score(ArrLibrary.Unit unit) {
        return unit.id() % 5 == 0 ? 10 : CUTOFF_SCORE;
    }

    /// The file of a unit of a series or an artist, or of a film.
    Map<String, @Nullable Object> file(ArrLibrary.Unit unit) {
        boolean series = app.shape == ArrApp.Shape.SERIES;
        boolean album = app.shape == ArrApp.Shape.ARTISTS;
        return Json.sparse(
                "id",
                unit.id() + 50_000,
                app.shape.resource + "Id",
                unit.parentId(),
                "albumId",
                album ? unit.id() : null,
                "seasonNumber",
                series ? unit.group() : null,
                "size",
                unit.sizeBytes(),
                "quality",
                quality(),
                "customFormats",
                List.of(),
                "customFormatScore",
                score(unit),
                "qualityCutoffNotMet",
                unit.belowCutoff());
    }

    /// Every file and download is of one quality.
    Map<String, @Nullable Object> quality() {
        var quality =
                switch (app.shape) {
                    case ARTISTS -> Json.object("id", 3, "name", "MP3-320");
                    case AUTHORS -> Json.object("id", 3, "name", "EPUB");
                    case SERIES, MOVIES ->
                        Json.object("id", 3, "name", "WEBDL-1080p", "source", "web", "resolution", 1080);
                };
        if (app == ArrApp.RADARR || app == ArrApp.EROS) {
            quality.put("source", "webdl");
        }
        if (app == ArrApp.RADARR) {
            quality.put("modifier", "none");
        }
        return Json.object("quality", quality, "revision", Json.object("version", 1, "real", 0, "isRepack", false));
    }

    private Map<String, @Nullable Object> episode(
            ArrLibrary.Unit unit, @Nullable Map<String, @Nullable Object> series) {
        var date = LocalDate.ofInstant(unit.released(), ZoneOffset.UTC).toString();
        boolean whisparr = app == ArrApp.WHISPARR;
        return Json.sparse(
                "id",
                unit.id(),
                "seriesId",
                unit.parentId(),
                "tvdbId",
                9_900_000 + unit.id(),
                "episodeFileId",
                unit.hasFile() ? unit.id() + 50_000 : 0,
                "seasonNumber",
                unit.group(),
                "episodeNumber",
                whisparr ? null : unit.number(),
                "title",
                unit.title(),
                "airDate",
                whisparr ? null : date,
                "airDateUtc",
                whisparr ? null : unit.released().toString(),
                "releaseDate",
                whisparr ? date : null,
                "lastSearchTime",
                app.hasLastSearchTime() ? time(unit.lastSearch()) : null,
                "runtime",
                45,
                "hasFile",
                unit.hasFile(),
                "monitored",
                unit.monitored(),
                "series",
                series);
    }

    private Map<String, @Nullable Object> album(ArrLibrary.Unit unit, @Nullable Map<String, @Nullable Object> artist) {
        int files = unit.hasFile() ? 11 : 0;
        return Json.sparse(
                "id", unit.id(),
                "title", unit.title(),
                "disambiguation", "",
                "artistId", unit.parentId(),
                "foreignAlbumId", new java.util.UUID(unit.parentId(), unit.id()).toString(),
                "monitored", unit.monitored(),
                "anyReleaseOk", true,
                "profileId", 1,
                "duration", 2_400_000,
                "albumType", "Album",
                "secondaryTypes", List.of(),
                "mediumCount", 1,
                "ratings", Json.object("votes", 0, "value", 0.0),
                "releaseDate", unit.released().toString(),
                "releases", List.of(),
                "genres", List.of(),
                "media", List.of(),
                "artist", artist,
                "images", List.of(),
                "links", List.of(),
                "lastSearchTime", time(unit.lastSearch()),
                "statistics",
                        Json.object(
                                "trackFileCount",
                                files,
                                "trackCount",
                                11,
                                "totalTrackCount",
                                11,
                                "sizeOnDisk",
                                unit.sizeBytes(),
                                "percentOfTracks",
                                percent(files, 11)));
    }

    private Map<String, @Nullable Object> book(ArrLibrary.Unit unit, @Nullable Map<String, @Nullable Object> author) {
        return Json.sparse(
                "id", unit.id(),
                "title", unit.title(),
                "authorTitle", unit.title(),
                "seriesTitle", "",
                "disambiguation", "",
                "authorId", unit.parentId(),
                "foreignBookId", String.valueOf(2_000_000 + unit.id()),
                "titleSlug", String.valueOf(2_000_000 + unit.id()),
                "monitored", unit.monitored(),
                "anyEditionOk", true,
                "ratings", Json.object("votes", 0, "value", 0.0),
                "releaseDate", unit.released().toString(),
                "pageCount", 320,
                "genres", List.of(),
                "author", author,
                "images", List.of(),
                "links", List.of(),
                "statistics",
                        Json.object(
                                "bookFileCount",
                                unit.hasFile() ? 1 : 0,
                                "bookCount",
                                1,
                                "totalBookCount",
                                1,
                                "sizeOnDisk",
                                unit.sizeBytes(),
                                "percentOfBooks",
                                percent(unit.hasFile() ? 1 : 0, 1)));
    }

    private static String slug(ArrLibrary.Parent parent) {
        return parent.title().toLowerCase(Locale.ROOT).replace(' ', '-') + "-" + parent.id();
    }

    private static @Nullable String time(@Nullable Instant at) {
        return at == null ? null : at.toString();
    }

    private static long size(List<ArrLibrary.Unit> units) {
        return units.stream().mapToLong(ArrLibrary.Unit::sizeBytes).sum();
    }

    private static double percent(long part, long whole) {
        return whole == 0 ? 0 : Math.round(1000.0 * part / whole) / 10.0;
    }
}
