package io.pilothouse.demo.qbittorrent;

import io.pilothouse.demo.service.Json;
import io.pilothouse.demo.service.Metainfo;
import io.pilothouse.demo.service.Setting;
import io.pilothouse.demo.service.Swarm;
import io.pilothouse.demo.service.Titles;
import java.time.Duration;
import java.time.Instant;
import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// The torrents, categories and tags of one server. Every change raises the revision, so that a
/// delta is what changed after a revision.
public final class TorrentList {

    private static final List<String> CATEGORIES = List.of("tv-sonarr", "radarr", "lidarr", "books", "");
    private static final List<String> SAVE_PATHS =
            List.of("/downloads/tv", "/downloads/movies", "/downloads/music", "/downloads/books", "/downloads");

    /// Where data goes that no category sends elsewhere.
    private static final String DEFAULT = "/downloads";

    /// One torrent in this many exists on every server of the fleet.
    private static final int SHARED = 20;

    /// Long enough to be seen: the list shows nothing shorter than a second and a half.
    private static final Duration CHECK = Duration.ofSeconds(2);

    /// Apps look into it, too, while this server answers: see [#names].
    private final Map<String, Torrent> torrents = Collections.synchronizedMap(new LinkedHashMap<>());
    private final Categories categories = new Categories();
    private final TreeSet<String> tags = new TreeSet<>();
    private final Map<String, Long> removed = new LinkedHashMap<>();
    private final Map<String, Long> tagsAt = new LinkedHashMap<>();
    private final Map<String, Long> tagsRemoved = new LinkedHashMap<>();
    private final List<Torrent> active = new ArrayList<>();
    private final List<Torrent> checking = new ArrayList<>();
    /// Of those handed over that never get whole, how far they come.
    private final Map<Torrent, Long> capped = new LinkedHashMap<>();
    private final Map<String, Torrent> handed = new LinkedHashMap<>();
    private final Optional<Swarm> swarm;
    private long swarmRevision;
    private long revision = 1;
    private Instant lastTick;

    TorrentList(Setting setting, int count) {
        var random = setting.random("torrents");
        lastTick = setting.start();
        swarm = setting.spec().flag("takes") ? Optional.of(setting.swarm()) : Optional.empty();
        for (int i = 0; i < CATEGORIES.size() - 1; i++) {
            categories.add(CATEGORIES.get(i), SAVE_PATHS.get(i), null, 0);
        }
        tags.add("keep");
        for (int i = 0; i < count; i++) {
            int kind = random.nextInt(CATEGORIES.size());
            var source = i % SHARED == 0 ? new SplittableRandom(i) : random;
            put(new Torrent(birth(source, random, kind, lastTick.getEpochSecond()), SAVE_PATHS.get(kind), 1));
        }
    }

    private static Torrent.Birth birth(SplittableRandom identity, SplittableRandom random, int kind, long now) {
        var hash = new StringBuilder();
        for (int i = 0; i < 5; i++) {
            hash.append(HexFormat.of().toHexDigits(identity.nextInt()));
        }
        var name = Titles.title(identity).replace(' ', '.') + "."
                + (kind == 0 ? "S%02dE%02d".formatted(1 + identity.nextInt(9), 1 + identity.nextInt(20)) : "2025")
                + ".1080p.WEB-DL-GRP" + identity.nextInt(100);
        long size = 200_000_000L + identity.nextLong(12_000_000_000L);
        var state = state(random.nextInt(200));
        boolean complete =
                switch (state) {
                    case UPLOADING, STALLED_UP, STOPPED_UP, MISSING -> true;
                    default -> false;
                };
        long completed = complete ? size : state == Torrent.State.META ? 0 : random.nextLong(size);
        long uploaded = complete ? random.nextLong(size * 2) : completed / 4;
        long added = now - 3600 - random.nextLong(400L * 86_400);
        var tracker = "https://tracker%d.example/announce".formatted(random.nextInt(12));
        boolean closed = random.nextInt(3) == 0;
        return new Torrent.Birth(
                Metainfo.hash(name, size, hash.toString(), false),
                hash.toString(),
                name,
                size,
                CATEGORIES.get(kind),
                state,
                completed,
                uploaded,
                added,
                tracker,
                closed,
                20_000 + random.nextLong(6_000_000));
    }

