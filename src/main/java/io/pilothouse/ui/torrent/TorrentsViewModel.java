package io.pilothouse.ui.torrent;

import io.pilothouse.domain.instance.Instance;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.domain.task.Outcome;
import io.pilothouse.domain.torrent.Distribution;
import io.pilothouse.domain.torrent.Owner;
import io.pilothouse.domain.torrent.RuleEngine;
import io.pilothouse.domain.torrent.RuleVerdict;
import io.pilothouse.domain.torrent.Torrent;
import io.pilothouse.tasks.Subscription;
import io.pilothouse.tasks.torrent.TorrentFleet;
import io.pilothouse.tasks.torrent.TorrentSide;
import io.pilothouse.tasks.torrent.Torrents;
import io.pilothouse.ui.common.Batch;
import io.pilothouse.ui.common.Latest;
import io.pilothouse.ui.common.UiServices;
import io.pilothouse.ui.common.Words;
import io.pilothouse.ui.shell.Background;
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

/// The torrents of some clients as rows, worked out beside the FX thread: what changed since the last look
/// and nothing else. FX thread only.
final class TorrentsViewModel {

    private final UiServices services;
    private final Words words;
    private final Background background;
    private final Optional<InstanceId> only;
    private final Latest latest;
    private final Batch soon;
    private final Consumer<News> listener;
    private Map<Object, TorrentRow> rows = Map.of();
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
            Distribution matrix,
            long downloadSpeed,
            long uploadSpeed,
            OptionalLong free) {}

    /// @param problem why its torrents are not as they are now; empty while they are
    record Client(Instance instance, boolean up, String problem, Optional<Instant> seenAt, int torrents) {}

    private record Worked(TorrentFleet fleet, News news, Map<Object, TorrentRow> rows) {}

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
        return rows.values();
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
        var known = rows; // replaced as a whole, never changed
        var clients = clients();
        latest.<Worked>start(
                () -> background.read("compare torrents", List.of(), _ -> worked(fleet, before, known, clients)),
                outcome -> {
                    if (outcome instanceof Outcome.Succeeded<Worked>(var worked)) {
                        shown = worked.fleet();
                        rows = worked.rows();
                        listener.accept(worked.news());
                    }
                });
    }

    private Worked worked(
            TorrentFleet fleet, TorrentFleet before, Map<Object, TorrentRow> known, List<Instance> clients) {
        var names = new HashMap<InstanceId, String>();
        services.instances().fleet().get().live().forEach(instance -> names.put(instance.id(), instance.name()));
        boolean owners = fleet.ownership() != before.ownership();
        var changed = new ArrayList<TorrentRow>();
        var all = new HashMap<Object, TorrentRow>(known.size() * 2);
        var gone = new HashSet<Object>(known.keySet());
        var counts = new EnumMap<TorrentRow.Tab, Long>(TorrentRow.Tab.class);
        var shownClients = new ArrayList<Client>();
        long down = 0;
        long up = 0;
        long free = -1;
        for (var client : clients) {
            var side = fleet.sides().get(client.id());
            if (side == null) {
                shownClients.add(new Client(client, false, "", Optional.empty(), 0));
                continue;
            }
            shownClients.add(client(client, side));
            var transfer = side.up() ? side.transfer() : Optional.<io.pilothouse.domain.torrent.TransferState>empty();
            if (transfer.isPresent()) {
                down += transfer.get().downloadSpeed();
                up += transfer.get().uploadSpeed();
                if (transfer.get().freeBytes().isPresent()) {
                    free = Math.max(free, 0) + transfer.get().freeBytes().getAsLong();
                }
            }
            for (var torrent : side.torrents().values()) {
                var old = known.get(torrent.key());
                gone.remove(torrent.key());
                var row = old;
                if (old == null || owners || old.torrent() != torrent) {
                    row = row(torrent, fleet, names);
                }
                var next = next(torrent);
                if (row != null && !row.next().equals(next)) {
                    row = new TorrentRow(row.torrent(), row.on(), row.owning(), row.owner(), row.imported(), next);
                }
                if (row != null) {
                    all.put(row.key(), row);
                }
                if (row != null && row != old && !row.equals(old)) {
                    changed.add(row);
                }
                for (var tab : TorrentRow.Tab.values()) {
                    if (row != null && tab.holds(row)) {
                        counts.merge(tab, 1L, Long::sum);
                    }
                }
            }
        }
        var news = new News(
                changed,
                gone,
                counts,
                shownClients,
                fleet.distribution(),
                down,
                up,
                free < 0 ? OptionalLong.empty() : OptionalLong.of(free));
        return new Worked(fleet, news, all);
    }

    private static Client client(Instance client, TorrentSide side) {
        return new Client(
                client,
                side.up(),
                side.problem().map(problem -> problem.summary()).orElse(""),
                side.seenAt(),
                side.torrents().size());
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
