package io.pilothouse.cli.torrent;

import io.pilothouse.cli.Answer;
import io.pilothouse.cli.Session;
import io.pilothouse.cli.text.Json;
import io.pilothouse.cli.text.Table;
import io.pilothouse.domain.ProblemCode;
import io.pilothouse.domain.ProblemException;
import io.pilothouse.domain.cycle.CycleRun.Ended;
import io.pilothouse.domain.instance.Instance;
import io.pilothouse.domain.task.Origin;
import io.pilothouse.domain.torrent.RuleVerdict;
import io.pilothouse.domain.torrent.TorrentRule;
import io.pilothouse.tasks.torrent.RuleSentences;
import io.pilothouse.tasks.torrent.RuleSetDocument;
import io.pilothouse.tasks.torrent.RulesRun;
import io.pilothouse.tasks.torrent.TorrentRules.Status;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// The rules that tend torrents.
@Command(
        name = "rules",
        description = "Rules that tend torrents: read, preview, switch on, run.",
        footer = "  pilothouse rules preview Seedbox")
public final class RuleCommands {

    private static final int SHOWN = 200;

    private RuleCommands() {}

    public static CommandLine of(Session session) {
        return new CommandLine(new RuleCommands())
                .addSubcommand(new ListRules(session))
                .addSubcommand(new Show(session))
                .addSubcommand(new Set(session))
                .addSubcommand(new Enable(session))
                .addSubcommand(new Disable(session))
                .addSubcommand(new Preview(session))
                .addSubcommand(new Run(session))
                .addSubcommand(new Continue(session));
    }

    /// A command about the rules of one client.
    abstract static class OfClient extends TorrentCommand {

        @Parameters(index = "0", paramLabel = "INSTANCE", description = "the torrent client")
        private String instance = "";

        OfClient(Session session) {
            super(session);
        }

        final Instance client() throws ProblemException {
            return client(instance);
        }

        final Answer status(Instance on, Status status) {
            return Answer.of(
                    json(on, status),
                    page -> page.done("The torrent rules of " + on.name() + " are "
                            + (status.enabled()
                                    ? "on."
                                    : status.previewed() ? "off." : "off; nobody has seen a preview yet.")));
        }
    }

    private static SequencedMap<String, @Nullable Object> json(Instance on, Status status) {
        return Json.object(
                "instance",
                on.id().value(),
                "rule",
                "torrents",
                "state",
                status.enabled() ? "on" : "off",
                "enabled",
                status.enabled(),
                "dryRunSeen",
                status.previewed(),
                "brake",
                status.breaker(),
                "lastAt",
                status.last().map(RulesRun::endedAt),
                "lastReason",
                status.last().map(RulesRun::reason));
    }

    @Command(
            name = "list",
            description = "Says in words what each rule of a client does, and how far it goes.",
            footer = "  pilothouse rules list Seedbox")
    static final class ListRules extends OfClient {
        ListRules(Session session) {
            super(session);
        }

        @Override
        public Answer run() throws ProblemException {
            var on = client();
            var rules = torrents().rules().rules(on.id()).general();
            var status = torrents().rules().status(on.id());
            return Answer.of(
                    Json.object(
                            "instance",
                            on.id().value(),
                            "enabled",
                            status.enabled(),
                            "brake",
                            status.breaker(),
                            "rules",
                            Arrays.stream(TorrentRule.values())
                                    .map(rule -> Json.object(
                                            "rule",
                                            rule.word(),
                                            "mode",
                                            rules.mode(rule).word(),
                                            "says",
                                            RuleSentences.of(rule, rules)))
                                    .toList()),
                    page -> {
                        page.line("The torrent rules of " + on.name() + " are " + (status.enabled() ? "on." : "off."));
                        status.breaker().ifPresent(why -> page.line(Table.Style.BAD, "Brake: " + why));
                        var table = new Table("RULE", "MODE", "WHAT IT DOES");
                        for (var rule : TorrentRule.values()) {
                            table.row(rule.word(), rules.mode(rule).word(), RuleSentences.of(rule, rules));
                        }
                        page.table(table, "");
                    });
        }
    }

    @Command(
            name = "show",
            description = "Writes the rules of a client as JSON, as “rules set” reads it.",
            footer = "  pilothouse rules show Seedbox")
    static final class Show extends OfClient {
        Show(Session session) {
            super(session);
        }

        @Override
        public Answer run() throws ProblemException {
            var text = torrents().rules().show(client().id());
            return Answer.of(RuleSetDocument.values(text), page -> text.lines().forEach(page::line));
        }
    }

    @Command(
            name = "set",
            description = "Replaces the rules of a client. They are off until a preview was seen.",
            footer = "  pilothouse rules set Seedbox --file rules.json")
    static final class Set extends OfClient {

        @Option(names = "--file", paramLabel = "FILE", required = true, description = "the rules; - for standard input")
        private String file = "";

        Set(Session session) {
            super(session);
        }

        @Override
        public Answer run() throws ProblemException, InterruptedException {
            var on = client();
            var document = session().text(file);
            var status = session()
                    .act(
                            List.of(on),
                            "rules-set",
                            "set the torrent rules of " + on.name(),
                            consent -> torrents().rules().set(on.id(), document, consent));
            return status(on, status);
        }
    }

