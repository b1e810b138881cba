package io.pilothouse.tasks.library;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pilothouse.domain.Problem;
import io.pilothouse.domain.ProblemCode;
import io.pilothouse.domain.ProblemException;
import io.pilothouse.domain.cycle.CycleRun.Ended;
import io.pilothouse.domain.cycle.CycleRun.Gate;
import io.pilothouse.domain.cycle.ItemKey;
import io.pilothouse.domain.guard.Act;
import io.pilothouse.domain.guard.Consent;
import io.pilothouse.domain.instance.Instance;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.domain.instance.KindId;
import io.pilothouse.domain.library.SyncRun;
import io.pilothouse.domain.task.Origin;
import io.pilothouse.tasks.TaskContext;
import io.pilothouse.tasks.cycle.CycleReport;
import io.pilothouse.tasks.cycle.KindCycles;
import io.pilothouse.tasks.cycle.RuleLine;
import io.pilothouse.tasks.guard.Guards;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/// Reading libraries in the shape of all cycles. Each server has three rules: `changes`, which runs by
/// itself and whose pause can be set, and `full` and `inventory`, which run when a person wants them.
public final class LibraryCycles implements KindCycles {

    private static final String WORK = "library-sync";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final StoredLibrary library;
    private final LibraryPauses pauses;
    private final Guards guards;

    public LibraryCycles(StoredLibrary library, LibraryPauses pauses, Guards guards) {
        this.library = library;
        this.pauses = pauses;
        this.guards = guards;
    }

    @Override
    public boolean keeps(KindId kind) {
        return library.keeps(kind);
    }

    @Override
    public List<RuleLine> rules() {
        var lines = new ArrayList<RuleLine>();
        for (var status : library.status()) {
            for (var mode : SyncReport.Mode.values()) {
                lines.add(line(status, mode));
            }
        }
        return List.copyOf(lines);
    }

    private RuleLine line(Library.Status status, SyncReport.Mode mode) {
        var server = status.server();
        boolean byItself = mode == SyncReport.Mode.CHANGES;
        boolean enabled = byItself && server.enabled() && pauses.reads(server.id());
        var last = runs(server).stream()
                .filter(run -> run.mode().equals(mode.word()))
                .findFirst();
        var facts = RuleLine.noFacts();
        facts.put("everyMinutes", byItself ? pauses.every(server.id()).toMinutes() : null);
        facts.put(
                "held",
                status.held().values().stream().mapToInt(Integer::intValue).sum());
        return new RuleLine(
                server.id(),
                mode.word(),
                WORK,
                enabled,
                true,
                0,
                OptionalInt.empty(),
                enabled ? Optional.of(pauses.next(server)) : Optional.empty(),
                last.map(run -> new RuleLine.Last(run.startedAt(), ended(run), said(run), number(run, "requests"))),
                Optional.empty(),
                0,
                status.running(),
                status.held().isEmpty() ? "" : "Deletions wait for a decision.",
                facts);
    }

    private List<SyncRun> runs(Instance server) {
        try {
            return library.runs(server.id(), 20);
        } catch (ProblemException e) { // it went meanwhile
            return List.of();
        }
    }

    private static Ended ended(SyncRun run) {
        return switch (run.outcome()) {
            case "failed" -> Ended.FAILED;
            case LibraryReadings.ANOTHER, LibraryReadings.RENUMBERED -> Ended.HELD;
            case "held" -> Ended.HELD;
            default ->
                number(run, "added") + number(run, "changed") + number(run, "gone") > 0 ? Ended.ACTED : Ended.NOTHING;
        };
    }

    private static String said(SyncRun run) {
        return run.reason().isEmpty()
                ? number(run, "added") + " new, " + number(run, "changed") + " changed, " + number(run, "gone")
                        + " gone"
                : run.reason();
    }

    private static long number(SyncRun run, String key) {
        try {
            return JSON.readTree(run.report()).path(key).asLong(0);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the store holds a report that cannot be read", e);
        }
    }