    private static Torrent.State state(int dice) {
        if (dice < 4) {
            return Torrent.State.DOWNLOADING;
        }
        if (dice < 8) {
            return Torrent.State.UPLOADING;
        }
        return switch (dice) {
            case 8, 9, 10 -> Torrent.State.STALLED_DL;
            case 11, 12 -> Torrent.State.STOPPED_DL;
            case 13 -> Torrent.State.META;
            case 14 -> Torrent.State.ERROR;
            case 15 -> Torrent.State.MISSING;
            default -> dice < 70 ? Torrent.State.STOPPED_UP : Torrent.State.STALLED_UP;
        };
    }

    private void put(Torrent torrent) {
        torrents.put(torrent.hash, torrent);
        if (torrent.state().active()) {
            active.add(torrent);
        }
    }

    long revision() {
        return revision;
    }

    long change() {
        return ++revision;
    }

    public int count() {
        return torrents.size();
    }

    Collection<Torrent> all() {
        return torrents.values();
    }

    Optional<Torrent> find(String hash) {
        return Optional.ofNullable(torrents.get(hash.toLowerCase(java.util.Locale.ROOT)));
    }

    void add(Torrent torrent) {
        put(torrent);
        removed.remove(torrent.hash);
    }

    /// @return the folder of a category; that of all others where it has none
    String folder(String category) {
        var folder = categories.savePath(category);
        return folder.isEmpty() ? DEFAULT : folder;
    }

    /// Moves a torrent that is managed automatically to where its category keeps data.
    void follow(Torrent torrent) {
        if (torrent.automatic()) {
            var category = torrent.category();
            boolean own = category.isEmpty() || !categories.savePath(category).isEmpty();
            torrent.moveTo(own ? folder(category) : DEFAULT + "/" + category, change());
        }
    }

    void activate(Torrent torrent) {
        if (torrent.state().active() && !active.contains(torrent)) {
            active.add(torrent);
        }
    }

    void remove(Torrent torrent) {
        torrents.remove(torrent.hash);
        active.remove(torrent);
        checking.remove(torrent);
        removed.put(torrent.hash, change());
    }

    /// Thread-safe.
    ///
    /// @return names of the torrents whose files lie in a folder
    List<String> names(String folder) {
        synchronized (torrents) {
            return torrents.values().stream()
                    .filter(torrent -> torrent.liesIn(folder))
                    .map(Torrent::name)
                    .toList();
        }
    }

    Categories categories() {
        return categories;
    }

    void addTags(Collection<String> more) {
        for (var tag : more) {
            if (tags.add(tag)) {
                tagsAt.put(tag, change());
                tagsRemoved.remove(tag);
            }
        }
    }

    void removeTags(Collection<String> fewer) {
        for (var tag : fewer) {
            if (tags.remove(tag)) {
                tagsRemoved.put(tag, change());
            }
        }
    }

    /// Takes in what apps of the fleet handed over since the last time.
    private void take(Instant now) {
        for (var it : swarm.map(all -> all.since(swarmRevision)).orElse(List.of())) {
            swarmRevision = Math.max(swarmRevision, it.revision());
            var known = handed.get(it.hash());
            if (known == null) {
                known = born(it, now);
                handed.put(it.hash(), known);
                add(known);
            }
            if (it.end().equals("removed")) {
                find(it.hash()).ifPresent(this::remove);
            } else if (it.end().equals("failed") && it.reaches() < 1 && !known.complete()) {
                known.enter(Torrent.State.ERROR, change());
            }
        }
    }

    private Torrent born(Swarm.Handed it, Instant now) {
        long all = Math.max(1, Duration.between(it.at(), it.endsAt()).toSeconds());
        long passed = Math.clamp(Duration.between(it.at(), now).toSeconds(), 0, all);
        long most = (long) (it.size() * it.reaches());
        long completed = passed == all ? most : Math.min(most, it.size() * passed / all);
        boolean whole = completed >= it.size();
        if (!categories.has(it.category())) {
            categories.add(it.category(), DEFAULT + "/" + it.category(), null, change());
        }
        var torrent = new Torrent(
                new Torrent.Birth(
                        it.hash(),
                        it.pieces(),
                        it.title(),
                        it.size(),
                        it.category(),
                        whole
                                ? Torrent.State.STALLED_UP
                                : completed >= most ? Torrent.State.STALLED_DL : Torrent.State.DOWNLOADING,
                        completed,
                        completed / 3,
                        it.at().getEpochSecond(),
                        "https://tracker3.example/announce",
                        false,
                        Math.max(1, it.size() / all)),
                folder(it.category()),
                change());
        if (it.reaches() < 1) {
            capped.put(torrent, most);
        }
        return torrent;
    }

