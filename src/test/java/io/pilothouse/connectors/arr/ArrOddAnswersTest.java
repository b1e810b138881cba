package io.pilothouse.connectors.arr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.pilothouse.connectors.Connector;
import io.pilothouse.connectors.ConnectorException;
import io.pilothouse.connectors.HttpClients;
import io.pilothouse.connectors.RequestLog;
import io.pilothouse.connectors.SearchesWanted;
import io.pilothouse.connectors.SearchesWanted.Phase;
import io.pilothouse.connectors.SearchesWanted.What;
import io.pilothouse.connectors.SearchesWanted.Wish;
import io.pilothouse.connectors.TestTargets;
import io.pilothouse.domain.cycle.Candidate;
import io.pilothouse.domain.cycle.HuntRule.Order;
import io.pilothouse.domain.cycle.HuntRule.Pass;
import io.pilothouse.domain.cycle.HuntRule.Unit;
import io.pilothouse.domain.cycle.ItemKey;
import io.pilothouse.domain.health.FaultCode;
import io.pilothouse.domain.secret.Secret;
import io.pilothouse.domain.secret.Secrets;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Answers as apps of all ages and forks give them (sections 3, 4, 5, 16 and 17 of the contract), written by
/// hand and not by the simulators: new fields, missing ones, nulls, words nobody knows, short pages.
class ArrOddAnswersTest {

    private final HttpClients clients = new HttpClients(Clock.systemUTC(), RequestLog.NONE, "test");
    private final Map<String, List<String>> answers = new ConcurrentHashMap<>();
    private final Map<String, Integer> statuses = new ConcurrentHashMap<>();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final List<String> bodies = new CopyOnWriteArrayList<>();
    private String base = "";
    private String lacking = "/nothing/";
    private HttpServer server;
    private Connector connector;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    @AfterEach
    void stop() {
        connector.close();
        server.stop(0);
        clients.close();
    }

    @Test
    void anAnswerWithNothingButTheNecessaryIsEnoughForAHealthyApp() throws Exception {
        open(ArrApp.SONARR, "{'appName':'Sonarr','version':'4.0.19.2979','tomorrow':{'a':[1]}}");
        says("health", "[{'id':null,'source':null,'type':'catastrophe','message':'New words','wikiUrl':null,'x':1}]");
        says("queue/status", "{'totalCount':null,'errors':null,'brandNew':true}");

        var answer = connector.check();

        assertThat(answer.identity().version()).isEqualTo("4.0.19.2979");
        assertThat(answer.warnings()).extracting(it -> it.text()).containsExactly("New words");
    }

    @Test
    void aBuildWithoutHealthOrQueueTotalsIsHealthyAllTheSame() throws Exception {
        open(ArrApp.READARR, "{'appName':'Readarr','version':'0.3.9.1','urlBase':null}");

        assertThat(connector.check().warnings()).isEmpty();
    }

    @Test
    void timesAndSpansAreReadAsTheAppsWriteThem() throws Exception {
        sonarr();
        assertThat(ArrTimes.instant("2026-07-01T12:00:00Z")).hasValue(Instant.parse("2026-07-01T12:00:00Z"));
        assertThat(ArrTimes.instant("2026-07-01T12:00:00.1234567Z"))
                .hasValue(Instant.parse("2026-07-01T12:00:00.1234567Z"));
        assertThat(ArrTimes.instant("2026-07-01T14:00:00+02:00")).hasValue(Instant.parse("2026-07-01T12:00:00Z"));
        assertThat(ArrTimes.instant("2026-07-01T12:00:00")).hasValue(Instant.parse("2026-07-01T12:00:00Z"));
        assertThat(ArrTimes.instant("2026-07-01")).hasValue(Instant.parse("2026-07-01T00:00:00Z"));
        assertThat(ArrTimes.instant("soon")).isEmpty();
        assertThat(ArrTimes.span("1.02:03:04"))
                .hasValue(Duration.ofHours(26).plusMinutes(3).plusSeconds(4));
        assertThat(ArrTimes.span("-00:00:01.5")).hasValue(Duration.ofMillis(-1_500));
        assertThat(ArrTimes.span("10675199.02:48:05.4775807")).isPresent(); // the longest there is
        assertThat(ArrTimes.span("1 day")).isEmpty();
    }

