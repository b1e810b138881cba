package io.pilothouse.ui.home;

import io.pilothouse.domain.home.EntityRow;
import io.pilothouse.domain.home.Target;
import io.pilothouse.ui.home.FieldSort.Option;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/// What a call can be aimed at, in one list: entities, areas, floors, devices and labels. The value of an
/// option is its sort, a colon and its id.
final class TargetOptions {

    private static final List<String> SORTS = List.of("entity", "area", "floor", "device", "label");

    private TargetOptions() {}

    /// Floors and labels are offered where something refers to them: servers before 2024.4 keep lists of
    /// them and refuse them as targets.
    ///
    /// @param served which entities make sense
    static List<Option> of(HouseDesk desk, Predicate<EntityRow> served, HouseContents house) {
        var registries = house.index().registries();
        var all = new ArrayList<Option>();
        house.entities().stream().filter(served).forEach(row -> all.add(option(desk, "entity", row.id(), row.name())));
        registries.areas().forEach(area -> all.add(option(desk, "area", area.id(), area.name())));
        registries.floors().stream()
                .filter(floor -> registries.areas().stream()
                        .anyMatch(area -> area.floorId().equals(java.util.Optional.of(floor.id()))))
                .forEach(floor -> all.add(option(desk, "floor", floor.id(), floor.name())));
        registries.devices().forEach(device -> all.add(option(desk, "device", device.id(), device.name())));
        registries.labels().stream()
                .filter(label ->
                        house.entities().stream().anyMatch(row -> row.labels().contains(label.id())))
                .forEach(label -> all.add(option(desk, "label", label.id(), label.name())));
        return all;
    }

    private static Option option(HouseDesk desk, String sort, String id, String name) {
        var words = desk.name() + " · " + name;
        return new Option(
                sort + ":" + id, sort.equals("entity") ? words : desk.text("home.services.target." + sort, words));
    }

    static List<String> ids(Target target) {
        var ids = new ArrayList<String>();
        var lists = List.of(target.entities(), target.areas(), target.floors(), target.devices(), target.labels());
        for (int i = 0; i < SORTS.size(); i++) {
            var sort = SORTS.get(i);
            lists.get(i).forEach(id -> ids.add(sort + ":" + id));
        }
        return ids;
    }

    static Target target(List<String> ids) {
        return new Target(of("entity", ids), of("device", ids), of("area", ids), of("floor", ids), of("label", ids));
    }

    private static List<String> of(String sort, List<String> ids) {
        return ids.stream()
                .filter(id -> id.startsWith(sort + ":"))
                .map(id -> id.substring(sort.length() + 1))
                .toList();
    }
}
