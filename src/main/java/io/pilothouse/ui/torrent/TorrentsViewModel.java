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
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// The torrents of some clients as rows, worked out beside the FX thread: what changed since the last look
/// and nothing else. FX thread only.
final class TorrentsViewModel {

    /// Rows say how long something takes from now: after so long they are said anew.
    private static final Duration WORDS_FRESH = Duration.ofSeconds(30);

    /// Clients answer one after the other: how long after a change the next one may have to wait.
    private static final Duration PAUSE = Duration.ofMillis(50);

    /// So many rows are put together beside the FX thread.
    private static final int MANY = 2_000;

    private final UiServices services;
    private final Words words;
    private final Background background;
    private final Optional<InstanceId> only;
    private final Latest latest;
    private final Batch soon;
    private final Batch renewals;
    private final Consumer<News> listener;
    private Map<InstanceId, Part> parts = Map.of();
    private TorrentFleet shown = TorrentFleet.EMPTY;
    private List<Subscription> subscriptions = List.of();
    private boolean renewing;

    /// What changed.
    ///
    /// @param all     every row there is now, in place of what changed where that is much; for one taker
    /// @param counts  of all rows, by client and tab
    /// @param clients as last seen, in the person's own order
    record News(
            Collection<TorrentRow> changed,
            Set<Object> gone,
            Optional<LinkedHashMap<Object, TorrentRow>> all,
            Map<InstanceId, Map<TorrentRow.Tab, Long>> counts,
            List<Client> clients,
            Distribution matrix) {

        static final News NONE =
                new News(List.of(), Set.of(), Optional.empty(), Map.of(), List.of(), Distribution.NONE);

        /// @return how many rows of some clients are under a tab
        long count(TorrentRow.Tab tab, Predicate<InstanceId> of) {
            return counts.entrySet().stream()
                    .filter(client -> of.test(client.getKey()))
                    .mapToLong(client -> client.getValue().getOrDefault(tab, 0L))
                    .sum();
        }

        /// @return the same of these clients only; the rows and their counts are of all
        News on(Set<InstanceId> some) {
            return new News(
                    changed,
                    gone,
                    all,
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

        /// When the oldest of what is as it is now was told; where no client answers, the newest there is.
        Optional<Instant> toldAt() {
            return clients.stream()
                    .filter(Client::up)
                    .flatMap(client -> client.seenAt().stream())
                    .min(Comparator.naturalOrder())
                    .or(() -> clients.stream()
                            .flatMap(client -> client.seenAt().stream())
                            .max(Comparator.naturalOrder()));
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

    /// The rows of one client, and what they were made of.
    ///
    /// @param at       when the words of all rows were said
    /// @param verdicts of those the rules have something to say of, as the rows say it
    /// @param tally    never changed: the next part has its own
    private record Part(
            Map<String, Torrent> torrents,
            String on,
            Instant at,
            Map<Object, TorrentRow> rows,
            Map<Object, RuleVerdict> verdicts,
            Map<TorrentRow.Tab, Long> counts,
            Distribution.Tally tally) {
        private static final Part NONE =
                new Part(Map.of(), "", Instant.EPOCH, Map.of(), Map.of(), Map.of(), new Distribution.Tally());
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
        soon = Batch.prompt(services.later(), services.fx(), PAUSE, this::work);
        renewals = new Batch(services.later(), services.fx(), this::renew);
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

    /// @return all rows there are now; may be read on another thread
    Stream<TorrentRow> rows() {
        return parts.values().stream().flatMap(part -> part.rows.values().stream());
    }

    private void work() {
        if (latest.busy() && !renewing) {
            soon.request();
            return;
        }
        var fleet = torrents().fleet().get();
        if (fleet != shown) {
            work(fleet, Optional.empty());
        }
    }

    /// Says the rows of one client anew, while nothing happens: what changed does not wait for it.
    private void renew() {
        if (!latest.busy()) {
            worn().ifPresent(client -> work(shown, Optional.of(client)));
        }
    }

    /// @param renewed whose rows are all said anew
    private void work(TorrentFleet fleet, Optional<InstanceId> renewed) {
        renewing = renewed.isPresent();
        var before = shown;
        var known = parts; // replaced as a whole, never changed
        var clients = clients();
        latest.<Worked>start(
                () -> background.read(
                        "compare torrents", List.of(), _ -> worked(fleet, before, known, clients, renewed)),
                outcome -> {
                    if (outcome instanceof Outcome.Succeeded<Worked>(var worked)) {
                        shown = worked.fleet();
                        parts = worked.parts();
                        listener.accept(worked.news());
                        if (worn().isPresent()) {
                            renewals.request();
                        }
                    }
                });
    }

    /// @return a client whose rows were said so long ago that they may say something else now
    private Optional<InstanceId> worn() {
        var since = services.clock().instant().minus(WORDS_FRESH);
        return parts.entrySet().stream()
                .filter(part -> !part.getValue().at.isAfter(since))
                .map(Map.Entry::getKey)
                .findFirst();
    }

    private Worked worked(
            TorrentFleet fleet,
            TorrentFleet before,
            Map<InstanceId, Part> known,
            List<Instance> clients,
            Optional<InstanceId> renewed) {
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
            boolean all = owners || renewed.filter(client.id()::equals).isPresent();
            parts.put(client.id(), part(side, fleet, names, owners, all, old, changed, gone));
        }
        known.forEach((id, part) -> {
            if (clients.stream().noneMatch(client -> client.id().equals(id))) {
                gone.addAll(part.rows.keySet());
            }
        });
        var counts = new HashMap<InstanceId, Map<TorrentRow.Tab, Long>>();
        parts.forEach((id, part) -> counts.put(id, part.counts));
        var all = changed.size() + gone.size() > MANY
                ? Optional.of(all(parts.values()))
                : Optional.<LinkedHashMap<Object, TorrentRow>>empty();
        var tallies = new HashMap<InstanceId, Distribution.Tally>();
        parts.forEach((id, part) -> tallies.put(id, part.tally));
        var news = new News(changed, gone, all, counts, shownClients, fleet.distribution(tallies));
        return new Worked(fleet, news, parts);
    }

    private static LinkedHashMap<Object, TorrentRow> all(Collection<Part> parts) {
        var all = LinkedHashMap.<Object, TorrentRow>newLinkedHashMap(
                parts.stream().mapToInt(part -> part.rows.size()).sum());
        parts.forEach(part -> all.putAll(part.rows));
        return all;
    }

    /// The rows of one client: those of before where nothing came from it.
    ///
    /// @param owners whether others may own them now
    /// @param all    whether even those are said anew to which nothing happened
    private Part part(
            TorrentSide side,
            TorrentFleet fleet,
            Map<InstanceId, String> names,
            boolean owners,
            boolean all,
            Part old,
            List<TorrentRow> changed,
            Set<Object> gone) {
        var now = services.clock().instant();
        var on = names.getOrDefault(side.instance(), "");
        boolean anew = all || !old.on.equals(on);
        if (!anew && old.torrents == side.torrents()) {
            return old;
        }
        var rows = new HashMap<>(old.rows);
        var verdicts = new HashMap<>(old.verdicts);
        var counts = new EnumMap<TorrentRow.Tab, Long>(TorrentRow.Tab.class);
        counts.putAll(old.counts);
        var tally = old.tally.copy();
        for (var torrent : side.torrents().values()) {
            var key = torrent.key();
            var was = rows.get(key);
            var verdict = torrents().verdict(key);
            if (!anew && was != null && was.torrent() == torrent && verdict.orElse(null) == verdicts.get(key)) {
                continue;
            }
            verdict.ifPresentOrElse(it -> verdicts.put(key, it), () -> verdicts.remove(key));
            boolean same = was != null
                    && was.torrent() == torrent
                    && !owners
                    && was.on().equals(on);
            var row = (same ? was : row(torrent, fleet, names))
                    .withNext(verdict.map(this::next).orElse(""));
            if (!row.equals(was)) {
                rows.put(key, row);
                changed.add(row);
                if (was != null) {
                    count(counts, was, -1);
                    tally.remove(was.torrent(), was.owning());
                }
                count(counts, row, 1);
                tally.add(torrent, row.owning());
            }
        }
        if (rows.size() > side.torrents().size()) {
            for (var lost : rows.values().stream()
                    .filter(row -> !side.torrents().containsKey(row.key().hash()))
                    .toList()) {
                rows.remove(lost.key());
                verdicts.remove(lost.key());
                count(counts, lost, -1);
                tally.remove(lost.torrent(), lost.owning());
                gone.add(lost.key());
            }
        }
        return new Part(side.torrents(), on, anew ? now : old.at, rows, verdicts, counts, tally);
    }

    private static void count(Map<TorrentRow.Tab, Long> counts, TorrentRow row, long more) {
        for (var tab : TorrentRow.Tab.values()) {
            if (tab.holds(row)) {
                counts.merge(tab, more, Long::sum);
            }
        }
    }

    private Client client(Instance client, TorrentSide side) {
        return new Client(
                client,
                side.up(),
                side.problem().map(problem -> words.texts().summary(problem)).orElse(""),
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

    private String next(RuleVerdict verdict) {
        if (verdict.decision() == RuleVerdict.Decision.NOTHING) {
            return "";
        }
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
    }

    void close() {
        stop();
        soon.close();
        renewals.close();
    }
}
