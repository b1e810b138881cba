package io.pilothouse.tasks.amc;

import io.pilothouse.domain.Problem;
import io.pilothouse.domain.ProblemCode;
import io.pilothouse.domain.ProblemException;
import io.pilothouse.domain.amc.EmptyReasons;
import io.pilothouse.domain.amc.Lint;
import io.pilothouse.domain.amc.ParameterType.BadValueException;
import io.pilothouse.domain.amc.ParameterValues;
import io.pilothouse.domain.amc.Question;
import io.pilothouse.domain.amc.Remote;
import io.pilothouse.domain.amc.Run;
import io.pilothouse.domain.amc.Run.Progress;
import io.pilothouse.domain.amc.RunId;
import io.pilothouse.domain.amc.RunState;
import io.pilothouse.domain.amc.Sentence;
import io.pilothouse.domain.amc.TimeWindow;
import io.pilothouse.domain.amc.Workflow;
import io.pilothouse.domain.guard.Act;
import io.pilothouse.domain.guard.ActionClass;
import io.pilothouse.domain.guard.Consent;
import io.pilothouse.domain.health.Lifecycle;
import io.pilothouse.domain.instance.Instance;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.store.AmcLibraryRepository;
import io.pilothouse.store.AmcRunRepository;
import io.pilothouse.tasks.Published;
import io.pilothouse.tasks.guard.Guards;
import io.pilothouse.tasks.health.HealthRounds;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/// Questions put to instances: looked at beforehand, asked, followed, cancelled, asked again. Methods
/// block on the store.
public final class QuestionRuns {

    /// A window that ended this long before its result was fetched does not change any more.
    private static final Duration SETTLED = Duration.ofDays(14);

    private final AmcRunRepository store;
    private final AmcLibraryRepository library;
    private final QuestionLibrary questions;
    private final Targets targets;
    private final RemoteMemory memory;
    private final RunSteps steps;
    private final RunEngine engine;
    private final HealthRounds health;
    private final Guards guards;
    private final InstantSource clock;
    private final RandomGenerator random;
    private final Published<Long> changes;

    QuestionRuns(
            AmcRunRepository store,
            AmcLibraryRepository library,
            QuestionLibrary questions,
            Targets targets,
            RemoteMemory memory,
            RunSteps steps,
            RunEngine engine,
            HealthRounds health,
            Guards guards,
            InstantSource clock,
            RandomGenerator random,
            Published<Long> changes) {
        this.store = store;
        this.library = library;
        this.questions = questions;
        this.targets = targets;
        this.memory = memory;
        this.steps = steps;
        this.engine = engine;
        this.health = health;
        this.guards = guards;
        this.clock = clock;
        this.random = random;
        this.changes = changes;
    }

    /// What is to be asked.
    ///
    /// @param values    by parameter name, for all instances
    /// @param own       values of single instances, stronger than all others
    /// @param over      beyond the day's allowance
    /// @param anyway    although an instance is in error
    /// @param saved     run Amazon's copy of the workflow instead of sending the SQL along
    public record Order(
            String workflow,
            List<InstanceId> on,
            TimeWindow window,
            Map<String, String> values,
            Map<InstanceId, Map<String, String>> own,
            boolean dryRun,
            boolean over,
            boolean anyway,
            boolean saved) {

        public static Order of(String workflow, List<InstanceId> on, TimeWindow window, Map<String, String> values) {
            return new Order(workflow, on, window, values, Map.of(), false, false, false, false);
        }
    }

    /// What is known of one instance before anything is sent.
    ///
    /// @param lifecycle     lower case
    /// @param missingTables tables that it does not have
    /// @param values        after all overrides
    /// @param left          runs left of today's allowance; empty without a limit
    /// @param answered      a run here that answered the same already, when it no longer changes
    /// @param objection     why it cannot be asked; empty when it can
    public record PreCheck(
            InstanceId instance,
            String name,
            String lifecycle,
            List<String> missingTables,
            Map<String, Object> values,
            Optional<Integer> left,
            Optional<Run> answered,
            Optional<String> objection) {}

