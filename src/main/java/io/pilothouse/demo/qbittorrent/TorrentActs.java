package io.pilothouse.demo.qbittorrent;

import io.pilothouse.demo.service.Json;
import io.pilothouse.demo.service.Metainfo;
import io.pilothouse.demo.service.Reply;
import io.pilothouse.demo.service.Request;
import io.pilothouse.demo.service.Setting;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What people and programs do to torrents beside starting and stopping them, with the server's own ways of
/// misunderstanding (contract sections 5.6, 5.7, 5.9).
final class TorrentActs {

    private static final Pattern MAGNET = Pattern.compile("magnet:\\?.*xt=urn:btih:([0-9a-fA-F]{40}).*");
    private static final List<String> SEEDING_ENDS =
            List.of("max_ratio", "max_seeding_time", "max_inactive_seeding_time");
    private static final List<String> SHARE_LIMITS = List.of("ratioLimit", "seedingTimeLimit");

    private final Setting setting;
    private final Profile profile;
    private final Map<String, @Nullable Object> preferences = new LinkedHashMap<>();
    private final CategoryActs categories;

    TorrentActs(Setting setting, Profile profile) {
        this.setting = setting;
        this.profile = profile;
        categories = new CategoryActs(profile, preferences);
    }

    Map<String, @Nullable Object> changedPreferences() {
        return preferences;
    }

    /// @return empty for an endpoint that is not known
    Optional<Reply> act(Request request, String endpoint, TorrentList list) {
        var form = request.form();
        return switch (endpoint) {
            case "torrents/add" -> Optional.of(add(request, list));
            case "torrents/setForceStart" -> Optional.of(force(form, list));
            case "torrents/setLocation" -> Optional.of(location(form, list));
            case "torrents/setDownloadLimit" ->
                Optional.of(each(
                        form,
                        list,
                        torrent -> torrent.limits(number(form.get("limit")), torrent.upLimit(), list.change())));
            case "torrents/setUploadLimit" ->
                Optional.of(each(
                        form,
                        list,
                        torrent -> torrent.limits(torrent.downLimit(), number(form.get("limit")), list.change())));
            case "torrents/setShareLimits" -> Optional.of(shareLimits(form, list));
            case "torrents/filePrio" -> Optional.of(filePriority(form, list));
            case "app/setPreferences" -> Optional.of(preferences(form));
            default -> categories.act(endpoint, form, list);
        };
    }

    private static Reply done() {
        return Reply.text(200, "");
    }

    private static Reply bad() {
        return Reply.text(400, "Bad Request");
    }

    static Reply each(Map<String, String> form, TorrentList list, Consumer<Torrent> act) {
        var hashes = form.get("hashes");
        if (hashes == null) {
            return bad();
        }
        var chosen = hashes.equals("all")
                ? List.copyOf(list.all())
                : Arrays.stream(hashes.split("\\|"))
                        .flatMap(hash -> list.find(hash).stream())
                        .toList();
        chosen.forEach(act);
        return done();
    }

