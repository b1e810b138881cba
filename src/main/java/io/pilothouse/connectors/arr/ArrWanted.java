package io.pilothouse.connectors.arr;

import com.fasterxml.jackson.databind.JsonNode;
import io.pilothouse.connectors.Call;
import io.pilothouse.connectors.ConnectorException;
import io.pilothouse.connectors.SearchesWanted.WantedPage;
import io.pilothouse.connectors.SearchesWanted.Wish;
import io.pilothouse.domain.arr.Upkeep;
import io.pilothouse.domain.cycle.Candidate;
import io.pilothouse.domain.cycle.HuntRule.Order;
import io.pilothouse.domain.cycle.HuntRule.Pass;
import io.pilothouse.domain.cycle.ItemKey;
import io.pilothouse.domain.instance.RemoteIdentity;
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
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What could be searched: the app's own lists of what is missing or below the cutoff, and, where it has
/// none, what its library says (sections 8, 9, 16.4 and 16.5 of the contract). Thread-safe; the first page
/// of a list is to be read before the others.
final class ArrWanted {

    private static final int PAGE = 200;

    /// Records of one `movie/bulk` (section 8).
    private static final int BULK = 500;

    /// Films whose files are asked for at once; more would not fit into the line of a request (section 8).
    private static final int FILES = 200;

    /// Films of a page of Eros whose files are asked for: with the list of ids and their records four reads in all.
    private static final int FILMS_WITH_FILES = 2 * FILES;

    /// Films of a page where a build tells of the file of one film at a time.
    private static final int FILES_ONE_BY_ONE = 10;

    /// First pages after which a build without these lists is asked once more whether it has them now.
    private static final int PROBE_AGAIN = 50;

    /// Runs that walk on by one list of series or artists before it is read anew.
    private static final int WALK_RUNS = 20;

    private final ArrApp app;
    private final ArrApi api;
    private final ArrWords words;
    private final Supplier<Optional<RemoteIdentity>> identity;
    private final ArrCandidates candidates;
    private final Map<Pass, List<Candidate>> libraries = new ConcurrentHashMap<>();
    private volatile List<JsonNode> parents = List.of();
    private volatile List<Long> ids = List.of();
    private volatile Map<Integer, String> tags = Map.of();
    private volatile Map<String, Profile> profiles = Map.of();
    private volatile @Nullable Map<String, JsonNode> parentsById;
    private volatile String withoutLists = "";
    private volatile String unsortable = "";
    private volatile String oneByOne = "";
    private volatile boolean filesApart;
    private final AtomicInteger firstPages = new AtomicInteger();
    private final AtomicInteger walks = new AtomicInteger();
    private volatile boolean justRead;

    /// @param upgrades whether the app replaces files at all
    /// @param cutoff   score of custom formats from which a file is good enough
    private record Profile(String name, boolean upgrades, int cutoff) {}

    /// @param identity what answers at the address, as far as known
    ArrWanted(ArrApp app, ArrApi api, Supplier<Optional<RemoteIdentity>> identity) {
        this.app = app;
        this.api = api;
        this.identity = identity;
        words = ArrWords.of(app);
        filesApart = app != ArrApp.SONARR;
        candidates = new ArrCandidates(app, words, () -> tags);
    }

    ArrCandidates candidates() {
        return candidates;
    }

    /// @return the passes that the app's records can answer: Readarr's files have no score
    Set<Pass> passes() {
        return app == ArrApp.READARR ? EnumSet.complementOf(EnumSet.of(Pass.FORMAT)) : EnumSet.allOf(Pass.class);
    }

    /// What this version of the app cannot do for a hunt; asks it once at most.
    Set<Upkeep.Lack> lacks() throws ConnectorException, InterruptedException {
        var lacks = EnumSet.noneOf(Upkeep.Lack.class);
        if (!passes().contains(Pass.FORMAT)) {
            lacks.add(Upkeep.Lack.FORMAT_SCORES);
        }
        if (words.parentField().isEmpty() // section 9.4: only apps of films have builds without these lists
                && api.send(api.get("wanted/missing", ArrApi.SMALL)
                                        .query("page", "1")
                                        .query("pageSize", "1"))
                                .status()
                        == 404) {
            lacks.add(Upkeep.Lack.WANTED_LISTS);
        } else if (sortKey(Order.OLDEST_SEARCH).equals(words.dateKey())) {
            lacks.add(Upkeep.Lack.SEARCH_ORDER);
        }
        return lacks;
    }

