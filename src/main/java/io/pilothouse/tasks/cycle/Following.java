package io.pilothouse.tasks.cycle;

import io.pilothouse.connectors.ConnectorException;
import io.pilothouse.connectors.SearchesWanted;
import io.pilothouse.connectors.SearchesWanted.CommandState;
import io.pilothouse.connectors.SearchesWanted.Happening;
import io.pilothouse.domain.ProblemException;
import io.pilothouse.domain.cycle.HuntRule;
import io.pilothouse.domain.cycle.ItemState;
import io.pilothouse.domain.cycle.LedgerEntry;
import io.pilothouse.domain.cycle.LedgerEntry.Outcome;
import io.pilothouse.domain.cycle.RunSentence;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.store.SearchRepository;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Follows searches until their outcome is known: first the command, then the history, then the queue.
/// One list call of commands for all open searches of an instance; history and queue only when a search
/// brought something, or its command is no longer known.
final class Following {

    /// A download that neither history nor queue know for so long was taken away.
    private static final Duration GONE_AFTER = Duration.ofMinutes(30);

    /// A completed search whose message is lost counts as fruitless when nothing was grabbed for so long.
    private static final Duration GRABBED_WITHIN = Duration.ofMinutes(10);

    /// The service's clock and ours may differ by so much.
    static final Duration CLOCKS_DIFFER = Duration.ofMinutes(10);

    /// The file that an upgrade replaces goes when the new one comes.
    private static final Duration NEXT_TO_IMPORT = Duration.ofMinutes(5);

    /// Open searches whose download is not in the queue, and since when; lost at a restart, which only
    /// makes the wait longer.
    private final Map<Long, Instant> missingSince = new ConcurrentHashMap<>();

    /// What histories said of the open searches; lost at a restart, after which it is read again.
    private final Map<InstanceId, Heard> heard = new ConcurrentHashMap<>();

    /// @param until    the newest of what was read, by the service's own clock
    /// @param searches numbers of those it was read for
    private record Heard(Instant until, Set<Long> searches, List<Happening> happenings) {}

    private final SearchRepository store;
    private final Clock clock;
    private final Function<LedgerEntry, Optional<HuntRule>> rules;

    /// @param rules the rule that asked, as it is now; empty when it was removed
    Following(SearchRepository store, Clock clock, Function<LedgerEntry, Optional<HuntRule>> rules) {
        this.store = store;
        this.clock = clock;
        this.rules = rules;
    }

    /// Looks once at every open search of an instance.
    ///
    /// @return how many are still open
    int tick(InstanceId instance, Searchers searchers)
            throws ProblemException, ConnectorException, InterruptedException {
        var open = store.openEntries(instance);
        if (open.isEmpty()) {
            heard.remove(instance);
            return 0;
        }
        var service = searchers.of(instance);
        var commands = commands(open, service);
        var news = open.stream().map(entry -> afterCommand(entry, commands)).toList();
        if (news.stream().anyMatch(this::needsHistory)) {
            // the queue first: what leaves it in between is in the history
            var queue = service.queue();
            var happenings = happenings(instance, open, service);
            var looked = new ArrayList<LedgerEntry>();
            for (var entry : news) {
                looked.add(
                        commands.containsKey(entry.commandId())
                                ? afterHistory(entry, happenings, queue)
                                : forgotten(afterHistory(entry, happenings, queue), service));
            }
            news = looked;
        }
        int stillOpen = 0;
        boolean asked = false;
        for (int i = 0; i < open.size(); i++) {
            var entry = expired(news.get(i));
            if (wantsReason(entry)) {
                entry = asked ? open.get(i) : refused(entry, service); // one a tick: it costs the indexers a query
                asked = true;
            }
            if (!entry.equals(open.get(i))) {
                store.follow(entry, stateOf(entry));
            }
            stillOpen += entry.settledAt().isEmpty() ? 1 : 0;
        }
        return stillOpen;
    }

    /// What happened since the oldest of these searches. What was read before is kept, so that only what is
    /// new is asked for; a search from before the last reading is asked for from its beginning.
    private List<Happening> happenings(InstanceId instance, List<LedgerEntry> open, SearchesWanted service)
            throws ConnectorException, InterruptedException {
        var known = heard.getOrDefault(instance, new Heard(Instant.EPOCH, Set.of(), List.of()));
        var since = open.stream()
                .map(it -> known.searches().contains(it.number()) ? known.until() : it.askedAt())
                .min(Instant::compareTo)
                .orElseThrow();
        var items = open.stream().map(LedgerEntry::item).collect(Collectors.toSet());
        var read = service.historySince(since.minus(CLOCKS_DIFFER));
        var until = read.stream().map(Happening::at).max(Instant::compareTo).orElse(since);
        var all = new LinkedHashSet<>(known.happenings());
        all.addAll(read);
        var ours = all.stream()
                .filter(it -> it.items().stream().anyMatch(items::contains))
                .sorted(Comparator.comparing(Happening::at))
                .toList();
        var numbers = open.stream().map(LedgerEntry::number).collect(Collectors.toSet());
        heard.put(instance, new Heard(until, numbers, ours));
        return ours;
    }

