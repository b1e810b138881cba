package io.pilothouse.connectors.arr;

import com.fasterxml.jackson.databind.JsonNode;
import io.pilothouse.connectors.ConnectorException;
import io.pilothouse.domain.arr.Coming;
import io.pilothouse.domain.arr.Release;
import io.pilothouse.domain.arr.Title;
import io.pilothouse.domain.arr.Upkeep;
import io.pilothouse.domain.cycle.ItemKey;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/// The library, the calendar, interactive search and the app's own upkeep (sections 7, 8, 12 and 14 of the
/// contract). Thread-safe.
final class ArrShelf {

    private static final int LOG_LINES = 100;

    /// Items of one editor call; the apps' bodies may be larger, their transactions need not.
    private static final int EDITED_AT_ONCE = 500;

    /// What would change the app itself, and is never asked for from here (section 11.5).
    private static final Set<String> NO_CHORE =
            Set.of("applicationupdate", "clearblocklist", "clearlog", "deletelogfiles");

    private final ArrApp app;
    private final ArrApi api;
    private final ArrWords words;

    ArrShelf(ArrApp app, ArrApi api) {
        this.app = app;
        this.api = api;
        words = ArrWords.of(app);
    }

    List<Title> library() throws ConnectorException, InterruptedException {
        var tags = new HashMap<Integer, String>();
        api.rows(api.get("tag", ArrApi.SMALL))
                .forEach(it -> tags.put(it.path("id").asInt(), it.path("label").asText()));
        var profiles = new HashMap<Integer, String>();
        api.rows(api.get("qualityprofile", ArrApi.SMALL))
                .forEach(it ->
                        profiles.put(it.path("id").asInt(), it.path("name").asText()));
        var call = words.parentType().isEmpty()
                ? api.movies()
                : api.get(words.parentType(), ArrApi.LIBRARY).atMost(ArrApi.LIBRARY_BYTES);
        if (words.parentType().equals("series")) {
            call = call.query("includeSeasonImages", "false");
        }
        var titles = new ArrayList<Title>();
        for (var it : api.rows(call)) {
            titles.add(title(it, tags, profiles));
        }
        return titles;
    }

    private Title title(JsonNode it, Map<Integer, String> tags, Map<Integer, String> profiles) {
        var labels = new TreeSet<String>();
        it.path("tags").forEach(tag -> labels.add(tags.getOrDefault(tag.asInt(), tag.asText())));
        var counts = it.path("statistics");
        boolean single = words.parentType().isEmpty();
        int have = single
                ? it.path("hasFile").asBoolean() ? 1 : 0
                : first(counts, "episodeFileCount", "trackFileCount", "bookFileCount");
        int want = single
                ? it.path("monitored").asBoolean() || have > 0 ? 1 : 0
                : first(counts, "episodeCount", "trackCount", "bookCount");
        int year = it.path("year").asInt();
        var name = text(it, "title", "artistName", "authorName");
        int profile = it.path("qualityProfileId").asInt();
        return new Title(
                new ItemKey(words.editorType(), it.path("id").asText()),
                name,
                text(it, "sortTitle", "sortName"),
                year > 0 ? OptionalInt.of(year) : OptionalInt.empty(),
                it.path("status").asText(""),
                it.path("monitored").asBoolean(),
                have,
                want,
                counts.path("sizeOnDisk").asLong(it.path("sizeOnDisk").asLong()),
                profiles.getOrDefault(profile, Integer.toString(profile)),
                it.path("rootFolderPath").asText(""),
                labels,
                ArrTimes.instant(it.path("added").asText("")),
                page(it),
                foreignId(it));
    }

    private static int first(JsonNode counts, String... keys) {
        return Stream.of(keys)
                .filter(counts::has)
                .mapToInt(key -> counts.path(key).asInt())
                .findFirst()
                .orElse(0);
    }

    private static String text(JsonNode it, String... keys) {
        return Stream.of(keys)
                .map(key -> it.path(key).asText(""))
                .filter(text -> !text.isEmpty())
                .findFirst()
                .orElse("");
    }

