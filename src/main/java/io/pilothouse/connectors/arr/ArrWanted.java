package io.pilothouse.connectors.arr;

import com.fasterxml.jackson.databind.JsonNode;
import io.pilothouse.connectors.Call;
import io.pilothouse.connectors.ConnectorException;
import io.pilothouse.connectors.SearchesWanted.WantedPage;
import io.pilothouse.connectors.SearchesWanted.Wish;
import io.pilothouse.domain.cycle.Candidate;
import io.pilothouse.domain.cycle.HuntRule.Order;
import io.pilothouse.domain.cycle.HuntRule.Pass;
import io.pilothouse.domain.cycle.HuntRule.Unit;
import io.pilothouse.domain.cycle.ItemKey;
import io.pilothouse.domain.health.FaultCode;
import io.pilothouse.domain.instance.RemoteIdentity;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What could be searched: the app's own lists of what is missing or below the cutoff, and, where it has
/// none, what its library says (sections 8, 9, 16.4 and 16.5 of the contract). Thread-safe; the first page
/// of a list is to be read before the others.
final class ArrWanted {

    private static final int PAGE = 200;

    /// Records of one `movie/bulk` (section 8).
    private static final int BULK = 500;

    /// Enough missing episodes of one ended season to ask for the season instead (section 16.4).
    private static final int PACK_FROM = 3;

    /// First pages after which a build without these lists is asked once more whether it has them now.
    private static final int PROBE_AGAIN = 50;

    /// From the cinema to the home where nothing better is known (section 8.2).
    private static final Duration UNTIL_AT_HOME = Duration.ofDays(90);

    private final ArrApp app;
    private final ArrApi api;
    private final ArrWords words;
    private final String label;
    private final Supplier<Optional<RemoteIdentity>> identity;
    private final Map<ItemKey, Season> seasons = new ConcurrentHashMap<>();
    private volatile List<Candidate> library = List.of();
    private volatile List<JsonNode> parents = List.of();
    private volatile List<Long> ids = List.of();
    private volatile Map<Integer, String> tags = Map.of();
    private volatile Map<String, Profile> profiles = Map.of();
    private volatile Map<String, JsonNode> parentsById = Map.of();
    private volatile String withoutLists = "";
    private volatile String unsortable = "";
    private final AtomicInteger firstPages = new AtomicInteger();

    /// @param over whether no further episode of it is to come
    private record Season(ItemKey key, boolean over) {}

    /// @param upgrades whether the app replaces files at all
    /// @param cutoff   score of custom formats from which a file is good enough
    private record Profile(String name, boolean upgrades, int cutoff) {}

    /// @param label    the instance's name
    /// @param identity what answers at the address, as far as known
    ArrWanted(ArrApp app, ArrApi api, String label, Supplier<Optional<RemoteIdentity>> identity) {
        this.app = app;
        this.api = api;
        this.label = label;
        this.identity = identity;
        words = ArrWords.of(app);
    }

    /// @return the passes that the app's records can answer: Readarr's files have no score
    Set<Pass> passes() {
        return app == ArrApp.READARR ? EnumSet.complementOf(EnumSet.of(Pass.FORMAT)) : EnumSet.allOf(Pass.class);
    }

    WantedPage wanted(Wish wish, int page) throws ConnectorException, InterruptedException {
        if (page == 1) {
            seasons.clear();
            parentsById = Map.of();
            tags = wish.labels() ? tagLabels() : Map.of();
        }
        return switch (wish.pass()) {
            case MISSING, CUTOFF -> listed(wish, page);
            case FORMAT -> belowScore(wish.unit(), page);
            case TAG -> untagged(wish, page);
        };
    }

