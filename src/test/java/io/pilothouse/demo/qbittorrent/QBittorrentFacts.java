package io.pilothouse.demo.qbittorrent;

import com.fasterxml.jackson.databind.JsonNode;
import io.pilothouse.connectors.qbittorrent.TestTorrent;
import io.pilothouse.demo.service.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;

/// What the contract marks as seen on 4.5.2 and 5.1.0 in sections 2, 3 and 5 to 8, asked with the JDK's client of
/// whatever server stands at an address: the real ones and their simulations answer one list.
final class QBittorrentFacts {

    private static final String NOBODY = "0123456789abcdef0123456789abcdef01234567";
    private static final String FORM = "application/x-www-form-urlencoded";

    private interface Question {
        String ask(Server server);
    }

    private record Fact(String name, String old, String modern, Question question) {}

    private QBittorrentFacts() {}

    /// Asks all of them of a server without torrents; its categories and tags go.
    static void hold(URI address, String user, String password, String version) {
        boolean modern = version.startsWith("5");
        try (var http =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
            var server = new Server(http, address, user, password);
            server.login();
            server.names("torrents/categories")
                    .forEach(it -> server.post("torrents/removeCategories", "categories", it));
            server.json("torrents/tags").forEach(it -> server.post("torrents/deleteTags", "tags", it.asText()));
            var softly = new SoftAssertions();
            for (var fact : ALL) {
                softly.assertThat(fact.question().ask(server))
                        .as(version + ": " + fact.name())
                        .isEqualTo(modern ? fact.modern() : fact.old());
            }
            softly.assertAll();
        }
    }

    private static Fact both(String name, String answer, Question question) {
        return new Fact(name, answer, answer, question);
    }