    @Test
    void theQueueIsReadWithSizesAsDecimalsUnknownWordsAndRecordsThatShareADownload() throws Exception {
        sonarr();
        says("queue/details", """
                [{'id':1,'seriesId':7,'episodeId':51,'seasonNumber':1,'size':100.0,'sizeleft':25.0,'title':'A',
                  'status':'quantum','trackedDownloadState':'teleporting','downloadId':'AB','timeleft':'1.00:00:00',
                  'statusMessages':null,'errorMessage':null,'languages':null,'somethingNew':{'deep':[null]}},
                 {'id':2,'seriesId':7,'episodeId':52,'seasonNumber':1,'size':100.0,'sizeleft':25.0,'downloadId':'AB'},
                 {'id':3,'seriesId':null,'episodeId':null,'title':'Pending','status':'delay','downloadId':null}]
                """);

        var queue = searches().queue();

        assertThat(queue.downloads()).isEqualTo(2);
        var pack = queue.items().getFirst();
        assertThat(pack.queueIds()).containsExactly(1L, 2L);
        assertThat(pack.progress().orElseThrow()).isEqualTo(0.75);
        assertThat(pack.state()).isEqualTo("teleporting");
        assertThat(pack.reason()).isEmpty();
        assertThat(queue.onTheirWay())
                .contains(new ItemKey("episode", "51"), new ItemKey("episode", "52"), new ItemKey("season", "7:1"));
        assertThat(queue.items().getLast().downloadId()).isEmpty();
        assertThat(queue.items().getLast().items()).isEmpty();
    }

    @Test
    void aServerThatGivesSmallerPagesIsReadToTheEnd() throws Exception {
        sonarr();
        says("wanted/missing", page(1, 2, 3, 11, 12), page(2, 2, 3, 13));

        var first = searches().wanted(missing(Order.OLDEST_SEARCH), 1);
        var second = searches().wanted(missing(Order.OLDEST_SEARCH), 2);

        assertThat(first.pages()).isEqualTo(2);
        assertThat(ids(first.rows())).containsExactly("11", "12");
        assertThat(ids(second.rows())).containsExactly("13");
    }

    @Test
    void aPagePastTheEndThatComesBackAsTheLastOneIsEmpty() throws Exception {
        sonarr();
        says("wanted/missing", page(1, 200, 1, 11), page(1, 200, 1, 11));

        searches().wanted(missing(Order.OLDEST_SEARCH), 1);

        assertThat(searches().wanted(missing(Order.OLDEST_SEARCH), 2).rows()).isEmpty();
    }

    /// Section 9.1: without it a filter by tag would silently match nothing.
    @Test
    void aRecordWithoutItsParentGetsItFromTheLibrary() throws Exception {
        sonarr();
        says("tag", "[{'id':4,'label':'keep'}]");
        says("series", "[{'id':7,'title':'Show','monitored':true,'qualityProfileId':6,'tags':[4],'path':'/tv/Show'}]");
        says("wanted/missing", """
                {'page':1,'pageSize':200,'totalRecords':1,'records':[
                 {'id':51,'seriesId':7,'seasonNumber':1,'episodeNumber':2,'title':'Two','monitored':true,'series':null}]}
                """);

        var row = searches().wanted(missing(Order.NEWEST), 1).rows().getFirst();

        assertThat(row.tags()).containsExactly("keep");
        assertThat(row.profile()).isEqualTo("6");
        assertThat(row.root()).isEqualTo("/tv");
    }

