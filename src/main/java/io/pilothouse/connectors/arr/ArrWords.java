package io.pilothouse.connectors.arr;

import io.pilothouse.domain.cycle.HuntRule.Unit;
import java.util.List;

/// The words of one app for what it keeps, where the apps differ (sections 9, 10, 14 and 15 of their
/// contract).
///
/// @param itemType        what is searched: `episode`; `<itemType>Id` is its field in queue and history
/// @param parentType      what contains it: `series`; empty where the item stands alone
/// @param parentField     field of a wanted record that holds the parent; empty where there is none
/// @param embedParent     query flag that puts it there
/// @param editorType      what carries tags
/// @param queueFlags      flags of `queue/details` that would make the answer large
/// @param searchTimeKey   sort key of the last search, empty where there is none
/// @param searchTimeSince first version that sorts by it without an error
/// @param dateKey         sort key that every version knows
/// @param releasedKey     sort key of when it came out
record ArrWords(
        List<Unit> units,
        String itemType,
        String parentType,
        String parentField,
        String embedParent,
        String editorType,
        List<String> queueFlags,
        String searchTimeKey,
        String searchTimeSince,
        String dateKey,
        String releasedKey) {

    static ArrWords of(ArrApp app) {
        return switch (app) {
            case SONARR -> series(List.of(Unit.EPISODE, Unit.SEASON, Unit.SERIES), "episodes.lastSearchTime", "4.0.9");
            case WHISPARR -> series(List.of(Unit.SCENE, Unit.SEASON, Unit.SERIES), "", "");
            case RADARR -> movies(Unit.MOVIE, "5.11", "movieMetadata.year");
            case EROS -> movies(Unit.SCENE, "3.0.2", "movieMetadata.releaseDate");
            case LIDARR ->
                new ArrWords(
                        List.of(Unit.ALBUM, Unit.ARTIST),
                        "album",
                        "artist",
                        "artist",
                        "includeArtist",
                        "artist",
                        List.of("includeArtist", "includeAlbum"),
                        "albums.lastSearchTime",
                        "2.7",
                        "releaseDate",
                        "releaseDate");
            case READARR ->
                new ArrWords(
                        List.of(Unit.BOOK, Unit.AUTHOR),
                        "book",
                        "author",
                        "author",
                        "includeAuthor",
                        "author",
                        List.of("includeAuthor", "includeBook"),
                        "",
                        "",
                        "releaseDate",
                        "releaseDate");
        };
    }

    private static ArrWords series(List<Unit> units, String searchTimeKey, String since) {
        return new ArrWords(
                units,
                "episode",
                "series",
                "series",
                "includeSeries",
                "series",
                List.of("includeSeries", "includeEpisode"),
                searchTimeKey,
                since,
                "episodes.airDateUtc",
                "episodes.airDateUtc");
    }

    private static ArrWords movies(Unit unit, String since, String releasedKey) {
        return new ArrWords(
                List.of(unit),
                "movie",
                "",
                "",
                "",
                "movie",
                List.of("includeMovie"),
                "movies.lastSearchTime",
                since,
                "movieMetadata.sortTitle",
                releasedKey);
    }
}
