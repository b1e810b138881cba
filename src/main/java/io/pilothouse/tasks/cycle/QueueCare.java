package io.pilothouse.tasks.cycle;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pilothouse.connectors.ConnectorException;
import io.pilothouse.connectors.SearchesWanted;
import io.pilothouse.connectors.TendsQueue;
import io.pilothouse.domain.ProblemException;
import io.pilothouse.domain.cycle.Candidate;
import io.pilothouse.domain.cycle.Care;
import io.pilothouse.domain.cycle.Care.Download;
import io.pilothouse.domain.cycle.Care.TorrentFacts;
import io.pilothouse.domain.cycle.Care.Verdict;
import io.pilothouse.domain.cycle.CareRule;
import io.pilothouse.domain.cycle.Choice;
import io.pilothouse.domain.cycle.CycleRun;
import io.pilothouse.domain.cycle.CycleRun.Budget;
import io.pilothouse.domain.cycle.CycleRun.DoneAct;
import io.pilothouse.domain.cycle.CycleRun.Ended;
import io.pilothouse.domain.cycle.CycleRun.Gate;
import io.pilothouse.domain.cycle.Decision;
import io.pilothouse.domain.cycle.ItemKey;
import io.pilothouse.domain.cycle.RunSentence;
import io.pilothouse.domain.cycle.SkipReason;
import io.pilothouse.domain.health.FaultCode;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.domain.task.UndoStep;
import io.pilothouse.domain.torrent.Torrent;
import io.pilothouse.store.CycleRepository;
import io.pilothouse.store.SearchRepository;
import io.pilothouse.store.SearchRepository.Limit;
import io.pilothouse.tasks.TaskContext;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/// One run of one rule that tends a queue: downloads that get no further are struck, and after enough
/// strikes taken out, unless they are protected. A dry run looks and decides the same and remembers nothing.
final class QueueCare {

    /// Kind of the steps that take a blocklisting back.
    static final String UNDO = "queue-care-blocklist";

    /// Releases looked through for the one that was blocked.
    private static final int BLOCKLIST_LOOKED_AT = 500;

    private static final Duration CLOCKS_DIFFER = Duration.ofMinutes(10);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final CycleRepository store;
    private final Clock clock;
    private final LinkedClients clients;

    QueueCare(CycleRepository store, Clock clock, LinkedClients clients) {
        this.store = store;
        this.clock = clock;
        this.clients = clients;
    }

    record Order(InstanceId instance, CareRule rule, List<Gate> gates, boolean dryRun, long seed) {}

    private record Run(Order order, RunSoFar soFar) {

        private CycleRun held(String gate, String reason) {
            soFar.pass(Gate.closed(gate, reason));
            return soFar.held();
        }
    }

    CycleRun run(Order order, Searchers searchers, TaskContext context) throws InterruptedException {
        var of = new RunSoFar.Of(order.instance(), order.rule().name(), order.dryRun(), order.seed());
        var run = new Run(order, new RunSoFar(of, order.gates(), () -> budget(order), clock));
        if (run.soFar().closedGate().isPresent()) {
            return run.soFar().held();
        }
        try {
            var service = searchers.of(order.instance());
            run.soFar().requestsFrom(service);
            if (!(service instanceof TendsQueue tender)) {
                return run.held("service", RunSentence.NOT_TENDED.with());
            }
            return tend(run, service, tender, context);
        } catch (ProblemException e) {
            return run.soFar().ended(Ended.HELD, e.problem().summary());
        } catch (ConnectorException e) {
            return run.soFar().ended(Ended.FAILED, e.problem().summary());
        }
    }

    private CycleRun tend(Run run, SearchesWanted service, TendsQueue tender, TaskContext context)
            throws ProblemException, ConnectorException, InterruptedException {
        var rule = run.order().rule();
        run.soFar().budget = budget(run.order());
        run.soFar().pass(Gate.passed("budget"));
        service.searchBlocked(); // who answers is made sure of before anything is deleted
        if (rule.blocklist() && !tender.blocklists()) { // it would be taken out and come right back
            return run.held("service", RunSentence.NO_BLOCKLIST.with());
        }
        run.soFar().pass(Gate.passed("service"));
        var torrents = torrents(run.order().instance());
        var queue = service.queue().items().stream()
                .map(it -> download(it, torrents))
                .toList();
        int left = run.soFar()
                .budget
                .map(it -> Choice.left(it.limit(), it.used(), 0))
                .orElse(Integer.MAX_VALUE);
        var verdicts = Care.decide(
                rule,
                queue,
                store.strikes().all(run.order().instance()),
                torrents.isPresent(),
                left,
                run.soFar().startedAt());
        run.soFar().decisions =
                verdicts.stream().map(it -> decision(it, run.soFar().budget)).toList();
        var chosen = verdicts.stream().filter(it -> it.skip().isEmpty()).toList();
        if (run.order().dryRun()) {
            return chosen.isEmpty()
                    ? run.soFar().ended(Ended.NOTHING, whyNothing(verdicts))
                    : run.soFar().ended(Ended.ACTED, RunSentence.WOULD_DEAL.with(chosen.size(), verdicts.size()));
        }
        store.strikes()
                .replace(
                        run.order().instance(),
                        verdicts.stream().flatMap(it -> it.strike().stream()).toList());
        if (chosen.isEmpty()) {
            return run.soFar().ended(Ended.NOTHING, whyNothing(verdicts));
        }
        return act(run, chosen, service, tender, context);
    }