    private static final List<Fact> ALL = List.of(
            // 3: login and sessions
            both("without a session every path is forbidden", "403 Forbidden, 403 Forbidden", it -> {
                it.cookie = "";
                return it.get("app/version") + ", " + it.get("app/nothing");
            }),
            both(
                    "a wrong password and a missing one fail with 200",
                    "200 Fails., 200 Fails.",
                    it -> it.post("auth/login", "username", "admin", "password", "wrong") + ", "
                            + it.post("auth/login", "username", "admin")),
            both("the right password opens a session", "200 Ok. SID", it -> it.login()),
            both(
                    "with a session any password is right",
                    "200 Ok.",
                    it -> it.post("auth/login", "username", "admin", "password", "wrong")),
            both(
                    "a session ends with its logout",
                    "200 , 403 Forbidden, 200 Ok. SID",
                    it -> it.post("auth/logout") + ", " + it.get("app/version") + ", " + it.login()),
            // 2: the wire
            new Fact("it tells its version", "200 v4.5.2", "200 v5.1.0", it -> it.get("app/version")),
            new Fact("it tells its Web API", "200 2.8.19", "200 2.11.4", it -> it.get("app/webapiVersion")),
            both(
                    "paths are exact",
                    "404 404 404",
                    it -> it.code(it.get("app/version/")) + " " + it.code(it.get("app/Version")) + " "
                            + it.code(it.get("app/nothing"))),
            both(
                    "actions want POST",
                    "405 405",
                    it -> it.code(it.get("torrents/recheck?hashes=" + NOBODY)) + " "
                            + it.code(it.get("torrents/createTags?tags=a"))),
            new Fact(
                    "HEAD is refused by the old one alone",
                    "405",
                    "200",
                    it -> it.code(it.sent("HEAD", "app/version", "", ""))),
            new Fact(
                    "other methods have each their answer",
                    "400 ",
                    "501 ",
                    it -> it.sent("PUT", "app/version", FORM, "")),
            both(
                    "a body of another type is refused",
                    "400 ",
                    it -> it.sent("POST", "torrents/createTags", "application/json", "{\"tags\":\"a\"}")),
            both(
                    "a foreign page is refused",
                    "401 401",
                    it -> it.code(it.from("Referer", "http://other.example/")) + " "
                            + it.code(it.from("Origin", "http://other.example"))),
            // 5.8: categories and tags
            both(
                    "a category is made once",
                    "200 409",
                    it -> it.codes(
                            List.of("films", "films"), name -> it.post("torrents/createCategory", "category", name))),
            both(
                    "commas, slashes within, dots and another case are legal",
                    "200 200 200 200",
                    it -> it.codes(
                            List.of("a,b", "films/new", "..", "Films"),
                            name -> it.post("torrents/createCategory", "category", name))),
            both(
                    "an empty name is a bad request, an illegal one a conflict",
                    "400 409 409 409 409",
                    it -> it.codes(
                            List.of("", "/x", "x/", "x//y", "x\\y"),
                            name -> it.post("torrents/createCategory", "category", name))),
            both(
                    "an edit of nothing and one that changes nothing are conflicts",
                    "409 409 200",
                    it -> it.code(it.post("torrents/editCategory", "category", "nobody", "savePath", "/tmp/x")) + " "
                            + it.code(it.post("torrents/editCategory", "category", "films", "savePath", "")) + " "
                            + it.code(it.post("torrents/editCategory", "category", "films", "savePath", "films2"))),
            both(
                    "removing what is unknown is fine",
                    "200 200, films/new",
                    it -> it.codes(
                                    List.of("nobody", "a,b\nfilms\n..\nFilms"),
                                    names -> it.post("torrents/removeCategories", "categories", names))
                            + ", " + String.join(" ", it.names("torrents/categories"))),
            both(
                    "a known tag is made again without a word",
                    "200 200",
                    it -> it.codes(List.of("old,new", "old"), tags -> it.post("torrents/createTags", "tags", tags))),
            // 8: an empty server
            new Fact(
                    "empty collections are in the old one's full update alone",
                    "categories full_update rid server_state tags torrents trackers",
                    "categories full_update rid server_state tags",
                    it -> {
                        it.login();
                        return String.join(" ", it.names("sync/maindata?rid=0"));
                    }),
            // 5.9: adding
            both(
                    "what is no torrent is named",
                    "415 Error: 'broken.torrent' is not a valid torrent file.",
                    it -> it.add("broken.torrent", "broken".getBytes(StandardCharsets.UTF_8))),
            both(
                    "nothing and a bad magnet fail with 200",
                    "200 Fails., 200 Fails.",
                    it -> it.post("torrents/add", "urls", "") + ", "
                            + it.post("torrents/add", "urls", "magnet:?xt=urn:btih:nonsense")),
            new Fact(
                    "a torrent is added stopped",
                    "200 Ok., pausedDL",
                    "200 Ok., stoppedDL",
                    it -> it.add("one.torrent", it.one.file()) + ", " + it.settled(it.one)),
            both(
                    "added again it fails and keeps its category",
                    "200 Fails., ",
                    it -> it.add("one.torrent", it.one.file(), "category", "films/new") + ", "
                            + it.row(it.one).get("category").asText()),
            new Fact(
                    "another one",
                    "200 Ok., pausedDL",
                    "200 Ok., stoppedDL",
                    it -> it.add("two.torrent", it.two.file()) + ", " + it.settled(it.two)),
            // 5.4, 6: reading
            new Fact(
                    "the row has the fields of its version",
                    "49",
                    "57",
                    it -> String.valueOf(it.row(it.one).size())),
            both(
                    "hashes of either case are found, unknown ones left out, all is no hash",
                    "1 1 0",
                    it -> it.count("hashes=" + it.one.hash().toUpperCase(java.util.Locale.ROOT)) + " "
                            + it.count("hashes=" + it.one.hash() + "%7C" + NOBODY) + " " + it.count("hashes=all")),
            both(
                    "no hash and an unknown filter mean all",
                    "2 2",
                    it -> it.count("hashes=") + " " + it.count("filter=nonsense")),
            both(
                    "both versions' words find the stopped ones",
                    "2 2 0",
                    it -> it.count("filter=stopped") + " " + it.count("filter=paused") + " "
                            + it.count("filter=completed")),
            both(
                    "a POST takes nothing from the query",
                    "2",
                    it -> String.valueOf(Json.parse(it.body(it.post("torrents/info?hashes=" + NOBODY)))
                            .size())),
            both(
                    "no category and no tag are asked for by an empty word",
                    "2 2 0",
                    it -> it.count("category=") + " " + it.count("tag=") + " " + it.count("category=films/new")),
            both(
                    "it sorts by a field and refuses another",
                    "one two, two one, 400",
                    it -> it.listed("sort=name") + ", " + it.listed("sort=name&reverse=true") + ", "
                            + it.code(it.get("torrents/info?sort=nonsense"))),
            both(
                    "a limit below one is none, an offset past the end begins again",
                    "2 1 2 1",
                    it -> it.count("limit=0") + " " + it.count("limit=1") + " " + it.count("offset=2") + " "
                            + it.count("offset=-1")),
            new Fact(
                    "only the new one counts",
                    "404",
                    "200 2",
                    it -> it.get("torrents/count").replace(" Not Found", "")),
            both(
                    "a reading of one torrent wants a hash, and a known one",
                    "400 404, 400 404, 400 404",
                    it -> Stream.of("properties", "trackers", "files")
                            .map(what -> it.code(it.get("torrents/" + what)) + " "
                                    + it.code(it.get("torrents/" + what + "?hash=" + NOBODY)))
                            .collect(Collectors.joining(", "))),
            both(
                    "peers of no torrent are not found",
                    "404 404",
                    it -> it.code(it.get("sync/torrentPeers")) + " "
                            + it.code(it.get("sync/torrentPeers?hash=" + NOBODY))),
            both("properties say -1 where the row says 0", "0 -1 -1", it -> {
                var more = it.json("torrents/properties?hash=" + it.one.hash());
                return it.row(it.one).get("dl_limit").asInt() + " " + more.get("dl_limit") + " "
                        + more.get("completion_date");
            }),
            both(
                    "three rows are no trackers",
                    "** [DHT] ** ** [PeX] ** ** [LSD] ** http://127.0.0.1:9/announce",
                    it -> {
                        var urls = new ArrayList<String>();
                        it.json("torrents/trackers?hash=" + it.one.hash())
                                .forEach(row -> urls.add(row.get("url").asText()));
                        return String.join(" ", urls);
                    }),
            // 8: deltas
            both("the second question is answered by a delta, an unknown number in full", "full, delta, full", it -> {
                var first = it.json("sync/maindata?rid=0");
                var second = it.json("sync/maindata?rid=" + first.get("rid"));
                var third = it.json("sync/maindata?rid=777");
                return Stream.of(first, second, third)
                        .map(answer -> answer.path("full_update").asBoolean() ? "full" : "delta")
                        .collect(Collectors.joining(", "));
            }),
            both(
                    "a row of the delta's kind has no hash in it",
                    "false",
                    it -> String.valueOf(it.json("sync/maindata?rid=0")
                            .get("torrents")
                            .get(it.one.hash())
                            .has("hash"))),
            // 5.7: actions
            both(
                    "unknown torrents are passed over, no list is a bad request",
                    "200 400, 200 400, 200 400",
                    it -> Stream.of("recheck", "reannounce", "setCategory")
                            .map(what -> it.code(it.post("torrents/" + what, "hashes", NOBODY, "category", "")) + " "
                                    + it.code(it.post("torrents/" + what, "category", "")))
                            .collect(Collectors.joining(", "))),
            new Fact(
                    "stopping is called by the version's name",
                    "200 200 404 404",
                    "404 404 200 200",
                    it -> it.codes(
                            List.of("pause", "resume", "stop", "start"),
                            what -> it.post("torrents/" + what, "hashes", NOBODY))),
            both(
                    "an unknown category changes nothing",
                    "409 409 ''",
                    it -> it.codes(
                                    List.of("nobody", "FILMS/NEW"),
                                    name -> it.post("torrents/setCategory", "hashes", it.one.hash(), "category", name))
                            + " '" + it.row(it.one).get("category").asText() + "'"),
            both(
                    "tags are trimmed and sorted without regard to case",
                    "200 new, Old, old",
                    it -> it.code(it.post("torrents/addTags", "hashes", it.one.hash(), "tags", "old, new ,Old")) + " "
                            + it.row(it.one).get("tags").asText()),
            both("adding tags wants tags", "400", it -> it.code(it.post("torrents/addTags", "hashes", it.one.hash()))),
            both("one tag goes, no tag and commas take them all", "200 'Old, old', 200 '', 200 ''", it -> {
                var seen = new ArrayList<String>();
                for (var tags : List.of("new", "", ",,")) {
                    it.post("torrents/addTags", "hashes", it.one.hash(), "tags", "Old,old");
                    var code = it.code(it.post("torrents/removeTags", "hashes", it.one.hash(), "tags", tags));
                    seen.add(code + " '" + it.row(it.one).get("tags").asText() + "'");
                }
                return String.join(", ", seen);
            }),
            new Fact(
                    "only the new one sets tags",
                    "404 ''",
                    "200 'new'",
                    it -> it.code(it.post("torrents/setTags", "hashes", it.one.hash(), "tags", "new")) + " '"
                            + it.row(it.one).get("tags").asText() + "'"),
            new Fact(
                    "the third share limit is wanted by the new one alone",
                    "200",
                    "400",
                    it -> it.code(it.post(
                            "torrents/setShareLimits",
                            "hashes",
                            it.one.hash(),
                            "ratioLimit",
                            "-2",
                            "seedingTimeLimit",
                            "-2"))),
            both("share limits take what is no number for 0 and cut what is too much", "0.0 525600", it -> {
                it.post(
                        "torrents/setShareLimits",
                        "hashes",
                        it.one.hash(),
                        "ratioLimit",
                        "much",
                        "seedingTimeLimit",
                        "999999",
                        "inactiveSeedingTimeLimit",
                        "-2");
                return it.becomes(
                        () -> it.row(it.one).get("ratio_limit").asDouble() + " "
                                + it.row(it.one).get("seeding_time_limit").asLong(),
                        "0.0 525600");
            }),
            both(
                    "the order of the queue is a conflict where there is none",
                    "409",
                    it -> it.code(it.post("torrents/topPrio", "hashes", NOBODY))),
            both(
                    "a file's priority is one of four, of a torrent and a file that are there",
                    "400 400 404 409 200",
                    it -> Stream.of(
                                    List.of(it.one.hash(), "0", "3"),
                                    List.of(it.one.hash(), "0", "high"),
                                    List.of(NOBODY, "0", "1"),
                                    List.of(it.one.hash(), "9", "1"),
                                    List.of(it.one.hash(), "0", "6"))
                            .map(one -> it.code(it.post(
                                    "torrents/filePrio", "hash", one.get(0), "id", one.get(1), "priority", one.get(2))))
                            .collect(Collectors.joining(" "))),
            both(
                    "a force wants its value, a place its folder",
                    "400 400",
                    it -> it.code(it.post("torrents/setForceStart", "hashes", NOBODY)) + " "
                            + it.code(it.post("torrents/setLocation", "hashes", NOBODY, "location", ""))),
            // 5.1, 5.3: settings
            both(
                    "settings want their object and take nonsense without a word",
                    "400 200",
                    it -> it.code(it.post("app/setPreferences")) + " "
                            + it.code(it.post("app/setPreferences", "json", "nonsense"))),
            both(
                    "a speed limit is cut to whole kibibytes",
                    "200 4096",
                    it -> it.code(it.post("app/setPreferences", "json", "{\"dl_limit\":5000}")) + " "
                            + it.json("app/preferences").get("dl_limit")),
            both("a ratio alone is not taken, with its switch it is", "-1 3", it -> {
                it.post("app/setPreferences", "json", "{\"max_ratio\":3}");
                int alone = it.json("app/preferences").get("max_ratio").asInt();
                it.post("app/setPreferences", "json", "{\"max_ratio_enabled\":true,\"max_ratio\":3}");
                return alone + " " + it.json("app/preferences").get("max_ratio").asInt();
            }),
            both(
                    "any number but 0 is the other speed, a word a bad request",
                    "200 1, 400 1, 200 0",
                    it -> Stream.of("7", "fast", "0")
                            .map(mode -> it.code(it.post("transfer/setSpeedLimitsMode", "mode", mode)) + " "
                                    + it.body(it.get("transfer/speedLimitsMode")))
                            .collect(Collectors.joining(", "))),
            both("the switch alone ends the ratio", "-1", it -> {
                it.post("app/setPreferences", "json", "{\"max_ratio_enabled\":false}");
                return String.valueOf(
                        it.json("app/preferences").get("max_ratio").asInt());
            }),
            // 5.7: deleting, at the end
            both(
                    "a deletion wants its answer to the files; what is no answer deletes all the same",
                    "400 2 200 1",
                    it -> {
                        var missing = it.code(it.post("torrents/delete", "hashes", it.one.hash()));
                        var there = it.count("");
                        var deleted =
                                it.code(it.post("torrents/delete", "hashes", it.one.hash(), "deleteFiles", "yes"));
                        return missing + " " + there + " " + deleted + " " + it.becomes(() -> it.count(""), "1");
                    }));

