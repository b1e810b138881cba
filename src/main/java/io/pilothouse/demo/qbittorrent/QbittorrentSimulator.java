package io.pilothouse.demo.qbittorrent;

import io.pilothouse.demo.service.Access;
import io.pilothouse.demo.service.Json;
import io.pilothouse.demo.service.Lazy;
import io.pilothouse.demo.service.Reply;
import io.pilothouse.demo.service.Request;
import io.pilothouse.demo.service.Setting;
import io.pilothouse.demo.service.Simulator;
import java.net.URI;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// One qBittorrent server.
public final class QbittorrentSimulator implements Simulator {

    private static final String PREFIX = "/api/v2/";

    private static final Set<String> ACTIONS = Set.of(
            "auth/login",
            "auth/logout",
            "app/setPreferences",
            "app/shutdown",
            "torrents/pause",
            "torrents/resume",
            "torrents/stop",
            "torrents/start",
            "torrents/delete",
            "torrents/recheck",
            "torrents/reannounce",
            "torrents/setCategory",
            "torrents/createCategory",
            "torrents/editCategory",
            "torrents/removeCategories",
            "torrents/setAutoManagement",
            "torrents/createTags",
            "torrents/deleteTags",
            "torrents/addTags",
            "torrents/removeTags",
            "torrents/setTags",
            "torrents/setForceStart",
            "torrents/setLocation",
            "torrents/setDownloadLimit",
            "torrents/setUploadLimit",
            "torrents/setShareLimits",
            "torrents/filePrio",
            "torrents/topPrio",
            "torrents/add",
            "transfer/setSpeedLimitsMode");

    private final Setting setting;
    private final Profile profile;
    private final Gate gate;
    private final Lazy<TorrentList> torrents;
    private final Access access;
    private final TorrentActs more;
    private boolean alternativeSpeed;
    private Gate.@Nullable Session haunted;
    private @Nullable Runnable lost;

    public QbittorrentSimulator(Setting setting) {
        this.setting = setting;
        profile = Profile.of(setting.spec().option("version", "5.1.0"));
        more = new TorrentActs(setting, profile);
        var password = setting.secret("password", 20, Setting.LETTERS);
        var apiKey = "qbt_" + setting.secret("key", 28, Setting.LETTERS);
        gate = new Gate(setting, profile, "admin", password, apiKey);
        boolean small = setting.spec().option("size", "").equals("small");
        torrents = new Lazy<>(() ->
                new TorrentList(setting, Integer.parseInt(setting.spec().option("torrents", small ? "24" : "240"))));
        setting.swarm().sharing(folder -> torrents.made() ? torrents().names(folder) : List.of());
        if (setting.spec().flag("takes")) {
            setting.swarm().taking(setting.address());
        }
        access = setting.spec().flag("apiKey")
                ? Access.key("apiKey", apiKey)
                : new Access("admin", Map.of("password", password), Map.of());
    }

    @Override
    public Access access() {
        return access;
    }

    public TorrentList torrents() {
        return torrents.get();
    }

    /// The server restarts: sessions and bans are gone.
    public void restart() {
        gate.forget();
    }

    @Override
    public void tick(Instant now) {
        if (torrents.made()) {
            torrents().tick(now);
        }
    }

