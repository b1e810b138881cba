package io.pilothouse.ui.torrent;

import io.pilothouse.domain.instance.Instance;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.domain.task.Outcome;
import io.pilothouse.domain.torrent.Distribution;
import io.pilothouse.domain.torrent.Owner;
import io.pilothouse.domain.torrent.RuleEngine;
import io.pilothouse.domain.torrent.RuleVerdict;
import io.pilothouse.domain.torrent.Torrent;
import io.pilothouse.domain.torrent.TransferState;
import io.pilothouse.tasks.Subscription;
import io.pilothouse.tasks.torrent.TorrentFleet;
import io.pilothouse.tasks.torrent.TorrentSide;
import io.pilothouse.tasks.torrent.Torrents;
import io.pilothouse.ui.common.Batch;
import io.pilothouse.ui.common.Latest;
import io.pilothouse.ui.common.UiServices;
import io.pilothouse.ui.common.Words;
import io.pilothouse.ui.shell.Background;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The torrents of some clients as rows, worked out beside the FX thread: what changed since the last look
/// and nothing else. FX thread only.
final class TorrentsViewModel {

    /// Rows say how long something takes from now: after so long they are said anew.
    private static final Duration WORDS_FRESH = Duration.ofSeconds(30);

    private final UiServices services;
    private final Words words;
    private final Background background;
    private final Optional<InstanceId> only;
    private final Latest latest;
    private final Batch soon;
    private final Consumer<News> listener;
    private Map<InstanceId, Part> parts = Map.of();
    private volatile @Nullable Counted counted;
    private TorrentFleet shown = TorrentFleet.EMPTY;
    private List<Subscription> subscriptions = List.of();

    /// What changed.
    ///
    /// @param counts   of all rows, by tab
    /// @param clients  as last seen, in the person's own order
    record News(
            Collection<TorrentRow> changed,
            Set<Object> gone,
            Map<TorrentRow.Tab, Long> counts,
            List<Client> clients,
            Distribution matrix) {

        /// @return the same of these clients only; the rows and their counts are of all
        News on(Set<InstanceId> some) {
            return new News(
                    changed,
                    gone,
                    counts,
                    clients.stream()
                            .filter(client -> some.contains(client.instance().id()))
                            .toList(),
                    matrix.on(some));
        }

        /// In bytes a second, of the clients that answer.
        long downloadSpeed() {
            return transfers().mapToLong(TransferState::downloadSpeed).sum();
        }

        long uploadSpeed() {
            return transfers().mapToLong(TransferState::uploadSpeed).sum();
        }

        /// @return bytes; empty when no client says
        OptionalLong free() {
            return transfers()
                    .map(TransferState::freeBytes)
                    .filter(OptionalLong::isPresent)
                    .mapToLong(OptionalLong::getAsLong)
                    .reduce(Long::sum);
        }

        private Stream<TransferState> transfers() {
            return clients.stream().flatMap(client -> client.transfer().stream());
        }
    }

    /// @param problem  why its torrents are not as they are now; empty while they are
    /// @param transfer empty while it does not answer
    record Client(
            Instance instance,
            boolean up,
            String problem,
            Optional<Instant> seenAt,
            int torrents,
            Optional<TransferState> transfer) {}

    private record Worked(TorrentFleet fleet, News news, Map<InstanceId, Part> parts) {}

    private record Counted(TorrentFleet fleet, Distribution matrix) {}

    /// The rows of one client, and what they were made of.
    private record Part(
            Map<String, Torrent> torrents,
            String on,
            Instant at,
            Map<Object, TorrentRow> rows,
            Map<TorrentRow.Tab, Long> counts) {
        private static final Part NONE = new Part(Map.of(), "", Instant.EPOCH, Map.of(), Map.of());
    }

    /// @param only one client; empty for all
    TorrentsViewModel(
            UiServices services,
            Words words,
            Background background,
            Optional<InstanceId> only,
            Consumer<News> listener) {
        this.services = services;
        this.words = words;
        this.background = background;
        this.only = only;
        this.listener = listener;
        latest = new Latest(services.fx());
        soon = new Batch(services.later(), services.fx(), this::work);
    }

    private Torrents torrents() {
        return services.torrents();
    }

    void start() {
        subscriptions = List.of(
                torrents().fleet().subscribe(services.fx(), _ -> soon.request()),
                torrents()
                        .watching(
                                Set.copyOf(clients().stream().map(Instance::id).toList())));
    }

    void stop() {
        subscriptions.forEach(Subscription::close);
        subscriptions = List.of();
        latest.cancel();
    }

    List<Instance> clients() {
        return services.instances().fleet().get().live().stream()
                .filter(instance -> instance.kind().value().equals("qbittorrent"))
                .filter(instance -> only.isEmpty() || only.get().equals(instance.id()))
                .toList();
    }

    Collection<TorrentRow> rows() {
        return parts.values().stream()
                .flatMap(part -> part.rows.values().stream())
                .toList();
    }

    private void work() {
        if (latest.busy()) {
            soon.request();
            return;
        }
        var fleet = torrents().fleet().get();
        if (fleet == shown) {
            return;
        }
        var before = shown;
        var known = parts; // replaced as a whole, never changed
        var clients = clients();
        latest.<Worked>start(
                () -> background.read("compare torrents", List.of(), _ -> worked(fleet, before, known, clients)),
                outcome -> {
                    if (outcome instanceof Outcome.Succeeded<Worked>(var worked)) {
                        shown = worked.fleet();
                        parts = worked.parts();
                        listener.accept(worked.news());
                    }
                });
    }