    private WantedPage listed(Wish wish, int page) throws ConnectorException, InterruptedException {
        var version = identity.get().map(RemoteIdentity::version).orElse("?");
        if (page == 1 && firstPages.getAndIncrement() % PROBE_AGAIN == 0) {
            withoutLists = ""; // builds with and without these lists may share a version
        }
        if (version.equals(withoutLists)) {
            return fromLibrary(wish.pass(), page);
        }
        var answer = api.send(list(wish, page, sortKey(wish.order())));
        if (answer.status() == 500 && sortKey(wish.order()).equals(words.searchTimeKey())) {
            unsortable = version; // section 9.2: builds that do not know this column
            answer = api.send(list(wish, page, words.dateKey()));
        }
        if (answer.status() == 404 && words.parentField().isEmpty()) { // section 9.4: builds without these lists
            withoutLists = version;
            return fromLibrary(wish.pass(), page);
        }
        var body = api.tree(answer);
        boolean snappedBack = body.path("page").asInt(page) < page;
        var singles = snappedBack ? List.<Candidate>of() : candidates(body.path("records"));
        int size = body.path("pageSize").asInt(PAGE);
        return WantedPage.of(
                inUnits(wish.unit(), singles), body.path("totalRecords").asLong(), size > 0 ? size : PAGE);
    }

    private Call list(Wish wish, int page, String sortKey) throws ConnectorException {
        var call = api.get("wanted/" + wish.pass().word(), ArrApi.LIST)
                .query("page", Integer.toString(page))
                .query("pageSize", Integer.toString(PAGE))
                .query("sortKey", sortKey)
                .query("sortDirection", wish.order() == Order.NEWEST ? "descending" : "ascending")
                .query("monitored", "true");
        return words.embedParent().isEmpty() ? call : call.query(words.embedParent(), "true");
    }

    private List<Candidate> candidates(Iterable<JsonNode> records) throws ConnectorException, InterruptedException {
        var rows = new LinkedHashMap<ItemKey, Candidate>(); // Readarr repeats a book for each of its files
        for (var record : records) {
            var candidate = words.parentField().isEmpty()
                            || record.path(words.parentField()).isObject()
                    ? candidate(record)
                    : candidate(record, parentOf(record));
            rows.putIfAbsent(candidate.item(), candidate);
        }
        return List.copyOf(rows.values());
    }

    /// A record without its parent would pass every filter by tag, profile and folder unseen (section 9.1):
    /// then the parents are read.
    private JsonNode parentOf(JsonNode record) throws ConnectorException, InterruptedException {
        if (parentsById.isEmpty()) {
            parentsById = readParents(_ -> true).stream()
                    .collect(Collectors.toMap(it -> it.path("id").asText(), it -> it, (one, _) -> one));
        }
        var parent = parentsById.get(record.path(words.parentType() + "Id").asText());
        if (parent == null) {
            throw ConnectorException.of(
                    FaultCode.MALFORMED,
                    label + " does not say what “" + record.path("title").asText("") + "” belongs to.",
                    "Look at it on the page of " + app.displayName() + " itself.");
        }
        return parent;
    }

    private List<Candidate> inUnits(Unit unit, List<Candidate> singles) {
        return unit == words.units().getFirst() ? singles : grouped(unit, singles);
    }

    /// The library of an app without wanted lists; Eros gives it in parts.
    private WantedPage fromLibrary(Pass pass, int page) throws ConnectorException, InterruptedException {
        if (page == 1) {
            profiles = pass == Pass.CUTOFF ? readProfiles() : profiles;
        }
        return movies(page, movie -> {
            boolean wanted =
                    switch (pass) {
                        case CUTOFF ->
                            movie.path("movieFile").path("qualityCutoffNotMet").asBoolean() && upgrades(movie);
                        default -> !movie.path("hasFile").asBoolean();
                    };
            return wanted && movie.path("monitored").asBoolean();
        });
    }