    /// Its tags, profile and folder cannot be judged: it is seen, and the choice leaves it out.
    @Test
    void aRecordWhoseParentNobodyKnowsIsShownAndNotJudged() throws Exception {
        sonarr();
        says("series", "[{'id':7,'title':'Show','monitored':true,'qualityProfileId':6,'tags':[],'path':'/tv/Show'}]");
        says("wanted/missing", """
                {'page':1,'pageSize':200,'totalRecords':2,'records':[
                 {'id':51,'seriesId':9,'seasonNumber':1,'episodeNumber':1,'title':'Two','monitored':true},
                 {'id':52,'seriesId':7,'seasonNumber':1,'episodeNumber':2,'title':'Three','monitored':true}]}
                """);

        for (var unit : List.of(Unit.EPISODE, Unit.SEASON, Unit.SERIES)) {
            var rows = searches()
                    .wanted(new Wish(Pass.MISSING, unit, Order.NEWEST, ""), 1)
                    .rows();

            assertThat(rows).extracting(Candidate::parentKnown).containsExactly(false, true);
        }
    }

    @Test
    void anEmptyLibraryIsReadOnceForAllRecordsWithoutAParent() throws Exception {
        sonarr();
        says("series", "[]");
        says("wanted/missing", """
                {'page':1,'pageSize':200,'totalRecords':2,'records':[
                 {'id':51,'seriesId':9,'seasonNumber':1,'episodeNumber':1,'title':'Two','monitored':true},
                 {'id':52,'seriesId':9,'seasonNumber':1,'episodeNumber':2,'title':'Three','monitored':true}]}
                """);

        var rows = searches().wanted(missing(Order.NEWEST), 1).rows();

        assertThat(rows).extracting(Candidate::parentKnown).containsExactly(false, false);
        assertThat(requests.stream().filter(it -> it.contains("/series"))).hasSize(1);
    }

    /// Section 9.2: the column of the last search is an error where the build lacks it.
    @Test
    void anObjectInPlaceOfAListIsAnErrorOfTheAnswer() throws Exception {
        sonarr();
        says("queue/details", "{'id':1,'title':'A'}");

        var failure =
                catchThrowableOfType(ConnectorException.class, () -> searches().queue());

        assertThat(failure.code()).isEqualTo(FaultCode.MALFORMED);
    }

    @Test
    void aColumnThatCannotBeSortedByIsLeftOutFromThenOn() throws Exception {
        open(ArrApp.LIDARR, "{'appName':'Lidarr','version':'2.14.1.0'}");
        says(
                "wanted/missing?albums.lastSearchTime",
                500,
                "{'message':'SQLite Error 1: no such column','description':'at X.Y'}");
        says("wanted/missing?releaseDate", "{'page':1,'pageSize':200,'totalRecords':0,'records':[]}");
        says("tag", "[]");

        searches().wanted(new Wish(Pass.MISSING, Unit.ALBUM, Order.OLDEST_SEARCH, ""), 1);
        searches().wanted(new Wish(Pass.MISSING, Unit.ALBUM, Order.OLDEST_SEARCH, ""), 1);

        assertThat(requests.stream().filter(it -> it.contains("albums.lastSearchTime")))
                .hasSize(1);
        assertThat(requests.stream().filter(it -> it.contains("sortKey=releaseDate")))
                .hasSize(2);
    }

    @ParameterizedTest
    @CsvSource({
        "queued, QUEUED",
        "started, RUNNING",
        "completed, COMPLETED",
        "failed, FAILED",
        "aborted, CANCELLED",
        "cancelled, CANCELLED",
        "orphaned, ORPHANED",
        "pondering, UNKNOWN"
    })
    void aCommandIsReadWhateverItsStatusAndWithoutABody(String status, Phase phase) throws Exception {
        sonarr();
        says("command", "[{'id':7,'name':'EpisodeSearch','status':'" + status + "','body':null,'message':null}]");

        var command = searches().commands().getFirst();

        assertThat(command.phase()).isEqualTo(phase);
        assertThat(command.grabbed()).isEmpty();
        assertThat(command.items()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "Episode search completed. 1 report downloaded., 1",
        "Completed search for 2 movies. 12 reports downloaded., 12",
        "Season search completed. 0 reports downloaded., 0",
        "Suche beendet, -1"
    })
    void theNumberOfGrabsIsInTheFinalMessage(String message, int grabbed) throws Exception {
        sonarr();
        says("command", "[{'id':7,'status':'completed','message':'" + message + "'}]");

        assertThat(searches().commands().getFirst().grabbed().orElse(-1)).isEqualTo(grabbed);
    }

