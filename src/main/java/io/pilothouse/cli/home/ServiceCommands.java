package io.pilothouse.cli.home;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.pilothouse.cli.Answer;
import io.pilothouse.cli.Session;
import io.pilothouse.cli.text.Json;
import io.pilothouse.cli.text.Table;
import io.pilothouse.domain.ProblemCode;
import io.pilothouse.domain.ProblemException;
import io.pilothouse.domain.home.ServiceCall;
import io.pilothouse.domain.home.ServiceCatalogue.Service;
import io.pilothouse.domain.home.Target;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// The services of a house.
final class ServiceCommands {

    /// What `--data` becomes for a call, see [HomeCommands#apart(String...)].
    static final String DATA = "--service-data";

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final TypeReference<LinkedHashMap<String, @Nullable Object>> OBJECT = new TypeReference<>() {};

    private ServiceCommands() {}

    @Command(
            name = "services",
            description = "Lists the services of a house with the fields they take.",
            footer = "  pilothouse ha services light --on Cabin")
    static final class Services extends OfHouse {

        @Parameters(
                arity = "0..1",
                paramLabel = "NAME",
                description = "only of this domain, or this one service (light, light.turn_on)")
        private String only = "";

        Services(Session session) {
            super(session);
        }

        @Override
        public Answer run() throws ProblemException, InterruptedException {
            var house = house();
            var services = ask(
                            house,
                            "services",
                            "list the services",
                            (homes, of) -> homes.services(of.instance().id()))
                    .byName()
                    .values()
                    .stream()
                    .filter(service -> only.isEmpty()
                            || service.domain().equals(only)
                            || service.name().equals(only))
                    .toList();
            if (services.isEmpty() && !only.isEmpty()) {
                throw Session.problem(
                        ProblemCode.NOT_FOUND,
                        house.name() + " has no service “" + only + "”.",
                        "“pilothouse ha services” lists all.");
            }
            return answer(
                    house,
                    Json.object(
                            "services", services.stream().map(HomeAnswers::json).toList(), "total", services.size()),
                    page -> {
                        var table = new Table("SERVICE", "TITLE", "FIELDS");
                        services.forEach(service -> table.row(service.name(), service.title(), fields(service)));
                        page.table(table, "There is no service.");
                    });
        }

        private static String fields(Service service) {
            var words = new ArrayList<String>();
            service.fields().forEach(field -> words.add(field.required() ? field.key() + "!" : field.key()));
            return String.join(" ", words);
        }
    }

    @Command(
            name = "call",
            description = "Calls a service and shows what changed by it.",
            footer =
                    "  pilothouse ha call light.turn_on --target area=kitchen --data '{\"brightness_pct\":40}' --on Cabin")
    static final class Call extends OfHouse {

        @Parameters(paramLabel = "SERVICE", description = "for example light.turn_on")
        private String service = "";

        @Option(
                names = "--target",
                paramLabel = "K=V",
                description = "entity, device, area, floor or label = id; several with commas or repeated")
        private List<String> targets = List.of();

        @Option(
                names = DATA,
                paramLabel = "JSON",
                description = "the service's data; - for standard input; --data JSON is the same")
        private String data = "";

        @Option(names = "--response", description = "ask for the answer where the service leaves the choice")
        private boolean response;

        @Option(names = "--preview", description = "only say what it would act on")
        private boolean preview;

        Call(Session session) {
            super(session);
        }

        @Override
        public Answer run() throws ProblemException, InterruptedException {
            var call = call();
            var house = house();
            var id = house.instance().id();
            if (preview) {
                var seen = ask(house, "call", "preview a call", (homes, _) -> homes.preview(id, call));
                return answer(
                        house,
                        Json.object(
                                "service", call.name(),
                                "entities", seen.entities(),
                                "unknown", seen.unknown()),
                        page -> {
                            page.line(call.name() + " would act on "
                                    + seen.entities().size() + " entities.");
                            seen.entities().forEach(entity -> page.line("  " + entity));
                            seen.unknown().forEach(word -> page.line("There is no " + word + "."));
                        });
            }
            var result = session()
                    .consenting(
                            List.of(house.instance()),
                            consent -> ask(
                                    house, "call", "call " + call.name(), (homes, _) -> homes.call(id, call, consent)));
            return answer(house, HomeAnswers.json(result), page -> {
                page.done("Called " + call.name() + " at " + house.name() + ", answered after "
                        + result.took().toMillis() + " ms.");
                result.changes()
                        .forEach(change -> page.line(change.name() + ": " + change.from() + " to " + change.to()));
                if (result.response() != null) {
                    page.line(Json.line(result.response()));
                }
                if (result.ended()) {
                    page.line("The connection ended, as this call wanted.");
                }
            });
        }

        private ServiceCall call() throws ProblemException {
            int dot = service.indexOf('.');
            if (dot < 1 || dot == service.length() - 1) {
                throw Session.problem(
                        ProblemCode.BAD_VALUE,
                        "“" + service + "” is no service.",
                        "Name it with its domain, for example light.turn_on.");
            }
            return new ServiceCall(service.substring(0, dot), service.substring(dot + 1), target(), data(), response);
        }

        private Target target() throws ProblemException {
            var ids = new LinkedHashMap<String, List<String>>();
            for (var word : targets) {
                int equals = word.indexOf('=');
                var key = equals < 0 ? "" : word.substring(0, equals).replaceFirst("(_id|s)$", "");
                if (!List.of("entity", "device", "area", "floor", "label").contains(key)
                        || equals == word.length() - 1) {
                    throw Session.problem(
                            ProblemCode.BAD_VALUE,
                            "“" + word + "” is no target.",
                            "Give entity, device, area, floor or label and an id, for example area=kitchen.");
                }
                for (var id : word.substring(equals + 1).split(",")) {
                    ids.computeIfAbsent(key, _ -> new ArrayList<>()).add(id.strip());
                }
            }
            return new Target(
                    ids.getOrDefault("entity", List.of()),
                    ids.getOrDefault("device", List.of()),
                    ids.getOrDefault("area", List.of()),
                    ids.getOrDefault("floor", List.of()),
                    ids.getOrDefault("label", List.of()));
        }

        private Map<String, @Nullable Object> data() throws ProblemException {
            var text = data.equals("-") ? session().text("-") : data;
            if (text.isBlank()) {
                return Map.of();
            }
            try {
                return Optional.ofNullable(JSON.readValue(text, OBJECT)).orElseGet(LinkedHashMap::new);
            } catch (JsonProcessingException e) {
                throw Session.problem(
                        ProblemCode.BAD_VALUE,
                        "The data is no JSON object.",
                        "Give --data as {\"key\": value}, in quotes for your shell.");
            }
        }
    }
}