    private WantedPage movies(int page, java.util.function.Predicate<JsonNode> wanted)
            throws ConnectorException, InterruptedException {
        if (app == ArrApp.EROS && (page == 1 ? readIds() : !ids.isEmpty())) {
            return moviesInParts(page, wanted);
        }
        if (page == 1) {
            library = Stream.of(api.tree(api.movies()))
                    .flatMap(ArrWanted::elements)
                    .filter(wanted)
                    .map(this::candidate)
                    .toList();
        }
        return WantedPage.of(part(library, page, PAGE), library.size(), PAGE);
    }

    /// @return whether this build gives its ids apart
    private boolean readIds() throws ConnectorException, InterruptedException {
        var answer = api.send(api.get("movie/list", ArrApi.LIBRARY).atMost(ArrApi.LIBRARY_BYTES));
        ids = answer.status() == 404
                ? List.of()
                : elements(api.tree(answer)).map(JsonNode::asLong).sorted().toList();
        return !ids.isEmpty();
    }

    /// Cheap on lists of tens of thousands: all ids, then records by the five hundred (section 8).
    private WantedPage moviesInParts(int page, java.util.function.Predicate<JsonNode> wanted)
            throws ConnectorException, InterruptedException {
        var asked = part(ids, page, BULK);
        var rows = asked.isEmpty()
                ? List.<Candidate>of()
                : elements(api.tree(api.write("POST", "movie/bulk", asked).within(ArrApi.LIBRARY)))
                        .filter(wanted)
                        .map(this::candidate)
                        .toList();
        return new WantedPage(rows, Math.max(1, (ids.size() + BULK - 1) / BULK), UNKNOWN);
    }

    /// How many items there are cannot be told without reading them all.
    private static final long UNKNOWN = -1;

    private static <T> List<T> part(List<T> all, int page, int size) {
        int from = (int) Math.min(all.size(), (page - 1L) * size);
        return all.subList(from, Math.min(all.size(), from + size));
    }

    private static Stream<JsonNode> elements(JsonNode array) {
        return Stream.iterate(0, i -> i < array.size(), i -> i + 1).map(array::get);
    }

    /// What has a file whose custom formats are worth less than the profile wants (section 16.5). The apps
    /// have no list of it: their libraries are walked one series or artist, or one part of the films, a page.
    private WantedPage belowScore(Unit unit, int page) throws ConnectorException, InterruptedException {
        if (page == 1) {
            profiles = readProfiles();
        }
        if (words.parentField().isEmpty()) {
            return movies(
                    page,
                    movie -> movie.path("monitored").asBoolean()
                            && movie.path("hasFile").asBoolean()
                            && below(movie.path("movieFile"), movie));
        }
        if (page == 1) {
            parents = readParents(parent -> parent.path("monitored").asBoolean() && upgrades(parent));
        }
        if (page > parents.size()) {
            return new WantedPage(List.of(), Math.max(1, parents.size()), UNKNOWN);
        }
        var parent = parents.get(page - 1);
        return new WantedPage(inUnits(unit, belowScore(parent)), parents.size(), UNKNOWN);
    }

    private List<Candidate> belowScore(JsonNode parent) throws ConnectorException, InterruptedException {
        var id = parent.path("id").asText();
        var children = api.get(words.itemType(), ArrApi.LIST).query(words.parentType() + "Id", id);
        if (app == ArrApp.SONARR) {
            children = children.query("includeEpisodeFile", "true");
        }
        var worse = new HashSet<String>();
        if (app != ArrApp.SONARR) {
            var file = app == ArrApp.LIDARR ? "trackfile" : "episodefile";
            for (var it : api.tree(api.get(file, ArrApi.LIST).query(words.parentType() + "Id", id))) {
                if (below(it, parent)) {
                    worse.add(it.path(app == ArrApp.LIDARR ? "albumId" : "id").asText());
                }
            }
        }
        var rows = new ArrayList<Candidate>();
        for (var child : api.tree(children)) {
            boolean wanted =
                    switch (app) {
                        case SONARR -> below(child.path("episodeFile"), parent);
                        case LIDARR -> worse.contains(child.path("id").asText());
                        default -> worse.contains(child.path("episodeFileId").asText());
                    };
            if (wanted && child.path("monitored").asBoolean()) {
                rows.add(candidate(child, parent));
            }
        }
        return rows;
    }

