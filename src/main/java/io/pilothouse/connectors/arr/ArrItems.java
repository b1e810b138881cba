package io.pilothouse.connectors.arr;

import com.fasterxml.jackson.databind.JsonNode;
import io.pilothouse.connectors.Call;
import io.pilothouse.connectors.ConnectorException;
import io.pilothouse.domain.arr.Child;
import io.pilothouse.domain.arr.Past;
import io.pilothouse.domain.arr.Setup;
import io.pilothouse.domain.cycle.ItemKey;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;

/// Single items of a library, what became of them, and by what the app decides (sections 7.3, 8 and 12.2 of
/// the contract). Thread-safe.
final class ArrItems {

    private static final int HISTORY_ROWS = 100;

    private final ArrApp app;
    private final ArrApi api;
    private final ArrWords words;

    ArrItems(ArrApp app, ArrApi api) {
        this.app = app;
        this.api = api;
        words = ArrWords.of(app);
    }

    List<Child> children(ItemKey parent) throws ConnectorException, InterruptedException {
        if (words.parentType().isEmpty()) {
            return List.of();
        }
        var call = api.get(words.itemType(), ArrApi.LIST).query(words.parentType() + "Id", parent.id());
        if (app == ArrApp.SONARR) {
            call = call.query("includeEpisodeFile", "true");
        }
        var children = new ArrayList<Child>();
        for (var it : api.rows(call)) {
            children.add(child(it));
        }
        children.sort(Comparator.<Child>comparingInt(it -> it.season().orElse(0))
                .thenComparingInt(it -> it.number().orElse(0))
                .thenComparing(it -> it.releasedAt().map(Object::toString).orElse("")));
        return children;
    }

    private Child child(JsonNode it) {
        var counts = it.path("statistics");
        int files =
                counts.path("trackFileCount").asInt(counts.path("bookFileCount").asInt());
        int all = counts.path("trackCount").asInt(counts.path("bookCount").asInt());
        return new Child(
                new ItemKey(words.itemType(), it.path("id").asText()),
                number(it, "seasonNumber"),
                number(it, "episodeNumber"),
                it.path("title").asText(""),
                ArrTimes.instant(
                        it.path("airDateUtc").asText(it.path("releaseDate").asText(""))),
                it.path("monitored").asBoolean(),
                it.path("hasFile").asBoolean(files > 0 && files >= all),
                it.path("episodeFile")
                        .path("quality")
                        .path("quality")
                        .path("name")
                        .asText(""),
                ArrTimes.instant(it.path("lastSearchTime").asText("")));
    }

    private static OptionalInt number(JsonNode it, String key) {
        return it.path(key).isIntegralNumber() ? OptionalInt.of(it.path(key).asInt()) : OptionalInt.empty();
    }

    /// Episodes, albums and books have no history of their own but a filter of the paged one.
    List<Past> past(ItemKey item) throws ConnectorException, InterruptedException {
        var past = new ArrayList<Past>();
        if (item.type().equals(words.itemType()) && !words.parentType().isEmpty()) {
            var page = api.tree(api.get("history", ArrApi.LIST)
                    .query("page", "1")
                    .query("pageSize", Integer.toString(HISTORY_ROWS))
                    .query("sortKey", "date")
                    .query("sortDirection", "descending")
                    .query(item.type() + "Id", item.id()));
            for (var row : page.path("records")) {
                if (row.path(item.type() + "Id").asText("").equals(item.id())) { // unknown filters are ignored
                    add(past, row);
                }
            }
        } else {
            for (var row : api.rows(ofParent(item))) {
                add(past, row);
            }
        }
        past.sort(Comparator.comparing(Past::at).reversed());
        return past.stream().limit(HISTORY_ROWS).toList();
    }

    private Call ofParent(ItemKey item) throws ConnectorException {
        if (item.type().equals("season")) {
            var parts = item.id().split(":");
            return api.get("history/series", ArrApi.LIST)
                    .query("seriesId", parts[0])
                    .query("seasonNumber", parts[1]);
        }
        return api.get("history/" + item.type(), ArrApi.LIST).query(item.type() + "Id", item.id());
    }

