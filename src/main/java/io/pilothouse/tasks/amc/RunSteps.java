package io.pilothouse.tasks.amc;

import io.pilothouse.connectors.AnswersQuestions;
import io.pilothouse.connectors.amc.Refusals;
import io.pilothouse.domain.amc.AmcCode;
import io.pilothouse.domain.amc.AmcException;
import io.pilothouse.domain.amc.Remote;
import io.pilothouse.domain.amc.Run;
import io.pilothouse.domain.amc.Run.Progress;
import io.pilothouse.domain.amc.RunState;
import io.pilothouse.domain.amc.Sentence;
import io.pilothouse.domain.amc.SqlPosition;
import io.pilothouse.domain.amc.SqlText;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.store.AmcLibraryRepository;
import io.pilothouse.store.AmcRunRepository;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/// What is done with a run, one step at a time (sections 7, 11.3 and 16.1). Every step is stored before
/// the next: a run is marked as being sent before it is sent, so that after a crash it is looked for and
/// never sent again. Thread-safe; each step only counts if nobody else moved the run meanwhile.
final class RunSteps {

    private static final List<Duration> LOOKS =
            List.of(Duration.ofSeconds(20), Duration.ofSeconds(60), Duration.ofSeconds(180));
    private static final List<Duration> NOT_READY =
            List.of(Duration.ofSeconds(10), Duration.ofSeconds(20), Duration.ofSeconds(40), Duration.ofSeconds(60));
    private static final Duration BEFORE = Duration.ofSeconds(60);
    private static final Duration GONE_AGAIN = Duration.ofSeconds(60);
    private static final Duration LOST_AFTER = Duration.ofHours(50);
    private static final Duration PUBLISHED_WITHIN = Duration.ofMinutes(15);
    private static final int MOST_SENDS = 5;
    private static final int FROM_THEN_ON_LISTED = 3;
    private static final int DOWNLOAD_ATTEMPTS = 3;

    private final AmcRunRepository store;
    private final AmcLibraryRepository library;
    private final Targets targets;
    private final Lines lines;
    private final RemoteMemory memory;
    private final ResultFiles files;
    private final InstantSource clock;
    private final RandomGenerator random;
    private final Consumer<Run> changed;
    private final Instant began;
    private final Map<InstanceId, Integer> others = new ConcurrentHashMap<>();

    RunSteps(
            AmcRunRepository store,
            AmcLibraryRepository library,
            Targets targets,
            Lines lines,
            RemoteMemory memory,
            ResultFiles files,
            InstantSource clock,
            RandomGenerator random,
            Consumer<Run> changed) {
        this.store = store;
        this.library = library;
        this.targets = targets;
        this.lines = lines;
        this.memory = memory;
        this.files = files;
        this.clock = clock;
        this.random = random;
        this.changed = changed;
        began = clock.instant().truncatedTo(ChronoUnit.MILLIS); // as exact as ids are
    }

    /// @return runs of others that were in progress at the latest look
    int others(InstanceId id) {
        return others.getOrDefault(id, 0);
    }

    /// @return whether it counted
    boolean move(Run run, Progress next) {
        var moved = run.with(next);
        boolean stored = store.move(moved, run.state());
        if (stored) {
            changed.accept(moved);
        }
        return stored;
    }

    /// Sends a run that waits. From the mark on it is never sent again by itself; one that may have been sent
    /// before is looked for first.
    void submit(Run waiting) throws InterruptedException {
        boolean synthetic;
        try {
            synthetic = memory.facts(waiting.instance()).sandbox();
            var there = mayBeThere(waiting) ? atAmazon(waiting) : Optional.<Remote.Run>empty();
            if (there.isPresent()) {
                var sent = waiting.progress()
                        .submitting(there.get().createdAt().orElse(waiting.id().at()));
                move(waiting, adopted(sent, there.get()));
                return;
            }
        } catch (AmcException e) {
            if (mayBeThere(waiting) && e.code().mayBeRetried()) { // it keeps its id until the look succeeds
                var at = clock.instant().plus(e.retryAfter().orElse(LOOKS.get(1)));
                move(
                        waiting,
                        waiting.progress()
                                .waiting(
                                        at,
                                        waiting.progress().looks(),
                                        e.problem().summary()));
            } else {
                notSent(waiting, e);
            }
            return;
        }
        var marked = waiting.with(waiting.progress().submitting(clock.instant()));
        if (!move(waiting, marked.progress())) {
            return;
        }
        try {
            var remote = lines.ask(waiting.instance(), line -> line.create(marked.request(synthetic)));
            var now = clock.instant();
            move(
                    marked,
                    marked.progress()
                            .remote(remote.id(), remote.status().text(), now.plus(cadence(marked, now)), false));
        } catch (AmcException e) {
            if (e.maybeDone()) {
                var unknown = marked.progress()
                        .to(RunState.SUBMIT_UNKNOWN, clock.instant().plus(LOOKS.getFirst()));
                move(marked, unknown.waiting(clock.instant().plus(LOOKS.getFirst()), 0, Sentence.NO_ANSWER.say()));
            } else {
                notSent(marked, e);
            }
        }
    }