    @Test
    void aHistoryWithUnknownEventsAndMissingFieldsIsRead() throws Exception {
        sonarr();
        says("history/since", """
                [{'id':1,'episodeId':51,'seriesId':7,'date':'2026-07-01T12:00:00Z','eventType':'grabbed','data':null},
                 {'id':2,'episodeId':51,'date':'2026-07-01T12:05:00Z','eventType':'episodeTeleported','quality':null},
                 {'id':3,'date':null,'eventType':'grabbed'},
                 {'id':4,'episodeId':51,'date':'2026-07-01T12:06:00Z','eventType':'grabbed','downloadId':'X',
                  'data':{'releaseSource':'Rss'}}]
                """);

        var happenings = searches().historySince(Instant.parse("2026-07-01T00:00:00Z"));

        assertThat(happenings)
                .extracting(it -> it.what())
                .containsExactly(What.GRABBED, What.OTHER, What.GRABBED_OTHERWISE);
    }

    @Test
    void validationThatFailsSaysTheAppsOwnWordsAndNeverAStackTrace() throws Exception {
        sonarr();
        says("command", 400, "[{'propertyName':'Name','errorMessage':'Name is wrong','isWarning':false}]");

        var refused =
                catchThrowableOfType(ConnectorException.class, () -> searches().search(new ItemKey("episode", "1")));
        says("command", 500, "{'message':'Sequence contains no elements','description':'at System.Linq.X'}");
        var broken =
                catchThrowableOfType(ConnectorException.class, () -> searches().search(new ItemKey("episode", "1")));

        assertThat(refused.problem().summary()).contains("Name is wrong");
        assertThat(broken.problem().summary() + broken.problem().advice()).doesNotContain("System.Linq");
    }