    private Worked worked(
            TorrentFleet fleet, TorrentFleet before, Map<InstanceId, Part> known, List<Instance> clients) {
        var names = new HashMap<InstanceId, String>();
        services.instances().fleet().get().live().forEach(instance -> names.put(instance.id(), instance.name()));
        boolean owners = fleet.ownership() != before.ownership();
        var changed = new ArrayList<TorrentRow>();
        var gone = new HashSet<Object>();
        var parts = new HashMap<InstanceId, Part>();
        var shownClients = new ArrayList<Client>();
        for (var client : clients) {
            var side = fleet.sides().get(client.id());
            var old = known.getOrDefault(client.id(), Part.NONE);
            if (side == null) {
                shownClients.add(new Client(client, false, "", Optional.empty(), 0, Optional.empty()));
                gone.addAll(old.rows.keySet());
                continue;
            }
            shownClients.add(client(client, side));
            parts.put(client.id(), part(side, fleet, names, owners, old, changed, gone));
        }
        known.forEach((id, part) -> {
            if (clients.stream().noneMatch(client -> client.id().equals(id))) {
                gone.addAll(part.rows.keySet());
            }
        });
        var counts = new EnumMap<TorrentRow.Tab, Long>(TorrentRow.Tab.class);
        parts.values().forEach(part -> part.counts.forEach((tab, count) -> counts.merge(tab, count, Long::sum)));
        var news = new News(changed, gone, counts, shownClients, distribution(fleet));
        return new Worked(fleet, news, parts);
    }

    /// The rows of one client: those of before where nothing came from it and the words in them are fresh.
    private Part part(
            TorrentSide side,
            TorrentFleet fleet,
            Map<InstanceId, String> names,
            boolean owners,
            Part old,
            List<TorrentRow> changed,
            Set<Object> gone) {
        var now = services.clock().instant();
        var on = names.getOrDefault(side.instance(), "");
        if (!owners && old.torrents == side.torrents() && old.on.equals(on) && now.isBefore(old.at.plus(WORDS_FRESH))) {
            return old;
        }
        var rows = new HashMap<Object, TorrentRow>(side.torrents().size() * 2);
        var counts = new EnumMap<TorrentRow.Tab, Long>(TorrentRow.Tab.class);
        for (var torrent : side.torrents().values()) {
            var was = old.rows.get(torrent.key());
            var row = was == null
                            || owners
                            || was.torrent() != torrent
                            || !was.on().equals(on)
                    ? row(torrent, fleet, names)
                    : was;
            var next = next(torrent);
            if (!row.next().equals(next)) {
                row = new TorrentRow(row.torrent(), row.on(), row.owning(), row.owner(), row.imported(), next);
            }
            if (row != was && row.equals(was)) {
                row = was;
            }
            rows.put(row.key(), row);
            if (row != was) {
                changed.add(row);
            }
            for (var tab : TorrentRow.Tab.values()) {
                if (tab.holds(row)) {
                    counts.merge(tab, 1L, Long::sum);
                }
            }
        }
        old.rows.keySet().stream().filter(key -> !rows.containsKey(key)).forEach(gone::add);
        return new Part(side.torrents(), on, now, rows, counts);
    }

    /// Counted anew only when something came, and only while somebody looks at this page.
    private Distribution distribution(TorrentFleet fleet) {
        var last = counted;
        if (last != null && last.fleet.sameTorrents(fleet)) {
            return last.matrix;
        }
        var matrix = fleet.distribution();
        counted = new Counted(fleet, matrix);
        return matrix;
    }

    private static Client client(Instance client, TorrentSide side) {
        return new Client(
                client,
                side.up(),
                side.problem().map(problem -> problem.summary()).orElse(""),
                side.seenAt(),
                side.torrents().size(),
                side.up() ? side.transfer() : Optional.empty());
    }

    private TorrentRow row(Torrent torrent, TorrentFleet fleet, Map<InstanceId, String> names) {
        var owning = fleet.ownership().of(torrent);
        var owner =
                switch (owning) {
                    case Owner.Arr arr -> arr.label().isEmpty() ? names.getOrDefault(arr.instance(), "") : arr.label();
                    case Owner.Disputed _ -> words.texts().text("torrent.owner.disputed");
                    case Owner.Nobody _ -> words.texts().text("torrent.owner.none");
                };
        return new TorrentRow(
                torrent,
                names.getOrDefault(torrent.key().instance(), ""),
                owning,
                owner,
                imported(torrent, fleet, owning),
                "");
    }

    private static Optional<Boolean> imported(Torrent torrent, TorrentFleet fleet, Owner owning) {
        if (torrent.tags().contains(RuleEngine.IMPORTED)) {
            return Optional.of(true);
        }
        if (!(owning instanceof Owner.Arr arr)) {
            return Optional.empty();
        }
        var queued = fleet.ownership().queued(arr.instance(), torrent);
        if (queued.isPresent()) {
            return Optional.of(queued.get().state().equals("imported"));
        }
        return torrent.complete() ? Optional.empty() : Optional.of(false);
    }

    private String next(Torrent torrent) {
        return torrents()
                .verdict(torrent.key())
                .filter(verdict -> verdict.decision() != RuleVerdict.Decision.NOTHING)
                .map(verdict -> {
                    var rule = verdict.deciding()
                            .map(it -> words.texts().text("torrent.rule." + it.word()))
                            .orElse("");
                    return verdict.until()
                            .map(until -> words.texts()
                                    .text(
                                            "torrent.next.until",
                                            rule,
                                            words.time(until, services.clock().instant())))
                            .orElse(rule);
                })
                .orElse("");
    }

    void close() {
        stop();
        soon.close();
    }
}