    /// Whether it was sent once already, or is older than this life of the program: the store may be a copy
    /// from before it was sent.
    private boolean mayBeThere(Run waiting) {
        return waiting.progress().submittedAt().isPresent() || waiting.id().at().isBefore(began);
    }

    /// Nothing was started: tried again where that may help.
    private void notSent(Run run, AmcException failure) {
        var now = clock.instant();
        int sends = run.progress().looks() + 1;
        boolean again = failure.code().mayBeRetried() && failure.code() != AmcCode.AUTH_EXPIRED && sends < MOST_SENDS;
        if (again) {
            var pause = failure.retryAfter().orElse(Duration.ofSeconds(1L << sends));
            var queued = run.progress().to(RunState.QUEUED, now.plus(pause));
            move(run, queued.waiting(now.plus(pause), sends, failure.problem().summary()));
        } else {
            move(
                    run,
                    run.progress()
                            .ended(
                                    RunState.SUBMIT_FAILED,
                                    now,
                                    failure.code().name(),
                                    failure.problem().summary(),
                                    typed(run, failure.position())));
        }
    }

    /// A mistake is shown where it was written.
    private Optional<SqlPosition> typed(Run run, Optional<SqlPosition> inSent) {
        var workflow = run.ask().workflow().flatMap(library::workflow);
        if (inSent.isEmpty() || workflow.isEmpty()) {
            return inSent;
        }
        var sql = SqlText.of(workflow.get().sql());
        return sql.sent().equals(run.ask().sql()) ? inSent.map(sql::typedPosition) : inSent;
    }

    /// After a crash: what was being sent may have arrived.
    void recover(Run run) {
        var now = clock.instant();
        var unknown = run.progress().to(RunState.SUBMIT_UNKNOWN, now);
        move(run, unknown.waiting(now, 0, Sentence.CUT_OFF.say()));
    }

    /// Looks whether Amazon has a run whose answer was lost.
    void look(Run run) throws InterruptedException {
        var sent = run.progress().submittedAt().orElse(run.ask().createdAt());
        Optional<Remote.Run> found;
        try {
            found = atAmazon(run);
        } catch (AmcException e) {
            var later = clock.instant().plus(LOOKS.get(1));
            move(
                    run,
                    run.progress()
                            .waiting(later, run.progress().looks(), e.problem().summary()));
            return;
        }
        var now = clock.instant();
        if (found.isPresent()) {
            move(run, adopted(run.progress(), found.get()));
            return;
        }
        int looks = run.progress().looks() + 1;
        if (looks < LOOKS.size()) {
            var at = sent.plus(LOOKS.get(looks));
            move(
                    run,
                    run.progress()
                            .waiting(
                                    at.isAfter(now) ? at : now,
                                    looks,
                                    run.progress().words()));
        } else if (run.progress().cancelAsked()) {
            move(run, run.progress().ended(RunState.CANCELLED, now, "", "", Optional.empty()));
        } else {
            move(
                    run,
                    run.progress()
                            .ended(
                                    RunState.SUBMIT_FAILED,
                                    now,
                                    AmcCode.NETWORK.name(),
                                    Sentence.NEVER_ARRIVED.say(),
                                    Optional.empty()));
        }
    }

    private Progress adopted(Progress progress, Remote.Run there) {
        return progress.remote(there.id(), there.status().text(), clock.instant(), true);
    }

    /// Looks for a run by the name that it took along. Since it was made: however late it arrived there, and
    /// whichever of its sendings did.
    private Optional<Remote.Run> atAmazon(Run run) throws AmcException, InterruptedException {
        var made = run.id().at().isBefore(run.ask().createdAt())
                ? run.id().at()
                : run.ask().createdAt();
        var workflowId = run.request(false).workflowId();
        var listed = lines.ask(run.instance(), line -> line.runs(Optional.of(workflowId), made.minus(BEFORE)));
        var known = new HashSet<>(store.remoteIds(run.instance()));
        return listed.stream()
                .filter(it -> it.workflowId().equals(workflowId))
                .filter(it -> !run.ask().saved() || sameSaved(it, run, known, made))
                .findFirst();
    }

    private static boolean sameSaved(Remote.Run remote, Run run, HashSet<String> known, Instant made) {
        return !known.contains(remote.id())
                && remote.windowStart()
                        .filter(run.ask().window().startsAt()::equals)
                        .isPresent()
                && remote.windowEnd()
                        .filter(run.ask().window().endsAt()::equals)
                        .isPresent()
                && remote.createdAt()
                        .filter(at -> !at.isBefore(made.minusSeconds(5)))
                        .isPresent();
    }