    private static void add(List<Past> past, JsonNode row) {
        var notes = row.path("data");
        ArrTimes.instant(row.path("date").asText(""))
                .ifPresent(at -> past.add(new Past(
                        at,
                        what(row.path("eventType").asText("")),
                        row.path("sourceTitle").asText(""),
                        row.path("quality").path("quality").path("name").asText(""),
                        notes.path("indexer").asText(""),
                        notes.path("message").asText(notes.path("reason").asText("")))));
    }

    private static Past.What what(String event) {
        var word = event.toLowerCase(Locale.ROOT);
        return switch (word) {
            case "grabbed" -> Past.What.GRABBED;
            case "downloadfailed" -> Past.What.FAILED;
            case "downloadignored" -> Past.What.IGNORED;
            default ->
                word.endsWith("imported")
                        ? Past.What.IMPORTED
                        : word.endsWith("deleted")
                                ? Past.What.DELETED
                                : word.endsWith("renamed") ? Past.What.RENAMED : Past.What.OTHER;
        };
    }

    // by what it decides

    Setup setup() throws ConnectorException, InterruptedException {
        var formats = new ArrayList<String>();
        list("customformat").forEach(it -> formats.add(it.path("name").asText("")));
        var profiles = new ArrayList<Setup.Profile>();
        list("qualityprofile").forEach(it -> profiles.add(profile(it)));
        var naming = new LinkedHashMap<String, String>();
        var answer = api.send(api.get("config/naming", ArrApi.SMALL));
        if (answer.status() != 404) {
            api.tree(answer).properties().forEach(field -> {
                if (!field.getKey().equals("id")) {
                    naming.put(field.getKey(), field.getValue().asText(""));
                }
            });
        }
        return new Setup(profiles, formats, providers("indexer"), providers("downloadclient"), naming);
    }

    /// @return nothing where this build has no such resource
    private Iterable<JsonNode> list(String resource) throws ConnectorException, InterruptedException {
        var answer = api.send(api.get(resource, ArrApi.SMALL));
        return answer.status() == 404 ? List.of() : api.rows(answer);
    }

    private List<Setup.Provider> providers(String resource) throws ConnectorException, InterruptedException {
        var providers = new ArrayList<Setup.Provider>();
        for (var it : list(resource)) {
            providers.add(new Setup.Provider(
                    it.path("name").asText(""),
                    it.path("implementationName")
                            .asText(it.path("implementation").asText("")),
                    it.path("protocol").asText(""),
                    it.path("priority").asInt(),
                    it.path("enable")
                            .asBoolean(it.path("enableAutomaticSearch").asBoolean()
                                    || it.path("enableRss").asBoolean())));
        }
        return providers;
    }

    private static Setup.Profile profile(JsonNode it) {
        var names = new HashMap<String, String>();
        var allowed = new ArrayList<String>();
        for (var entry : it.path("items")) { // the worst first
            boolean group = !entry.path("quality").isObject();
            var named = group ? entry : entry.path("quality");
            names.put(named.path("id").asText(), named.path("name").asText(""));
            for (var inner : entry.path("items")) {
                names.put(
                        inner.path("quality").path("id").asText(),
                        inner.path("quality").path("name").asText(""));
            }
            if (entry.path("allowed").asBoolean()) {
                allowed.addFirst(named.path("name").asText(""));
            }
        }
        Map<String, Integer> scores = new TreeMap<>();
        for (var format : it.path("formatItems")) {
            if (format.path("score").asInt() != 0) {
                scores.put(format.path("name").asText(""), format.path("score").asInt());
            }
        }
        return new Setup.Profile(
                it.path("name").asText(""),
                it.path("upgradeAllowed").asBoolean(),
                names.getOrDefault(it.path("cutoff").asText(), ""),
                allowed,
                it.path("minFormatScore").asInt(),
                it.path("cutoffFormatScore").asInt(),
                new TreeMap<>(scores));
    }
}