    @Override
    public Reply answer(Request request) {
        if (foreign(request)) {
            return Reply.text(401, "Unauthorized");
        }
        if (request.method().equals("HEAD") && !profile.atLeast(5, 0)) {
            return Reply.empty(405);
        }
        if (!Set.of("GET", "POST", "HEAD").contains(request.method())) {
            return Reply.empty(profile.atLeast(5, 0) ? 501 : 400);
        }
        if (!request.path().startsWith(PREFIX)) {
            return request.path().equals("/")
                    ? Reply.html(
                            200,
                            "<!DOCTYPE html><html><head><title>"
                                    + (profile.atLeast(5, 0) ? "qBittorrent WebUI" : "qBittorrent Web UI")
                                    + "</title></head><body></body></html>")
                    : Reply.text(404, "Not Found");
        }
        boolean post = request.method().equals("POST");
        if (post && request.body().length > 0 && !isForm(request)) {
            return Reply.empty(400);
        }
        var endpoint = request.path().substring(PREFIX.length());
        if (!post && ACTIONS.contains(endpoint)) {
            return Reply.text(405, "Method Not Allowed");
        }
        if (endpoint.equals("auth/login")) {
            return gate.login(request);
        }
        return gate.enter(request)
                .map(entry -> {
                    var reply = route(request, endpoint, entry.session());
                    return entry.newCookie()
                            .map(cookie -> reply.withHeader("Set-Cookie", cookie))
                            .orElse(reply);
                })
                .orElse(Reply.text(403, "Forbidden"));
    }

    private static boolean isForm(Request request) {
        var type = request.header("Content-Type").orElse("");
        return type.startsWith("application/x-www-form-urlencoded") || type.startsWith("multipart/form-data");
    }

    /// Host header and cross-site checks: a wrong port in Host, Referer or Origin is refused.
    private boolean foreign(Request request) {
        int own = setting.address().get().getPort();
        var host = request.header("Host").orElse("");
        int colon = host.lastIndexOf(':');
        boolean wrongPort =
                colon > host.lastIndexOf(']') && !host.substring(colon + 1).equals(String.valueOf(own));
        return wrongPort
                || Stream.of("Referer", "Origin")
                        .flatMap(name -> request.header(name).stream())
                        .filter(value -> !value.isEmpty())
                        .anyMatch(value -> !host.equals(URI.create(value).getAuthority()));
    }

    private Reply route(Request request, String endpoint, Gate.Session session) {
        if (torrents.made()) {
            torrents().check(setting.clock().instant());
        }
        return switch (endpoint) {
            case "auth/logout" -> gate.logout(request);
            case "app/version" -> Reply.text(200, "v" + profile.app());
            case "app/webapiVersion" -> Reply.text(200, setting.spec().option("webApi", profile.webApi()));
            case "app/buildInfo" -> Reply.json(buildInfo());
            case "app/preferences" -> Reply.json(preferences());
            case "app/defaultSavePath" -> Reply.text(200, "/downloads");
            case "transfer/info" -> Reply.json(transfer());
            case "transfer/speedLimitsMode" -> Reply.text(200, alternativeSpeed ? "1" : "0");
            case "transfer/setSpeedLimitsMode" -> {
                var mode = request.form().getOrDefault("mode", "");
                if (!mode.matches("-?\\d+")) {
                    yield Reply.text(400, "Bad Request");
                }
                alternativeSpeed = number(mode) != 0;
                yield done();
            }
            case "sync/maindata" -> arriving(Reply.json(mainData(parameters(request), session)));
            case "torrents/info" -> list(parameters(request));
            case "torrents/count" ->
                profile.atLeast(4, 6)
                        ? Reply.text(200, String.valueOf(torrents().count()))
                        : missing();
            case "torrents/properties" -> one(request, torrent -> Reply.json(properties(torrent)));
            case "torrents/trackers" -> one(request, torrent -> Reply.json(trackers(torrent)));
            case "torrents/files" -> one(request, torrent -> Reply.json(files(torrent)));
            case "torrents/categories" -> Reply.json(torrents().categories().full());
            case "torrents/tags" -> Reply.json(torrents().tags());
            case "log/main" -> Reply.json(List.of());
            case "sync/torrentPeers" ->
                parameters(request).containsKey("hash")
                        ? one(request, torrent -> Reply.json(TorrentActs.peers(torrent)))
                        : missing();
            case "torrents/export" ->
                one(
                        request,
                        torrent -> torrent.state() == Torrent.State.META
                                ? Reply.text(409, "No metadata")
                                : Reply.of(200, "application/x-bittorrent", torrent.file()));
            default -> act(request, endpoint);
        };
    }