    private static SyncReport.Mode mode(String rule) throws ProblemException {
        return Arrays.stream(SyncReport.Mode.values())
                .filter(mode -> mode.word().equals(rule.toLowerCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(() -> problem(
                        ProblemCode.NOT_FOUND,
                        "There is no rule “" + rule + "” for a library.",
                        "Choose full, changes or inventory."));
    }

    private static ProblemException problem(ProblemCode code, String summary, String advice) {
        return new ProblemException(new Problem(code, summary, advice));
    }

    private RuleLine line(InstanceId id, SyncReport.Mode mode) throws ProblemException {
        return library.status().stream()
                .filter(status -> status.server().id().equals(id))
                .findFirst()
                .map(status -> line(status, mode))
                .orElseThrow(() -> problem(
                        ProblemCode.NOT_FOUND, id + " is no server with a library.", "Choose a Stash from the list."));
    }

    private static void onlyChanges(SyncReport.Mode mode) throws ProblemException {
        if (mode != SyncReport.Mode.CHANGES) {
            throw problem(
                    ProblemCode.BAD_VALUE,
                    "“" + mode.word() + "” runs only when you want it.",
                    "Set, switch and skip the rule “changes”.");
        }
    }

    @Override
    public RuleLine set(InstanceId id, String rule, String document, Consent consent) throws ProblemException {
        var mode = mode(rule);
        onlyChanges(mode);
        line(id, mode);
        JsonNode json;
        try {
            json = JSON.readTree(document);
        } catch (JsonProcessingException e) {
            throw problem(ProblemCode.BAD_FILE, "The rule is no JSON.", "Write it as “cycle show” does.");
        }
        if (!json.isObject()) {
            throw problem(ProblemCode.BAD_FILE, "The rule is no JSON object.", "Write it as “cycle show” does.");
        }
        for (var key : json.properties()) {
            if (!List.of("name", "every", "enabled").contains(key.getKey())) {
                throw problem(
                        ProblemCode.BAD_VALUE, "There is no key /" + key.getKey() + ".", "Use /every and /enabled.");
            }
        }
        guards.require(Act.local(id, "change how often its library is read"), consent);
        if (json.has("every")) {
            pauses.every(id, span(json.path("every").asText()));
        }
        if (json.has("enabled")) {
            pauses.reads(id, json.path("enabled").asBoolean());
        }
        return line(id, mode);
    }

    /// From 5 minutes to 7 days.
    private static Duration span(String text) throws ProblemException {
        var match = java.util.regex.Pattern.compile("(\\d{1,5})([mhd])").matcher(text);
        if (match.matches()) {
            long number = Long.parseLong(match.group(1));
            var span =
                    switch (match.group(2)) {
                        case "m" -> Duration.ofMinutes(number);
                        case "h" -> Duration.ofHours(number);
                        default -> Duration.ofDays(number);
                    };
            if (span.compareTo(Duration.ofMinutes(5)) >= 0 && span.compareTo(Duration.ofDays(7)) <= 0) {
                return span;
            }
        }
        throw problem(ProblemCode.BAD_VALUE, "/every is “" + text + "”.", "Give 5m to 7d, for example 15m or 6h.");
    }

    @Override
    public String show(InstanceId id, String rule) throws ProblemException {
        var mode = mode(rule);
        line(id, mode);
        return LibrarySync.json(
                mode == SyncReport.Mode.CHANGES
                        ? new java.util.TreeMap<>(Map.of(
                                "name", mode.word(),
                                "every", pauses.every(id).toMinutes() + "m",
                                "enabled", pauses.reads(id)))
                        : Map.of("name", mode.word()));
    }

    @Override
    public RuleLine enable(InstanceId id, String rule, boolean enabled, Consent consent) throws ProblemException {
        var mode = mode(rule);
        onlyChanges(mode);
        guards.require(Act.local(id, (enabled ? "switch on" : "switch off") + " the reading of its library"), consent);
        pauses.reads(id, enabled);
        return line(id, mode);
    }

    @Override
    public void remove(InstanceId id, String rule, Consent consent) throws ProblemException {
        mode(rule);
        throw problem(
                ProblemCode.BAD_VALUE,
                "The rules of a library cannot be removed.",
                "Switch the rule “changes” off instead.");
    }

    @Override
    public CycleReport dryRun(InstanceId id, String rule, OptionalLong seed, TaskContext context)
            throws ProblemException, InterruptedException {
        var mode = mode(rule);
        var preview = library.preview(id);
        var now = library.now();
        long things =
                preview.differing().values().stream().mapToLong(Long::longValue).sum();
        var said = mode == SyncReport.Mode.FULL
                ? "It would read " + preview.there() + " things in full."
                : things == 0
                        ? "Nothing changed on the server."
                        : "It would read " + things + " things that changed or are new.";
        return report(
                id,
                mode,
                true,
                seed,
                now,
                things == 0 && mode != SyncReport.Mode.FULL ? Ended.NOTHING : Ended.ACTED,
                said,
                preview.requests());
    }

    private CycleReport report(
            InstanceId id,
            SyncReport.Mode mode,
            boolean dry,
            OptionalLong seed,
            Instant started,
            Ended ended,
            String reason,
            long requests) {
        return new CycleReport(
                (dry ? "dry-" : "") + mode.word() + "-" + started.toEpochMilli(),
                id,
                mode.word(),
                dry,
                seed.orElse(0),
                started,
                library.now(),
                ended,
                reason,
                List.of(Gate.passed("disabled"), Gate.passed("identity")),
                Optional.empty(),
                List.of(),
                List.of(),
                (int) requests);
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
        var mode = mode(rule);
        var started = library.now();
        var done = library.sync(id, mode, false, context);
        return report(
                id,
                mode,
                false,
                seed,
                started,
                !done.held().isEmpty() ? Ended.HELD : done.nothing() ? Ended.NOTHING : Ended.ACTED,
                done.added() + " new, " + done.changed() + " changed, " + done.gone() + " gone"
                        + (done.held().isEmpty() ? "" : ", deletions wait for a decision"),
                done.requests());
    }

    @Override
    public RuleLine skipNext(InstanceId id, String rule, Consent consent) throws ProblemException {
        var mode = mode(rule);
        onlyChanges(mode);
        pauses.skip(id);
        return line(id, mode);
    }

    @Override
    public int reset(
            InstanceId id, Optional<String> rule, Optional<ItemKey> item, Optional<ItemKey> parent, Consent consent)
            throws ProblemException {
        guards.require(Act.local(id, "have its library read in full next time"), consent);
        library.accept(id);
        return 0;
    }

    @Override
    public List<CycleReport> runs(InstanceId id, Optional<String> rule, int limit) {
        return library.server(id, true).stream()
                .flatMap(server -> runs(server).stream())
                .filter(run -> rule.isEmpty() || rule.get().equals(run.mode()))
                .limit(limit)
                .map(run -> new CycleReport(
                        run.mode() + "-" + run.startedAt().toEpochMilli(),
                        id,
                        run.mode(),
                        false,
                        0,
                        run.startedAt(),
                        run.endedAt(),
                        ended(run),
                        said(run),
                        List.of(),
                        Optional.empty(),
                        List.of(),
                        List.of(),
                        (int) number(run, "requests")))
                .toList();
    }
}