    private boolean below(JsonNode file, JsonNode parent) {
        var profile = profiles.get(parent.path("qualityProfileId").asText());
        return profile != null
                && profile.upgrades()
                && file.isObject()
                && file.path("customFormatScore").asInt() < profile.cutoff();
    }

    private boolean upgrades(JsonNode parent) {
        var profile = profiles.get(parent.path("qualityProfileId").asText());
        return profile != null && profile.upgrades();
    }

    /// Series, films, artists or authors that have something and do not bear the tag yet.
    private WantedPage untagged(Wish wish, int page) throws ConnectorException, InterruptedException {
        var label = wish.withoutTag().strip().toLowerCase(Locale.ROOT);
        java.util.function.Predicate<JsonNode> wanted =
                it -> it.path("monitored").asBoolean()
                        && hasFiles(it)
                        && elements(it.path("tags")).noneMatch(tag -> label.equals(tags.get(tag.asInt())));
        if (words.parentField().isEmpty()) {
            return movies(page, wanted);
        }
        if (page == 1) {
            library = readParents(wanted).stream().map(this::whole).toList();
        }
        return WantedPage.of(part(library, page, PAGE), library.size(), PAGE);
    }

    private static boolean hasFiles(JsonNode it) {
        var counts = it.path("statistics");
        return it.path("hasFile").asBoolean()
                || Stream.of("episodeFileCount", "trackFileCount", "bookFileCount")
                        .anyMatch(key -> counts.path(key).asInt() > 0);
    }

    /// A series, artist or author as something to search.
    private Candidate whole(JsonNode parent) {
        return new Candidate(
                new ItemKey(words.parentType(), parent.path("id").asText()),
                Optional.empty(),
                nameOf(parent),
                true,
                false,
                labels(parent),
                parent.path("qualityProfileId").asText(""),
                root(parent),
                Optional.empty(),
                true,
                Optional.empty(),
                List.of());
    }

    private List<JsonNode> readParents(java.util.function.Predicate<JsonNode> wanted)
            throws ConnectorException, InterruptedException {
        var call = api.get(words.parentType(), ArrApi.LIBRARY).atMost(ArrApi.LIBRARY_BYTES);
        return elements(api.tree(call))
                .filter(wanted)
                .sorted(java.util.Comparator.comparingLong(it -> it.path("id").asLong()))
                .toList();
    }

    private Map<String, Profile> readProfiles() throws ConnectorException, InterruptedException {
        var read = new HashMap<String, Profile>();
        for (var it : api.tree(api.get("qualityprofile", ArrApi.SMALL))) {
            read.put(
                    it.path("id").asText(),
                    new Profile(
                            it.path("name").asText(),
                            it.path("upgradeAllowed").asBoolean(),
                            it.path("cutoffFormatScore").asInt()));
        }
        return Map.copyOf(read);
    }

    Map<String, String> profileNames() throws ConnectorException, InterruptedException {
        return readProfiles().entrySet().stream()
                .collect(
                        Collectors.toMap(Map.Entry::getKey, it -> it.getValue().name(), (one, _) -> one, TreeMap::new));
    }

    /// @return the tag's id, as it was when a list was last begun, or as it is now
    Optional<Integer> findTag(String label) throws ConnectorException, InterruptedException {
        var known = tagId(label);
        if (known.isEmpty()) {
            tags = tagLabels();
        }
        return known.isPresent() ? known : tagId(label);
    }

    private Optional<Integer> tagId(String label) {
        return tags.entrySet().stream()
                .filter(tag -> tag.getValue().equals(label))
                .map(Map.Entry::getKey)
                .findFirst();
    }

    /// @return the season of an episode that was in a list
    Optional<ItemKey> seasonOf(ItemKey episode) {
        return Optional.ofNullable(seasons.get(episode)).map(Season::key);
    }

