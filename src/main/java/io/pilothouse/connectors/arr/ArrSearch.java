package io.pilothouse.connectors.arr;

import com.fasterxml.jackson.databind.JsonNode;
import io.pilothouse.connectors.Answer;
import io.pilothouse.connectors.Call;
import io.pilothouse.connectors.ConnectorException;
import io.pilothouse.connectors.SearchesWanted;
import io.pilothouse.connectors.Target;
import io.pilothouse.domain.arr.Upkeep;
import io.pilothouse.domain.cycle.Candidate;
import io.pilothouse.domain.cycle.HuntRule.Pass;
import io.pilothouse.domain.cycle.HuntRule.Unit;
import io.pilothouse.domain.cycle.ItemKey;
import io.pilothouse.domain.health.ServiceWarning;
import io.pilothouse.domain.instance.RemoteIdentity;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Pattern;

/// What is wanted, what is on its way, and searching for it (sections 9 to 12 of the contract).
/// Thread-safe.
final class ArrSearch {

    private static final Pattern GRABBED = Pattern.compile("(\\d{1,9}) reports? downloaded");

    /// With an error of these a search cannot end in a download (section 6.2).
    private static final Set<String> ENDS_NO_SEARCH =
            Set.of("IndexerSearchCheck", "DownloadClientCheck", "IndexerStatusCheck", "IndexerLongTermStatusCheck");

    private final ArrApp app;
    private final ArrApi api;
    private final ArrWords words;
    private final ArrWanted lists;
    private final ArrShelf shelf;
    private final Proof proof;
    private volatile Optional<RemoteIdentity> known;

    /// Says whether the app behind the address is still ours.
    @FunctionalInterface
    interface Proof {

        /// @throws ConnectorException if another app answers
        RemoteIdentity ask() throws ConnectorException, InterruptedException;
    }

    ArrSearch(ArrApp app, ArrApi api, Target target, Proof proof) {
        this.app = app;
        this.api = api;
        this.proof = proof;
        known = target.identity();
        words = ArrWords.of(app);
        lists = new ArrWanted(app, api, () -> known);
        shelf = new ArrShelf(app, api);
    }

    List<Unit> units() {
        return words.units();
    }

    Optional<String> searchBlocked() throws ConnectorException, InterruptedException {
        var answer = api.ok(api.get("health", ArrApi.SMALL));
        stopIfStranger(answer);
        for (var complaint : api.rows(answer)) {
            if (complaint.path("type").asText("").equals("error")
                    && ENDS_NO_SEARCH.contains(complaint.path("source").asText(""))) {
                return Optional.of(complaint.path("message").asText(""));
            }
        }
        return Optional.empty();
    }

    static Optional<String> searchBlocked(List<ServiceWarning> warnings) {
        return warnings.stream()
                .filter(ArrSearch::endsSearches)
                .map(ServiceWarning::text)
                .findFirst();
    }

    static boolean endsSearches(ServiceWarning warning) {
        return warning.severity() == ServiceWarning.Severity.ERROR && ENDS_NO_SEARCH.contains(warning.source());
    }

    /// Several apps share their paths, so that another one behind the address would be searched for the
    /// wrong things. Each answer carries the app's version: one that was not seen before is asked who
    /// it is.
    private void stopIfStranger(Answer answer) throws ConnectorException, InterruptedException {
        var version = answer.header("X-Application-Version").orElse("");
        if (known.filter(identity -> identity.version().equals(version)).isEmpty()) {
            known = Optional.of(proof.ask());
        }
    }

    /// An answer of our app: what another one behind the address tells must not be taken for an outcome.
    private List<JsonNode> ours(Call call) throws ConnectorException, InterruptedException {
        var answer = api.ok(call);
        if (answer.header("X-Application-Version").isPresent()) {
            stopIfStranger(answer);
        }
        return api.rows(answer);
    }

    SearchesWanted.Queue queue() throws ConnectorException, InterruptedException {
        var call = api.get("queue/details", ArrApi.LIST);
        for (var flag : words.queueFlags()) {
            call = call.query(flag, "false");
        }
        var byDownload = new LinkedHashMap<String, List<JsonNode>>();
        for (var row : ours(call)) {
            var download = row.path("downloadId").asText("");
            var key = download.isEmpty() ? "pending " + row.path("id").asText() : download;
            byDownload.computeIfAbsent(key, _ -> new ArrayList<>()).add(row);
        }
        var items = byDownload.values().stream().map(this::download).toList();
        return new SearchesWanted.Queue(items.size(), items);
    }

