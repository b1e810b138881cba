package io.pilothouse.connectors.arr;

import com.fasterxml.jackson.databind.JsonNode;
import io.pilothouse.connectors.Answer;
import io.pilothouse.connectors.Call;
import io.pilothouse.connectors.ConnectorException;
import io.pilothouse.connectors.SearchesWanted;
import io.pilothouse.connectors.Target;
import io.pilothouse.domain.cycle.Candidate;
import io.pilothouse.domain.cycle.HuntRule.Pass;
import io.pilothouse.domain.cycle.HuntRule.Unit;
import io.pilothouse.domain.cycle.ItemKey;
import io.pilothouse.domain.instance.RemoteIdentity;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
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
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// What is wanted, what is on its way, and searching for it (sections 9 to 12 of the contract).
/// Thread-safe.
final class ArrSearch {

    private static final int PAGE = 100;

    /// Enough missing episodes of one ended season to ask for the season instead (section 16.4).
    private static final int PACK_FROM = 3;

    private static final Pattern GRABBED = Pattern.compile("(\\d+) reports? downloaded");

    private final ArrApp app;
    private final ArrApi api;
    private final ArrWords words;
    private final Map<ItemKey, Season> seasons = new ConcurrentHashMap<>();
    private final Proof proof;
    private volatile List<Candidate> library = List.of();
    private volatile Map<Integer, String> tags = Map.of();
    private volatile Optional<RemoteIdentity> known;

    /// Says whether the app behind the address is still ours.
    @FunctionalInterface
    interface Proof {

        /// @throws ConnectorException if another app answers
        RemoteIdentity ask() throws ConnectorException, InterruptedException;
    }

    /// @param over whether no further episode of it is to come
    private record Season(ItemKey key, boolean over) {}

    ArrSearch(ArrApp app, ArrApi api, Target target, Proof proof) {
        this.app = app;
        this.api = api;
        this.proof = proof;
        known = target.identity();
        words = ArrWords.of(app);
    }

    List<Unit> units() {
        return words.units();
    }