    private Reply act(Request request, String endpoint) {
        if (!request.method().equals("POST")) {
            return missing();
        }
        var form = request.form();
        boolean modern = profile.stopsInsteadOfPausing();
        return switch (endpoint) {
            case "torrents/pause" ->
                modern
                        ? missing()
                        : each(form, torrent -> torrent.stop(torrents().change()));
            case "torrents/resume" ->
                modern
                        ? missing()
                        : each(form, torrent -> torrent.start(torrents().change()));
            case "torrents/stop" ->
                modern ? each(form, torrent -> torrent.stop(torrents().change())) : missing();
            case "torrents/start" ->
                modern ? each(form, torrent -> torrent.start(torrents().change())) : missing();
            case "torrents/reannounce" -> each(form, _ -> {});
            case "torrents/recheck" ->
                each(
                        form,
                        torrent -> torrents().recheck(torrent, setting.clock().instant()));
            case "torrents/topPrio", "torrents/bottomPrio", "torrents/increasePrio", "torrents/decreasePrio" ->
                Reply.text(409, "Torrent queueing must be enabled"); // it is off here
            case "torrents/delete" ->
                form.containsKey("deleteFiles") ? each(form, torrents()::remove) : Reply.text(400, "Bad Request");
            case "torrents/createTags" -> {
                torrents().addTags(words(form.getOrDefault("tags", "")));
                yield done();
            }
            case "torrents/deleteTags" -> {
                var gone = words(form.getOrDefault("tags", ""));
                torrents().removeTags(gone);
                torrents().all().stream()
                        .filter(torrent -> gone.stream().anyMatch(torrent.tags()::contains))
                        .toList()
                        .forEach(torrent -> retag(torrent, tags -> gone.forEach(tags::remove)));
                yield done();
            }
            case "torrents/addTags" -> {
                var more = words(form.getOrDefault("tags", ""));
                torrents().addTags(more);
                yield form.containsKey("tags")
                        ? each(form, torrent -> retag(torrent, tags -> tags.addAll(more)))
                        : Reply.text(400, "Bad Request");
            }
            case "torrents/removeTags" -> {
                var fewer = words(form.getOrDefault("tags", ""));
                yield each(
                        form,
                        torrent -> retag(torrent, tags -> {
                            if (fewer.isEmpty()) {
                                tags.clear();
                            } else {
                                fewer.forEach(tags::remove);
                            }
                        }));
            }
            case "torrents/setTags" -> {
                var exactly = words(form.getOrDefault("tags", ""));
                torrents().addTags(exactly);
                yield profile.atLeast(5, 1)
                        ? each(
                                form,
                                torrent -> retag(torrent, tags -> {
                                    tags.clear();
                                    tags.addAll(exactly);
                                }))
                        : missing();
            }
            default -> more.act(request, endpoint, torrents()).orElseGet(this::missing);
        };
    }

    private void retag(Torrent torrent, Consumer<Set<String>> change) {
        change.accept(torrent.tags());
        torrent.tagsChanged(torrents().change());
    }

    private static List<String> words(String list) {
        return Arrays.stream(list.split(","))
                .map(String::strip)
                .filter(word -> !word.isEmpty())
                .toList();
    }

    private Reply each(Map<String, String> form, Consumer<Torrent> act) {
        return TorrentActs.each(form, torrents(), act);
    }

    private Reply one(Request request, java.util.function.Function<Torrent, Reply> answer) {
        var hash = parameters(request).get("hash");
        if (hash == null) {
            return Reply.text(400, "Bad Request");
        }
        return torrents().find(hash).map(answer).orElse(missing());
    }

    /// A POST takes its parameters from the body alone.
    private static Map<String, String> parameters(Request request) {
        if (request.method().equals("POST")) {
            return request.form();
        }
        var query = new LinkedHashMap<String, String>();
        request.parameters().forEach((name, values) -> query.put(name, values.getFirst()));
        return query;
    }

    private static Reply done() {
        return Reply.text(200, "");
    }