    private SearchesWanted.QueueItem download(List<JsonNode> rows) {
        var first = rows.getFirst();
        var keys = new LinkedHashSet<ItemKey>();
        rows.forEach(row -> keys.addAll(keysOf(row)));
        double size = first.path("size").asDouble(-1);
        double left = first.path("sizeleft").asDouble(-1);
        var state = first.path("trackedDownloadState").asText("");
        return new SearchesWanted.QueueItem(
                rows.stream().map(row -> row.path("id").asLong()).toList(),
                first.path("downloadId").asText(""),
                List.copyOf(keys),
                first.path("title").asText(""),
                state.isEmpty() ? first.path("status").asText("") : state,
                size > 0 && left >= 0 ? OptionalDouble.of(1 - left / size) : OptionalDouble.empty(),
                size >= 0 ? OptionalLong.of((long) size) : OptionalLong.empty(),
                left >= 0 ? OptionalLong.of((long) left) : OptionalLong.empty(),
                first.path("downloadClient").asText(""),
                first.path("indexer").asText(""),
                complaint(first),
                first.path("status").asText(""),
                !first.path("trackedDownloadStatus").asText("ok").equals("ok"));
    }

    SearchesWanted.WantedPage wanted(SearchesWanted.Wish wish, int page)
            throws ConnectorException, InterruptedException {
        knowIt();
        return lists.wanted(wish, page);
    }

    /// What it can sort by depends on who it is.
    private void knowIt() throws ConnectorException, InterruptedException {
        if (known.isEmpty()) {
            known = Optional.of(proof.ask());
        }
    }

    Set<Upkeep.Lack> lacks() throws ConnectorException, InterruptedException {
        knowIt();
        return lists.lacks();
    }

    int cost(ItemKey item) {
        return lists.candidates().cost(item);
    }

    int pageCost(Pass pass) {
        return lists.pageCost(pass);
    }

    List<Candidate> packs(List<Candidate> singles) {
        return lists.candidates().packs(singles);
    }

    Set<Pass> passes() {
        return lists.passes();
    }

    Map<String, String> profileNames() throws ConnectorException, InterruptedException {
        return lists.profileNames();
    }

    /// Asks the indexers once more (section 12.4).
    List<SearchesWanted.Refusal> refusals(ItemKey item) throws ConnectorException, InterruptedException {
        if (item.type().equals("series")) {
            return List.of(); // the app looks season by season
        }
        var refusals = new ArrayList<SearchesWanted.Refusal>();
        for (var release : shelf.releases(item)) {
            if (release.objections().isEmpty()) {
                return List.of();
            }
            refusals.add(new SearchesWanted.Refusal(release.title(), release.indexer(), release.objections()));
        }
        return refusals;
    }

    private static String complaint(JsonNode row) {
        var error = row.path("errorMessage").asText("");
        if (!error.isEmpty()) {
            return error;
        }
        var messages = new LinkedHashSet<String>();
        row.path("statusMessages").forEach(it -> it.path("messages").forEach(text -> messages.add(text.asText())));
        return String.join(" ", messages);
    }

    /// One search, as one command (section 11.2). Bodies are built from what the item is, never from a
    /// free map: a misspelt field would search something else.
    SearchesWanted.CommandState search(ItemKey item) throws ConnectorException, InterruptedException {
        return post(searchBody(item));
    }

    SearchesWanted.CommandState post(Map<String, Object> body) throws ConnectorException, InterruptedException {
        return command(api.tree(api.write("POST", "command", body)));
    }

    private Map<String, Object> searchBody(ItemKey item) {
        return switch (item.type()) {
            case "episode" -> Map.of("name", "EpisodeSearch", "episodeIds", List.of(number(item)));
            case "season" -> {
                var parts = item.id().split(":");
                yield Map.of(
                        "name", "SeasonSearch",
                        "seriesId", Long.parseLong(parts[0]),
                        "seasonNumber", Integer.parseInt(parts[1]));
            }
            case "series" -> Map.of("name", "SeriesSearch", "seriesId", number(item));
            case "movie" -> Map.of("name", "MoviesSearch", "movieIds", List.of(number(item)));
            case "album" -> Map.of("name", "AlbumSearch", "albumIds", List.of(number(item)));
            case "artist" -> Map.of("name", "ArtistSearch", "artistId", number(item));
            case "book" -> Map.of("name", "BookSearch", "bookIds", List.of(number(item)));
            case "author" -> Map.of("name", "AuthorSearch", "authorId", number(item));
            default -> throw new IllegalArgumentException(app.displayName() + " cannot search a " + item.type());
        };
    }