    Optional<String> searchBlocked() throws ConnectorException, InterruptedException {
        var answer = api.ok(api.get("health", ArrApi.SMALL));
        stopIfStranger(answer);
        for (var complaint : api.tree(answer)) {
            var source = complaint.path("source").asText();
            boolean noSearch = source.equals("IndexerSearchCheck")
                    || source.equals("DownloadClientCheck")
                    || source.equals("IndexerStatusCheck")
                    || source.equals("IndexerLongTermStatusCheck");
            if (noSearch && complaint.path("type").asText().equals("error")) { // section 6.2
                return Optional.of(complaint.path("message").asText());
            }
        }
        return Optional.empty();
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

    SearchesWanted.Queue queue() throws ConnectorException, InterruptedException {
        var call = api.get("queue/details", ArrApi.LIST);
        for (var flag : words.queueFlags()) {
            call = call.query(flag, "false");
        }
        var byDownload = new LinkedHashMap<String, List<JsonNode>>();
        for (var row : api.tree(call)) {
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
                complaint(first));
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

    SearchesWanted.WantedPage wanted(Pass pass, Unit unit, int page) throws ConnectorException, InterruptedException {
        var call = api.get("wanted/" + pass.word(), ArrApi.LIST)
                .query("page", Integer.toString(page))
                .query("pageSize", Integer.toString(PAGE))
                .query("sortKey", sortKey())
                .query("sortDirection", "ascending")
                .query("monitored", "true");
        if (!words.embedParent().isEmpty()) {
            call = call.query(words.embedParent(), "true");
        }
        var answer = api.send(call);
        if (answer.status() == 404) { // section 9.4: builds without wanted lists
            return fromLibrary(pass, page);
        }
        var body = api.tree(answer);
        if (page == 1) {
            seasons.clear();
        }
        if (page == 1) {
            tags = tagLabels();
        }
        var rows = new LinkedHashMap<ItemKey, Candidate>();
        for (var record : body.path("records")) {
            var candidate = candidate(record);
            rows.putIfAbsent(candidate.item(), candidate);
        }
        long total = body.path("totalRecords").asLong();
        var singles = List.copyOf(rows.values());
        boolean last = (long) page * PAGE >= total || singles.isEmpty();
        return new SearchesWanted.WantedPage(
                unit == words.units().getFirst() ? singles : grouped(unit, singles), last, total);
    }

    private SearchesWanted.WantedPage fromLibrary(Pass pass, int page) throws ConnectorException, InterruptedException {
        if (page == 1) {
            tags = tagLabels();
            var all = new ArrayList<Candidate>();
            for (var movie : api.tree(api.get("movie", ArrApi.LIST)
                    .query("excludeLocalCovers", "true")
                    .atMost(256L << 20))) {
                boolean wanted = pass == Pass.MISSING
                        ? !movie.path("hasFile").asBoolean()
                        : movie.path("movieFile").path("qualityCutoffNotMet").asBoolean();
                if (wanted && movie.path("monitored").asBoolean()) {
                    all.add(candidate(movie));
                }
            }
            library = List.copyOf(all);
        }
        var all = library;
        int from = Math.min(all.size(), (page - 1) * PAGE);
        int until = Math.min(all.size(), page * PAGE);
        return new SearchesWanted.WantedPage(all.subList(from, until), until == all.size(), all.size());
    }

    private Candidate candidate(JsonNode record) {
        var parent = words.parentField().isEmpty() ? record : record.path(words.parentField());
        var parentKey = words.parentField().isEmpty()
                ? Optional.<ItemKey>empty()
                : Optional.of(new ItemKey(
                        words.parentType(),
                        record.path(words.parentType() + "Id").asText()));
        var labels = new TreeSet<String>();
        parent.path("tags").forEach(tag -> labels.add(tags.getOrDefault(tag.asInt(), tag.asText())));
        var item = new ItemKey(words.itemType(), record.path("id").asText());
        if (words.units().contains(Unit.SEASON)) {
            seasons.put(item, season(record, parent));
        }
        return new Candidate(
                item,
                parentKey,
                title(record, parent),
                record.path("monitored").asBoolean(true)
                        && parent.path("monitored").asBoolean(true),
                record.path("grabbed").asBoolean(false),
                labels,
                parent.path("qualityProfileId").asText(""),
                root(parent),
                released(record),
                record.path("isAvailable").asBoolean(true),
                instant(record.path("lastSearchTime").asText("")),
                List.of());
    }

    private String title(JsonNode record, JsonNode parent) {
        var own = record.path("title").asText("");
        if (words.parentField().isEmpty()) {
            int year = record.path("year").asInt();
            return year > 0 ? own + " (" + year + ")" : own;
        }
        var above = parent.path("title")
                .asText(parent.path("artistName")
                        .asText(parent.path("authorName").asText("")));
        if (!record.has("episodeNumber")) {
            return (above + " – " + own).strip();
        }
        return "%s %dx%02d %s"
                .formatted(
                        above,
                        record.path("seasonNumber").asInt(),
                        record.path("episodeNumber").asInt(),
                        own)
                .strip();
    }

    private static String root(JsonNode parent) {
        var root = parent.path("rootFolderPath").asText("");
        if (!root.isEmpty()) {
            return root;
        }
        var path = parent.path("path").asText("");
        int cut = Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\'));
        return cut > 0 ? path.substring(0, cut) : "";
    }

    private static Optional<Instant> released(JsonNode record) {
        return instant(
                record.path("airDateUtc").asText(record.path("releaseDate").asText("")));
    }

    /// Times come as `…Z`, sometimes as a plain date (section 3).
    private static Optional<Instant> instant(String text) {
        try {
            return text.isEmpty()
                    ? Optional.empty()
                    : Optional.of(
                            text.length() == 10
                                    ? LocalDate.parse(text).atStartOfDay().toInstant(ZoneOffset.UTC)
                                    : Instant.parse(text));
        } catch (DateTimeException unreadable) {
            return Optional.empty();
        }
    }

    /// The longest unsearched first, where this version can sort so without an error (section 9.2).
    private String sortKey() {
        boolean postgres = known.map(identity ->
                        "postgreSQL".equalsIgnoreCase(identity.facts().get("databaseType")))
                .orElse(false);
        boolean searched = !postgres && atLeast(words.searchTimeSince());
        return searched ? words.searchTimeKey() : words.dateKey();
    }

    private boolean atLeast(String version) {
        var identity = known;
        if (version.isEmpty() || identity.isEmpty()) {
            return false;
        }
        var ours = identity.get().version().split("\\.");
        var wanted = version.split("\\.");
        for (int i = 0; i < wanted.length; i++) {
            int have = i < ours.length && ours[i].matches("\\d{1,6}") ? Integer.parseInt(ours[i]) : 0;
            int need = Integer.parseInt(wanted[i]);
            if (have != need) {
                return have > need;
            }
        }
        return true;
    }

    private Map<Integer, String> tagLabels() throws ConnectorException, InterruptedException {
        var labels = new HashMap<Integer, String>();
        api.tree(api.get("tag", ArrApi.SMALL))
                .forEach(tag ->
                        labels.put(tag.path("id").asInt(), tag.path("label").asText()));
        return labels;
    }

    private static Season season(JsonNode record, JsonNode series) {
        int number = record.path("seasonNumber").asInt();
        boolean later = false;
        boolean airing = false;
        for (var other : series.path("seasons")) {
            later |= other.path("seasonNumber").asInt() > number;
            airing |= other.path("seasonNumber").asInt() == number
                    && other.path("statistics").hasNonNull("nextAiring");
        }
        boolean over = !airing && (later || series.path("ended").asBoolean(false));
        return new Season(new ItemKey("season", record.path("seriesId").asText() + ":" + number), over);
    }

    /// Seasons that are over and of which enough is missing to ask for the whole.
    List<Candidate> packs(List<Candidate> singles) {
        if (app != ArrApp.SONARR) { // the seasons of Whisparr v2 are years, which come in no pack
            return List.of();
        }
        var over = singles.stream()
                .filter(single -> seasons.containsKey(single.item())
                        && seasons.get(single.item()).over())
                .toList();
        return grouped(Unit.SEASON, over).stream()
                .filter(pack -> pack.covers().size() >= PACK_FROM)
                .filter(pack -> !pack.item().id().endsWith(":0")) // specials come in no pack
                .toList();
    }

    private List<Candidate> grouped(Unit unit, List<Candidate> singles) {
        return singles.stream()
                .collect(
                        Collectors.groupingBy(single -> groupOf(unit, single), LinkedHashMap::new, Collectors.toList()))
                .entrySet()
                .stream()
                .map(group -> group(group.getKey(), group.getValue()))
                .toList();
    }

    private ItemKey groupOf(Unit unit, Candidate single) {
        var season = seasons.get(single.item());
        return unit == Unit.SEASON && season != null
                ? season.key()
                : single.parent().orElse(single.item());
    }

    private static Candidate group(ItemKey key, List<Candidate> members) {
        var first = members.getFirst();
        var name = first.title().replaceFirst(" \\d+x\\d+ .*$", "").replaceFirst(" – .*$", "");
        var title = key.type().equals("season")
                ? name + ", season " + key.id().substring(key.id().indexOf(':') + 1)
                : name;
        boolean anySearched = members.stream().allMatch(it -> it.lastSearchAt().isPresent());
        return new Candidate(
                key,
                first.parent(),
                title,
                true,
                members.stream().anyMatch(Candidate::inQueue),
                first.tags(),
                first.profile(),
                first.root(),
                members.stream().flatMap(it -> it.releasedAt().stream()).max(Instant::compareTo),
                true,
                anySearched
                        ? members.stream()
                                .flatMap(it -> it.lastSearchAt().stream())
                                .min(Instant::compareTo)
                        : Optional.empty(),
                members.stream().map(Candidate::item).toList());
    }

    /// One search, as one command (section 11.2). Bodies are built from what the item is, never from a
    /// free map: a misspelt field would search something else.
    SearchesWanted.CommandState search(ItemKey item) throws ConnectorException, InterruptedException {
        var command = api.tree(api.write("POST", "command", searchBody(item)));
        return command(command);
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
        api.tree(api.get("command", ArrApi.LIST)).forEach(it -> commands.add(command(it)));
        return commands;
    }

    Optional<SearchesWanted.CommandState> command(String id) throws ConnectorException, InterruptedException {
        var answer = api.send(api.get("command/" + id, ArrApi.SMALL));
        return answer.status() == 404 ? Optional.empty() : Optional.of(command(api.tree(answer)));
    }

    private static SearchesWanted.CommandState command(JsonNode it) {
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
                instant(it.path("ended").asText("")));
    }

    List<SearchesWanted.Happening> historySince(Instant since) throws ConnectorException, InterruptedException {
        var call = api.get("history/since", ArrApi.LIST).query("date", since.toString());
        if (words.units().contains(Unit.SEASON)) {
            call = call.query("includeEpisode", "true"); // only it tells the season
        }
        var happenings = new ArrayList<SearchesWanted.Happening>();
        for (var row : api.tree(call)) {
            instant(row.path("date").asText("")).ifPresent(at -> happenings.add(happening(row, at)));
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
                Optional.ofNullable(seasons.get(keys.isEmpty() ? new ItemKey("", "") : keys.getFirst()))
                        .ifPresent(known -> keys.add(known.key()));
            }
        }
        return List.copyOf(keys);
    }

    void tag(Collection<ItemKey> items, String label) throws ConnectorException, InterruptedException {
        var wanted = label.strip().toLowerCase(Locale.ROOT); // section 7.4: stored so, compared before
        var known = tags.entrySet().stream()
                .filter(tag -> tag.getValue().equals(wanted))
                .map(Map.Entry::getKey)
                .findFirst();
        int tag = known.isPresent()
                ? known.get()
                : api.tree(api.write("POST", "tag", Map.of("label", wanted)))
                        .path("id")
                        .asInt();
        var ids = items.stream()
                .filter(item -> item.type().equals(words.editorType()))
                .map(ArrSearch::number)
                .distinct()
                .toList();
        if (!ids.isEmpty()) {
            api.ok(api.write(
                    "PUT",
                    words.editorType() + "/editor",
                    Map.of(words.editorType() + "Ids", ids, "tags", List.of(tag), "applyTags", "add")));
        }
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

    static Set<Pass> passes() {
        return Set.of(Pass.MISSING, Pass.CUTOFF);
    }
}