    /// Section 4: any of the forms of an error, plain text at last.
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'message':'NotFound'} | NotFound",
                "{'title':'One or more errors.','errors':{'page':['The value is not valid.']}} | errors. The value is",
                "[{'propertyName':'Path','errorMessage':'Path is in use','isWarning':true}] | Path is in use",
                "'seriesId must be provided' | seriesId must be provided",
                "Indexer gave up, <b>try</b> later | Indexer gave up, try later",
            })
    void anErrorOfAnyFormIsToldInTheAppsWords(String body, String words) throws Exception {
        sonarr();
        says("command", 400, body);

        var refused =
                catchThrowableOfType(ConnectorException.class, () -> searches().search(new ItemKey("episode", "1")));

        assertThat(refused.problem().summary()).startsWith("Loft ").contains(words);
    }

    /// Section 11.1: a misspelt field would not be refused but search something else.
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "SONARR   | episode | 51  | {\"name\":\"EpisodeSearch\",\"episodeIds\":[51]}",
                "SONARR   | season  | 7:1 | {\"name\":\"SeasonSearch\",\"seasonNumber\":1,\"seriesId\":7}",
                "SONARR   | series  | 7   | {\"name\":\"SeriesSearch\",\"seriesId\":7}",
                "WHISPARR | episode | 51  | {\"name\":\"EpisodeSearch\",\"episodeIds\":[51]}",
                "RADARR   | movie   | 42  | {\"name\":\"MoviesSearch\",\"movieIds\":[42]}",
                "EROS     | movie   | 42  | {\"name\":\"MoviesSearch\",\"movieIds\":[42]}",
                "LIDARR   | album   | 88  | {\"name\":\"AlbumSearch\",\"albumIds\":[88]}",
                "LIDARR   | artist  | 12  | {\"name\":\"ArtistSearch\",\"artistId\":12}",
                "READARR  | book    | 61  | {\"name\":\"BookSearch\",\"bookIds\":[61]}",
                "READARR  | author  | 5   | {\"name\":\"AuthorSearch\",\"authorId\":5}",
            })
    void aSearchNamesExactlyWhatIsAskedFor(ArrApp app, String type, String id, String body) throws Exception {
        open(app, "{'appName':'" + app.appName() + "','version':'" + (app == ArrApp.WHISPARR ? 2 : 4) + ".0.0.1'}");
        says("command", 201, "{'id':1,'name':'x','status':'queued'}");

        searches().search(new ItemKey(type, id));

        assertThat(sorted(bodies.getLast())).isEqualTo(sorted(body));
    }

    /// Section 17: Radarr before 5.6 and older builds of Whisparr v3.
    @ParameterizedTest
    @CsvSource({"RADARR, 5.5.3.8819", "EROS, 3.0.0.600"})
    void withoutWantedListsTheLibrarySaysWhatIsMissing(ArrApp app, String version) throws Exception {
        open(app, "{'appName':'" + app.appName() + "','version':'" + version + "'}");
        says("tag", "[]");
        says("movie", """
                [{'id':1,'title':'Here','hasFile':true,'monitored':true,'isAvailable':true},
                 {'id':2,'title':'Gone','hasFile':false,'monitored':true,'isAvailable':true,'tmdbId':0},
                 {'id':3,'title':'Left','hasFile':false,'monitored':false,'isAvailable':true},
                 {'id':4,'title':'Later','hasFile':false,'monitored':true,'isAvailable':false}]
                """);

        var rows = searches()
                .wanted(new Wish(Pass.MISSING, searches().units().getFirst(), Order.OLDEST_SEARCH, ""), 1)
                .rows();

        assertThat(ids(rows)).containsExactly("2", "4");
        assertThat(rows).extracting(Candidate::available).containsExactly(true, false);
    }

    /// Section 8.2.
    @ParameterizedTest
    @CsvSource({
        "released,  2025-03-14, 2025-06-01, 2025-07-01, 2025-06-01",
        "released,  2025-03-14,           ,           , 2025-06-12",
        "inCinemas, 2025-03-14, 2025-06-01,           , 2025-03-14",
        "announced, 2025-03-14, 2025-02-01,           , 2025-02-01",
    })
    void anOldRadarrsReleaseDateIsDerived(
            String availability, String cinema, String digital, String physical, String date) throws Exception {
        open(ArrApp.RADARR, "{'appName':'Radarr','version':'5.7.0.1'}");
        var movie = new LinkedHashMap<String, String>();
        movie.put("inCinemas", cinema);
        movie.put("digitalRelease", digital);
        movie.put("physicalRelease", physical);
        var dates = new StringBuilder();
        movie.forEach((key, at) -> {
            if (at != null) {
                dates.append(",'").append(key).append("':'").append(at).append("T00:00:00Z'");
            }
        });
        says("tag", "[]");
        says(
                "wanted/missing",
                "{'page':1,'totalRecords':1,'records':[{'id':1,'title':'F','monitored':true,'minimumAvailability':'"
                        + availability + "'" + dates + "}]}");

        var row = searches()
                .wanted(new Wish(Pass.MISSING, Unit.MOVIE, Order.OLDEST_SEARCH, ""), 1)
                .rows()
                .getFirst();

        assertThat(row.releasedAt()).hasValue(Instant.parse(date + "T00:00:00Z"));
    }

    /// Section 2.1: whatever the app's url base is, requests go below it.
    @Test
    void aUrlBaseStandsBeforeEveryRequest() throws Exception {
        base = "/media/tv";
        sonarr();
        says("queue/details", "[]");

        searches().queue();

        assertThat(requests.getLast()).startsWith("GET /media/tv/api/v3/queue/details");
    }

    /// Section 2.2: in the header, never in the address.
    @Test
    void theKeyIsInNoAddress() throws Exception {
        sonarr();
        says("queue/details", "[]");

        searches().queue();

        assertThat(requests).isNotEmpty().noneMatch(it -> it.contains("0123456789abcdef"));
    }

    /// Section 6.1: half the family speaks one version of the API, half the other.
    @Test
    void anAppThatSpeaksTheOtherVersionOfTheApiIsNamed() throws Exception {
        open(ArrApp.SONARR, "{'appName':'Lidarr','version':'2.5.3.4341'}");
        lacking = "/api/v3/";

        var failure = catchThrowableOfType(ConnectorException.class, connector::check);

        assertThat(failure.code()).isEqualTo(FaultCode.WRONG_PRODUCT);
        assertThat(failure.actualKind()).hasValue(ArrApp.LIDARR.kind());
    }

    // the server

    private void sonarr() throws Exception {
        open(ArrApp.SONARR, "{'appName':'Sonarr','version':'4.0.19.2979','databaseType':'sqLite'}");
        says("tag", "[]");
    }

    private void open(ArrApp app, String status) throws Exception {
        says("system/status", status);
        var kind = ArrKind.all(clients).stream()
                .filter(it -> it.id().equals(app.kind()))
                .findFirst()
                .orElseThrow();
        var address =
                URI.create("http://127.0.0.1:" + server.getAddress().getPort() + (base.isEmpty() ? "/" : base + "/"));
        connector = kind.open(
                TestTargets.saved(app.kind(), address, Map.of()),
                new Secrets(Map.of("apiKey", new Secret("0123456789abcdef"))));
        description = app.appName();
    }

    private String description = "";

    private SearchesWanted searches() {
        return (SearchesWanted) connector;
    }

    private static Wish missing(Order order) {
        return new Wish(Pass.MISSING, Unit.EPISODE, order, "");
    }

    private static List<String> ids(List<Candidate> rows) {
        return rows.stream().map(it -> it.item().id()).toList();
    }

    private static String page(int page, int size, int total, int... ids) {
        var records = new ArrayList<String>();
        for (int id : ids) {
            records.add("{'id':" + id + ",'seriesId':7,'seasonNumber':1,'episodeNumber':" + id
                    + ",'title':'T','monitored':true,'series':{'id':7,'title':'Show','monitored':true,'tags':[]}}");
        }
        return "{'page':" + page + ",'pageSize':" + size + ",'totalRecords':" + total + ",'records':["
                + String.join(",", records) + "]}";
    }

    private static String sorted(String json) {
        return json.chars()
                .sorted()
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    /// @param resource below the API, with `?` and a part of the query where that decides
    /// @param bodies   one after another, the last for good; `'` stands for `"`
    private void says(String resource, String... bodies) {
        answers.put(resource, new CopyOnWriteArrayList<>(List.of(bodies)));
        statuses.put(resource, 200);
    }

    private void says(String resource, int status, String body) {
        says(resource, body);
        statuses.put(resource, status);
    }

    private void answer(HttpExchange exchange) throws IOException {
        var uri = exchange.getRequestURI();
        requests.add(exchange.getRequestMethod() + " " + uri);
        var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        if (!body.isEmpty()) {
            bodies.add(body);
        }
        var path = uri.getPath().substring(uri.getPath().startsWith(base) ? base.length() : 0);
        if (path.startsWith(lacking)) {
            reply(exchange, 404, "application/json", "");
        } else if (path.equals("/ping")) {
            reply(exchange, 200, "application/json", "{'status':'OK'}");
        } else if (path.equals("/login")) {
            reply(
                    exchange,
                    200,
                    "text/html",
                    "<html><head><meta name='description' content='" + description + "'></head></html>");
        } else {
            var resource = path.replaceFirst("^/api/v\\d/", "");
            var key = answers.keySet().stream()
                    .filter(it -> it.equals(resource)
                            || it.startsWith(resource + "?")
                                    && String.valueOf(uri.getQuery()).contains(it.substring(it.indexOf('?') + 1)))
                    .findFirst();
            var left = key.map(answers::get).orElse(List.of("{'message':'NotFound'}"));
            var text = left.size() > 1 ? left.removeFirst() : left.getFirst();
            reply(exchange, key.map(statuses::get).orElse(404), "application/json", text);
        }
    }

    private static void reply(HttpExchange exchange, int status, String type, String text) throws IOException {
        var bytes = text.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", type);
        exchange.sendResponseHeaders(status, bytes.length);
        try (var out = exchange.getResponseBody()) {
            out.write(bytes);
        }
    }
}
