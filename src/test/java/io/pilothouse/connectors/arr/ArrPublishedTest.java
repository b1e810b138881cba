package io.pilothouse.connectors.arr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.pilothouse.connectors.Connector;
import io.pilothouse.connectors.ConnectorException;
import io.pilothouse.connectors.HoldsSettings;
import io.pilothouse.connectors.HttpClients;
import io.pilothouse.connectors.KeepsTitles;
import io.pilothouse.connectors.RequestLog;
import io.pilothouse.connectors.SearchesWanted;
import io.pilothouse.connectors.SearchesWanted.Wish;
import io.pilothouse.connectors.TendsQueue;
import io.pilothouse.connectors.TestTargets;
import io.pilothouse.connectors.TracksDownloads;
import io.pilothouse.demo.service.LoggedRequest;
import io.pilothouse.domain.arr.Release;
import io.pilothouse.domain.compare.HeldSetting;
import io.pilothouse.domain.cycle.HuntRule.Order;
import io.pilothouse.domain.cycle.HuntRule.Pass;
import io.pilothouse.domain.cycle.HuntRule.Unit;
import io.pilothouse.domain.cycle.ItemKey;
import io.pilothouse.domain.secret.Secret;
import io.pilothouse.domain.secret.Secrets;
import io.pilothouse.domain.torrent.ArrDownload;
import io.pilothouse.testing.PublishedAnswers;
import io.pilothouse.testing.PublishedAnswers.Shape;
import io.pilothouse.testing.PublishedApi;
import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/// All that a connector can ask of each app, against nothing but what the app publishes: every request is one of
/// it, and every answer that its schemas allow is read. Skipped where the documents are not beside the project.
class ArrPublishedTest {

    private static final Instant NOW = Instant.parse("2026-07-01T12:00:00Z");

    /// What sends nothing.
    private static final Set<String> SILENT =
            Set.of("close", "requestsSent", "units", "passes", "packs", "cost", "pageCost");

    /// Newer than the document of Whisparr v3 (sections 8 and 9.1 of the contract), with the type of the answer.
    private static final Map<String, String> UNPUBLISHED = Map.of(
            "GET wanted/missing", "a page of MovieResource",
            "GET wanted/cutoff", "a page of MovieResource",
            "GET movie/list", "a list of ids",
            "POST movie/bulk", "a list of MovieResource");

    private final HttpClients clients = new HttpClients(Clock.systemUTC(), RequestLog.NONE, "test");
    private final List<LoggedRequest> requests = new CopyOnWriteArrayList<>();
    private final Map<String, Act> acts = new LinkedHashMap<>();
    private ArrApp app;
    private PublishedApi published;
    private PublishedAnswers answers;
    private boolean lists = true;
    private boolean full;
    private HttpServer server;
    private Connector connector;

    @FunctionalInterface
    private interface Act {
        Object run() throws ConnectorException, InterruptedException;
    }

    @AfterEach
    void stop() {
        if (connector != null) {
            connector.close();
            server.stop(0);
        }
        clients.close();
    }

    static Stream<Arguments> everyAppAndShape() {
        return Arrays.stream(ArrApp.values())
                .flatMap(app -> Arrays.stream(Shape.values()).map(shape -> Arguments.of(app, shape)));
    }