    void recheck(Torrent torrent, Instant now) {
        torrent.recheck(now.plus(CHECK), change());
        if (torrent.state().checking() && !checking.contains(torrent)) {
            checking.add(torrent);
        }
    }

    /// Ends the checks whose time is over.
    void check(Instant now) {
        if (!checking.isEmpty()) {
            long changed = change();
            checking.removeIf(
                    torrent -> torrent.checked(now, changed) || !torrent.state().checking());
        }
    }

    /// Data flows in the active torrents.
    void tick(Instant now) {
        take(now);
        check(now);
        long seconds = now.getEpochSecond() - lastTick.getEpochSecond();
        if (seconds <= 0) {
            return;
        }
        lastTick = now;
        long changed = change();
        for (var torrent : List.copyOf(active)) {
            if (torrent.state().active()) {
                torrent.transfer(seconds, now.getEpochSecond(), changed);
            }
            if (torrent.state() == Torrent.State.DOWNLOADING && torrent.reached(capped.get(torrent))) {
                torrent.stall(changed);
            }
            if (!torrent.state().active()) {
                active.remove(torrent);
            }
        }
    }

    long downloadSpeed() {
        return active.stream().mapToLong(Torrent::dlSpeed).sum();
    }

    long uploadSpeed() {
        return active.stream().mapToLong(Torrent::upSpeed).sum();
    }

    List<String> tags() {
        return List.copyOf(tags);
    }

    /// Everything, as a full update carries it; empty collections are left out from 4.6 on.
    Map<String, @Nullable Object> full(Profile profile) {
        var trackers = new TreeMap<String, List<String>>();
        torrents.forEach((hash, torrent) -> trackers.computeIfAbsent(torrent.tracker(), _ -> new ArrayList<>())
                .add(hash));
        var answer = Json.object(
                "full_update",
                true,
                "categories",
                categories.full(),
                "tags",
                tags(),
                "torrents",
                rows(profile),
                "trackers",
                trackers);
        if (profile.atLeast(4, 6)) {
            answer.values().removeIf(TorrentList::isEmpty);
        }
        return answer;
    }

    /// All rows, each made when it is written: all at once need more memory than the torrents themselves.
    private Map<String, Map<String, @Nullable Object>> rows(Profile profile) {
        return new AbstractMap<>() {
            @Override
            public Set<Entry<String, Map<String, @Nullable Object>>> entrySet() {
                return new AbstractSet<>() {
                    @Override
                    public Iterator<Entry<String, Map<String, @Nullable Object>>> iterator() {
                        return torrents.values().stream()
                                .map(torrent -> Map.entry(torrent.hash, torrent.fields(profile)))
                                .iterator();
                    }

                    @Override
                    public int size() {
                        return torrents.size();
                    }
                };
            }
        };
    }

    private static boolean isEmpty(@Nullable Object value) {
        return value instanceof Map<?, ?> map && map.isEmpty() || value instanceof List<?> list && list.isEmpty();
    }

    /// What changed after a revision; empty collections are left out.
    Map<String, @Nullable Object> since(long known, Profile profile) {
        return again(known, Long.MAX_VALUE, profile);
    }

    /// The answer to a question that was answered already. From 4.6 on changes are collected: of a torrent that
    /// changed once more since then only that is told, and the rest never again (contract section 8.1).
    ///
    /// @param known revision up to which everything arrived
    /// @param told  revision up to which everything was in the answer before
    Map<String, @Nullable Object> again(long known, long told, Profile profile) {
        var changed = new LinkedHashMap<String, @Nullable Object>();
        torrents.forEach((hash, torrent) -> {
            if (torrent.changedAt() > known) {
                boolean newest = profile.atLeast(4, 6) && torrent.changedAt() > told;
                changed.put(hash, torrent.since(newest ? told : known, profile));
            }
        });
        var answer = Json.object(
                "torrents",
                changed,
                "torrents_removed",
                removed.keySet().stream()
                        .filter(hash -> removed.get(hash) > known)
                        .toList(),
                "categories",
                categories.since(known),
                "categories_removed",
                categories.removedSince(known),
                "tags",
                tags.stream()
                        .filter(tag -> tagsAt.getOrDefault(tag, 0L) > known)
                        .toList(),
                "tags_removed",
                tagsRemoved.keySet().stream()
                        .filter(tag -> tagsRemoved.get(tag) > known)
                        .toList());
        answer.values().removeIf(TorrentList::isEmpty);
        return answer;
    }
}