    private Reply missing() {
        return Reply.text(404, profile.modernLogin() ? "Endpoint does not exist" : "Not Found");
    }

    /// A torrent that is gone: the first session lists it for ever, no other question tells of it.
    private Map<String, @Nullable Object> withGhost() {
        var rows = new LinkedHashMap<String, @Nullable Object>();
        torrents().all().forEach(torrent -> rows.put(torrent.hash, torrent.fields(profile)));
        var ghost = new LinkedHashMap<>(torrents().all().iterator().next().fields(profile));
        var hash = "f".repeat(40);
        ghost.put("infohash_v1", hash);
        ghost.put("state", "metaDL");
        rows.put(hash, ghost);
        return rows;
    }

    /// The next answer of `sync/maindata` is made and never arrives.
    ///
    /// @param meanwhile what happens before anybody can ask again
    void loseNext(Runnable meanwhile) {
        lost = meanwhile;
    }

    private Reply arriving(Reply reply) {
        var meanwhile = lost;
        if (meanwhile == null) {
            return reply;
        }
        lost = null;
        meanwhile.run();
        return reply.sent(new Reply.Manner.Dropped());
    }

    private Map<String, @Nullable Object> mainData(Map<String, String> parameters, Gate.Session session) {
        int rid = number(parameters.get("rid"));
        boolean accepted = rid != 0 && rid == session.rid;
        boolean repeated = rid != 0 && rid == session.rid - 1;
        if (accepted) {
            session.acceptedRevision = session.sentRevision;
        }
        var state = serverState();
        Map<String, @Nullable Object> answer;
        if (accepted || repeated && session.acceptedRevision > 0) {
            answer = accepted
                    ? torrents().since(session.acceptedRevision, profile)
                    : torrents().again(session.acceptedRevision, session.sentRevision, profile);
            var changed = new LinkedHashMap<>(state);
            changed.keySet().removeIf(key -> accepted && Objects.equals(session.sentState.get(key), state.get(key)));
            if (!changed.isEmpty()) {
                answer.put("server_state", changed);
            }
        } else {
            answer = torrents().full(profile);
            answer.put("server_state", state);
            if (setting.spec().flag("ghost") && (haunted == null || haunted == session)) {
                haunted = session;
                answer.put("torrents", withGhost());
            }
            session.acceptedRevision = 0;
        }
        session.rid = rid == 0 && !profile.atLeast(4, 6) ? 1 : session.rid + 1;
        session.sentRevision = torrents().revision();
        session.sentState = state;
        answer.put("rid", session.rid);
        return answer;
    }

