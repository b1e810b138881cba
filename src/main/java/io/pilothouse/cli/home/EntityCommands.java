package io.pilothouse.cli.home;

import io.pilothouse.cli.Answer;
import io.pilothouse.cli.Session;
import io.pilothouse.cli.text.Json;
import io.pilothouse.cli.text.Table;
import io.pilothouse.domain.ProblemCode;
import io.pilothouse.domain.ProblemException;
import io.pilothouse.domain.home.AreaRow;
import io.pilothouse.domain.home.EntityFilter;
import io.pilothouse.domain.home.EntityRow;
import io.pilothouse.domain.home.HomeIndex;
import io.pilothouse.domain.home.Registries.Area;
import io.pilothouse.tasks.home.HomeWatch;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Predicate;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Areas, devices and entities of a house.
final class EntityCommands {

    /// The word for everything that is in no area.
    private static final String NONE = "none";

    private EntityCommands() {}

    @Command(
            name = "areas",
            description = "Lists the areas of a house by floor, with what is in each.",
            footer = "  pilothouse ha areas --on Cabin")
    static final class Areas extends OfHouse {

        Areas(Session session) {
            super(session);
        }

        @Override
        public Answer run() throws ProblemException, InterruptedException {
            var house = house();
            var areas = ask(
                    house,
                    "areas",
                    "list the areas",
                    (homes, of) -> homes.areas(of.instance().id()));
            return answer(
                    house,
                    Json.object("areas", areas.stream().map(HomeAnswers::json).toList(), "total", areas.size()),
                    page -> {
                        var table = new Table("AREA", "FLOOR", "ENTITIES", "DEVICES", "ID");
                        areas.forEach(area -> table.row(
                                area.name(),
                                area.floor(),
                                Integer.toString(area.entities()),
                                Integer.toString(area.devices()),
                                area.id()));
                        page.table(table, house.name() + " has no areas.");
                    });
        }
    }

    /// The id of an area that a person named by its id or name; empty text for no area.
    private static String areaId(OfHouse.House house, List<AreaRow> areas, String words) throws ProblemException {
        if (words.equalsIgnoreCase(NONE)) {
            return "";
        }
        return areas.stream()
                .filter(area -> !area.none() && area.id().equals(words))
                .findFirst()
                .or(() -> areas.stream()
                        .filter(area -> !area.none() && area.name().equalsIgnoreCase(words))
                        .findFirst())
                .map(AreaRow::id)
                .orElseThrow(() -> Session.problem(
                        ProblemCode.NOT_FOUND,
                        house.name() + " has no area “" + words + "”.",
                        "Look at “pilothouse ha areas”; “none” is everything without an area."));
    }

    @Command(
            name = "devices",
            description = "Lists the devices of a house.",
            footer = "  pilothouse ha devices --on Cabin --area kitchen")
    static final class Devices extends OfHouse {

        @Option(names = "--area", paramLabel = "AREA", description = "only in this area (id or name; none)")
        private Optional<String> area = Optional.empty();

        Devices(Session session) {
            super(session);
        }

        @Override
        public Answer run() throws ProblemException, InterruptedException {
            var house = house();
            var index = ask(
                    house,
                    "devices",
                    "list the devices",
                    (homes, of) -> homes.index(of.instance().id()));
            var areas = index.areaRows(Map.of());
            var only = area.isPresent() ? Optional.of(areaId(house, areas, area.get())) : Optional.<String>empty();
            var entities = new HashMap<String, Integer>();
            index.registries()
                    .entries()
                    .forEach(entry -> entry.deviceId().ifPresent(id -> entities.merge(id, 1, Integer::sum)));
            var devices = index.registries().devices().stream()
                    .filter(device -> only.isEmpty()
                            || index.areaOf(device).map(Area::id).orElse("").equals(only.get()))
                    .toList();
            return answer(
                    house,
                    Json.object(
                            "devices",
                            devices.stream()
                                    .map(device -> Json.object(
                                            "id", device.id(),
                                            "name", device.name(),
                                            "manufacturer", Json.orNull(device.manufacturer()),
                                            "model", Json.orNull(device.model()),
                                            "softwareVersion", Json.orNull(device.softwareVersion()),
                                            "areaId", index.areaOf(device).map(Area::id),
                                            "area", index.areaOf(device).map(Area::name),
                                            "via", device.viaId(),
                                            "parent", device.parentId(),
                                            "labels", device.labels(),
                                            "disabledBy", device.disabledBy(),
                                            "entities", entities.getOrDefault(device.id(), 0)))
                                    .toList(),
                            "total",
                            devices.size()),
                    page -> {
                        var table = new Table("DEVICE", "AREA", "MAKER", "MODEL", "ENTITIES");
                        devices.forEach(device -> table.row(
                                device.name(),
                                index.areaOf(device).map(Area::name).orElse(""),
                                device.manufacturer(),
                                device.model(),
                                Integer.toString(entities.getOrDefault(device.id(), 0))));
                        page.table(table, "No device fits.");
                    });
        }
    }