    /// Asks how runs of one instance stand, with one call where there are several.
    void poll(InstanceId id, List<Run> due, List<Run> allRemote) throws InterruptedException {
        if (allRemote.size() >= FROM_THEN_ON_LISTED) {
            pollListed(id, due, allRemote);
            return;
        }
        for (var run : due) {
            pollOne(run);
        }
    }

    private void pollListed(InstanceId id, List<Run> due, List<Run> allRemote) throws InterruptedException {
        var oldest = allRemote.stream()
                .map(run -> run.progress().submittedAt().orElse(run.ask().createdAt()))
                .min(Instant::compareTo)
                .orElseThrow();
        Map<String, Remote.Run> listed;
        try {
            listed = lines.ask(id, line -> line.runs(Optional.empty(), oldest.minus(BEFORE))).stream()
                    .collect(Collectors.toMap(Remote.Run::id, it -> it, (one, _) -> one, HashMap::new));
        } catch (AmcException e) {
            due.forEach(run -> postponed(run, e));
            return;
        }
        for (var run : allRemote) {
            var seen = listed.remove(run.progress().remoteId().orElse(""));
            if (seen != null) {
                apply(run, seen);
            } else if (due.contains(run)) {
                pollOne(run);
            }
        }
        others.put(id, (int)
                listed.values().stream().filter(it -> !it.status().ended()).count());
    }

    /// @return how it stands now
    void pollOne(Run run) throws InterruptedException {
        var remoteId = run.progress().remoteId().orElseThrow();
        try {
            if (run.progress().cancelAsked()) {
                cancelRemote(run, remoteId);
            }
            apply(run, lines.ask(run.instance(), line -> line.run(remoteId)));
        } catch (AmcException e) {
            if (e.code() == AmcCode.NOT_FOUND) {
                gone(run);
            } else {
                postponed(run, e);
            }
        }
    }

    private void cancelRemote(Run run, String remoteId) throws AmcException, InterruptedException {
        try {
            lines.ask(run.instance(), line -> {
                line.cancel(remoteId);
                return true;
            });
        } catch (AmcException e) {
            if (e.code() != AmcCode.REQUEST_INVALID && e.code() != AmcCode.NOT_FOUND) {
                throw e; // else it has ended already, which reading it shows
            }
        }
    }

    private void postponed(Run run, AmcException failure) {
        var now = clock.instant();
        var pause = failure.retryAfter().orElse(cadence(run, now));
        move(
                run,
                run.progress()
                        .waiting(
                                now.plus(pause),
                                run.progress().looks(),
                                failure.problem().summary()));
    }

    /// Twice, a minute apart, Amazon says that there is no such run.
    private void gone(Run run) {
        var now = clock.instant();
        if (run.progress().looks() > 0) {
            lost(run, Sentence.RUN_UNKNOWN.say());
        } else {
            move(run, run.progress().status(run.progress().remoteStatus(), now.plus(GONE_AGAIN), 1));
        }
    }

    private void lost(Run run, String why) {
        move(
                run,
                run.progress().ended(RunState.LOST, clock.instant(), AmcCode.NOT_FOUND.name(), why, Optional.empty()));
    }

    /// How long a run took; where Amazon does not say, from its creation to its last change there, or as seen.
    private static Optional<Duration> took(Run run, Remote.Run remote, Instant now) {
        if (remote.took().isPresent() || !remote.status().ended()) {
            return remote.took();
        }
        var began = remote.createdAt().or(() -> run.progress().submittedAt());
        return began.map(at ->
                Duration.between(at, remote.updatedAt().filter(at::isBefore).orElse(now)));
    }

    /// Takes over what Amazon says of a run.
    void apply(Run run, Remote.Run remote) {
        var now = clock.instant();
        var status = remote.status();
        var progress = run.progress().status(status.text(), now, 0).taking(took(run, remote, now));
        if (!status.ended()) {
            var sent = run.progress().submittedAt().orElse(run.ask().createdAt());
            if (sent.plus(LOST_AFTER).isBefore(now)) {
                lost(run, Sentence.NOT_ENDED.say());
            } else {
                var at = now.plus(cadence(run, now));
                var words = status.state() == RunState.REMOTE && !wellKnown(status.text())
                        ? Sentence.AMAZON_SAYS.say(status.text())
                        : "";
                move(run, progress.waiting(at, 0, words));
            }
            return;
        }
        if (!status.succeeded()) {
            var code = Refusals.ofReason(remote.reason());
            var position = Refusals.place(remote.reason());
            move(
                    run,
                    progress.ended(
                            status.state(),
                            now,
                            status.text().equals("CANCELLED")
                                    ? ""
                                    : code.map(Enum::name).orElse(status.text()),
                            remote.reason(),
                            typed(run, position)));
        } else if (run.ask().dryRun()) {
            move(run, progress.ready(now, OptionalLong.empty(), OptionalLong.empty()));
        } else {
            move(run, progress.to(RunState.DOWNLOADING, now));
        }
    }

