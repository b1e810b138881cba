package io.pilothouse.cli.cycle;

import io.pilothouse.cli.Answer;
import io.pilothouse.cli.CliCommand;
import io.pilothouse.cli.Session;
import io.pilothouse.cli.instance.Selection;
import io.pilothouse.cli.text.Json;
import io.pilothouse.domain.ProblemCode;
import io.pilothouse.domain.ProblemException;
import io.pilothouse.domain.guard.Consent;
import io.pilothouse.domain.instance.Instance;
import io.pilothouse.domain.task.Origin;
import io.pilothouse.tasks.cycle.KindCycles;
import io.pilothouse.tasks.cycle.RuleDocument;
import io.pilothouse.tasks.cycle.RuleLine;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Rules of processing cycles and their runs.
@Command(
        name = "cycle",
        description = "Rules of processing cycles: what they search, when, and what came of it.",
        footer = "  pilothouse cycle dry-run Loft Missing")
public final class CycleCommands {

    private CycleCommands() {}

    public static CommandLine of(Session session) {
        return new CommandLine(new CycleCommands())
                .addSubcommand(new ListRules(session))
                .addSubcommand(new SetRule(session))
                .addSubcommand(new ShowRule(session))
                .addSubcommand(new Enable(session))
                .addSubcommand(new Disable(session))
                .addSubcommand(new Remove(session))
                .addSubcommand(new DryRun(session))
                .addSubcommand(new RunNow(session))
                .addSubcommand(new Status(session))
                .addSubcommand(new Skip(session))
                .addSubcommand(new Reset(session));
    }

    /// A command about one rule of one instance.
    abstract static class OfRule extends CliCommand {

        @Parameters(
                index = "0",
                paramLabel = "INSTANCE",
                description = "id, kind/name, or a name that is unique over all kinds")
        private String instance = "";

        @Parameters(index = "1", paramLabel = "RULE", description = "its name")
        private String rule = "";

        OfRule(Session session) {
            super(session);
        }

        final String rule() {
            return rule;
        }

        final Instance instance() throws ProblemException {
            return session().named(instance);
        }

        final KindCycles cyclesOf(Instance on) throws ProblemException {
            return services().cycleDesk().of(on);
        }

        /// Changes the rule as a task, asking where the guards ask.
        final Answer changed(String kind, String what, Change change) throws ProblemException, InterruptedException {
            var on = instance();
            var cycles = cyclesOf(on);
            var status = session()
                    .act(List.of(on), kind, what + " “" + rule + "”", consent -> change.with(cycles, on, consent));
            return Answer.of(
                    CycleAnswers.json(status, session().clock()),
                    page -> page.done("“" + rule + "” of " + on.name() + " is " + CycleAnswers.state(status)
                            + status.next()
                                    .map(at -> ", next at " + page.time(at))
                                    .orElse("") + "."));
        }
    }

    /// A change of one rule.
    @FunctionalInterface
    interface Change {
        RuleLine with(KindCycles cycles, Instance instance, Consent consent)
                throws ProblemException, InterruptedException;
    }

    @Command(name = "list", description = "Lists rules.", footer = "  pilothouse cycle list")
    static final class ListRules extends CliCommand {

        @Mixin
        private Selection selection = new Selection();

        ListRules(Session session) {
            super(session);
        }

        @Override
        public Answer run() throws ProblemException {
            return rules(session(), selection);
        }
    }

    @Command(
            name = "status",
            description = "Shows what runs, what comes next, why nothing and why not more.",
            footer = "  pilothouse cycle status Loft")
    static final class Status extends CliCommand {

        @Mixin
        private Selection selection = new Selection();

        Status(Session session) {
            super(session);
        }

        @Override
        public Answer run() throws ProblemException {
            return rules(session(), selection);
        }
    }

    private static Answer rules(Session session, Selection selection) throws ProblemException {
        var chosen = selection.orAll(session);
        var names = chosen.stream()
                .collect(java.util.stream.Collectors.toMap(Instance::id, Instance::name, (one, _) -> one));
        return CycleAnswers.rules(session, CycleAnswers.rulesOf(session, chosen), names);
    }

    @Command(
            name = "set",
            description = "Creates or replaces a rule from JSON. It is off until a dry run was seen.",
            footer = "  pilothouse cycle set Loft Missing --file missing.json")
    static final class SetRule extends OfRule {

