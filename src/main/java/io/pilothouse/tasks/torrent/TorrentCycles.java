package io.pilothouse.tasks.torrent;

import io.pilothouse.domain.Problem;
import io.pilothouse.domain.ProblemCode;
import io.pilothouse.domain.ProblemException;
import io.pilothouse.domain.cycle.CycleRun;
import io.pilothouse.domain.cycle.ItemKey;
import io.pilothouse.domain.guard.Consent;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.domain.instance.KindId;
import io.pilothouse.domain.task.Origin;
import io.pilothouse.domain.torrent.TorrentRule;
import io.pilothouse.tasks.TaskContext;
import io.pilothouse.tasks.cycle.CycleReport;
import io.pilothouse.tasks.cycle.KindCycles;
import io.pilothouse.tasks.cycle.RuleLine;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/// Torrent rules in the shape of all cycles: each client has one set, called `torrents`. A single rule of it
/// can be run, tried and shown by its own name.
public final class TorrentCycles implements KindCycles {

    private static final String WORK = "torrent-rule";
    private static final int RUNS_LOOKED_THROUGH = 10;

    private final TorrentRules rules;
    private final TorrentWatch watch;
    private final InstantSource clock;

    public TorrentCycles(TorrentServices torrents, InstantSource clock) {
        this.rules = torrents.rules();
        this.watch = torrents.watch();
        this.clock = clock;
    }

    @Override
    public boolean keeps(KindId kind) {
        return kind.value().equals("qbittorrent");
    }

    @Override
    public List<RuleLine> rules() {
        return rules.all().stream().map(this::line).toList();
    }

    private RuleLine line(TorrentRules.Status status) {
        var facts = RuleLine.noFacts();
        status.breaker().ifPresent(why -> facts.put("brake", why));
        return new RuleLine(
                status.instance(),
                TorrentRules.NAME,
                WORK,
                status.enabled(),
                status.previewed(),
                rules.removedSince(status.instance(), clock.instant().minus(Duration.ofDays(1))),
                OptionalInt.empty(),
                Optional.empty(), // after each look at the client
                last(status),
                Optional.empty(),
                0,
                rules.running(status.instance()),
                status.breaker().orElse(""),
                facts);
    }

    /// Since the start, or as stored.
    private Optional<RuleLine.Last> last(TorrentRules.Status status) {
        return status.last()
                .map(run -> new RuleLine.Last(
                        run.endedAt(),
                        run.ended(),
                        run.reason(),
                        run.acts().stream().filter(RulesRun.Act::accepted).count()))
                .or(() -> rules.runs(status.instance(), RUNS_LOOKED_THROUGH).stream()
                        .filter(run -> !run.dryRun())
                        .findFirst()
                        .map(run -> new RuleLine.Last(
                                run.endedAt(),
                                CycleRun.Ended.valueOf(run.ended()),
                                run.reason(),
                                TorrentCopies.read(run.document())
                                        .path("counts")
                                        .path("accepted")
                                        .asLong())));
    }

    private static Optional<TorrentRule> only(String rule) throws ProblemException {
        if (rule.equals(TorrentRules.NAME)) {
            return Optional.empty();
        }
        var one = TorrentRule.of(rule);
        if (one.isEmpty()) {
            throw new ProblemException(new Problem(
                    ProblemCode.NOT_FOUND,
                    "There is no torrent rule \"" + rule + "\".",
                    "Use \"" + TorrentRules.NAME
                            + "\" for the whole set, or the name of one rule, for example \"stalled\"."));
        }
        return one;
    }

    private static void whole(String rule) throws ProblemException {
        if (only(rule).isPresent()) {
            throw new ProblemException(new Problem(
                    ProblemCode.BAD_VALUE,
                    "\"" + rule + "\" is one rule of the set \"" + TorrentRules.NAME + "\", which is kept as a whole.",
                    "Change the set, with this rule's mode in it."));
        }
    }

    @Override
    public RuleLine set(InstanceId id, String rule, String document, Consent consent) throws ProblemException {
        whole(rule);
        return line(rules.set(id, document, consent));
    }

    @Override
    public String show(InstanceId id, String rule) throws ProblemException {
        var one = only(rule);
        var document = rules.show(id);
        return one.isEmpty()
                ? document
                : TorrentCopies.read(document)
                        .path("rules")
                        .path(one.get().word())
                        .toPrettyString();
    }

    @Override
    public RuleLine enable(InstanceId id, String rule, boolean enabled, Consent consent) throws ProblemException {
        whole(rule);
        return line(rules.enable(id, enabled, consent));
    }

    @Override
    public void remove(InstanceId id, String rule, Consent consent) throws ProblemException {
        whole(rule);
        rules.remove(id, consent);
    }

    @Override
    public CycleReport dryRun(InstanceId id, String rule, OptionalLong seed, TaskContext context)
            throws ProblemException, InterruptedException {
        var one = only(rule);
        watch.now(List.of(id), true);
        return rules.preview(id, one).report();
    }

    @Override
    public CycleReport run(
            InstanceId id,
            String rule,
            OptionalLong seed,
            OptionalInt limit,
            Origin origin,
            Consent consent,
            TaskContext context)
            throws ProblemException, InterruptedException {
        var one = only(rule);
        watch.now(List.of(id), true);
        return rules.run(id, one, limit, origin, consent, context).report();
    }

    @Override
    public RuleLine skipNext(InstanceId id, String rule, Consent consent) throws ProblemException {
        throw withoutSlots();
    }

    static ProblemException withoutSlots() {
        return new ProblemException(new Problem(
                ProblemCode.BAD_VALUE,
                "Torrent rules have no slots: they look at a client after each look at its torrents.",
                "Switch them off for a while instead."));
    }

    @Override
    public int reset(
            InstanceId id, Optional<String> rule, Optional<ItemKey> item, Optional<ItemKey> parent, Consent consent)
            throws ProblemException {
        return rules.reset(id, item.map(it -> it.id().replaceFirst("@.*$", "")), consent);
    }

    @Override
    public List<CycleReport> runs(InstanceId id, Optional<String> rule, int limit) {
        var reports = new ArrayList<CycleReport>();
        for (var run : rules.runs(id, limit)) {
            var root = TorrentCopies.read(run.document());
            var decisions = new ArrayList<CycleReport.Decided>();
            root.path("decisions")
                    .forEach(it -> decisions.add(new CycleReport.Decided(
                            new ItemKey("torrent", it.path("item").path("id").asText()),
                            Optional.empty(),
                            it.path("item").path("title").asText(),
                            it.hasNonNull("reason")
                                    ? Optional.of(it.path("reason").asText())
                                    : Optional.empty(),
                            Optional.empty(),
                            it.path("why").asText(""),
                            Optional.empty())));
            reports.add(new CycleReport(
                    "c" + run.number(),
                    id,
                    root.path("rule").asText(run.rule()),
                    run.dryRun(),
                    0,
                    run.startedAt(),
                    run.endedAt(),
                    CycleRun.Ended.valueOf(run.ended()),
                    run.reason(),
                    List.of(),
                    Optional.empty(),
                    decisions,
                    List.of(),
                    root.path("counts").path("requests").asInt()));
        }
        return reports;
    }
}