    /// A server and the session that is open there.
    private static final class Server {

        final TestTorrent one = TestTorrent.of("one", 40_000);
        final TestTorrent two = TestTorrent.of("two", 40_000);
        private final HttpClient http;
        private final URI api;
        private final String user;
        private final String password;
        private String cookie = "";

        Server(HttpClient http, URI address, String user, String password) {
            this.http = http;
            this.api = address.resolve("/api/v2/");
            this.user = user;
            this.password = password;
        }

        String login() {
            cookie = "";
            return post("auth/login", "username", user, "password", password) + " " + cookie.replaceFirst("=.*", "");
        }

        String get(String path) {
            return send(request(path).GET());
        }

        /// @param form name, value, name, value, ...
        String post(String path, String... form) {
            var body = new ArrayList<String>();
            for (int i = 0; i < form.length; i += 2) {
                body.add(form[i] + "=" + URLEncoder.encode(form[i + 1], StandardCharsets.UTF_8));
            }
            return sent("POST", path, FORM, String.join("&", body));
        }

        String sent(String method, String path, String type, String body) {
            var request = request(path).method(method, BodyPublishers.ofString(body));
            return send(type.isEmpty() ? request : request.header("Content-Type", type));
        }

        String from(String header, String page) {
            return send(request("app/version").header(header, page));
        }