    private Candidate candidate(JsonNode record) {
        return candidate(record, words.parentField().isEmpty() ? record : record.path(words.parentField()));
    }

    private Candidate candidate(JsonNode record, JsonNode parent) {
        var parentKey = words.parentField().isEmpty()
                ? Optional.<ItemKey>empty()
                : Optional.of(new ItemKey(
                        words.parentType(),
                        record.path(words.parentType() + "Id").asText()));
        var item = new ItemKey(words.itemType(), record.path("id").asText());
        if (words.units().contains(Unit.SEASON)) {
            seasons.put(item, season(record, parent));
        }
        return new Candidate(
                item,
                parentKey,
                title(words, record, parent),
                record.path("monitored").asBoolean(true)
                        && parent.path("monitored").asBoolean(true),
                record.path("grabbed").asBoolean(false),
                labels(parent),
                parent.path("qualityProfileId").asText(""),
                root(parent),
                released(record),
                record.path("isAvailable").asBoolean(true),
                ArrTimes.instant(record.path("lastSearchTime").asText("")),
                List.of());
    }

    private Set<String> labels(JsonNode parent) {
        var labels = new TreeSet<String>();
        parent.path("tags").forEach(tag -> labels.add(tags.getOrDefault(tag.asInt(), tag.asText())));
        return labels;
    }

    private static String nameOf(JsonNode parent) {
        return parent.path("title")
                .asText(parent.path("artistName")
                        .asText(parent.path("authorName").asText("")));
    }

    /// @return a title that says which series, artist or author it belongs to
    static String title(ArrWords words, JsonNode record, JsonNode parent) {
        var own = record.path("title").asText("");
        if (words.parentField().isEmpty()) {
            int year = record.path("year").asInt();
            return year > 0 ? own + " (" + year + ")" : own;
        }
        var above = nameOf(parent);
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

    private Optional<Instant> released(JsonNode record) {
        var own = ArrTimes.instant(
                record.path("airDateUtc").asText(record.path("releaseDate").asText("")));
        return own.isPresent() || app != ArrApp.RADARR ? own : derived(record);
    }

    /// Radarr before 5.10 does not say which of its dates counts (section 8.2).
    private static Optional<Instant> derived(JsonNode movie) {
        var cinema = ArrTimes.instant(movie.path("inCinemas").asText(""));
        var home = Stream.of("digitalRelease", "physicalRelease")
                .flatMap(key -> ArrTimes.instant(movie.path(key).asText("")).stream())
                .min(Instant::compareTo);
        return switch (movie.path("minimumAvailability").asText("")) {
            case "tba", "announced" ->
                Stream.concat(cinema.stream(), home.stream()).min(Instant::compareTo);
            case "inCinemas" -> cinema.or(() -> home);
            default -> home.or(() -> cinema.map(at -> at.plus(UNTIL_AT_HOME)));
        };
    }

    /// The order asked for, as far as this version can sort so without an error (section 9.2). Where
    /// whatever was never searched would come last, the date decides.
    private String sortKey(Order order) {
        if (order == Order.NEWEST || order == Order.OLDEST_GAP) {
            return words.releasedKey();
        }
        boolean postgres = identity.get()
                .map(it -> "postgreSQL".equalsIgnoreCase(it.facts().get("databaseType")))
                .orElse(false);
        boolean searched = !postgres
                && !words.searchTimeKey().isEmpty()
                && atLeast(words.searchTimeSince())
                && identity.get().filter(it -> it.version().equals(unsortable)).isEmpty();
        return searched ? words.searchTimeKey() : words.dateKey();
    }

    private boolean atLeast(String version) {
        var seen = identity.get();
        if (version.isEmpty() || seen.isEmpty()) {
            return false;
        }
        var ours = seen.get().version().split("\\.");
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

    Map<Integer, String> tagLabels() throws ConnectorException, InterruptedException {
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
}
