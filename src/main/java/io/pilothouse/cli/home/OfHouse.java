package io.pilothouse.cli.home;

import io.pilothouse.cli.Answer;
import io.pilothouse.cli.CliCommand;
import io.pilothouse.cli.Page;
import io.pilothouse.cli.Session;
import io.pilothouse.cli.text.Json;
import io.pilothouse.domain.ProblemCode;
import io.pilothouse.domain.ProblemException;
import io.pilothouse.domain.active.Resolution;
import io.pilothouse.domain.home.HomeResult;
import io.pilothouse.domain.instance.Instance;
import io.pilothouse.domain.instance.KindId;
import io.pilothouse.tasks.active.ActiveChoice;
import io.pilothouse.tasks.home.Homes;
import java.util.List;
import java.util.SequencedMap;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// A command about one house.
abstract class OfHouse extends CliCommand {

    static final KindId KIND = new KindId("homeassistant");

    @Option(
            names = "--on",
            paramLabel = "INSTANCE",
            description = "the house: id, kind/name, or a unique name (usual: the active one)")
    private String on = "";

    OfHouse(Session session) {
        super(session);
    }

    /// A house and how it came to be this one.
    record House(Instance instance, Resolution.Level level) {

        SequencedMap<String, @Nullable Object> context() {
            return Json.object("instance", instance.id(), "level", level);
        }

        String name() {
            return instance.name();
        }
    }

    /// One question to the house, asked within a task.
    interface Question<T> {
        HomeResult<T> ask(Homes homes, House house) throws InterruptedException, ProblemException;
    }

    final Homes homes() throws ProblemException {
        return services().homes();
    }

    /// The house that was named, else the active one.
    final House house() throws ProblemException {
        return on.isEmpty() ? active() : named(on);
    }

    final House named(String words) throws ProblemException {
        var instance = session().named(words);
        if (!instance.kind().equals(KIND)) {
            throw Session.problem(
                    ProblemCode.BAD_VALUE,
                    instance.name() + " is no Home Assistant.",
                    "Name a Home Assistant; “pilothouse instance list --kind homeassistant” lists them.");
        }
        return new House(instance, Resolution.Level.EXPLICIT);
    }

    private House active() throws ProblemException {
        var services = services();
        var resolution = new ActiveChoice(services.instances(), services.health(), services.active()).resolve(KIND);
        for (var cleared : resolution.cleared()) {
            session()
                    .warn("The preferred house " + cleared.id() + " cannot be used any more: "
                            + Json.word(cleared.reason()).replace('-', ' ') + ".");
        }
        var instance = resolution
                .instance()
                .orElseThrow(() -> resolution.level() == Resolution.Level.NO_INSTANCE
                        ? Session.problem(
                                ProblemCode.NOT_FOUND,
                                "There is no Home Assistant.",
                                "Add one with “pilothouse instance add”.")
                        : Session.problem(
                                ProblemCode.NOT_FOUND,
                                "No Home Assistant can be used: all are switched off or not set up.",
                                "Switch one on with “pilothouse instance enable”."));
        session().about(instance);
        return new House(instance, resolution.level());
    }

    /// Asks as a task, so that the work is seen and can be stopped.
    final <T> T ask(House house, String kind, String title, Question<T> question)
            throws ProblemException, InterruptedException {
        return session()
                .task(
                        "home-" + kind,
                        house.name() + ": " + title,
                        List.of(house.instance().id()),
                        _ -> question.ask(homes(), house))
                .orThrow();
    }

    /// The answer with the context in front.
    static Answer answer(House house, SequencedMap<String, @Nullable Object> rest, Consumer<Page> people) {
        var json = Json.object("context", house.context());
        json.putAll(rest);
        return Answer.of(json, page -> {
            people.accept(page);
            if (house.level() != Resolution.Level.EXPLICIT) {
                page.done("(" + house.name() + ": the active house, "
                        + (house.level() == Resolution.Level.STORED ? "as chosen" : "the first that can be used")
                        + ")");
            }
        });
    }

    /// The answer of a command that lists things, with how many there are.
    static <T> Answer list(
            House house,
            String key,
            List<T> all,
            Function<T, SequencedMap<String, @Nullable Object>> json,
            Consumer<Page> people) {
        return answer(house, Json.object(key, all.stream().map(json).toList(), "total", all.size()), people);
    }
}
