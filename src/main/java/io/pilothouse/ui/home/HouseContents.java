package io.pilothouse.ui.home;

import io.pilothouse.domain.home.EntityRow;
import io.pilothouse.domain.home.HomeIndex;
import io.pilothouse.domain.home.HomeResult;
import io.pilothouse.domain.home.ServiceCatalogue;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.tasks.home.Homes;
import java.util.List;

/// What a form needs to know of a house.
///
/// @param entities to choose from
record HouseContents(ServiceCatalogue services, HomeIndex index, List<EntityRow> entities) {

    static HomeResult<HouseContents> of(Homes homes, InstanceId id) throws InterruptedException {
        var services = homes.services(id);
        if (services instanceof HomeResult.Failed<ServiceCatalogue> failed) {
            return new HomeResult.Failed<>(id, failed.at(), failed.kind(), failed.problem());
        }
        var index = homes.index(id);
        if (index instanceof HomeResult.Failed<HomeIndex> failed) {
            return new HomeResult.Failed<>(id, failed.at(), failed.kind(), failed.problem());
        }
        return switch (homes.entities(id)) {
            case HomeResult.Got<List<EntityRow>> got ->
                new HomeResult.Got<>(
                        id,
                        got.at(),
                        new HouseContents(
                                services.found().orElseThrow(), index.found().orElseThrow(), got.value()),
                        false);
            case HomeResult.Failed<List<EntityRow>> failed ->
                new HomeResult.Failed<>(id, failed.at(), failed.kind(), failed.problem());
        };
    }
}
