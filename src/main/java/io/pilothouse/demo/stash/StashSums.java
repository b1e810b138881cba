package io.pilothouse.demo.stash;

import static io.pilothouse.demo.stash.StashLibrary.GALLERIES;
import static io.pilothouse.demo.stash.StashLibrary.GROUPS;
import static io.pilothouse.demo.stash.StashLibrary.IMAGES;
import static io.pilothouse.demo.stash.StashLibrary.PERFORMERS;
import static io.pilothouse.demo.stash.StashLibrary.SCENES;
import static io.pilothouse.demo.stash.StashLibrary.STUDIOS;
import static io.pilothouse.demo.stash.StashLibrary.TAGS;

import io.pilothouse.demo.service.Json;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a server tells of its library as a whole. What was never changed is added up once.
final class StashSums {

    private final StashLibrary library;
    private final StashRows generated;
    private @Nullable Sums sums;

    StashSums(StashLibrary library, StashRows generated) {
        this.library = library;
        this.generated = generated;
    }

    Map<String, @Nullable Object> told() {
        var scenes = library.shelf(SCENES);
        var base = sums;
        if (base == null) {
            base = new Sums();
            for (long id = 1; id <= scenes.generated(); id++) {
                base.add(1, generated.scene(id));
            }
            sums = base;
        }
        var now = new Sums();
        now.size = base.size;
        now.duration = base.duration;
        now.plays = base.plays;
        now.played = base.played;
        now.watched = base.watched;
        now.o = base.o;
        for (var id : scenes.gone()) {
            now.add(-1, generated.scene(id));
        }
        scenes.changed().forEach((id, row) -> {
            if (id <= scenes.generated() && !scenes.gone().contains(id)) {
                now.add(-1, generated.scene(id));
            }
            if (!scenes.gone().contains(id)) {
                now.add(1, row);
            }
        });
        for (var row : library.shelf(IMAGES).changed().values()) {
            now.o += Sums.number(row.get("o_counter")).longValue();
        }
        return Json.object(
                "scene_count",
                scenes.size(),
                "scenes_size",
                now.size,
                "scenes_duration",
                now.duration,
                "image_count",
                library.count(IMAGES),
                "images_size",
                library.count(IMAGES) * 2_000_000L,
                "gallery_count",
                library.count(GALLERIES),
                "performer_count",
                library.count(PERFORMERS),
                "studio_count",
                library.count(STUDIOS),
                "group_count",
                library.count(GROUPS),
                "tag_count",
                library.count(TAGS),
                "total_o_count",
                now.o,
                "total_play_duration",
                now.watched,
                "total_play_count",
                now.plays,
                "scenes_played",
                now.played);
    }

    private static final class Sums {
        long size;
        double duration;
        long plays;
        long played;
        double watched;
        long o;

        void add(int sign, Map<String, @Nullable Object> row) {
            if (row.get("files") instanceof List<?> files) {
                for (var each : files) {
                    var file = (Map<?, ?>) java.util.Objects.requireNonNull(each);
                    size += sign * number(file.get("size")).longValue();
                }
                if (!files.isEmpty() && files.getFirst() instanceof Map<?, ?> first) {
                    duration += sign * number(first.get("duration")).doubleValue();
                }
            }
            long count = number(row.get("play_count")).longValue();
            plays += sign * count;
            played += count > 0 ? sign : 0;
            watched += sign * number(row.get("play_duration")).doubleValue();
            o += sign * number(row.get("o_counter")).longValue();
        }

        private static Number number(@Nullable Object value) {
            return value instanceof Number number ? number : 0;
        }
    }
}