    @ParameterizedTest
    @MethodSource("everyAppAndShape")
    void everyAnswerThatTheSchemasAllowIsRead(ArrApp app, Shape shape) throws Exception {
        open(app, shape);

        var failures = new ArrayList<String>();
        acts.forEach((name, act) -> {
            try {
                act.run();
            } catch (ConnectorException | RuntimeException | InterruptedException failure) {
                failures.add(name + ": " + failure);
            }
        });

        assertThat(failures).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(ArrApp.class)
    void everyRequestIsOneThatTheAppPublishes(ArrApp app) throws Exception {
        open(app, Shape.FULL);
        for (var act : acts.values()) {
            act.run();
        }
        if (ArrWords.of(app).parentType().isEmpty()) { // builds without lists of what is wanted
            lists = false;
            open(app, Shape.FULL);
            Objects.requireNonNull(acts.get("wanted")).run();
        }

        var objections = new TreeSet<String>();
        for (var request : requests) {
            var call = request.method() + " " + resource(request.path());
            boolean newer = app == ArrApp.EROS && UNPUBLISHED.containsKey(call);
            boolean probe = app != ArrApp.EROS && call.equals("GET movie/list");
            if (!newer && !probe) {
                published.objections(request).stream()
                        .filter(it -> !call.equals("POST command"))
                        .forEach(it -> objections.add(call + "?" + request.query() + ": " + it));
            }
        }
        assertThat(objections).isEmpty();
        var commands = requests.stream()
                .filter(it -> it.path().endsWith("/command") && it.method().equals("POST"))
                .map(it -> commandOf(it.body()))
                .collect(Collectors.toSet());
        assertThat(commands).containsExactlyInAnyOrderElementsOf(commands(app));
    }

    /// A misspelt field is read as nothing at all, and nobody would notice.
    @ParameterizedTest
    @EnumSource(ArrApp.class)
    void whatAnAppTellsIsRead(ArrApp app) throws Exception {
        open(app, Shape.FULL);

        var gaps = new TreeSet<String>();
        for (var act : acts.entrySet()) {
            gaps(act.getKey(), act.getValue().run(), gaps);
        }
        gaps.remove("upkeep.lacks"); // an app that lacks nothing

        assertThat(gaps).isEqualTo(new TreeSet<>(notTold(app)));
    }

    /// What no such answer tells, or not every app.
    private static Set<String> notTold(ArrApp app) {
        var films = Set.of("wanted.parent");
        var others = Set.of("calendar.what");
        var albums = Set.of("children.number", "children.quality", "children.season", "library.year");
        var neverSearched = Set.of("children.searchedAt", "wanted.lastSearchAt");
        var own =
                switch (app) {
                    case SONARR -> List.of(others);
                    case WHISPARR -> List.of(others, neverSearched, Set.of("children.number"));
                    case RADARR -> List.of(films);
                    case EROS ->
                        List.of(films, Set.of("library.foreignId", "wanted.lastSearchAt")); // an older document
                    case LIDARR -> List.of(others, albums);
                    case READARR -> List.of(others, albums, neverSearched);
                };
        return Stream.concat(
                        own.stream().flatMap(Set::stream),
                        Stream.of(
                                "check.certificateEnds",
                                "check.identity.id",
                                "historySince.from",
                                "searchBlocked",
                                "torrentClients.category", // these are values of fields
                                "torrentClients.host",
                                "torrentClients.importedCategory",
                                "torrentClients.path",
                                "wanted", // past the end
                                "wanted.covers"))
                .collect(Collectors.toSet());
    }

    private static void gaps(String where, Object value, Set<String> gaps) throws ReflectiveOperationException {
        switch (value) {
            case String text when text.isEmpty() -> gaps.add(where);
            case Optional<?> maybe -> gaps(where, maybe.isPresent() ? maybe.get() : "", gaps);
            case OptionalInt number when number.isEmpty() -> gaps.add(where);
            case OptionalLong number when number.isEmpty() -> gaps.add(where);
            case OptionalDouble number when number.isEmpty() -> gaps.add(where);
            case JsonNode _ -> {}
            case Collection<?> many when many.isEmpty() -> gaps.add(where);
            case Collection<?> many -> {
                for (var each : many) {
                    gaps(where, each, gaps);
                }
            }
            case Map<?, ?> many when many.isEmpty() -> gaps.add(where);
            case Record parts -> {
                for (RecordComponent part : parts.getClass().getRecordComponents()) {
                    var accessor = part.getAccessor();
                    accessor.setAccessible(true);
                    gaps(where + "." + part.getName(), Objects.requireNonNullElse(accessor.invoke(parts), ""), gaps);
                }
            }
            default -> {}
        }
    }

    /// Sections 11.2, 11.5 and 13 of the contract: the published schema does not list the fields of a command.
    private static TreeSet<String> commands(ArrApp app) {
        var all = new TreeSet<>(Set.of("CheckHealth", "RefreshMonitoredDownloads"));
        var scan = "[downloadClientId, importMode, path]";
        all.addAll(
                switch (app) {
                    case SONARR ->
                        List.of(
                                "EpisodeSearch [episodeIds]",
                                "SeasonSearch [seasonNumber, seriesId]",
                                "SeriesSearch [seriesId]",
                                "DownloadedEpisodesScan " + scan,
                                "ManualImport [files, importMode] of [downloadId, episodeFileId, episodeIds, folderName,"
                                        + " indexerFlags, languages, path, quality, releaseGroup, releaseType, seriesId]");
                    case WHISPARR ->
                        List.of(
                                "EpisodeSearch [episodeIds]",
                                "SeasonSearch [seasonNumber, seriesId]",
                                "SeriesSearch [seriesId]",
                                "DownloadedEpisodesScan " + scan,
                                "ManualImport [files, importMode] of [downloadId, episodeFileId, episodeIds, folderName,"
                                        + " languages, path, quality, releaseGroup, seriesId]");
                    case RADARR ->
                        List.of(
                                "MoviesSearch [movieIds]",
                                "DownloadedMoviesScan " + scan,
                                "ManualImport [files, importMode] of [downloadId, folderName, indexerFlags, languages,"
                                        + " movieId, path, quality, releaseGroup]");
                    case EROS ->
                        List.of(
                                "MoviesSearch [movieIds]",
                                "DownloadedMoviesScan " + scan,
                                "ManualImport [files, importMode] of [downloadId, folderName, languages, movieId, path,"
                                        + " quality, releaseGroup]");
                    case LIDARR ->
                        List.of(
                                "AlbumSearch [albumIds]",
                                "ArtistSearch [artistId]",
                                "DownloadedAlbumsScan " + scan,
                                "ManualImport [files, importMode, replaceExistingFiles] of [albumId, albumReleaseId,"
                                        + " artistId, disableReleaseSwitching, downloadId, indexerFlags, path, quality,"
                                        + " trackIds]");
                    case READARR ->
                        List.of(
                                "BookSearch [bookIds]",
                                "AuthorSearch [authorId]",
                                "DownloadedBooksScan " + scan,
                                "ManualImport [files, importMode, replaceExistingFiles] of [authorId, bookId,"
                                        + " disableReleaseSwitching, downloadId, foreignEditionId, indexerFlags, path,"
                                        + " quality]");
                });
        return all;
    }

    private static String commandOf(String text) {
        var body = json(text);
        var fields = new TreeSet<String>();
        body.fieldNames().forEachRemaining(fields::add);
        fields.remove("name");
        var ofFiles = new TreeSet<String>();
        body.path("files").path(0).fieldNames().forEachRemaining(ofFiles::add);
        return body.path("name").asText()
                + (fields.isEmpty() ? "" : " " + fields)
                + (ofFiles.isEmpty() ? "" : " of " + ofFiles);
    }

    private static JsonNode json(String text) {
        try {
            return new ObjectMapper().readTree(text);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    // what can be asked

    private void prepare() {
        var searches = (SearchesWanted) connector;
        var tender = (TendsQueue) connector;
        var shelf = (KeepsTitles) connector;
        var tracker = (TracksDownloads) connector;
        var settings = (HoldsSettings) connector;
        var words = ArrWords.of(app);
        var item = new ItemKey(words.itemType(), "7");
        var parent = words.parentType().isEmpty() ? item : new ItemKey(words.parentType(), "7");
        acts.clear();
        acts.put("check", connector::check);
        acts.put("searchBlocked", searches::searchBlocked);
        acts.put("queue", searches::queue);
        acts.put("wanted", () -> {
            var rows = new ArrayList<>();
            for (var pass : searches.passes()) {
                for (var unit : searches.units()) {
                    rows.add(page(pass, unit, Order.OLDEST_SEARCH, 1));
                }
                var single = searches.units().getFirst();
                rows.add(page(pass, single, Order.OLDEST_GAP, 1));
                rows.add(page(pass, single, Order.NEWEST, 2));
            }
            return rows;
        });
        acts.put("profileNames", searches::profileNames);
        acts.put("refusals", () -> searches.refusals(item));
        acts.put("search", () -> {
            var asked = new ArrayList<>();
            for (var unit : searches.units()) {
                asked.add(searches.search(
                        switch (unit) {
                            case SEASON -> new ItemKey("season", "7:2");
                            case SERIES, ARTIST, AUTHOR -> parent;
                            default -> item;
                        }));
            }
            return asked;
        });
        acts.put("commands", searches::commands);
        acts.put("command", () -> searches.command("7"));
        acts.put("historySince", () -> searches.historySince(NOW));
        acts.put("tag", nothing(() -> searches.tag(List.of(parent), "Hunted")));
        acts.put("removeFromQueue", nothing(() -> searches.removeFromQueue(List.of(7L), true, true, false)));
        acts.put("blocklists", tender::blocklists);
        acts.put("blocklist", () -> tender.blocklist(500));
        acts.put("unblock", nothing(() -> tender.unblock(List.of(7L))));
        acts.put("importable", () -> tender.importable("AB12"));
        acts.put("importNow", () -> tender.importNow(tender.importable("AB12")));
        acts.put("library", shelf::library);
        acts.put("children", () -> words.parentType().isEmpty() ? "a film has none" : shelf.children(parent));
        acts.put("past", () -> {
            var all = new ArrayList<>(shelf.past(parent));
            all.addAll(shelf.past(item));
            if (searches.units().contains(Unit.SEASON)) {
                all.addAll(shelf.past(new ItemKey("season", "7:2")));
            }
            return all;
        });
        acts.put("setup", shelf::setup);
        acts.put(
                "calendar",
                () -> shelf.calendar(
                        Instant.parse("0001-01-01T00:00:00Z"), Instant.parse("2027-01-01T00:00:00Z"), true));
        acts.put("upkeep", shelf::upkeep);
        acts.put("doNow", () -> shelf.doNow("CheckHealth"));
        acts.put("monitor", nothing(() -> {
            shelf.monitor(List.of(parent), true);
            shelf.monitor(List.of(item), false);
        }));
        acts.put("releases", () -> {
            var all = new ArrayList<>(shelf.releases(item));
            if (searches.units().contains(Unit.SEASON)) {
                all.addAll(shelf.releases(new ItemKey("season", "7:2")));
            }
            return all;
        });
        acts.put(
                "grab",
                nothing(() -> shelf.grab(new Release(
                        "https://x/1", 3, "T", "I", 1, 1, "Q", "torrent", OptionalInt.of(1), 0, List.of()))));
        acts.put("torrentClients", tracker::torrentClients);
        acts.put("downloads", tracker::downloads);
        acts.put("history", () -> tracker.history("downloadId"));
        acts.put("refreshDownloads", tracker::refreshDownloads);
        acts.put("importFrom", () -> tracker.importFrom("/downloads/x", "ab12"));
        acts.put("superseded", () -> tracker.superseded("downloadId"));
        acts.put("remotePaths", tracker::remotePaths);
        acts.put("rootFolders", tracker::rootFolders);
        acts.put("sees", () -> tracker.sees("/downloads/x"));
        acts.put("ended", () -> tracker.ended("7"));
        acts.put(
                "forget",
                nothing(() -> tracker.forget(
                        new ArrDownload(List.of(7L), "ab12", "T", "", "", "", "ok", List.of(), ""), true, false)));
        acts.put("settings", settings::settings);
        acts.put("hold", nothing(() -> {
            var held = settings.settings();
            for (var section : List.of("naming", "profile", "custom-format")) {
                var one = held.stream()
                        .filter(it -> it.section().equals(section) && it.copyable())
                        .findFirst();
                if (one.isPresent()) {
                    settings.hold(one.get());
                }
            }
        }));
        acts.put("drop", nothing(() -> {
            settings.drop(new HeldSetting.Key("profile", "name"));
            settings.drop(new HeldSetting.Key("custom-format", "name"));
        }));
        assertThat(acts.keySet())
                .as("what a connector of this family can be asked")
                .containsExactlyInAnyOrderElementsOf(Stream.of(
                                Connector.class,
                                SearchesWanted.class,
                                TendsQueue.class,
                                KeepsTitles.class,
                                TracksDownloads.class,
                                HoldsSettings.class)
                        .flatMap(type -> Arrays.stream(type.getDeclaredMethods()))
                        .map(Method::getName)
                        .filter(name -> !name.contains("$") && !SILENT.contains(name))
                        .collect(Collectors.toSet()));
    }

    private Object page(Pass pass, Unit unit, Order order, int page) throws ConnectorException, InterruptedException {
        return ((SearchesWanted) connector)
                .wanted(new Wish(pass, unit, order, "label"), page)
                .rows();
    }

    private static Act nothing(Silent act) {
        return () -> {
            act.run();
            return "done";
        };
    }

    @FunctionalInterface
    private interface Silent {
        void run() throws ConnectorException, InterruptedException;
    }

    // the app

    private void open(ArrApp asked, Shape shape) throws Exception {
        app = asked;
        full = shape == Shape.FULL;
        var found = PublishedApi.find(
                switch (app) {
                    case SONARR -> "sonarr-v3";
                    case RADARR -> "radarr-v3";
                    case LIDARR -> "lidarr-v1";
                    case READARR -> "readarr-v1";
                    case WHISPARR -> "whisparr-v2-api-v3";
                    case EROS -> "whisparr-v3-eros-api-v3";
                });
        assumeTrue(found.isPresent(), "the OpenAPI documents are not at hand");
        published = found.get();
        answers = new PublishedAnswers(published, shape);
        if (connector != null) {
            connector.close();
            server.stop(0);
        }
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
        var address = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
        connector = ArrKind.all(clients).stream()
                .filter(it -> it.id().equals(app.kind()))
                .findFirst()
                .orElseThrow()
                .open(
                        TestTargets.saved(app.kind(), address, Map.of()),
                        new Secrets(Map.of("apiKey", new Secret("0123456789abcdef"))));
        prepare();
    }

    private void answer(HttpExchange exchange) throws IOException {
        var uri = exchange.getRequestURI();
        var method = exchange.getRequestMethod();
        var path = uri.getPath();
        var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        if (!path.startsWith("/api/")) {
            var login = "<html><head><meta name=\"description\" content=\"" + app.appName() + "\"/></head></html>";
            reply(exchange, 200, path.equals("/ping") ? "{\"status\":\"OK\"}" : login, path.equals("/ping"));
            return;
        }
        requests.add(new LoggedRequest(
                NOW,
                "Loft",
                method,
                path,
                Objects.requireNonNullElse(uri.getRawQuery(), ""),
                List.of(),
                LoggedRequest.SecretSeen.OWN,
                body));
        var call = method + " " + resource(path);
        if (!lists && call.startsWith("GET wanted/") || app != ArrApp.EROS && call.equals("GET movie/list")) {
            reply(exchange, 404, "", true);
            return;
        }
        int status = method.equals("POST") ? 201 : method.equals("PUT") ? 202 : 200;
        reply(exchange, status, good(call, method, path).toString(), true);
    }

    private JsonNode good(String call, String method, String path) {
        if (app == ArrApp.EROS && UNPUBLISHED.containsKey(call)) {
            var movies = answers.listOf("MovieResource");
            return switch (call) {
                case "GET movie/list" -> json("[7]");
                case "POST movie/bulk" -> movies;
                default ->
                    ((ObjectNode) json("{\"page\":1,\"pageSize\":10,\"totalRecords\":1}")).set("records", movies);
            };
        }
        var answer = answers.to(method, path);
        if (call.equals("GET system/status")) {
            int major = app == ArrApp.WHISPARR ? 2 : 4;
            ((ObjectNode) answer).put("appName", app.appName()).put("version", major + ".0.19.2979");
        }
        if (call.equals("GET filesystem")) { // has no schema
            return json("{\"parent\":\"/\",\"directories\":[],\"files\":[{\"name\":\"x\",\"path\":\"/downloads/x\"}]}");
        }
        if (call.equals("GET downloadclient")) {
            answer.forEach(it -> ((ObjectNode) it).put("implementation", "QBittorrent"));
        }
        if (full && call.equals("GET health")) {
            answer.forEach(it -> ((ObjectNode) it).put("type", "error"));
        }
        if (full && resource(path).startsWith("command")) {
            (answer.isArray() ? answer : List.of(answer)).forEach(it -> ended((ObjectNode) it));
        }
        return answer;
    }

    /// A search that has ended, with what only the wire has.
    private void ended(ObjectNode command) {
        command.put("status", "completed").put("message", "Search completed. 3 reports downloaded.");
        ((ObjectNode) command.path("body"))
                .putArray(ArrWords.of(app).itemType() + "Ids")
                .add(7);
    }

    private static String resource(String path) {
        return path.replaceFirst("^/api/v\\d/", "");
    }

    private static void reply(HttpExchange exchange, int status, String text, boolean json) throws IOException {
        var bytes = text.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", json ? "application/json" : "text/html");
        exchange.getResponseHeaders().add("X-Application-Version", "4.0.19.2979");
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        try (var out = exchange.getResponseBody()) {
            out.write(bytes);
        }
    }
}