    /// A text that is no number counts as 0.
    private static long number(@Nullable String text) {
        try {
            return text == null ? 0 : (long) Double.parseDouble(text);
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    private static Reply force(Map<String, String> form, TorrentList list) {
        if (!form.containsKey("value")) {
            return bad();
        }
        boolean on = "true".equalsIgnoreCase(form.get("value"));
        return each(form, list, torrent -> torrent.force(on, list.change()));
    }

    private static Reply location(Map<String, String> form, TorrentList list) {
        var folder = form.getOrDefault("location", "");
        if (folder.isBlank()) {
            return Reply.text(400, "Save path cannot be empty");
        }
        var absolute = folder.startsWith("/") ? folder : "/downloads/" + folder;
        return each(form, list, torrent -> {
            torrent.automatic(false, list.change());
            torrent.moveTo(absolute, list.change());
        });
    }

    private Reply shareLimits(Map<String, String> form, TorrentList list) {
        boolean lacking = !form.keySet().containsAll(SHARE_LIMITS)
                || (profile.atLeast(4, 6) && !form.containsKey("inactiveSeedingTimeLimit"))
                || (profile.atLeast(5, 2) && !form.containsKey("shareLimitAction"));
        if (lacking) {
            return bad();
        }
        double ratio;
        try {
            ratio = Double.parseDouble(form.getOrDefault("ratioLimit", ""));
        } catch (NumberFormatException e) {
            ratio = 0;
        }
        double limit = Math.min(9999, ratio);
        return each(
                form,
                list,
                torrent -> torrent.shareLimits(
                        limit,
                        Math.min(525_600, number(form.get("seedingTimeLimit"))),
                        Math.min(525_600, number(form.getOrDefault("inactiveSeedingTimeLimit", "-2"))),
                        list.change()));
    }

    private static Reply filePriority(Map<String, String> form, TorrentList list) {
        var torrent = list.find(form.getOrDefault("hash", ""));
        if (torrent.isEmpty()) {
            return Reply.text(404, "Not Found");
        }
        var priority = form.getOrDefault("priority", "");
        if (!List.of("0", "1", "6", "7").contains(priority)) {
            return bad();
        }
        if (!form.getOrDefault("id", "").equals("0")) {
            return Reply.text(409, "File index out of range");
        }
        torrent.get().want(!priority.equals("0"), list.change());
        return done();
    }

    /// Unusable values are taken without a word, and speed limits are cut to multiples of 1024.
    private Reply preferences(Map<String, String> form) {
        if (!form.containsKey("json")) {
            return bad();
        }
        var wanted = Json.parse(form.getOrDefault("json", "").getBytes(StandardCharsets.UTF_8));
        for (var field : wanted.properties()) {
            var value = field.getValue();
            if (SEEDING_ENDS.contains(field.getKey())
                    && !wanted.path(field.getKey() + "_enabled").asBoolean()) {
                continue; // without its switch it is not taken
            }
            var end = field.getKey().replaceFirst("_enabled$", "");
            if (SEEDING_ENDS.contains(end) && !end.equals(field.getKey()) && !value.asBoolean()) {
                preferences.put(end, -1);
            }
            if (value.isIntegralNumber()) {
                boolean speed = field.getKey().endsWith("_limit");
                preferences.put(field.getKey(), speed ? value.asLong() / 1024 * 1024 : value.asLong());
            } else if (value.isNumber()) {
                preferences.put(field.getKey(), value.asDouble());
            } else if (value.isBoolean()) {
                preferences.put(field.getKey(), value.asBoolean());
            } else if (value.isTextual()) {
                preferences.put(field.getKey(), value.asText());
            }
        }
        return done();
    }

    static Map<String, @Nullable Object> peers(Torrent torrent) {
        var peers = new LinkedHashMap<String, @Nullable Object>();
        int count = torrent.seeds() + torrent.leeches();
        for (int i = 0; i < count; i++) {
            peers.put(
                    "198.51.100.%d:6881".formatted(10 + i),
                    Json.object(
                            "client",
                            "qBittorrent/5.1.0",
                            "progress",
                            i < torrent.seeds() ? 1 : 0.1 + (i - torrent.seeds()) % 9 * 0.1,
                            "dl_speed",
                            torrent.dlSpeed() / count,
                            "up_speed",
                            torrent.upSpeed() / count,
                            "ip",
                            "198.51.100.%d".formatted(10 + i),
                            "port",
                            6881));
        }
        return Json.object("full_update", true, "rid", 1, "peers", peers);
    }

    // adding

    private Reply add(Request request, TorrentList list) {
        var parts = parts(request);
        int added = 0;
        for (var part : parts) {
            if (part.name().equals("torrents")) {
                var read = Metainfo.read(part.body());
                if (read.isEmpty()) {
                    return Reply.text(415, "Error: '" + part.file() + "' is not a valid torrent file.");
                }
                added += add(read.get(), parts, list) ? 1 : 0;
            } else if (part.name().equals("urls")) {
                for (var line : part.text().split("\\R")) {
                    var magnet = MAGNET.matcher(line.strip());
                    if (magnet.matches()) {
                        added += addMagnet(magnet.group(1).toLowerCase(java.util.Locale.ROOT), parts, list) ? 1 : 0;
                    } else if (line.startsWith("http")) {
                        added++; // fetched later; a failure is only in the log
                    }
                }
            }
        }
        if (profile.modernLogin()) {
            var body = Json.object("success_count", added, "failure_count", added == 0 ? 1 : 0, "pending_count", 0);
            return Reply.json(added == 0 ? 409 : 200, body);
        }
        return Reply.text(200, added == 0 ? "Fails." : "Ok.");
    }

    private boolean add(Metainfo.Read read, List<Part> parts, TorrentList list) {
        if (list.find(read.hash()).isPresent()) {
            return false; // its category and tags stay
        }
        boolean stopped = stopped(parts);
        var torrent = insert(
                new Torrent.Birth(
                        read.hash(),
                        read.pieces(),
                        read.name(),
                        read.size(),
                        category(parts, list),
                        stopped ? Torrent.State.STOPPED_DL : Torrent.State.STALLED_UP,
                        stopped ? 0 : read.size(), // what is there is not looked at while it is stopped
                        0,
                        setting.clock().instant().getEpochSecond(),
                        read.tracker(),
                        read.privateTorrent(),
                        1_000_000),
                parts,
                list);
        torrent.lies(); // its data is on this server's disk already
        return true;
    }

    private boolean addMagnet(String hash, List<Part> parts, TorrentList list) {
        if (list.find(hash).isPresent()) {
            return false;
        }
        insert(
                new Torrent.Birth(
                        hash,
                        "00".repeat(20),
                        hash,
                        1_000_000_000,
                        category(parts, list),
                        stopped(parts) ? Torrent.State.STOPPED_DL : Torrent.State.META,
                        0,
                        0,
                        setting.clock().instant().getEpochSecond(),
                        "",
                        false,
                        1_000_000),
                parts,
                list);
        return true;
    }

    private static Torrent insert(Torrent.Birth birth, List<Part> parts, TorrentList list) {
        var path = text(parts, "savepath");
        var torrent = new Torrent(birth, path.isEmpty() ? list.folder(birth.category()) : path, list.change());
        for (var tag : text(parts, "tags").split(",")) {
            if (!tag.isBlank()) {
                torrent.tags().add(tag.strip());
                list.addTags(List.of(tag.strip()));
            }
        }
        if (path.isEmpty() && text(parts, "autoTMM").equals("true")) {
            torrent.automatic(true, list.change());
            list.follow(torrent);
        }
        list.add(torrent);
        return torrent;
    }

    private static boolean stopped(List<Part> parts) {
        return text(parts, "stopped").equals("true") || text(parts, "paused").equals("true");
    }

    private static String category(List<Part> parts, TorrentList list) {
        var category = text(parts, "category");
        if (!category.isEmpty() && !list.categories().has(category)) {
            list.categories().add(category, "", null, list.change());
        }
        return category;
    }

    private static String text(List<Part> parts, String name) {
        return parts.stream()
                .filter(part -> part.name().equals(name))
                .map(Part::text)
                .findFirst()
                .orElse("");
    }

    private record Part(String name, String file, byte[] body) {
        String text() {
            return new String(body, StandardCharsets.UTF_8);
        }
    }

    /// Parts of a multipart body; a form's fields count as parts, too.
    private static List<Part> parts(Request request) {
        var type = request.header("Content-Type").orElse("");
        int at = type.indexOf("boundary=");
        if (at < 0) {
            return request.form().entrySet().stream()
                    .map(it -> new Part(it.getKey(), "", it.getValue().getBytes(StandardCharsets.UTF_8)))
                    .toList();
        }
        var boundary = "--" + type.substring(at + "boundary=".length()).replace("\"", "");
        var body = new String(request.body(), StandardCharsets.ISO_8859_1); // one letter for each byte
        var parts = new java.util.ArrayList<Part>();
        for (var piece : body.split(Pattern.quote(boundary))) {
            int head = piece.indexOf("\r\n\r\n");
            if (head < 0) {
                continue;
            }
            var content = piece.substring(head + 4);
            var bytes = (content.endsWith("\r\n") ? content.substring(0, content.length() - 2) : content)
                    .getBytes(StandardCharsets.ISO_8859_1);
            parts.add(new Part(quoted(piece, "name"), quoted(piece, "filename"), bytes));
        }
        return parts;
    }

    private static String quoted(String head, String key) {
        var match = Pattern.compile("[ ;]" + key + "=\"([^\"]*)\"").matcher(head);
        return match.find() ? match.group(1) : "";
    }
}