        @Option(names = "--file", paramLabel = "FILE", required = true, description = "the rule; - for standard input")
        private String file = "";

        SetRule(Session session) {
            super(session);
        }

        @Override
        public Answer run() throws ProblemException, InterruptedException {
            var document = session().text(file);
            return changed(
                    "cycle-set",
                    "set the rule",
                    (cycles, on, consent) -> cycles.set(on.id(), rule(), document, consent));
        }
    }

    @Command(
            name = "show",
            description = "Writes a rule as JSON, as “cycle set” reads it.",
            footer = "  pilothouse cycle show Loft Missing")
    static final class ShowRule extends OfRule {

        ShowRule(Session session) {
            super(session);
        }

        @Override
        public Answer run() throws ProblemException {
            var on = instance();
            var text = cyclesOf(on).show(on.id(), rule());
            return Answer.of(RuleDocument.values(text), page -> text.lines().forEach(page::line));
        }
    }

    @Command(
            name = "enable",
            description = "Lets a rule run by itself; a dry run since its last change must have been seen.",
            footer = "  pilothouse cycle enable Loft Missing")
    static final class Enable extends OfRule {

        Enable(Session session) {
            super(session);
        }

        @Override
        public Answer run() throws ProblemException, InterruptedException {
            var on = instance();
            boolean unseen = cyclesOf(on).rules().stream()
                    .anyMatch(it -> it.instance().equals(on.id())
                            && it.name().equals(rule())
                            && !it.enabled()
                            && !it.dryRunSeen());
            if (unseen) { // no answer given beforehand can stand for having seen it
                throw Session.problem(
                        ProblemCode.CONFIRM,
                        "Nobody has seen a dry run of “" + rule() + "” on " + on.name() + " since its last change.",
                        "Run it dry, look at what it would do, then switch it on.");
            }
            return changed(
                    "cycle-enable",
                    "switch on the rule",
                    (cycles, it, consent) -> cycles.enable(it.id(), rule(), true, consent));
        }
    }

    @Command(
            name = "disable",
            description = "Lets a rule run no longer by itself.",
            footer = "  pilothouse cycle disable Loft Missing")
    static final class Disable extends OfRule {

        Disable(Session session) {
            super(session);
        }

        @Override
        public Answer run() throws ProblemException, InterruptedException {
            return changed(
                    "cycle-disable",
                    "switch off the rule",
                    (cycles, on, consent) -> cycles.enable(on.id(), rule(), false, consent));
        }
    }

    @Command(
            name = "remove",
            description = "Removes a rule; what it did stays in the ledger.",
            footer = "  pilothouse cycle remove Loft Missing")
    static final class Remove extends OfRule {

        Remove(Session session) {
            super(session);
        }

        @Override
        public Answer run() throws ProblemException, InterruptedException {
            var on = instance();
            session().act(List.of(on), "cycle-remove", "remove the rule “" + rule() + "”", consent -> {
                cyclesOf(on).remove(on.id(), rule(), consent);
                return true;
            });
            return Answer.of(
                    Json.object("instance", on.id().value(), "rule", rule(), "removed", true),
                    page -> page.done("“" + rule() + "” of " + on.name() + " is removed."));
        }
    }

    @Command(
            name = "skip",
            description = "Leaves out the next turn of a rule.",
            footer = "  pilothouse cycle skip Loft Missing")
    static final class Skip extends OfRule {

        Skip(Session session) {
            super(session);
        }

        @Override
        public Answer run() throws ProblemException, InterruptedException {
            return changed(
                    "cycle-skip",
                    "skip the next turn of",
                    (cycles, on, consent) -> cycles.skipNext(on.id(), rule(), consent));
        }
    }

    @Command(
            name = "dry-run",
            description = "Decides everything and does nothing.",
            footer = "  pilothouse cycle dry-run Loft Missing --seed 7")
    static final class DryRun extends OfRule {

        @Option(names = "--seed", paramLabel = "N", description = "repeats the choice of an earlier run")
        private @Nullable Long seed;

        DryRun(Session session) {
            super(session);
        }

        @Override
        public Answer run() throws ProblemException, InterruptedException {
            var on = instance();
            session().lookWhereInDoubt(on);
            return CycleAnswers.run(session()
                    .task(
                            "cycle-dry-run",
                            "try the rule “" + rule() + "”",
                            List.of(on.id()),
                            context -> cyclesOf(on).dryRun(on.id(), rule(), seed(seed), context)));
        }
    }