    private static long number(ItemKey item) {
        return Long.parseLong(item.id());
    }

    List<SearchesWanted.CommandState> commands() throws ConnectorException, InterruptedException {
        var commands = new ArrayList<SearchesWanted.CommandState>();
        ours(api.get("command", ArrApi.LIST)).forEach(it -> commands.add(command(it)));
        return commands;
    }

    Optional<SearchesWanted.CommandState> command(String id) throws ConnectorException, InterruptedException {
        var answer = api.send(api.get("command/" + id, ArrApi.SMALL));
        return answer.status() == 404 ? Optional.empty() : Optional.of(command(api.tree(answer)));
    }

    private SearchesWanted.CommandState command(JsonNode it) {
        var phase =
                switch (it.path("status").asText()) {
                    case "queued" -> SearchesWanted.Phase.QUEUED;
                    case "started" -> SearchesWanted.Phase.RUNNING;
                    case "completed" -> SearchesWanted.Phase.COMPLETED;
                    case "failed" -> SearchesWanted.Phase.FAILED;
                    case "orphaned" -> SearchesWanted.Phase.ORPHANED;
                    case "aborted", "cancelled" -> SearchesWanted.Phase.CANCELLED;
                    default -> SearchesWanted.Phase.UNKNOWN;
                };
        var message = it.path("message").asText("");
        var match = GRABBED.matcher(message);
        var grabbed = phase == SearchesWanted.Phase.COMPLETED && match.find()
                ? OptionalInt.of(Integer.parseInt(match.group(1)))
                : OptionalInt.empty();
        return new SearchesWanted.CommandState(
                it.path("id").asText(),
                phase,
                grabbed,
                message,
                ArrTimes.instant(it.path("ended").asText("")),
                itemsOf(it.path("body")));
    }

    /// @return what a search command names; empty for other commands
    private Set<ItemKey> itemsOf(JsonNode body) {
        var keys = new LinkedHashSet<ItemKey>();
        body.path(words.itemType() + "Ids").forEach(id -> keys.add(new ItemKey(words.itemType(), id.asText())));
        var parent = body.path(words.parentType() + "Id");
        if (!words.parentType().isEmpty() && parent.isIntegralNumber()) {
            var season = body.path("seasonNumber");
            keys.add(
                    body.path("name").asText().equalsIgnoreCase("SeasonSearch")
                            ? new ItemKey("season", parent.asText() + ":" + season.asText())
                            : new ItemKey(words.parentType(), parent.asText()));
        }
        return keys;
    }

    List<SearchesWanted.Happening> historySince(Instant since) throws ConnectorException, InterruptedException {
        var call = api.get("history/since", ArrApi.LIST).query("date", since.toString());
        if (words.units().contains(Unit.SEASON)) {
            call = call.query("includeEpisode", "true"); // only it tells the season
        }
        var happenings = new ArrayList<SearchesWanted.Happening>();
        for (var row : ours(call)) {
            ArrTimes.instant(row.path("date").asText("")).ifPresent(at -> happenings.add(happening(row, at)));
        }
        happenings.sort(java.util.Comparator.comparing(SearchesWanted.Happening::at));
        return happenings;
    }

    private SearchesWanted.Happening happening(JsonNode row, Instant at) {
        var notes = row.path("data");
        var what =
                switch (row.path("eventType").asText()) {
                    case "grabbed" -> grabbed(notes.path("releaseSource").asText(""));
                    case "downloadFolderImported", "downloadImported", "trackFileImported", "bookFileImported" ->
                        SearchesWanted.What.IMPORTED;
                    case "downloadFailed" -> SearchesWanted.What.DOWNLOAD_FAILED;
                    case "downloadIgnored" -> SearchesWanted.What.IGNORED;
                    case "episodeFileDeleted", "movieFileDeleted", "trackFileDeleted", "bookFileDeleted" ->
                        notes.path("reason").asText().equalsIgnoreCase("Upgrade")
                                ? SearchesWanted.What.FILE_DELETED
                                : SearchesWanted.What.OTHER;
                    default -> SearchesWanted.What.OTHER;
                };
        return new SearchesWanted.Happening(
                at,
                what,
                keysOf(row),
                row.path("downloadId").asText(""),
                notes.path("indexer").asText(""),
                "",
                row.path("quality").path("quality").path("name").asText(""),
                notes.path("message").asText(notes.path("reason").asText("")));
    }

