package io.pilothouse.cli.task;

import io.pilothouse.cli.Answer;
import io.pilothouse.cli.CliCommand;
import io.pilothouse.cli.Session;
import io.pilothouse.cli.text.Json;
import io.pilothouse.domain.ProblemCode;
import io.pilothouse.domain.ProblemException;
import io.pilothouse.tasks.pause.Pausing.Pause;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Holding all background work, and letting it go on.
public final class PauseCommands {

    private PauseCommands() {}

    @Command(
            name = "pause",
            description = "Holds all background work, over restarts, until resume or the given time.",
            footer = "  pilothouse pause --for 8h")
    public static final class PauseCommand extends CliCommand {

        @Option(names = "--for", paramLabel = "SPAN", description = "for this long, for example 8h")
        private @Nullable String span;

        @Option(names = "--until", paramLabel = "TIME", description = "until this time")
        private @Nullable String until;

        public PauseCommand(Session session) {
            super(session);
        }

        @Override
        public Answer run() throws ProblemException, InterruptedException {
            if (span != null && until != null) {
                throw Session.problem(
                        ProblemCode.USAGE, "Both --for and --until were given.", "Give only one of them.");
            }
            var end = end();
            if (end.isPresent() && !end.get().isAfter(session().clock().instant())) {
                throw Session.problem(
                        ProblemCode.BAD_VALUE, "The end of the pause is not in the future.", "Give a later time.");
            }
            session().task("pause", "pause all background work", List.of(), context -> {
                services().pausing().pause(end);
                return true;
            });
            return answer(services().pausing().state().get());
        }

        private Optional<Instant> end() throws ProblemException {
            if (span != null) {
                return Optional.of(session().clock().instant().plus(session().duration("--for", span)));
            }
            return until == null ? Optional.empty() : Optional.of(session().instant("--until", until, 1));
        }
    }

    @Command(name = "resume", description = "Lets background work go on.", footer = "  pilothouse resume")
    public static final class ResumeCommand extends CliCommand {

        public ResumeCommand(Session session) {
            super(session);
        }

        @Override
        public Answer run() throws ProblemException, InterruptedException {
            session().task("resume", "let background work go on", List.of(), context -> {
                services().pausing().resume();
                return true;
            });
            return answer(services().pausing().state().get());
        }
    }

    private static Answer answer(Optional<Pause> pause) {
        return Answer.of(
                Json.object(
                        "paused", pause.isPresent(),
                        "since", pause.map(Pause::since),
                        "until", pause.flatMap(Pause::until)),
                page -> page.done(pause.map(held -> "All background work is held"
                                + held.until()
                                        .map(at -> " until " + page.time(at))
                                        .orElse(" until “pilothouse resume”")
                                + ".")
                        .orElse("Background work goes on.")));
    }
}