    private static OptionalLong seed(@Nullable Long seed) {
        return seed == null ? OptionalLong.empty() : OptionalLong.of(seed);
    }

    @Command(
            name = "run",
            description = "Runs a rule now.",
            footer = "  pilothouse cycle run Loft Missing --limit 2 --wait settled")
    static final class RunNow extends OfRule {

        /// Section 11.4 of the contract of the *arr apps.
        private static final List<Duration> PAUSES =
                List.of(Duration.ofSeconds(2), Duration.ofSeconds(5), Duration.ofSeconds(15), Duration.ofMinutes(1));

        @Option(names = "--seed", paramLabel = "N", description = "repeats the choice of an earlier run")
        private @Nullable Long seed;

        @Option(
                names = "--wait",
                paramLabel = "WHAT",
                description = "accepted (usual), or settled: until it is known what came of each")
        private String wait = "accepted";

        @Option(names = "--limit", paramLabel = "N", description = "ask for fewer than the rule would")
        private @Nullable Integer limit;

        RunNow(Session session) {
            super(session);
        }

        @Override
        public Answer run() throws ProblemException, InterruptedException {
            if (!wait.equals("accepted") && !wait.equals("settled")) {
                throw Session.problem(
                        ProblemCode.BAD_VALUE,
                        "“" + wait + "” cannot be waited for.",
                        "Give --wait as accepted or settled.");
            }
            if (limit != null && limit < 1) {
                throw Session.problem(ProblemCode.BAD_VALUE, "The limit is 1 or more.", "Give another --limit.");
            }
            var on = instance();
            session().lookWhereInDoubt(on);
            var most = limit == null ? OptionalInt.empty() : OptionalInt.of(limit);
            var run = session()
                    .act(
                            List.of(on),
                            "cycle",
                            "run the rule “" + rule() + "”",
                            (consent, context) -> cyclesOf(on)
                                    .run(on.id(), rule(), seed(seed), most, Origin.TERMINAL, consent, context));
            if (wait.equals("settled") && run.accepted() > 0) {
                session().progress("Waiting for the outcomes …");
                session().task("cycle-follow", "follow searches", List.of(on.id()), _ -> {
                    for (int look = 0; cyclesOf(on).follow(on.id(), run) > 0; look++) {
                        session().host().sleep(PAUSES.get(Math.min(look / 10, PAUSES.size() - 1)));
                    }
                    return true;
                });
            }
            return CycleAnswers.run(run);
        }
    }

    @Command(
            name = "reset",
            description = "Forgets earlier searches, so that items may be asked for at once.",
            footer = "  pilothouse cycle reset Loft --item episode:5501")
    static final class Reset extends CliCommand {

        @Parameters(
                index = "0",
                paramLabel = "INSTANCE",
                description = "id, kind/name, or a name that is unique over all kinds")
        private String instance = "";

        @Parameters(index = "1", arity = "0..1", paramLabel = "RULE", description = "only what this rule searched")
        private @Nullable String rule;

        @Option(names = "--item", paramLabel = "ITEM", description = "only this one, for example episode:5501")
        private @Nullable String item;

        @Option(names = "--parent", paramLabel = "ITEM", description = "only what belongs to it, for example series:7")
        private @Nullable String parent;

        Reset(Session session) {
            super(session);
        }

        @Override
        public Answer run() throws ProblemException, InterruptedException {
            if (item != null && parent != null) {
                throw Session.problem(
                        ProblemCode.USAGE, "Both --item and --parent were given.", "Give only one of them.");
            }
            var on = session().named(instance);
            var one = item == null ? null : CycleAnswers.item("--item", item);
            var above = parent == null ? null : CycleAnswers.item("--parent", parent);
            int forgotten = session()
                    .act(
                            List.of(on),
                            "cycle-reset",
                            "forget earlier searches",
                            consent -> services()
                                    .cycleDesk()
                                    .of(on)
                                    .reset(
                                            on.id(),
                                            Optional.ofNullable(rule),
                                            Optional.ofNullable(one),
                                            Optional.ofNullable(above),
                                            consent));
            return Answer.of(
                    Map.of("forgotten", forgotten), page -> page.done(forgotten + " items may be asked for again."));
        }
    }
}