    /// What came by itself, or was chosen by a person, is no outcome of a search of ours. Older versions
    /// do not tell (section 12.2).
    private static SearchesWanted.What grabbed(String source) {
        return switch (source.toLowerCase(Locale.ROOT)) {
            case "rss", "releasepush", "interactivesearch" -> SearchesWanted.What.GRABBED_OTHERWISE;
            default -> SearchesWanted.What.GRABBED;
        };
    }

    /// The item of a queue or history row, and the larger ones that contain it.
    private List<ItemKey> keysOf(JsonNode row) {
        var keys = new ArrayList<ItemKey>();
        for (var type : new String[] {words.itemType(), words.parentType()}) {
            if (!type.isEmpty() && row.hasNonNull(type + "Id")) {
                keys.add(new ItemKey(type, row.path(type + "Id").asText()));
            }
        }
        if (words.units().contains(Unit.SEASON)) {
            var season = row.hasNonNull("seasonNumber")
                    ? row.path("seasonNumber")
                    : row.path("episode").path("seasonNumber");
            if (season.isIntegralNumber()) {
                keys.add(new ItemKey("season", row.path("seriesId").asText() + ":" + season.asInt()));
            } else {
                keys.stream().findFirst().flatMap(lists.candidates()::seasonOf).ifPresent(keys::add);
            }
        }
        return List.copyOf(keys);
    }

    void tag(Collection<ItemKey> items, String label) throws ConnectorException, InterruptedException {
        var wanted = label.strip().toLowerCase(Locale.ROOT); // section 7.4: stored so, compared before
        var known = lists.findTag(wanted);
        int tag = known.isPresent() ? known.get() : makeTag(wanted);
        var ids = items.stream()
                .filter(item -> item.type().equals(words.editorType()))
                .map(ArrSearch::number)
                .distinct()
                .toList();
        if (ids.isEmpty()) {
            return;
        }
        var answer = api.send(addTag(ids, tag));
        if (answer.status() != 500 || ids.size() == 1) {
            api.accepted(answer);
            return;
        }
        for (var id : ids) { // section 11.4: one that was deleted fails all
            var one = api.send(addTag(List.of(id), tag));
            if (one.status() != 500) {
                api.accepted(one);
            }
        }
    }

    private Call addTag(List<Long> ids, int tag) throws ConnectorException {
        return api.write(
                "PUT",
                words.editorType() + "/editor",
                Map.of(words.editorType() + "Ids", ids, "tags", List.of(tag), "applyTags", "add"));
    }

    /// A label that somebody made meanwhile is refused in some versions, and then it is there.
    private int makeTag(String label) throws ConnectorException, InterruptedException {
        var answer = api.send(api.write("POST", "tag", Map.of("label", label)));
        if (answer.status() != 409 && answer.status() != 500) {
            return api.tree(answer).path("id").asInt();
        }
        var there = lists.tagLabels().entrySet().stream()
                .filter(it -> it.getValue().equals(label))
                .findFirst();
        if (there.isEmpty()) {
            api.accepted(answer);
        }
        return there.orElseThrow().getKey();
    }

    void removeFromQueue(Collection<Long> queueIds, boolean removeData, boolean blocklist, boolean searchAgain)
            throws ConnectorException, InterruptedException {
        Call call = api.write("DELETE", "queue/bulk", Map.of("ids", Set.copyOf(queueIds)))
                .query("removeFromClient", Boolean.toString(removeData))
                .query("blocklist", Boolean.toString(blocklist))
                .query("skipRedownload", Boolean.toString(!searchAgain));
        var answer = api.send(call);
        if (answer.status() != 404) { // already gone: what was wanted
            api.accepted(answer);
        }
    }
}