    private static boolean wellKnown(String status) {
        return status.equals("PENDING") || status.equals("RUNNING") || status.equals("PUBLISHING");
    }

    /// 15 s at first, then ever longer, a fifth more or less.
    private Duration cadence(Run run, Instant now) {
        var age = Duration.between(run.progress().submittedAt().orElse(now), now);
        var usual = age.compareTo(Duration.ofMinutes(2)) < 0
                ? Duration.ofSeconds(15)
                : age.compareTo(Duration.ofMinutes(10)) < 0
                        ? Duration.ofSeconds(30)
                        : age.compareTo(Duration.ofHours(1)) < 0 ? Duration.ofSeconds(60) : Duration.ofSeconds(300);
        return Duration.ofMillis((long) (usual.toMillis() * (0.8 + 0.4 * random.nextDouble())));
    }

    /// Fetches the result of a run that succeeded.
    void fetch(Run run) throws InterruptedException {
        var remoteId = run.progress().remoteId().orElseThrow();
        try (var draft = files.draft()) {
            var known = lines.ask(run.instance(), line -> {
                downloadAll(line, remoteId, draft);
                return line.run(remoteId);
            });
            var now = clock.instant();
            var info = files.keep(draft, run, known.columns(), now);
            var ready =
                    run.with(run.progress().ready(now, OptionalLong.of(info.rows()), OptionalLong.of(info.bytes())));
            if (store.finish(ready, info)) {
                changed.accept(ready);
            } else if (store.result(run.id()).isEmpty()) {
                files.delete(info); // else somebody was faster, and the file in its place is the result
            }
        } catch (AmcException e) {
            notFetched(run, e);
        } catch (IOException e) {
            move(
                    run,
                    run.progress()
                            .ended(
                                    RunState.DOWNLOAD_FAILED,
                                    clock.instant(),
                                    "STORE",
                                    Sentence.NOT_WRITTEN.say(),
                                    Optional.empty()));
        }
    }

    /// All parts in their order; where an address died meanwhile, new ones are asked for once.
    private static void downloadAll(AnswersQuestions line, String remoteId, ResultFiles.Draft draft)
            throws AmcException, IOException, InterruptedException {
        var addresses = new ArrayList<>(line.downloads(remoteId));
        boolean renewed = false;
        for (int part = 0; part < addresses.size(); part++) {
            while (!fetched(line, addresses.get(part), draft, part)) {
                if (renewed) {
                    throw AmcException.of(
                            AmcCode.ACCESS_DENIED,
                            "The addresses of a result died before it was fetched.",
                            "Fetch the result again.");
                }
                renewed = true;
                var fresh = line.downloads(remoteId);
                if (fresh.size() != addresses.size()) {
                    throw AmcException.of(
                            AmcCode.MALFORMED,
                            "Amazon listed other files for a result than before.",
                            "Fetch the result again.");
                }
                addresses.clear();
                addresses.addAll(fresh);
            }
        }
    }

    private static boolean fetched(
            AnswersQuestions line, io.pilothouse.domain.secret.Secret address, ResultFiles.Draft draft, int part)
            throws AmcException, IOException, InterruptedException {
        for (int attempt = 1; ; attempt++) {
            try (var out = Files.newOutputStream(draft.part(part))) {
                return line.download(address, out);
            } catch (AmcException e) {
                if (attempt == DOWNLOAD_ATTEMPTS || e.code().what() != AmcCode.Class.TRANSIENT) {
                    throw e;
                }
            }
        }
    }

    private void notFetched(Run run, AmcException failure) {
        var now = clock.instant();
        int looks = run.progress().looks() + 1;
        boolean wait =
                failure.code() == AmcCode.RESULT_NOT_READY || failure.code().mayBeRetried();
        var spent = Duration.ofSeconds(60L * Math.max(0, looks - 2));
        if (wait && spent.compareTo(PUBLISHED_WITHIN) < 0) {
            var pause = NOT_READY.get(Math.min(looks - 1, NOT_READY.size() - 1));
            move(
                    run,
                    run.progress()
                            .waiting(now.plus(pause), looks, failure.problem().summary()));
        } else {
            move(
                    run,
                    run.progress()
                            .ended(
                                    RunState.DOWNLOAD_FAILED,
                                    now,
                                    failure.code().name(),
                                    failure.problem().summary(),
                                    Optional.empty()));
        }
    }

    /// @return name of the instance, for sentences
    String name(Run run) {
        return targets.name(run.instance());
    }
}
