package io.pilothouse.ui.home;

import io.pilothouse.domain.home.EntityRow;
import io.pilothouse.domain.home.HomeIndex;
import io.pilothouse.domain.home.HomeResult;
import io.pilothouse.domain.home.Registries;
import io.pilothouse.domain.home.ServiceCatalogue;
import io.pilothouse.domain.home.ServiceCatalogue.Selector;
import io.pilothouse.domain.home.SystemReports.AddOn;
import io.pilothouse.domain.home.SystemReports.Integration;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.tasks.home.Homes;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;

/// What a form needs to know of a house.
///
/// @param entities     to choose from, as all the others
/// @param integrations empty while no form asks for one, or where the house tells none
/// @param addOns       the same
record HouseContents(
        ServiceCatalogue services,
        HomeIndex index,
        List<EntityRow> entities,
        List<Integration> integrations,
        List<AddOn> addOns) {

    static final HouseContents NONE = new HouseContents(
            new ServiceCatalogue(new LinkedHashMap<>()),
            new HomeIndex(Registries.NONE),
            List.of(),
            List.of(),
            List.of());

    /// @param language of the texts that the house has for its actions
    static HomeResult<HouseContents> of(Homes homes, InstanceId id, String language) throws InterruptedException {
        var services = homes.services(id, language);
        if (services instanceof HomeResult.Failed<ServiceCatalogue> failed) {
            return new HomeResult.Failed<>(id, failed.at(), failed.kind(), failed.problem());
        }
        var index = homes.index(id);
        if (index instanceof HomeResult.Failed<HomeIndex> failed) {
            return new HomeResult.Failed<>(id, failed.at(), failed.kind(), failed.problem());
        }
        return switch (homes.entities(id)) {
            case HomeResult.Got<List<EntityRow>> got -> {
                var catalogue = services.found().orElseThrow();
                yield new HomeResult.Got<>(
                        id,
                        got.at(),
                        new HouseContents(
                                catalogue,
                                index.found().orElseThrow(),
                                got.value(),
                                asked(catalogue, Set.of("config_entry"))
                                        ? homes.integrations(id).found().orElse(List.of())
                                        : List.of(),
                                asked(catalogue, Set.of("addon", "app"))
                                        ? homes.upkeep().addOns(id).found().orElse(List.of())
                                        : List.of()),
                        false);
            }
            case HomeResult.Failed<List<EntityRow>> failed ->
                new HomeResult.Failed<>(id, failed.at(), failed.kind(), failed.problem());
        };
    }

    private static boolean asked(ServiceCatalogue catalogue, Set<String> selectors) {
        return catalogue.byName().values().stream()
                .flatMap(service -> service.fields().stream())
                .flatMap(field -> field.selector().stream())
                .map(Selector::type)
                .anyMatch(selectors::contains);
    }
}
