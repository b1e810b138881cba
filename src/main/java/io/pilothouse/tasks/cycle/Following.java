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
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.store.CycleRepository;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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

    private final CycleRepository store;
    private final Clock clock;
    private final Function<LedgerEntry, Optional<HuntRule>> rules;

    /// @param rules the rule that asked, as it is now; empty when it was removed
    Following(CycleRepository store, Clock clock, Function<LedgerEntry, Optional<HuntRule>> rules) {
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
            return 0;
        }
        var service = searchers.of(instance);
        var commands = commands(open, service);
        var news = open.stream().map(entry -> afterCommand(entry, commands)).toList();
        if (news.stream().anyMatch(this::needsHistory)) {
            var since = news.stream()
                    .map(LedgerEntry::askedAt)
                    .min(Instant::compareTo)
                    .orElseThrow();
            var happenings = service.historySince(since.minusSeconds(60));
            var queue = service.queue();
            news = news.stream()
                    .map(entry -> afterHistory(entry, happenings, queue))
                    .toList();
        }
        int stillOpen = 0;
        for (int i = 0; i < open.size(); i++) {
            var entry = expired(news.get(i));
            if (!entry.equals(open.get(i))) {
                store.follow(entry, stateOf(entry));
            }
            stillOpen += entry.settledAt().isEmpty() ? 1 : 0;
        }
        return stillOpen;
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
            case ORPHANED -> settled(entry, Outcome.FAILED, "The service restarted while it searched.");
            case CANCELLED -> settled(entry, Outcome.WITHDRAWN, "The search was cancelled.");
        };
    }

    private LedgerEntry afterHistory(LedgerEntry before, List<Happening> happenings, SearchesWanted.Queue queue) {
        var entry = before;
        if (entry.settledAt().isPresent()) {
            return entry;
        }
        boolean replaced = false;
        for (var it : happenings) {
            if (it.at().isBefore(entry.askedAt()) || !it.items().contains(entry.item())) {
                continue;
            }
            boolean ours = entry.downloadId().isEmpty() || entry.downloadId().equals(it.downloadId());
            switch (it.what()) {
                case GRABBED -> {
                    if (entry.downloadId().isEmpty()) {
                        entry = with(entry, Outcome.GRABBED, it.downloadId(), it.indexer(), "");
                    }
                }
                case FILE_DELETED -> replaced = true;
                case IMPORTED -> {
                    if (ours) {
                        boolean upgrade = replaced || !it.from().isEmpty();
                        var words = upgrade && !it.from().isEmpty() ? it.from() + " to " + it.to() : it.to();
                        return settled(entry, upgrade ? Outcome.UPGRADED : Outcome.IN_PLACE, words);
                    }
                }
                case DOWNLOAD_FAILED -> {
                    if (ours && !entry.downloadId().isEmpty()) {
                        return settled(entry, Outcome.FAILED, it.reason());
                    }
                }
                case IGNORED -> {
                    if (ours && !entry.downloadId().isEmpty()) {
                        return settled(entry, Outcome.WITHDRAWN, it.reason());
                    }
                }
                case OTHER -> {}
            }
        }
        return afterQueue(entry, queue);
    }

    private LedgerEntry afterQueue(LedgerEntry entry, SearchesWanted.Queue queue) {
        var downloading = queue.items().stream()
                .filter(it -> entry.downloadId().isEmpty()
                        ? it.items().contains(entry.item())
                        : it.downloadId().equalsIgnoreCase(entry.downloadId()))
                .findFirst();
        if (downloading.isPresent()) {
            return with(
                    entry,
                    Outcome.DOWNLOADING,
                    downloading.get().downloadId(),
                    entry.indexer().isEmpty() ? downloading.get().indexer() : entry.indexer(),
                    downloading.get().reason());
        }
        var age = Duration.between(entry.askedAt(), clock.instant());
        if (entry.outcome() == Outcome.ASKED) {
            return age.compareTo(GRABBED_WITHIN) > 0
                    ? settled(entry, Outcome.NOTHING_FOUND, "Nothing was grabbed.")
                    : entry;
        }
        return age.compareTo(GONE_AFTER) > 0
                ? settled(entry, Outcome.WITHDRAWN, "The download left the queue without being imported.")
                : entry;
    }

    private LedgerEntry expired(LedgerEntry entry) {
        boolean late = entry.askedAt().plus(LedgerEntry.FOLLOWED_FOR).isBefore(clock.instant());
        return entry.settledAt().isEmpty() && late
                ? settled(entry, Outcome.UNSETTLED, "No outcome within 14 days.")
                : entry;
    }

    /// The item rests longer after a fruitless search, and starts over after one that brought something.
    private Optional<ItemState> stateOf(LedgerEntry entry) {
        if (entry.settledAt().isEmpty()) {
            return Optional.empty();
        }
        var state = Optional.ofNullable(
                store.itemStates(entry.instance(), List.of(entry.item())).get(entry.item()));
        return state.filter(ItemState::unsettled)
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