        String add(String file, byte[] content, String... fields) {
            var head = new StringBuilder();
            var all = new ArrayList<>(List.of("paused", "true", "stopped", "true"));
            all.addAll(List.of(fields));
            for (int i = 0; i < all.size(); i += 2) {
                head.append("--part\r\nContent-Disposition: form-data; name=\"")
                        .append(all.get(i))
                        .append("\"\r\n\r\n")
                        .append(all.get(i + 1))
                        .append("\r\n");
            }
            head.append("--part\r\nContent-Disposition: form-data; name=\"torrents\"; filename=\"")
                    .append(file)
                    .append("\"\r\nContent-Type: application/x-bittorrent\r\n\r\n");
            var body = head + new String(content, StandardCharsets.ISO_8859_1) + "\r\n--part--\r\n";
            return send(request("torrents/add")
                    .header("Content-Type", "multipart/form-data; boundary=part")
                    .POST(BodyPublishers.ofByteArray(body.getBytes(StandardCharsets.ISO_8859_1))));
        }

        /// @return its state when it is listed and no longer being looked at
        String settled(TestTorrent torrent) {
            var stopped = get("app/version").startsWith("200 v5") ? "stoppedDL" : "pausedDL";
            return becomes(() -> row(torrent).path("state").asText(), stopped);
        }