    private boolean wantsReason(LedgerEntry entry) {
        return entry.outcome() == Outcome.NOTHING_FOUND
                && rules.apply(entry).filter(HuntRule::askWhy).isPresent();
    }

    /// Nothing was taken: because there is nothing, or because what there is was refused.
    private LedgerEntry refused(LedgerEntry entry, SearchesWanted service) throws InterruptedException {
        try {
            var refusals = service.refusals(entry.item());
            if (refusals.isEmpty()) {
                return entry;
            }
            var reasons = refusals.stream()
                    .flatMap(it -> it.reasons().stream())
                    .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()))
                    .entrySet()
                    .stream()
                    .sorted(Map.Entry.<String, Long>comparingByValue()
                            .reversed()
                            .thenComparing(Map.Entry.comparingByKey()))
                    .limit(3)
                    .map(it -> it.getKey() + " (" + it.getValue() + ")")
                    .collect(Collectors.joining("; "));
            return settled(entry, Outcome.REJECTED, RunSentence.REFUSED.with(refusals.size(), reasons));
        } catch (ConnectorException e) {
            return entry; // that nothing was taken is known all the same
        }
    }

    private static Map<String, CommandState> commands(List<LedgerEntry> open, SearchesWanted service)
            throws ConnectorException, InterruptedException {
        boolean asked = open.stream()
                .anyMatch(it -> it.outcome() == Outcome.ASKED && !it.commandId().isEmpty());
        return asked
                ? service.commands().stream()
                        .collect(Collectors.toMap(CommandState::id, Function.identity(), (first, _) -> first))
                : Map.of();
    }

    private boolean needsHistory(LedgerEntry entry) {
        return entry.settledAt().isEmpty()
                && (entry.outcome() != Outcome.ASKED
                        || entry.commandId().isEmpty()
                        || entry.askedAt().plus(GRABBED_WITHIN).isBefore(clock.instant()));
    }

    private LedgerEntry afterCommand(LedgerEntry entry, Map<String, CommandState> commands) {
        var command = commands.get(entry.commandId());
        if (entry.outcome() != Outcome.ASKED || command == null) {
            return entry;
        }
        return switch (command.phase()) {
            case QUEUED, RUNNING, UNKNOWN -> entry;
            case COMPLETED ->
                command.grabbed().isEmpty()
                        ? entry
                        : command.grabbed().getAsInt() == 0
                                ? settled(entry, Outcome.NOTHING_FOUND, "")
                                : with(entry, Outcome.GRABBED, entry.downloadId(), entry.indexer(), "");
            case FAILED -> settled(entry, Outcome.FAILED, command.message());
            case ORPHANED -> settled(entry, Outcome.FAILED, RunSentence.RESTARTED.with());
            case CANCELLED -> settled(entry, Outcome.WITHDRAWN, RunSentence.CANCELLED.with());
        };
    }

    /// A search may bring several downloads: the first that is imported decides; when all have ended
    /// without one, the last of them does.
    private LedgerEntry afterHistory(LedgerEntry before, List<Happening> happenings, SearchesWanted.Queue queue) {
        if (before.settledAt().isPresent()) {
            return before;
        }
        var about = happenings.stream()
                .filter(it -> it.items().contains(before.item()))
                .filter(it -> !it.at().isBefore(before.askedAt().minus(CLOCKS_DIFFER)))
                .toList();
        var grabs = grabs(before, about);
        var entry = grabs.isEmpty() || !before.downloadId().isEmpty()
                ? before
                : with(
                        before,
                        Outcome.GRABBED,
                        grabs.getFirst().downloadId(),
                        grabs.getFirst().indexer(),
                        "");
        var alive = new TreeSet<>(String.CASE_INSENSITIVE_ORDER); // hashes are written both ways
        grabs.forEach(grab -> alive.add(grab.downloadId()));
        if (!entry.downloadId().isEmpty()) {
            alive.add(entry.downloadId());
        }
        boolean known = !alive.isEmpty();
        var end = Optional.<LedgerEntry>empty();
        for (var it : about) {
            if (!alive.contains(it.downloadId())) {
                continue;
            }
            switch (it.what()) {
                case IMPORTED -> {
                    return imported(entry, it, about);
                }
                case DOWNLOAD_FAILED -> {
                    alive.remove(it.downloadId());
                    end = Optional.of(settled(entry, Outcome.FAILED, it.reason()));
                }
                case IGNORED -> {
                    alive.remove(it.downloadId());
                    end = Optional.of(settled(entry, Outcome.WITHDRAWN, it.reason()));
                }
                case GRABBED, GRABBED_OTHERWISE, FILE_DELETED, OTHER -> {}
            }
        }
        return known && alive.isEmpty() ? end.orElse(entry) : afterQueue(entry, alive, queue);
    }

    /// The grabs of this search: those before it was asked only when the clocks of the two computers
    /// must differ, those long after the first are of another one.
    private static List<Happening> grabs(LedgerEntry entry, List<Happening> about) {
        var all = about.stream()
                .filter(it -> it.what() == SearchesWanted.What.GRABBED
                        && !it.downloadId().isEmpty())
                .toList();
        var after =
                all.stream().filter(it -> !it.at().isBefore(entry.askedAt())).toList();
        var candidates = after.isEmpty() ? all : after;
        return candidates.stream()
                .filter(it -> it.at().isBefore(candidates.getFirst().at().plus(GRABBED_WITHIN)))
                .toList();
    }

    private LedgerEntry imported(LedgerEntry entry, Happening file, List<Happening> about) {
        boolean replaced = !file.from().isEmpty()
                || about.stream()
                        .filter(it -> it.what() == SearchesWanted.What.FILE_DELETED)
                        .filter(it -> it.items().equals(file.items()))
                        .anyMatch(
                                it -> Duration.between(it.at(), file.at()).abs().compareTo(NEXT_TO_IMPORT) <= 0);
        var words = file.from().isEmpty() ? file.to() : file.from() + " to " + file.to();
        return settled(entry, replaced ? Outcome.UPGRADED : Outcome.IN_PLACE, words);
    }

    private LedgerEntry afterQueue(LedgerEntry entry, Set<String> alive, SearchesWanted.Queue queue) {
        var downloading = queue.items().stream()
                .filter(it -> alive.isEmpty()
                        ? entry.outcome() != Outcome.ASKED && it.items().contains(entry.item())
                        : alive.stream().anyMatch(it.downloadId()::equalsIgnoreCase))
                .findFirst();
        if (downloading.isPresent()) {
            missingSince.remove(entry.number());
            return with(
                    entry,
                    Outcome.DOWNLOADING,
                    downloading.get().downloadId(),
                    entry.indexer().isEmpty() ? downloading.get().indexer() : entry.indexer(),
                    downloading.get().reason());
        }
        if (entry.outcome() == Outcome.ASKED) {
            return entry;
        }
        var since = missingSince.computeIfAbsent(entry.number(), _ -> clock.instant());
        return Duration.between(since, clock.instant()).compareTo(GONE_AFTER) > 0
                ? settled(entry, Outcome.WITHDRAWN, RunSentence.LEFT_QUEUE.with())
                : entry;
    }

    /// A search of which the history knows nothing: the command itself is asked once more, then it has
    /// brought nothing.
    private LedgerEntry forgotten(LedgerEntry entry, SearchesWanted service)
            throws ConnectorException, InterruptedException {
        boolean late = entry.askedAt().plus(GRABBED_WITHIN).isBefore(clock.instant());
        if (entry.outcome() != Outcome.ASKED || !late) {
            return entry;
        }
        var command = entry.commandId().isEmpty() ? Optional.<CommandState>empty() : service.command(entry.commandId());
        if (command.isEmpty()) {
            return settled(entry, Outcome.NOTHING_FOUND, RunSentence.NOTHING_GRABBED.with());
        }
        var after = afterCommand(entry, Map.of(entry.commandId(), command.get()));
        boolean ended = command.get().phase() == SearchesWanted.Phase.COMPLETED
                && command.get().grabbed().isEmpty();
        return ended ? settled(entry, Outcome.NOTHING_FOUND, RunSentence.NOTHING_GRABBED.with()) : after;
    }

    private LedgerEntry expired(LedgerEntry entry) {
        boolean late = entry.askedAt().plus(LedgerEntry.FOLLOWED_FOR).isBefore(clock.instant());
        return entry.settledAt().isEmpty() && late
                ? settled(entry, Outcome.UNSETTLED, RunSentence.NO_OUTCOME.with(LedgerEntry.FOLLOWED_FOR.toDays()))
                : entry;
    }

    /// The item rests longer after a fruitless search, and starts over after one that brought something.
    private Optional<ItemState> stateOf(LedgerEntry entry) {
        if (entry.settledAt().isEmpty()) {
            return Optional.empty();
        }
        var state = Optional.ofNullable(
                store.itemStates(entry.instance(), List.of(entry.item())).get(entry.item()));
        return state.filter(it -> it.unsettled() && it.lastAttemptAt().equals(entry.askedAt())) // not of a later search
                .flatMap(it -> rules.apply(entry)
                        .map(rule -> it.settled(entry.outcome().fruitful(), rule)));
    }

    private LedgerEntry settled(LedgerEntry it, Outcome outcome, String reason) {
        return new LedgerEntry(
                it.number(),
                it.instance(),
                it.rule(),
                it.item(),
                it.title(),
                it.askedAt(),
                it.commandId(),
                outcome,
                it.downloadId(),
                it.indexer(),
                Optional.of(clock.instant()),
                reason);
    }

    private static LedgerEntry with(LedgerEntry it, Outcome outcome, String downloadId, String indexer, String reason) {
        return new LedgerEntry(
                it.number(),
                it.instance(),
                it.rule(),
                it.item(),
                it.title(),
                it.askedAt(),
                it.commandId(),
                outcome,
                downloadId,
                indexer,
                Optional.empty(),
                reason);
    }
}