    /// Section 8.1.
    private String page(JsonNode it) {
        return switch (app) {
            case SONARR -> "series/" + it.path("titleSlug").asText("");
            case WHISPARR -> "site/" + it.path("titleSlug").asText("");
            case RADARR -> "movie/" + it.path("tmdbId").asText("");
            case EROS -> "movie/" + it.path("titleSlug").asText("");
            case LIDARR -> "artist/" + it.path("foreignArtistId").asText("");
            case READARR -> "author/" + it.path("titleSlug").asText("");
        };
    }

    private String foreignId(JsonNode it) {
        return switch (app) {
            case SONARR, WHISPARR -> it.path("tvdbId").asText("");
            case RADARR -> it.path("tmdbId").asText("");
            case EROS -> text(it, "foreignId", "stashId");
            case LIDARR -> it.path("foreignArtistId").asText("");
            case READARR -> it.path("foreignAuthorId").asText("");
        };
    }

    List<Coming> calendar(Instant from, Instant until, boolean unmonitored)
            throws ConnectorException, InterruptedException {
        var call = api.get("calendar", ArrApi.LIST)
                .query("start", from.toString())
                .query("end", until.toString())
                .query("unmonitored", Boolean.toString(unmonitored));
        if (!words.embedParent().isEmpty()) {
            call = call.query(words.embedParent(), "true");
        }
        var coming = new ArrayList<Coming>();
        for (var it : api.rows(call)) {
            dates(it).forEach((what, at) -> {
                if (!at.isBefore(from) && !at.isAfter(until)) {
                    coming.add(coming(it, what, at));
                }
            });
        }
        coming.sort(Comparator.comparing(Coming::at).thenComparing(Coming::title));
        return coming;
    }

    /// A film has up to three dates, and is in the answer when any of them fits (section 12.1).
    private Map<String, Instant> dates(JsonNode it) {
        var dates = new java.util.LinkedHashMap<String, Instant>();
        if (words.parentType().isEmpty()) {
            for (var date : List.of(
                    Map.entry("inCinemas", "in cinemas"),
                    Map.entry("digitalRelease", "digital release"),
                    Map.entry("physicalRelease", "physical release"))) {
                ArrTimes.instant(it.path(date.getKey()).asText("")).ifPresent(at -> dates.put(date.getValue(), at));
            }
        }
        if (dates.isEmpty()) {
            ArrTimes.instant(text(it, "airDateUtc", "releaseDate")).ifPresent(at -> dates.put("", at));
        }
        return dates;
    }

    private Coming coming(JsonNode it, String what, Instant at) {
        var counts = it.path("statistics");
        boolean have = it.path("hasFile").asBoolean()
                || first(counts, "trackFileCount", "bookFileCount") > 0
                        && first(counts, "trackFileCount", "bookFileCount") >= first(counts, "trackCount", "bookCount");
        return new Coming(
                at,
                new ItemKey(words.itemType(), it.path("id").asText()),
                ArrCandidates.title(words, it, words.parentField().isEmpty() ? it : it.path(words.parentField())),
                what,
                have,
                it.path("monitored").asBoolean(),
                app != ArrApp.SONARR); // which alone tells when something is on
    }

    // upkeep

    Upkeep upkeep(Set<Upkeep.Lack> lacks) throws ConnectorException, InterruptedException {
        return new Upkeep(chores(), log(), backups(), folders(), disks(), lacks);
    }

    private List<Upkeep.Chore> chores() throws ConnectorException, InterruptedException {
        var chores = new ArrayList<Upkeep.Chore>();
        for (var it : api.rows(api.get("system/task", ArrApi.SMALL))) {
            chores.add(new Upkeep.Chore(
                    it.path("name").asText(""),
                    it.path("taskName").asText(""),
                    Duration.ofMinutes(it.path("interval").asLong()),
                    ArrTimes.instant(it.path("lastExecution").asText("")).filter(at -> at.isAfter(Instant.EPOCH)),
                    ArrTimes.instant(it.path("nextExecution").asText("")),
                    ArrTimes.span(it.path("lastDuration").asText(""))));
        }
        return chores;
    }

    private List<Upkeep.LogLine> log() throws ConnectorException, InterruptedException {
        return ArrPages.read(api, api.get("log", ArrApi.LIST), "time", "descending", LOG_LINES).stream()
                .map(it -> new Upkeep.LogLine(
                        ArrTimes.instant(it.path("time").asText("")).orElse(Instant.EPOCH),
                        it.path("level").asText(""),
                        it.path("logger").asText(""),
                        it.path("message").asText("")))
                .toList();
    }