    private static int number(@Nullable String text) {
        try {
            return text == null ? 0 : Integer.parseInt(text);
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    private Map<String, @Nullable Object> serverState() {
        var state = Json.object(
                "alltime_dl",
                9_000_000_000_000L,
                "alltime_ul",
                21_000_000_000_000L,
                "average_time_queue",
                4,
                "connection_status",
                "connected",
                "dht_nodes",
                371,
                "dl_info_data",
                84_000_000_000L,
                "dl_info_speed",
                torrents().downloadSpeed(),
                "dl_rate_limit",
                0,
                "free_space_on_disk",
                freeSpace(),
                "global_ratio",
                "2.33",
                "queued_io_jobs",
                0,
                "queueing",
                false,
                "read_cache_hits",
                "0",
                "read_cache_overload",
                "0",
                "refresh_interval",
                1500,
                "total_buffers_size",
                0,
                "total_peer_connections",
                42,
                "total_queued_size",
                0,
                "total_wasted_session",
                0,
                "up_info_data",
                190_000_000_000L,
                "up_info_speed",
                torrents().uploadSpeed(),
                "up_rate_limit",
                0,
                "use_alt_speed_limits",
                alternativeSpeed,
                "write_cache_overload",
                "0");
        if (profile.atLeast(4, 6) && !profile.atLeast(5, 2)) {
            state.put("use_subcategories", false);
        }
        if (profile.atLeast(5, 1)) {
            state.put("last_external_address_v4", "");
            state.put("last_external_address_v6", "");
        }
        return state;
    }

    private long freeSpace() {
        return 400_000_000_000L + setting.random("disk").nextLong(3_000_000_000_000L);
    }

    private Map<String, @Nullable Object> transfer() {
        var all = serverState();
        var info = new LinkedHashMap<String, @Nullable Object>();
        for (var key : List.of(
                "connection_status",
                "dht_nodes",
                "dl_info_data",
                "dl_info_speed",
                "dl_rate_limit",
                "up_info_data",
                "up_info_speed",
                "up_rate_limit")) {
            info.put(key, all.get(key));
        }
        if (profile.atLeast(5, 1)) {
            info.put("last_external_address_v4", "");
            info.put("last_external_address_v6", "");
        }
        return info;
    }

    private Map<String, @Nullable Object> buildInfo() {
        var info = Json.object(
                "bitness", 64,
                "boost", "1.86.0",
                "libtorrent", "2.0.11.0",
                "openssl", "3.4.1",
                "qt", "6.8.2",
                "zlib", "1.3.1");
        if (profile.atLeast(5, 0)) {
            info.put("platform", "linux");
        }
        return info;
    }

    /// Changes one of its preferences, as a person does at its own page.
    public void prefer(String key, Object value) {
        more.changedPreferences().put(key, value);
    }

    private Map<String, @Nullable Object> preferences() {
        var preferences = Json.object(
                "save_path",
                "/downloads",
                "temp_path_enabled",
                false,
                "temp_path",
                "/downloads/incomplete",
                "auto_tmm_enabled",
                false,
                "torrent_changed_tmm_enabled",
                true,
                "save_path_changed_tmm_enabled",
                false,
                "category_changed_tmm_enabled",
                false,
                "queueing_enabled",
                false,
                "max_active_downloads",
                3,
                "max_active_uploads",
                3,
                "max_active_torrents",
                5,
                "max_ratio_enabled",
                false,
                "max_ratio",
                -1,
                "max_seeding_time_enabled",
                false,
                "max_seeding_time",
                -1,
                "max_ratio_act",
                0,
                "dl_limit",
                0,
                "up_limit",
                0,
                "alt_dl_limit",
                10_240,
                "alt_up_limit",
                10_240,
                "scheduler_enabled",
                false,
                "refresh_interval",
                1500,
                "dht",
                true,
                "pex",
                true,
                "lsd",
                true,
                "listen_port",
                6881,
                "proxy_type",
                profile.atLeast(4, 6) ? "None" : 0,
                "web_ui_port",
                setting.address().get().getPort(),
                "web_ui_session_timeout",
                3600,
                "web_ui_max_auth_fail_count",
                5,
                "web_ui_ban_duration",
                3600,
                "bypass_local_auth",
                setting.spec().flag("bypass"));
        preferences.put(profile.atLeast(5, 0) ? "add_stopped_enabled" : "start_paused_enabled", false);
        if (profile.atLeast(4, 6)) {
            preferences.put("max_inactive_seeding_time_enabled", false);
            preferences.put("max_inactive_seeding_time", -1);
        }
        preferences.putAll(more.changedPreferences());
        return preferences;
    }

    /// An offset below 0 counts from the end, one past the end begins again.
    private Reply list(Map<String, String> parameters) {
        var hashes = parameters.getOrDefault("hashes", "");
        Stream<Torrent> chosen = hashes.isEmpty()
                ? torrents().all().stream()
                : Arrays.stream(hashes.split("\\|")).flatMap(hash -> torrents().find(hash).stream());
        chosen = chosen.filter(filter(parameters.getOrDefault("filter", "all")));
        var category = parameters.get("category");
        if (category != null) {
            chosen = chosen.filter(torrent -> torrent.category().equals(category));
        }
        var tag = parameters.get("tag");
        if (tag != null) {
            chosen = chosen.filter(torrent ->
                    tag.isEmpty() ? torrent.tags().isEmpty() : torrent.tags().contains(tag));
        }
        var listed = chosen.map(torrent -> torrent.listed(profile)).toList();
        var sort = parameters.get("sort");
        if (sort != null) {
            if (!listed.isEmpty() && !listed.getFirst().containsKey(sort)) {
                return Reply.text(400, "Bad Request");
            }
            var order = Comparator.comparing(
                    (Map<String, @Nullable Object> row) -> row.get(sort), QbittorrentSimulator::compare);
            listed = listed.stream()
                    .sorted("true".equals(parameters.get("reverse")) ? order.reversed() : order)
                    .toList();
        }
        int limit = number(parameters.get("limit"));
        int offset = number(parameters.get("offset"));
        int from = offset < 0 ? listed.size() + offset : offset;
        var page = listed.stream().skip(from < 0 || from >= listed.size() ? 0 : from);
        return Reply.json((limit > 0 ? page.limit(limit) : page).toList());
    }

    private static int compare(@Nullable Object left, @Nullable Object right) {
        return left instanceof Number first && right instanceof Number second
                ? Double.compare(first.doubleValue(), second.doubleValue())
                : String.valueOf(left).compareTo(String.valueOf(right));
    }

    /// An unknown word means all, as the server has it.
    private Predicate<Torrent> filter(String word) {
        boolean modern = profile.stopsInsteadOfPausing();
        return switch (word) {
            case "downloading" -> torrent -> !torrent.complete();
            case "seeding" -> torrent -> torrent.complete() && !torrent.state().stopped();
            case "completed" -> Torrent::complete;
            case "active" -> torrent -> torrent.state().active();
            case "inactive" -> torrent -> !torrent.state().active();
            case "errored" ->
                torrent -> torrent.state() == Torrent.State.ERROR || torrent.state() == Torrent.State.MISSING;
            case "paused" -> torrent -> modern || torrent.state().stopped();
            case "stopped" -> torrent -> !modern || torrent.state().stopped();
            case "resumed" -> torrent -> modern || !torrent.state().stopped();
            case "running" -> torrent -> !modern || !torrent.state().stopped();
            default -> _ -> true;
        };
    }

    private static Map<String, @Nullable Object> properties(Torrent torrent) {
        return Json.object(
                "addition_date",
                torrent.addedOn,
                "comment",
                "",
                "completion_date",
                torrent.complete() ? torrent.addedOn + 7200 : -1,
                "created_by",
                "",
                "creation_date",
                torrent.addedOn - 3600,
                "dl_limit",
                -1,
                "is_private",
                torrent.isPrivate(),
                "nb_connections",
                0,
                "piece_size",
                4_194_304,
                "pieces_num",
                torrent.size() / 4_194_304,
                "total_size",
                torrent.size(),
                "up_limit",
                -1);
    }

    private static List<Object> trackers(Torrent torrent) {
        var rows = new java.util.ArrayList<Object>();
        for (var pseudo : List.of("** [DHT] **", "** [PeX] **", "** [LSD] **")) {
            rows.add(tracker(pseudo, -1));
        }
        rows.add(tracker(torrent.tracker(), 0));
        return rows;
    }

    private static Map<String, @Nullable Object> tracker(String url, int tier) {
        return Json.object(
                "msg", "",
                "num_downloaded", -1,
                "num_leeches", 0,
                "num_peers", 0,
                "num_seeds", 0,
                "status", 2,
                "tier", tier,
                "url", url);
    }

    private static List<Object> files(Torrent torrent) {
        if (torrent.state() == Torrent.State.META) {
            return List.of();
        }
        return List.of(Json.object(
                "availability",
                1,
                "index",
                0,
                "is_seed",
                torrent.complete(),
                "name",
                torrent.name() + "/" + torrent.name() + ".mkv",
                "piece_range",
                List.of(0, torrent.size() / 4_194_304),
                "priority",
                torrent.wanted() ? 1 : 0,
                "progress",
                torrent.complete() ? 1 : torrent.progress(),
                "size",
                torrent.size()));
    }
}