    private Optional<Map<String, Torrent>> torrents(InstanceId instance) throws ProblemException, InterruptedException {
        var snapshots = clients.of(instance);
        if (snapshots.isEmpty()) {
            return Optional.empty();
        }
        var known = new HashMap<String, Torrent>();
        snapshots.forEach(snapshot ->
                snapshot.torrents().forEach((hash, torrent) -> known.put(hash.toLowerCase(Locale.ROOT), torrent)));
        return Optional.of(known);
    }

    private static Download download(SearchesWanted.QueueItem it, Optional<Map<String, Torrent>> torrents) {
        var torrent = torrents.map(known -> known.get(it.downloadId().toLowerCase(Locale.ROOT)));
        return new Download(
                it.downloadId(),
                it.queueIds(),
                it.items(),
                it.title(),
                it.status(),
                it.state(),
                it.trouble(),
                it.sizeBytes(),
                it.leftBytes(),
                it.reason(),
                torrent.map(QueueCare::facts));
    }

    private static TorrentFacts facts(Torrent torrent) {
        return new TorrentFacts(
                torrent.isPrivate(), torrent.tags(), torrent.state().stopped());
    }

    private static Decision decision(Verdict it, Optional<Budget> budget) {
        var download = it.download();
        var what = it.reason().map(reason -> reason.word() + ": ").orElse("");
        var candidate = new Candidate(
                new ItemKey(
                        SearchRepository.DOWNLOAD,
                        download.id().isEmpty() ? download.queueIds().getFirst().toString() : download.id()),
                download.items().stream().findFirst(),
                what + download.title(),
                true,
                true,
                Set.of(),
                "",
                "",
                Optional.empty(),
                true,
                it.strike().map(Care.Strike::seenAt),
                List.of());
        boolean used = it.skip().filter(SkipReason.BUDGET::equals).isPresent();
        var until = used ? budget.map(Budget::resetsAt) : it.until();
        return new Decision(candidate, it.skip(), it.skip().isEmpty() ? Optional.empty() : until);
    }

    private static String whyNothing(List<Verdict> verdicts) {
        if (verdicts.isEmpty()) {
            return RunSentence.QUEUE_EMPTY.with();
        }
        return RunSentence.NONE_DEALT.with(
                verdicts.size(),
                SkipReason.counted(verdicts.stream().map(it -> it.skip().orElseThrow())));
    }

    // acting

    private CycleRun act(Run run, List<Verdict> chosen, SearchesWanted service, TendsQueue tender, TaskContext context)
            throws InterruptedException {
        var trouble = "";
        boolean broke = false;
        for (var verdict : chosen) {
            context.progress(run.soFar().acts.size(), chosen.size());
            context.line("dealing with " + verdict.download().title());
            var unit = reserve(run, verdict.download());
            if (unit.isEmpty()) {
                trouble = RunSentence.BUDGET_GONE.with();
                break;
            }
            try {
                var act = deal(run.order(), verdict, service, tender, context);
                run.soFar().acts.add(act);
                if (act.accepted()) {
                    store.searches().used(unit.get());
                } else {
                    store.searches().giveBack(unit.get()); // it was only looked at
                }
            } catch (ConnectorException e) {
                if (e.code() == FaultCode.REFUSED || e.code().neverArrived()) {
                    store.searches().giveBack(unit.get());
                } else {
                    store.searches().used(unit.get()); // it may have been done, or partly
                }
                broke = true;
                run.soFar().acts.add(failed(verdict, e.problem().summary()));
                context.itemFailed(e.problem());
            } catch (InterruptedException e) {
                store.searches().used(unit.get());
                Thread.currentThread().interrupt(); // what was done so far is recorded; the caller passes it on
                return run.soFar()
                        .ended(
                                Ended.PARTLY,
                                RunSentence.STOPPED.with(run.soFar().acts.size(), chosen.size()));
            }
        }
        context.progress(run.soFar().acts.size(), chosen.size());
        long done = run.soFar().acts.stream().filter(DoneAct::accepted).count();
        var words = RunSentence.DEALT.with(done, run.soFar().decisions.size());
        var failed = run.soFar().acts.stream()
                .filter(it -> !it.accepted())
                .findFirst()
                .map(DoneAct::error);
        return done == chosen.size()
                ? run.soFar().ended(Ended.ACTED, words)
                : run.soFar()
                        .ended(
                                done > 0 ? Ended.PARTLY : broke || !trouble.isEmpty() ? Ended.FAILED : Ended.NOTHING,
                                (words + " " + (trouble.isEmpty() ? failed.orElse("") : trouble)).strip());
    }