    /// Told a new number after every change of a run.
    public Published<Long> changes() {
        return changes;
    }

    /// Looks at what would be asked. Sends nothing.
    public List<PreCheck> preCheck(Order order) throws ProblemException {
        var workflow = questions.find(order.workflow());
        var used = store.submittedSince(today());
        var checks = new ArrayList<PreCheck>();
        for (var id : order.on()) {
            checks.add(preCheck(order, workflow, id, used.getOrDefault(id, 0)));
        }
        return List.copyOf(checks);
    }

    private Instant today() {
        return clock.instant()
                .atOffset(ZoneOffset.UTC)
                .truncatedTo(ChronoUnit.DAYS)
                .toInstant();
    }

    private PreCheck preCheck(Order order, Workflow workflow, InstanceId id, int used) {
        var instance = targets.find(id);
        if (instance.isEmpty()) {
            return new PreCheck(
                    id,
                    id.value(),
                    "unknown",
                    List.of(),
                    Map.of(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.of(Sentence.NO_INSTANCE.say(id)));
        }
        Optional<Question> question;
        Optional<String> objection;
        try {
            question = Optional.of(Question.of(workflow, values(order, id)));
            objection = Optional.empty();
        } catch (BadValueException e) {
            question = Optional.empty();
            objection = Optional.of(String.valueOf(e.getMessage()));
        }
        var known = memory.known(id);
        var missing = question.map(it -> Lint.tablesOf(it.sql())).orElse(java.util.Set.of()).stream()
                .filter(table -> (!known.tables().isEmpty() && !known.tables().contains(table))
                        || (table.startsWith("dsp_") && !known.display()))
                .toList();
        var lifecycle = lifecycle(id);
        return new PreCheck(
                id,
                instance.get().name(),
                lifecycle.name().toLowerCase(java.util.Locale.ROOT),
                missing,
                question.map(it -> (Map<String, Object>) it.values()).orElse(Map.of()),
                Targets.daily(instance.get()).map(most -> Math.max(0, most - used)),
                question.flatMap(it -> answered(id, it, order.window())),
                objection.or(() -> refused(instance.get(), lifecycle, order)));
    }

    private Lifecycle lifecycle(InstanceId id) {
        var known = health.states().get().get(id);
        return known == null ? Lifecycle.PENDING : known.lifecycle();
    }

    /// Section 12.3: a person may insist where the instance is in error.
    private static Optional<String> refused(Instance instance, Lifecycle lifecycle, Order order) {
        return switch (lifecycle) {
            case ACTIVE -> Optional.empty();
            case PENDING -> Optional.of(Sentence.TEST_FIRST.say(instance.name()));
            case ERROR -> order.anyway() ? Optional.empty() : Optional.of(Sentence.RUN_ANYWAY.say(instance.name()));
            case INACTIVE -> Optional.of(Sentence.OFF.say(instance.name()));
        };
    }

    private Optional<Run> answered(InstanceId id, Question question, TimeWindow window) {
        return store.same(id, question.sql().hash(), window.start(), window.end()).stream()
                .filter(run -> run.ask().values().equals(question.values()))
                .filter(run -> run.ask().window().equals(window))
                .filter(run -> run.progress()
                        .endedAt()
                        .filter(at -> !window.endsAt().plus(SETTLED).isAfter(at))
                        .isPresent())
                .findFirst();
    }

    /// The strongest first: said for this instance, said for all, the instance's own, its brands' own.
    private Map<String, String> values(Order order, InstanceId id) {
        var values = own(id);
        values.putAll(order.values());
        values.putAll(order.own().getOrDefault(id, Map.of()));
        return values;
    }

    private Map<String, String> own(InstanceId id) {
        var values = new HashMap<String, String>();
        for (var brand : library.brandsByInstance().getOrDefault(id, List.of()).reversed()) {
            values.putAll(brand.parameters());
        }
        targets.find(id)
                .flatMap(instance -> ParameterValues.read(Targets.setting(instance, "values")))
                .ifPresent(values::putAll);
        return values;
    }

    /// Puts the question to all instances of the order: one run each, which wait for their turn.
    ///
    /// @return the runs in the order of the instances
    /// @throws ProblemException if nothing can be asked; nothing was made then
    public List<Run> ask(Order order, Consent consent) throws ProblemException {
        for (var id : order.on()) {
            targets.require(id);
        }
        var checks = preCheck(order);
        if (checks.isEmpty()) {
            throw problem(ProblemCode.USAGE, "No instance was chosen.", "Choose one or more.");
        }
        for (var check : checks) {
            if (check.objection().isPresent()) {
                var code =
                        switch (check.lifecycle()) {
                            case "pending", "error" -> ProblemCode.REFUSED;
                            case "inactive" -> ProblemCode.PAUSED;
                            default -> ProblemCode.BAD_VALUE;
                        };
                throw problem(code, check.objection().get(), "Correct it, or leave the instance out.");
            }
        }
        var workflow = questions.find(order.workflow());
        var blocking = questions.lint(workflow.sql(), workflow.parameters(), Optional.empty()).stream()
                .filter(Lint.Finding::blocks)
                .findFirst();
        if (blocking.isPresent()) {
            throw problem(ProblemCode.BAD_VALUE, blocking.get().words(), "Correct the workflow.");
        }
        var allowed = guards.require(
                new Act(
                        order.dryRun() ? ActionClass.READ : ActionClass.COSTLY,
                        order.on(),
                        "run “" + workflow.title() + "”",
                        checks.stream().map(PreCheck::name).toList(),
                        order.on().size()),
                consent);
        var on = order.on().stream()
                .filter(id -> !allowed.leftOut().contains(id))
                .toList();
        var group = on.size() > 1 || order.on().size() > 1
                ? Optional.of("group-" + drawn().value().substring(3))
                : Optional.<String>empty();
        var runs = new ArrayList<Run>();
        for (var id : on) {
            runs.add(made(drawn(), order, workflow, id, group, Run.Origin.MANUAL, ""));
        }
        store.add(runs);
        told();
        return List.copyOf(runs);
    }

    private RunId drawn() {
        return RunId.draw(clock.instant(), random);
    }

    /// The id of a run that is due by itself: the same in every copy of the store, so that one that was sent
    /// after a copy was made is found at Amazon and not sent once more; another where there is that run already.
    RunId due(Instant at, String... what) {
        var id = RunId.ofTurn(at, what);
        return store.find(id).isEmpty() ? id : drawn();
    }

    /// Makes a run without storing it.
    Run made(
            RunId name,
            Order order,
            Workflow workflow,
            InstanceId id,
            Optional<String> group,
            Run.Origin origin,
            String originRef)
            throws ProblemException {
        Question question;
        try {
            question = Question.of(workflow, values(order, id));
        } catch (BadValueException e) {
            throw problem(ProblemCode.BAD_VALUE, String.valueOf(e.getMessage()), "Give another value.");
        }
        var now = clock.instant();
        var instance = targets.find(id);
        var ask = new Run.Ask(
                group,
                Optional.of(workflow.id()),
                workflow.version(),
                workflow.title(),
                question.sql().sent(),
                question.declared(),
                new TreeMap<>(question.values()),
                workflow.units(),
                workflow.privacy(),
                workflow.marker(),
                order.window(),
                order.saved(),
                order.dryRun(),
                order.over(),
                order.anyway(),
                origin,
                originRef,
                1,
                instance.map(Targets::entity).orElse(""),
                targets.brands(id),
                now);
        return new Run(name, id, ask, Progress.queued(now));
    }

    /// Lets a run that seems never to have reached Amazon wait for its turn once more; it is looked for before it
    /// is sent again.
    void sendAgain(Run run) {
        steps.move(run, run.progress().to(RunState.QUEUED, clock.instant()));
        told();
    }

    void told() {
        changes.update(number -> number + 1);
        engine.ring();
    }

    /// @param instance empty for all
    /// @return newest first
    public List<Run> runs(Optional<InstanceId> instance, Instant since, int limit) {
        return store.runs(instance, since, limit);
    }

    /// @return the members as the person orders their instances; of one instance, oldest first
    public List<Run> ofGroup(String group) {
        var order = targets.live().stream().map(Instance::id).toList();
        return store.ofGroup(group).stream()
                .sorted(java.util.Comparator.<Run>comparingInt(run -> {
                            int place = order.indexOf(run.instance());
                            return place < 0 ? Integer.MAX_VALUE : place;
                        })
                        .thenComparing(run -> run.ask().createdAt()))
                .toList();
    }

    /// @param words the id of a run here or at Amazon, or the beginning of one that is clear
    public Run find(String words) throws ProblemException {
        var text = words.strip();
        if (text.matches("ph-[0-9A-HJKMNP-TV-Z]{26}")) {
            var run = store.find(new RunId(text));
            if (run.isPresent()) {
                targets.requireOwn(run.get().instance());
                return run.get();
            }
        }
        var fitting = store.runs(Optional.empty(), Instant.EPOCH, 10_000).stream()
                .filter(run -> run.id().value().startsWith(text)
                        || run.progress().remoteId().filter(text::equals).isPresent())
                .toList();
        if (text.isEmpty() || fitting.size() != 1) {
            throw problem(
                    fitting.size() > 1 ? ProblemCode.AMBIGUOUS : ProblemCode.NOT_FOUND,
                    fitting.size() > 1 ? "Several runs begin with " + words + "." : "There is no run " + words + ".",
                    "Take an id from the list of runs.");
        }
        return fitting.getFirst();
    }

    /// Cancels a run and says how it ended: it may have been faster.
    public Run cancel(RunId id, Consent consent) throws ProblemException, InterruptedException {
        var run = find(id.value());
        guards.require(Act.local(run.instance(), "cancel the run “" + run.ask().title() + "”"), consent);
        switch (run.state()) {
            case QUEUED ->
                steps.move(run, run.progress().ended(RunState.CANCELLED, clock.instant(), "", "", Optional.empty()));
            case SUBMITTING, SUBMIT_UNKNOWN -> steps.move(run, run.progress().cancelWanted(clock.instant()));
            case REMOTE -> {
                var wanted = run.with(run.progress().cancelWanted(clock.instant()));
                if (steps.move(run, wanted.progress())) {
                    steps.pollOne(wanted);
                }
            }
            default -> {} // it has ended
        }
        told();
        return find(id.value());
    }

    /// Asks once more what failed, was lost or was cancelled.
    ///
    /// @return the new run; the same one where it may have reached Amazon after all
    public Run again(RunId id, Consent consent) throws ProblemException {
        var run = find(id.value());
        if (!run.state().ended()) {
            throw problem(ProblemCode.USAGE, "The run has not ended.", "Wait for it, or cancel it.");
        }
        guards.require(
                new Act(
                        ActionClass.COSTLY,
                        List.of(run.instance()),
                        "run “" + run.ask().title() + "” again",
                        List.of(),
                        1),
                consent);
        if (run.progress().neverArrived()) {
            sendAgain(run);
            return find(id.value());
        }
        var now = clock.instant();
        var next = new Run(drawn(), run.instance(), run.ask().again(run.ask().origin(), now), Progress.queued(now));
        store.add(List.of(next));
        told();
        return next;
    }

    /// Asks again for all members of a group that ended badly and were not asked again since.
    public List<Run> retryFailed(String group, Consent consent) throws ProblemException {
        var again = new ArrayList<Run>();
        for (var run : latest(ofGroup(group))) {
            if (run.state().bad() || run.state() == RunState.CANCELLED) {
                again.add(again(run.id(), consent));
            }
        }
        return again;
    }

    /// @return the newest run of each instance, in the order in which instances first appear
    public static List<Run> latest(List<Run> runs) {
        var latest = new java.util.LinkedHashMap<InstanceId, Run>();
        runs.forEach(run -> latest.put(run.instance(), run));
        return List.copyOf(latest.values());
    }

    /// Cancels what of a group has not ended.
    public void cancelRest(String group, Consent consent) throws ProblemException, InterruptedException {
        for (var run : ofGroup(group)) {
            if (!run.state().ended()) {
                cancel(run.id(), consent);
            }
        }
    }

    /// Asks one more instance the question of a group, as it was put, with what was said for all.
    public Run join(String group, InstanceId instance, Consent consent) throws ProblemException {
        targets.require(instance);
        var members = latest(ofGroup(group));
        if (members.isEmpty()) {
            throw problem(ProblemCode.NOT_FOUND, "There is no such group.", "Choose one from the list of runs.");
        }
        var first = members.getFirst().ask();
        var workflow = asAsked(first);
        var said = new SaidForAll(workflow, members, this::own);
        if (!said.whole()) {
            throw problem(
                    ProblemCode.USAGE,
                    "“" + workflow.title() + "” was asked with values that are part of its SQL and not kept.",
                    "Run it on " + targets.name(instance) + " by itself, with the same values.");
        }
        guards.require(
                new Act(
                        first.dryRun() ? ActionClass.READ : ActionClass.COSTLY,
                        List.of(instance),
                        "run “" + workflow.title() + "”",
                        List.of(),
                        1),
                consent);
        var order = new Order(
                workflow.id(),
                List.of(instance),
                first.window(),
                said.texts(),
                Map.of(),
                first.dryRun(),
                false,
                false,
                first.saved());
        var run = made(drawn(), order, workflow, instance, Optional.of(group), Run.Origin.MANUAL, "");
        store.add(List.of(run));
        told();
        return run;
    }

    /// @return the workflow as it was then; as it is now where that version is not kept
    private Workflow asAsked(Run.Ask ask) throws ProblemException {
        var now = questions.find(ask.workflow().orElse(""));
        return questions.versions(now.id()).stream()
                .filter(it -> it.version() == ask.version())
                .findFirst()
                .orElse(now);
    }

    /// Lets a waiting run go beyond the day's allowance.
    public void overAllowance(RunId id, Consent consent) throws ProblemException {
        var run = find(id.value());
        guards.require(
                new Act(
                        ActionClass.COSTLY,
                        List.of(run.instance()),
                        "run “" + run.ask().title() + "” beyond the allowance",
                        List.of(),
                        1),
                consent);
        store.changeAsk(new Run(run.id(), run.instance(), run.ask().overAllowance(), run.progress()));
        told();
    }

    /// Fetches the result of a run once more, after that had failed.
    public void fetchAgain(RunId id) throws ProblemException {
        var run = find(id.value());
        if (run.state() == RunState.DOWNLOAD_FAILED) {
            steps.move(run, run.progress().to(RunState.DOWNLOADING, clock.instant()));
            told();
        }
    }

    /// Asks once more about a run that counts as lost.
    public void checkAgain(RunId id) throws ProblemException {
        var run = find(id.value());
        if (run.state() == RunState.LOST && run.progress().remoteId().isPresent()) {
            steps.move(run, run.progress().to(RunState.REMOTE, clock.instant()));
            told();
        }
    }

    /// How long a question usually takes at Amazon, after its latest runs; empty before the first.
    public Optional<Duration> usually(String workflow) {
        var took = store.runs(Optional.empty(), Instant.EPOCH, 300).stream()
                .filter(run -> run.ask().workflow().filter(workflow::equals).isPresent())
                .flatMap(run -> run.progress().took().stream())
                .mapToLong(Duration::toMillis)
                .average();
        return took.isPresent() ? Optional.of(Duration.ofMillis((long) took.getAsDouble())) : Optional.empty();
    }

    /// Why a result is empty, most likely first.
    public List<String> emptyReasons(Run run) {
        return EmptyReasons.of(run, memory.knownFacts(run.instance()));
    }

    /// @return what is known of an instance at Amazon, without asking
    public Optional<Remote.InstanceFacts> facts(InstanceId id) {
        return memory.knownFacts(id);
    }

    private static ProblemException problem(ProblemCode code, String summary, String advice) {
        return new ProblemException(new Problem(code, summary, advice));
    }
}