    @Command(
            name = "enable",
            description = "Lets the rules work by themselves; a preview since their last change must have been seen.",
            footer = "  pilothouse rules enable Seedbox")
    static final class Enable extends OfClient {
        Enable(Session session) {
            super(session);
        }

        @Override
        public Answer run() throws ProblemException, InterruptedException {
            return switched(this, true);
        }
    }

    @Command(
            name = "disable",
            description = "Lets the rules work no longer by themselves.",
            footer = "  pilothouse rules disable Seedbox")
    static final class Disable extends OfClient {
        Disable(Session session) {
            super(session);
        }

        @Override
        public Answer run() throws ProblemException, InterruptedException {
            return switched(this, false);
        }
    }

    private static Answer switched(OfClient command, boolean enabled) throws ProblemException, InterruptedException {
        var on = command.client();
        var status = command.consented(
                on,
                enabled ? "switch on" : "switch off",
                consent -> command.torrents().rules().enable(on.id(), enabled, consent));
        return command.status(on, status);
    }

    @Command(
            name = "continue",
            description = "Releases the brake after you have looked at what happened.",
            footer = "  pilothouse rules continue Seedbox")
    static final class Continue extends OfClient {
        Continue(Session session) {
            super(session);
        }

        @Override
        public Answer run() throws ProblemException, InterruptedException {
            var on = client();
            var status = consented(
                    on, "release the brake of", consent -> torrents().rules().continueAfterReview(on.id(), consent));
            return status(on, status);
        }
    }

    /// A command that runs rules, or only says what they would do.
    abstract static class Running extends OfClient {

        @Parameters(
                index = "1",
                arity = "0..1",
                paramLabel = "RULE",
                description = "only this one, for example stalled")
        private @Nullable String rule;

        Running(Session session) {
            super(session);
        }

        final Optional<TorrentRule> only() throws ProblemException {
            if (rule == null || rule.equals("torrents")) {
                return Optional.empty();
            }
            var named = TorrentRule.of(rule);
            if (named.isEmpty()) {
                throw Session.problem(
                        ProblemCode.NOT_FOUND,
                        "There is no torrent rule “" + rule + "”.",
                        "Use one of "
                                + Arrays.stream(TorrentRule.values())
                                        .map(TorrentRule::word)
                                        .collect(Collectors.joining(", "))
                                + ".");
            }
            return named;
        }
    }

    @Command(
            name = "preview",
            description = "Decides everything and does nothing.",
            footer = "  pilothouse rules preview Seedbox stalled")
    static final class Preview extends Running {
        Preview(Session session) {
            super(session);
        }

        @Override
        public Answer run() throws ProblemException, InterruptedException {
            var on = client();
            var only = only();
            session().lookWhereInDoubt(on);
            look(List.of(on), true);
            var run = session()
                    .task(
                            "rules-preview",
                            "preview the torrent rules of " + on.name(),
                            List.of(on.id()),
                            _ -> torrents().rules().preview(on.id(), only));
            return answer(run);
        }
    }

    @Command(name = "run", description = "Runs the rules of a client now.", footer = "  pilothouse rules run Seedbox")
    static final class Run extends Running {
        Run(Session session) {
            super(session);
        }

        @Override
        public Answer run() throws ProblemException, InterruptedException {
            var on = client();
            var only = only();
            session().lookWhereInDoubt(on);
            look(List.of(on), true);
            var run = session()
                    .act(
                            List.of(on),
                            "rules-run",
                            "run the torrent rules of " + on.name(),
                            (consent, context) ->
                                    torrents().rules().run(on.id(), only, Origin.TERMINAL, consent, context));
            return answer(run);
        }
    }

    static Answer answer(RulesRun run) {
        return Answer.of(run.values(), page -> {
                    page.line(run.reason());
                    for (var gate : run.gates()) {
                        if (!gate.passed()) {
                            page.line(Table.Style.CAUTION, gate.gate() + ": " + gate.reason());
                        }
                    }
                    var table = new Table("TORRENT", "RULE", "", "WHY");
                    run.said().stream()
                            .limit(SHOWN)
                            .forEach(it -> table.row(
                                    it.name(),
                                    it.verdict()
                                            .deciding()
                                            .map(TorrentRule::word)
                                            .orElse(""),
                                    it.verdict().decision() == RuleVerdict.Decision.WAIT
                                            ? "waits"
                                            : it.verdict()
                                                            .step()
                                                            .map(step -> step.word())
                                                            .orElse("")
                                                    + (it.verdict().acts() ? "" : " (not done)"),
                                    it.verdict().reason()));
                    page.table(table, "No rule has to do with any torrent.");
                    run.acts().stream()
                            .filter(act -> !act.accepted())
                            .forEach(act -> page.line(
                                    Table.Style.CAUTION,
                                    act.act() + " " + String.join(", ", act.torrents()) + ": " + act.error()));
                })
                .notWellIf(run.ended() == Ended.FAILED || run.ended() == Ended.PARTLY || run.ended() == Ended.HELD);
    }
}
