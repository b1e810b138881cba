package io.pilothouse.cli.amc;

import io.pilothouse.cli.Answer;
import io.pilothouse.cli.CliCommand;
import io.pilothouse.cli.Session;
import io.pilothouse.cli.instance.ConfigurationOptions;
import io.pilothouse.cli.text.Json;
import io.pilothouse.cli.text.Table;
import io.pilothouse.domain.ProblemCode;
import io.pilothouse.domain.ProblemException;
import io.pilothouse.domain.amc.Brand;
import io.pilothouse.domain.guard.Consent;
import io.pilothouse.domain.instance.Instance;
import io.pilothouse.tasks.amc.Brands;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Labels of instances.
@Command(
        name = "brands",
        description = "Lists brands, says which brands an instance has, and changes, merges or removes a brand.",
        footer = {
            "  pilothouse amc brands --on North --set Tea --set Cups",
            "  pilothouse amc brands --edit Tea --name \"Harbour Tea\" --param product=sponsored_brands",
            "  pilothouse amc brands --merge Cups --into Tea"
        })
final class BrandCommand extends CliCommand {

    @Option(names = "--on", paramLabel = "INSTANCE", description = "the instance whose brands are set")
    private @Nullable String on;

    @Option(names = "--set", paramLabel = "BRAND", description = "its brands, in order; replaces all it has")
    private List<String> names = List.of();

    @Option(names = "--clear", description = "it has none")
    private boolean clear;

    @Option(names = "--edit", paramLabel = "BRAND", description = "the brand that is changed")
    private @Nullable String edit;

    @Option(names = "--name", paramLabel = "NAME", description = "its new name; schedules that choose by it follow")
    private @Nullable String name;

    @Option(names = "--colour", paramLabel = "COLOUR", description = "one of those of “instance add”")
    private @Nullable String colour;

    @Option(
            names = "--param",
            paramLabel = "NAME=VALUE",
            description = "value of a parameter for its instances; without a value it has none any more")
    private Map<String, String> parameters = new LinkedHashMap<>();

    @Option(names = "--merge", paramLabel = "BRAND", description = "the brand that goes; needs --into")
    private @Nullable String merge;

    @Option(names = "--into", paramLabel = "BRAND", description = "the brand that gets its instances and schedules")
    private @Nullable String into;

    @Option(names = "--remove", paramLabel = "BRAND", description = "the brand that is removed; results keep its name")
    private @Nullable String remove;

    BrandCommand(Session session) {
        super(session);
    }

    @Override
    public Answer run() throws ProblemException, InterruptedException {
        change();
        return listed();
    }

    private void change() throws ProblemException, InterruptedException {
        long asked = Stream.of(on, edit, merge, remove).filter(it -> it != null).count();
        boolean dangling = (merge == null) != (into == null)
                || (edit == null && (name != null || colour != null || !parameters.isEmpty()))
                || (on == null && (clear || !names.isEmpty()))
                || (clear && !names.isEmpty());
        if (asked > 1 || dangling) {
            throw Session.problem(
                    ProblemCode.USAGE,
                    "These options do not go together.",
                    "Give --on with --set or --clear, or --edit, or --merge with --into, or --remove.");
        }
        var brands = services().amc().brands();
        if (on != null && (clear || !names.isEmpty())) {
            var instance = AmcCommands.amc(session(), on);
            act(
                    List.of(instance),
                    "set the brands of " + instance.name(),
                    consent -> brands.set(instance.id(), names, consent));
        } else if (edit != null) {
            var changed = changed(brands.find(edit));
            act(having(changed), "change the brand “" + changed.name() + "”", consent -> brands.save(changed, consent));
        } else if (merge != null && into != null) {
            var gone = brands.find(merge);
            var kept = brands.find(into);
            act(
                    having(gone),
                    "merge the brand “" + gone.name() + "” into “" + kept.name() + "”",
                    consent -> brands.merge(gone.number(), kept.number(), consent));
        } else if (remove != null) {
            var gone = brands.find(remove);
            act(
                    having(gone),
                    "remove the brand “" + gone.name() + "”",
                    consent -> brands.remove(gone.number(), consent));
        }
    }

    private Brand changed(Brand brand) throws ProblemException {
        var values = new TreeMap<>(brand.parameters());
        parameters.forEach((key, value) -> {
            if (value.isEmpty()) {
                values.remove(key);
            } else {
                values.put(key, value);
            }
        });
        var chosen = colour == null ? brand.colour() : Optional.of(ConfigurationOptions.colour(colour));
        return Brands.called(
                new Brand(brand.number(), brand.name(), chosen, values), name == null ? brand.name() : name);
    }

    /// What is done to brands.
    @FunctionalInterface
    private interface Change {
        void with(Consent consent) throws ProblemException;
    }

    private void act(List<Instance> concerned, String what, Change change)
            throws ProblemException, InterruptedException {
        session().act(concerned, "amc-brands", what, consent -> {
            change.with(consent);
            return true;
        });
    }

    private List<Instance> having(Brand brand) throws ProblemException {
        var byInstance = services().amc().brands().byInstance();
        return AmcCommands.live(session()).stream()
                .filter(it -> byInstance.getOrDefault(it.id(), List.of()).stream()
                        .anyMatch(one -> one.number() == brand.number()))
                .toList();
    }

    private Answer listed() throws ProblemException {
        var byInstance = services().amc().brands().byInstance();
        var members = new TreeMap<Long, List<String>>();
        for (var it : AmcCommands.live(session())) {
            for (var brand : byInstance.getOrDefault(it.id(), List.of())) {
                members.computeIfAbsent(brand.number(), _ -> new ArrayList<>())
                        .add(it.id().value());
            }
        }
        var all = services().amc().brands().all();
        return Answer.of(
                Json.object(
                        "brands",
                        all.stream()
                                .map(it -> Json.object(
                                        "name",
                                        it.name(),
                                        "colour",
                                        it.colour().map(Json::word).orElse(null),
                                        "parameters",
                                        new TreeMap<>(it.parameters()),
                                        "instances",
                                        members.getOrDefault(it.number(), List.of())))
                                .toList()),
                page -> {
                    var table = new Table("BRAND", "INSTANCES");
                    all.forEach(it -> table.row(
                            it.name(),
                            Integer.toString(
                                    members.getOrDefault(it.number(), List.of()).size())));
                    page.table(table, "There is no brand yet.");
                });
    }
}