    WantedPage wanted(Wish wish, int page) throws ConnectorException, InterruptedException {
        if (page == 1) {
            candidates.forgetMany();
            parentsById = null;
            if (wish.labels() && !(walks(wish.pass()) && walkGoesOn())) {
                tags = tagLabels();
            }
        }
        return switch (wish.pass()) {
            case MISSING, CUTOFF -> listed(wish, page);
            case FORMAT -> walks(Pass.FORMAT) ? belowScore(wish, page) : filmsBelowScore(page);
            case TAG -> untagged(wish, page);
        };
    }

    /// @return reads that a page after the first costs at most
    int pageCost(Pass pass) {
        if (pass == Pass.FORMAT && words.parentField().isEmpty()) {
            int films = filmsOfAPage(pass);
            int records = app == ArrApp.EROS ? 1 : 0;
            return records + (films < PAGE ? films : (films + FILES - 1) / FILES);
        }
        return walks(pass) ? filesApart ? 3 : 2 : 1;
    }

    /// Whether a page is one series or artist: its files, its items where a file is not good enough, and
    /// then itself, as it is now.
    private boolean walks(Pass pass) {
        return pass == Pass.FORMAT && !words.parentField().isEmpty();
    }

    private String version() {
        return identity.get().map(RemoteIdentity::version).orElse("?");
    }

    private WantedPage listed(Wish wish, int page) throws ConnectorException, InterruptedException {
        var version = version();
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
        var singles = snappedBack ? List.<Candidate>of() : rows(body.path("records"));
        int size = body.path("pageSize").asInt(PAGE);
        return WantedPage.of(
                candidates.inUnits(wish.unit(), singles),
                body.path("totalRecords").asLong(),
                size > 0 ? size : PAGE);
    }

    private Call list(Wish wish, int page, String sortKey) throws ConnectorException {
        boolean slow = app == ArrApp.LIDARR && wish.pass() == Pass.CUTOFF; // section 2.5: it joins every track
        var call = api.get("wanted/" + wish.pass().word(), slow ? ArrApi.LIBRARY : ArrApi.LIST)
                .query("page", Integer.toString(page))
                .query("pageSize", Integer.toString(PAGE))
                .query("sortKey", sortKey)
                .query("sortDirection", wish.order() == Order.NEWEST ? "descending" : "ascending")
                .query("monitored", "true");
        return words.embedParent().isEmpty() ? call : call.query(words.embedParent(), "true");
    }

    private List<Candidate> rows(Iterable<JsonNode> records) throws ConnectorException, InterruptedException {
        var rows = new LinkedHashMap<ItemKey, Candidate>(); // Readarr repeats a book for each of its files
        for (var record : records) {
            var candidate = candidate(record);
            rows.putIfAbsent(candidate.item(), candidate);
        }
        return List.copyOf(rows.values());
    }

    private Candidate candidate(JsonNode record) throws ConnectorException, InterruptedException {
        if (words.parentField().isEmpty() || record.path(words.parentField()).isObject()) {
            return candidates.of(record);
        }
        var parent = parentOf(record);
        return parent.isPresent() ? candidates.of(record, parent.get()) : candidates.orphan(record);
    }

    /// A record without its parent would pass every filter by tag, profile and folder unseen (section 9.1):
    /// then the parents are read.
    ///
    /// @return empty where the library does not know it either
    private Optional<JsonNode> parentOf(JsonNode record) throws ConnectorException, InterruptedException {
        var known = parentsById;
        if (known == null) { // an empty library is not read again for each record
            known = readParents(_ -> true).stream()
                    .collect(Collectors.toMap(it -> it.path("id").asText(), it -> it, (one, _) -> one));
            parentsById = known;
        }
        return Optional.ofNullable(
                known.get(record.path(words.parentType() + "Id").asText()));
    }

    /// The library of an app without wanted lists; Eros gives it in parts.
    private WantedPage fromLibrary(Pass pass, int page) throws ConnectorException, InterruptedException {
        if (page == 1) {
            profiles = pass == Pass.CUTOFF ? readProfiles() : profiles;
        }
        return movies(pass, page, movie -> {
            boolean wanted =
                    switch (pass) {
                        case CUTOFF ->
                            movie.path("movieFile").path("qualityCutoffNotMet").asBoolean() && upgrades(movie);
                        default -> !movie.path("hasFile").asBoolean();
                    };
            return wanted && movie.path("monitored").asBoolean();
        });
    }

    private WantedPage movies(Pass pass, int page, java.util.function.Predicate<JsonNode> wanted)
            throws ConnectorException, InterruptedException {
        if (app == ArrApp.EROS && (page == 1 ? readIds() : !ids.isEmpty())) {
            return moviesInParts(page, filmsOfAPage(pass), wanted);
        }
        if (page == 1) {
            libraries.put(
                    pass,
                    api.rows(api.movies()).stream()
                            .filter(wanted)
                            .map(candidates::of)
                            .toList());
        }
        return ofLibrary(pass, page);
    }