    private DoneAct failed(Verdict verdict, String why) {
        return new DoneAct("remove", keys(verdict), verdict.download().id(), false, clock.instant(), why);
    }

    private static List<ItemKey> keys(Verdict verdict) {
        return List.of(new ItemKey(SearchRepository.DOWNLOAD, verdict.download().id()));
    }

    private DoneAct deal(Order order, Verdict verdict, SearchesWanted service, TendsQueue tender, TaskContext context)
            throws ConnectorException, InterruptedException {
        var rule = order.rule();
        var download = verdict.download();
        if (verdict.reason().filter(CareRule.Reason.FAILED_IMPORT::equals).isPresent()
                && rule.imports() == CareRule.Imports.TRY) {
            return importByHand(verdict, tender, context);
        }
        service.removeFromQueue(download.queueIds(), rule.removeFiles(), rule.blocklist(), rule.searchAgain());
        context.effect("removed", 1);
        if (rule.blocklist()) {
            context.undoableBy(wayBack(order.instance(), download.title(), clock.instant()));
        }
        return new DoneAct("remove", keys(verdict), download.id(), true, clock.instant(), "");
    }

    /// Imports what the app knows the place of; whatever it objects to waits for a person.
    private DoneAct importByHand(Verdict verdict, TendsQueue tender, TaskContext context)
            throws ConnectorException, InterruptedException {
        var files = tender.importable(verdict.download().id());
        var objection = objection(files);
        if (objection.isPresent()) {
            return new DoneAct(
                    "import", keys(verdict), verdict.download().id(), false, clock.instant(), objection.get());
        }
        var command = tender.importNow(files);
        context.effect("imported", files.size());
        return new DoneAct("import", keys(verdict), command.id(), true, clock.instant(), "");
    }

    /// @return why the files cannot be imported without a person; empty when they can
    static Optional<String> objection(List<TendsQueue.Importable> files) {
        return files.isEmpty()
                ? Optional.of("There is nothing to import.")
                : files.stream()
                        .filter(it -> !it.clear())
                        .map(it -> it.objections().isEmpty()
                                ? "It is not known what " + it.path() + " is."
                                : String.join(" ", it.objections()))
                        .findFirst();
    }

    static UndoStep wayBack(InstanceId instance, String title, Instant at) {
        var payload = JSON.createObjectNode().put("title", title).put("at", at.toString());
        return new UndoStep(UNDO, instance, payload.toString(), "let “" + title + "” be grabbed again");
    }

    /// Lets a release be grabbed again.
    ///
    /// @param payload of the step
    /// @return whether it was still blocked
    static boolean takeBack(String payload, TendsQueue tender) throws ConnectorException, InterruptedException {
        JsonNode step;
        try {
            step = JSON.readTree(payload);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("not a step of a queue's care: " + payload, e);
        }
        var since = Instant.parse(step.path("at").asText()).minus(CLOCKS_DIFFER);
        var ids = tender.blocklist(BLOCKLIST_LOOKED_AT).stream()
                .filter(it -> it.title().equals(step.path("title").asText())
                        && !it.at().isBefore(since))
                .map(TendsQueue.Blocked::id)
                .toList();
        tender.unblock(ids);
        return !ids.isEmpty();
    }

    // budget

    private Optional<Long> reserve(Run run, Download download) {
        return store.searches()
                .reserve(
                        run.order().instance(),
                        run.order().rule().name(),
                        "",
                        new ItemKey(SearchRepository.DOWNLOAD, download.id()),
                        download.title(),
                        1,
                        clock.instant(),
                        limit(run.order().rule()).stream().toList());
    }

    private Optional<Limit> limit(CareRule rule) {
        var midnight = clock.instant()
                .atZone(clock.getZone())
                .toLocalDate()
                .atStartOfDay(clock.getZone())
                .toInstant();
        return most(rule.perDay()).map(it -> new Limit(it, midnight, Limit.Of.RULE));
    }

    private static Optional<Integer> most(OptionalInt limit) {
        return limit.isPresent() ? Optional.of(limit.getAsInt()) : Optional.empty();
    }

    private Optional<Budget> budget(Order order) {
        return limit(order.rule())
                .map(limit -> new Budget(
                        limit.limit(),
                        store.searches().taken(order.instance(), order.rule().name(), "", limit),
                        0,
                        Choice.endOfDay(clock.instant(), clock.getZone())));
    }
}
