package io.pilothouse.ui.home;

import io.pilothouse.domain.home.AreaRow;
import io.pilothouse.domain.home.EntityRow;
import io.pilothouse.domain.home.HomeProblems;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// What is in a house, counted by place.
///
/// @param domains     domain to number of entities
/// @param unavailable entities that say nothing
/// @param lowBattery  batteries that are low
/// @param troubles    area id to the worst in it
record PlaceCounts(
        List<AreaRow> areas,
        Map<String, Integer> domains,
        int unavailable,
        int lowBattery,
        Map<String, Trouble> troubles) {

    static final PlaceCounts NONE = new PlaceCounts(List.of(), Map.of(), 0, 0, Map.of());

    /// What is wrong in an area.
    enum Trouble {
        SILENT,
        LOW
    }

    /// @param bareAreas without counts
    static PlaceCounts of(Collection<EntityRow> all, List<AreaRow> bareAreas) {
        var domains = new TreeMap<String, Integer>();
        var inArea = new HashMap<String, Integer>();
        int unavailable = 0;
        int low = 0;
        var troubles = new HashMap<String, Trouble>();
        for (var row : all) {
            domains.merge(row.domain(), 1, Integer::sum);
            if (!row.hidden() && !row.disabled()) {
                inArea.merge(row.areaId(), 1, Integer::sum);
            }
            if (row.unavailable() || "battery".equals(row.attributes().get("device_class"))) {
                for (var found : HomeProblems.ofEntities(List.of(row))) {
                    if (found.kind() == HomeProblems.Kind.LOW_BATTERY) {
                        low++;
                        troubles.putIfAbsent(row.areaId(), Trouble.LOW);
                    } else {
                        unavailable++;
                        troubles.put(row.areaId(), Trouble.SILENT);
                    }
                }
            }
        }
        var areas = bareAreas.stream()
                .map(area -> area.withEntities(inArea.getOrDefault(area.id(), 0)))
                .toList();
        return new PlaceCounts(areas, domains, unavailable, low, troubles);
    }
}