    private WantedPage ofLibrary(Pass pass, int page) {
        var library = libraries.getOrDefault(pass, List.of());
        int size = Math.min(PAGE, filmsOfAPage(pass));
        return WantedPage.of(part(library, page, size), library.size(), size);
    }

    /// @return films of a page, where the library is read in place of a list
    private int filmsOfAPage(Pass pass) {
        if (pass == Pass.FORMAT && version().equals(oneByOne)) {
            return FILES_ONE_BY_ONE;
        }
        return app != ArrApp.EROS ? PAGE : pass == Pass.FORMAT ? FILMS_WITH_FILES : BULK;
    }

    /// @return whether this build gives its ids apart
    private boolean readIds() throws ConnectorException, InterruptedException {
        var answer = api.send(api.get("movie/list", ArrApi.LIBRARY).atMost(ArrApi.LIBRARY_BYTES));
        ids = answer.status() == 404
                ? List.of()
                : api.rows(answer).stream().map(JsonNode::asLong).sorted().toList();
        return !ids.isEmpty();
    }

    /// Cheap on lists of tens of thousands: all ids, then records by the five hundred (section 8).
    private WantedPage moviesInParts(int page, int size, java.util.function.Predicate<JsonNode> wanted)
            throws ConnectorException, InterruptedException {
        var asked = part(ids, page, size);
        var rows = asked.isEmpty()
                ? List.<Candidate>of()
                : api.rows(api.write("POST", "movie/bulk", asked).within(ArrApi.LIBRARY)).stream()
                        .filter(wanted)
                        .map(candidates::of)
                        .toList();
        return new WantedPage(rows, Math.max(1, (ids.size() + size - 1) / size), UNKNOWN);
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
    /// have no list of it: their libraries are walked, the films part by part. The record of a film does not
    /// tell what its file is worth, only that of the file does.
    private WantedPage filmsBelowScore(int page) throws ConnectorException, InterruptedException {
        if (page == 1 && !walkGoesOn()) {
            profiles = readProfiles();
        }
        var films = movies(
                Pass.FORMAT,
                page,
                movie -> movie.path("monitored").asBoolean()
                        && movie.path("hasFile").asBoolean()
                        && upgrades(movie));
        var worse = new HashSet<ItemKey>();
        for (int from = 0; from < films.rows().size(); from += FILES) {
            var part = films.rows().subList(from, Math.min(films.rows().size(), from + FILES));
            var files = filesOf(part);
            if (files.size() < 2 && part.size() > 1 && filmsOfAPage(Pass.FORMAT) > FILES_ONE_BY_ONE) {
                oneByOne = version(); // it only heeds the first film that is asked for
                return filmsBelowScore(page);
            }
            part.stream()
                    .filter(film -> below(files.get(film.item().id()), film.profile()))
                    .forEach(film -> worse.add(film.item()));
        }
        walkOn(page);
        return new WantedPage(
                films.rows().stream()
                        .filter(film -> worse.contains(film.item()))
                        .toList(),
                films.pages(),
                UNKNOWN);
    }

    /// @return files by the id of their film
    private Map<String, JsonNode> filesOf(List<Candidate> films) throws ConnectorException, InterruptedException {
        var files = new HashMap<String, JsonNode>();
        int size = version().equals(oneByOne) ? 1 : films.size();
        for (int from = 0; from < films.size(); from += size) {
            var call = api.get("moviefile", ArrApi.LIST);
            for (var film : films.subList(from, from + size)) {
                call = call.query("movieId", film.item().id());
            }
            api.rows(call).forEach(file -> files.put(file.path("movieId").asText(), file));
        }
        return files;
    }

    /// The same of series and artists: the first page only says how many there are, each further one is one of
    /// them.
    private WantedPage belowScore(Wish wish, int page) throws ConnectorException, InterruptedException {
        if (page == 1) {
            justRead = !walkGoesOn();
            if (justRead) {
                profiles = readProfiles();
                parents = readParents(parent -> parent.path("monitored").asBoolean() && upgrades(parent));
            }
        }
        walkOn(page);
        int index = page - 2;
        var rows = index < 0 || index >= parents.size()
                ? List.<Candidate>of()
                : belowScore(parents.get(index), wish.labels());
        return new WantedPage(candidates.inUnits(wish.unit(), rows), parents.size() + 1, UNKNOWN);
    }

    /// @return whether what the walk goes by was read not long ago
    private boolean walkGoesOn() {
        return walks.get() % WALK_RUNS != 0;
    }

    private void walkOn(int page) {
        if (page == 1) {
            walks.incrementAndGet(); // only when all of its lists were read
        }
    }

    private List<Candidate> belowScore(JsonNode listed, boolean labels)
            throws ConnectorException, InterruptedException {
        var id = listed.path("id").asText();
        var worse = filesApart ? worseFiles(listed) : Set.<String>of();
        if (filesApart && worse.isEmpty()) {
            return List.of();
        }
        var call = api.get(words.itemType(), ArrApi.LIST).query(words.parentType() + "Id", id);
        var children = api.rows(filesApart ? call : call.query("includeEpisodeFile", "true"));
        if (!filesApart && children.stream().anyMatch(ArrWanted::lacksItsFile)) {
            filesApart = true; // Sonarr before 4.0.10
            return belowScore(listed, labels);
        }
        var wanted = children.stream()
                .filter(child -> child.path("monitored").asBoolean())
                .filter(child -> filesApart
                        ? worse.contains(child.path(app == ArrApp.LIDARR ? "id" : "episodeFileId")
                                .asText())
                        : below(child.path("episodeFile"), listed))
                .toList();
        var parent = wanted.isEmpty() || justRead ? Optional.of(listed) : asItIsNow(id, labels);
        return parent.stream()
                .filter(it -> it.path("monitored").asBoolean() && upgrades(it))
                .flatMap(it -> wanted.stream().map(child -> candidates.of(child, it)))
                .toList();
    }

    private static boolean lacksItsFile(JsonNode episode) {
        return episode.path("hasFile").asBoolean()
                && !episode.path("episodeFile").isObject();
    }

    /// @return the files that are not good enough by their ids; of an artist the albums they belong to
    private Set<String> worseFiles(JsonNode parent) throws ConnectorException, InterruptedException {
        boolean albums = app == ArrApp.LIDARR;
        var worse = new HashSet<String>();
        var call = api.get(albums ? "trackfile" : "episodefile", ArrApi.LIST)
                .query(words.parentType() + "Id", parent.path("id").asText());
        for (var it : api.rows(call)) {
            if (below(it, parent)) {
                worse.add(it.path(albums ? "albumId" : "id").asText());
            }
        }
        return worse;
    }

    /// Its tags, profile and folder may have changed since the list was read.
    private Optional<JsonNode> asItIsNow(String id, boolean labels) throws ConnectorException, InterruptedException {
        var answer = api.send(api.get(words.parentType() + "/" + id, ArrApi.SMALL));
        if (answer.status() == 404) {
            return Optional.empty();
        }
        var parent = api.tree(answer);
        if (labels && elements(parent.path("tags")).anyMatch(tag -> !tags.containsKey(tag.asInt()))) {
            tags = tagLabels();
        }
        return Optional.of(parent);
    }

    private boolean below(JsonNode file, JsonNode parent) {
        return below(file, parent.path("qualityProfileId").asText());
    }

    /// An app that did not work out what a file is worth writes no formats, and no score or 0 for it.
    private boolean below(@Nullable JsonNode file, String profileId) {
        var profile = profiles.get(profileId);
        return profile != null
                && profile.upgrades()
                && file != null
                && file.path("customFormats").isArray()
                && file.path("customFormatScore").isIntegralNumber()
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
            return movies(Pass.TAG, page, wanted);
        }
        if (page == 1) {
            libraries.put(
                    Pass.TAG,
                    readParents(wanted).stream().map(candidates::whole).toList());
        }
        return ofLibrary(Pass.TAG, page);
    }

    private static boolean hasFiles(JsonNode it) {
        var counts = it.path("statistics");
        return it.path("hasFile").asBoolean()
                || Stream.of("episodeFileCount", "trackFileCount", "bookFileCount")
                        .anyMatch(key -> counts.path(key).asInt() > 0);
    }

    private List<JsonNode> readParents(java.util.function.Predicate<JsonNode> wanted)
            throws ConnectorException, InterruptedException {
        var call = api.get(words.parentType(), ArrApi.LIBRARY).atMost(ArrApi.LIBRARY_BYTES);
        return api.rows(call).stream()
                .filter(wanted)
                .sorted(java.util.Comparator.comparingLong(it -> it.path("id").asLong()))
                .toList();
    }

    private Map<String, Profile> readProfiles() throws ConnectorException, InterruptedException {
        var read = new HashMap<String, Profile>();
        for (var it : api.rows(api.get("qualityprofile", ArrApi.SMALL))) {
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
        api.rows(api.get("tag", ArrApi.SMALL))
                .forEach(tag ->
                        labels.put(tag.path("id").asInt(), tag.path("label").asText()));
        return labels;
    }
}