    private List<Upkeep.Backup> backups() throws ConnectorException, InterruptedException {
        var backups = new ArrayList<Upkeep.Backup>();
        for (var it : api.rows(api.get("system/backup", ArrApi.SMALL))) {
            backups.add(new Upkeep.Backup(
                    ArrTimes.instant(it.path("time").asText("")).orElse(Instant.EPOCH),
                    it.path("name").asText(""),
                    it.path("type").asText(""),
                    number(it, "size")));
        }
        return backups;
    }

    private List<Upkeep.Folder> folders() throws ConnectorException, InterruptedException {
        var folders = new ArrayList<Upkeep.Folder>();
        for (var it : api.rows(api.get("rootfolder", ArrApi.LIST))) {
            folders.add(new Upkeep.Folder(
                    it.path("path").asText(""), it.path("accessible").asBoolean(true), number(it, "freeSpace")));
        }
        return folders;
    }

    private List<Upkeep.Disk> disks() throws ConnectorException, InterruptedException {
        var disks = new ArrayList<Upkeep.Disk>();
        for (var it : api.rows(api.get("diskspace", ArrApi.SMALL))) {
            disks.add(new Upkeep.Disk(
                    it.path("path").asText(""),
                    it.path("freeSpace").asLong(),
                    it.path("totalSpace").asLong()));
        }
        return disks;
    }

    private static OptionalLong number(JsonNode it, String key) {
        return it.path(key).isNumber() ? OptionalLong.of(it.path(key).asLong()) : OptionalLong.empty();
    }

    /// @return the body of the command
    static Map<String, Object> chore(String command) {
        if (NO_CHORE.contains(command.toLowerCase(java.util.Locale.ROOT)) || !command.matches("[A-Za-z]{3,60}")) {
            throw new IllegalArgumentException("no chore: " + command);
        }
        return Map.of("name", command);
    }

    // writing

    void monitor(Collection<ItemKey> items, boolean monitored) throws ConnectorException, InterruptedException {
        var ids = items.stream().map(it -> Long.parseLong(it.id())).distinct().toList();
        if (ids.isEmpty()) {
            return;
        }
        var type = items.iterator().next().type();
        boolean child = !words.parentType().isEmpty() && type.equals(words.itemType());
        if (!child && !type.equals(words.editorType())) {
            throw new IllegalArgumentException(app.displayName() + " cannot monitor a " + type);
        }
        for (int from = 0; from < ids.size(); from += EDITED_AT_ONCE) {
            var part = ids.subList(from, Math.min(ids.size(), from + EDITED_AT_ONCE));
            var resource = child ? type + "/monitor" : type + "/editor";
            api.ok(api.write("PUT", resource, Map.of(type + "Ids", part, "monitored", monitored)));
        }
    }

    // interactive search

    List<Release> releases(ItemKey item) throws ConnectorException, InterruptedException {
        var releases = new ArrayList<Release>();
        for (var it : api.rows(api.releases(item))) {
            var objections = new ArrayList<String>();
            it.path("rejections")
                    .forEach(no ->
                            objections.add(no.isObject() ? no.path("reason").asText() : no.asText()));
            if (objections.isEmpty() && it.path("rejected").asBoolean()) {
                objections.add("");
            }
            releases.add(new Release(
                    it.path("guid").asText(""),
                    it.path("indexerId").asLong(),
                    it.path("title").asText(""),
                    it.path("indexer").asText(""),
                    it.path("size").asLong(),
                    it.path("age").asInt(),
                    it.path("quality").path("quality").path("name").asText(""),
                    it.path("protocol").asText(""),
                    it.path("seeders").isIntegralNumber()
                            ? OptionalInt.of(it.path("seeders").asInt())
                            : OptionalInt.empty(),
                    it.path("customFormatScore").asInt(),
                    objections));
        }
        return releases;
    }

    void grab(Release release) throws ConnectorException, InterruptedException {
        api.ok(api.write("POST", "release", Map.of("guid", release.handle(), "indexerId", release.indexerId())));
    }
}