    @Command(
            name = "entities",
            description = "Lists the entities of a house with their states; follows them with --watch.",
            footer = "  pilothouse ha entities --on Cabin --area kitchen --filter \"domain:light state:on\"")
    static final class Entities extends OfHouse {

        @Option(names = "--area", paramLabel = "AREA", description = "only in this area (id or name; none)")
        private Optional<String> area = Optional.empty();

        @Option(
                names = "--filter",
                paramLabel = "FILTER",
                description = "words, and domain: state: area: device: changed<1h and the like")
        private String filter = "";

        @Option(names = "--watch", description = "write each change until Ctrl+C")
        private boolean watch;

        Entities(Session session) {
            super(session);
        }

        @Override
        public Answer run() throws ProblemException, InterruptedException {
            var house = house();
            var id = house.instance().id();
            var wanted = wanted();
            var only = area.isEmpty()
                    ? Optional.<String>empty()
                    : Optional.of(areaId(
                            house, ask(house, "areas", "list the areas", (homes, of) -> homes.areas(id)), area.get()));
            if (watch) {
                return follow(
                        house,
                        row -> wanted.test(row)
                                && only.map(row.areaId()::equals).orElse(true));
            }
            var rows = ask(
                            house,
                            "entities",
                            "list the entities",
                            (homes, of) -> only.isPresent() ? homes.entitiesIn(id, only.get()) : homes.entities(id))
                    .stream()
                    .filter(wanted)
                    .toList();
            return answer(
                    house,
                    Json.object("entities", rows.stream().map(HomeAnswers::json).toList(), "total", rows.size()),
                    page -> {
                        var table = new Table("ENTITY", "STATE", "AREA", "CHANGED", "ID");
                        rows.forEach(row -> table.row(
                                row.name(),
                                row.value(),
                                row.area(),
                                row.state()
                                        .map(state -> page.time(state.changedAt()))
                                        .orElse(""),
                                row.id()));
                        page.table(table, "No entity fits.");
                    });
        }

        private Predicate<EntityRow> wanted() throws ProblemException {
            var understood = EntityFilter.understand(
                    filter, session().zone(), session().clock().instant());
            if (understood.wrong().isPresent()) {
                throw Session.problem(
                        ProblemCode.BAD_VALUE,
                        "“" + understood.wrong().get() + "” is not understood.",
                        "Use words, or id, name, state, value, domain, area, floor, device, integration, label, changed.");
            }
            return EntityFilter.of(understood.filter());
        }

        private Answer follow(House house, Predicate<EntityRow> wanted) throws ProblemException, InterruptedException {
            var changes = new LinkedBlockingQueue<Optional<Set<String>>>();
            var listener = new HomeWatch.Listener() {
                @Override
                public void statesChanged(Set<String> entityIds) {
                    changes.add(Optional.of(entityIds));
                }

                @Override
                public void listsChanged() {
                    changes.add(Optional.empty());
                }

                @Override
                public void lineChanged() {}
            };
            var index = ask(
                    house,
                    "entities",
                    "follow the entities",
                    (homes, of) -> homes.index(of.instance().id()));
            var shown = new HashMap<String, EntityRow>();
            try (var following = homes().watch(house.instance().id(), listener)) {
                while (true) {
                    var change = changes.take();
                    if (change.isEmpty()) {
                        index = ask(
                                house,
                                "entities",
                                "look at the registries",
                                (homes, of) -> homes.index(of.instance().id()));
                        continue;
                    }
                    for (var entity : new ArrayList<>(change.get())) {
                        write(house, following, index, entity, wanted, shown);
                    }
                }
            }
        }

        private void write(
                House house,
                HomeWatch following,
                HomeIndex index,
                String entity,
                Predicate<EntityRow> wanted,
                Map<String, EntityRow> shown) {
            var state = following.state(entity);
            var row = index.row(entity, state);
            var before = shown.get(entity);
            if (state.isEmpty()) {
                if (shown.remove(entity) != null) {
                    var gone = Json.object(
                            "at",
                            session().clock().instant(),
                            "type",
                            "removed",
                            "instance",
                            house.instance().id(),
                            "id",
                            entity);
                    session().stream(gone, page -> page.line(entity + " is gone."));
                }
                return;
            }
            if (!wanted.test(row) || row.equals(before)) {
                return;
            }
            shown.put(entity, row);
            var json = Json.object(
                    "at", session().clock().instant(),
                    "type", "state",
                    "instance", house.instance().id(),
                    "entity", HomeAnswers.json(row));
            session().stream(
                    json,
                    page -> page.line(page.time(state.get().updatedAt()) + "  " + row.name() + "  " + row.value()));
        }
    }
}