        /// The server tells a moment later.
        String becomes(Supplier<String> asked, String wanted) {
            long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
            var answer = asked.get();
            while (!answer.equals(wanted) && System.nanoTime() < end) {
                LockSupport.parkNanos(10_000_000);
                answer = asked.get();
            }
            return answer;
        }

        JsonNode row(TestTorrent torrent) {
            return json("torrents/info?hashes=" + torrent.hash()).path(0);
        }

        String count(String query) {
            return String.valueOf(json("torrents/info?" + query).size());
        }

        String listed(String query) {
            var names = new ArrayList<String>();
            json("torrents/info?" + query)
                    .forEach(it -> names.add(it.get("name").asText()));
            return String.join(" ", names);
        }

        TreeSet<String> names(String path) {
            var names = new TreeSet<String>();
            json(path).fieldNames().forEachRemaining(names::add);
            return names;
        }

        JsonNode json(String path) {
            return Json.parse(body(get(path)));
        }

        String body(String answer) {
            return answer.substring(answer.indexOf(' ') + 1);
        }

        String code(String answer) {
            return answer.substring(0, answer.indexOf(' '));
        }

        String codes(List<String> each, UnaryOperator<String> asked) {
            return each.stream().map(asked).map(this::code).collect(Collectors.joining(" "));
        }

        private HttpRequest.Builder request(String path) {
            var request = HttpRequest.newBuilder(api.resolve(path)).timeout(Duration.ofSeconds(20));
            return cookie.isEmpty() ? request : request.header("Cookie", cookie);
        }

        /// @return code and body
        private String send(HttpRequest.Builder request) {
            try {
                var answer = http.send(request.build(), BodyHandlers.ofString());
                answer.headers().firstValue("Set-Cookie").ifPresent(it -> cookie = it.split(";", 2)[0]);
                return answer.statusCode() + " " + answer.body();
            } catch (IOException e) {
                throw new UncheckedIOException(request.build().toString(), e);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
