package io.pilothouse.demo.stash;

import io.pilothouse.demo.service.Json;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Mutations. A key that is absent is untouched, a key that is null clears, lists replace.
final class StashChanges {

    private static final Map<String, String> UPDATES = Map.of(
            "sceneUpdate", StashLibrary.SCENES,
            "imageUpdate", StashLibrary.IMAGES,
            "galleryUpdate", StashLibrary.GALLERIES,
            "performerUpdate", StashLibrary.PERFORMERS,
            "studioUpdate", StashLibrary.STUDIOS,
            "tagUpdate", StashLibrary.TAGS,
            "groupUpdate", StashLibrary.GROUPS,
            "sceneMarkerUpdate", StashLibrary.MARKERS);
    private static final Map<String, String> JOBS = Map.of(
            "metadataScan", "Scanning...",
            "metadataGenerate", "Generating...",
            "metadataAutoTag", "Auto-tagging...",
            "metadataIdentify", "Identifying...",
            "metadataClean", "Cleaning...",
            "optimiseDatabase", "Optimising database...");

    private final Supplier<StashLibrary> library;
    private final StashJobs jobs;
    private final Clock clock;

    StashChanges(Supplier<StashLibrary> library, StashJobs jobs, Clock clock) {
        this.library = library;
        this.jobs = jobs;
        this.clock = clock;
    }

    @Nullable
    Object make(String field, Map<String, @Nullable Object> arguments) throws GraphQlExecution.Failed {
        var input = arguments.get("input") instanceof Map<?, ?> map ? map : Map.of();
        var updated = UPDATES.get(field);
        if (updated != null) {
            return update(updated, number(input.get("id")), input);
        }
        var job = JOBS.get(field);
        if (job != null) {
            boolean dry = Boolean.TRUE.equals(input.get("dryRun"));
            return jobs.start(dry ? "Cleaning (dry run)..." : job, () -> {});
        }
        var id = number(arguments.get("id"));
        return switch (field) {
            case "bulkSceneUpdate" -> bulk(input);
            case "sceneSaveActivity" -> saveActivity(id, arguments);
            case "sceneAddPlay" -> history(id, "play_history", "play_count", arguments, true);
            case "sceneDeletePlay" -> history(id, "play_history", "play_count", arguments, false);
            case "sceneAddO" -> history(id, "o_history", "o_counter", arguments, true);
            case "sceneDeleteO" -> history(id, "o_history", "o_counter", arguments, false);
            case "imageIncrementO" -> imageO(id, 1);
            case "imageDecrementO" -> imageO(id, -1);
            case "stopJob" -> {
                jobs.stop(String.valueOf(arguments.get("job_id")));
                yield true;
            }
            case "stopAllJobs" -> {
                jobs.stopAll();
                yield true;
            }
            case "backupDatabase" -> null;
            case "tagsMerge" -> merge(StashLibrary.TAGS, input, false);
            case "performerMerge" -> merge(StashLibrary.PERFORMERS, input, true);
            case "sceneMerge" -> merge(StashLibrary.SCENES, input, true);
            default -> throw new GraphQlExecution.Failed("not simulated: " + field);
        };
    }

    private Object update(String type, long id, Map<?, ?> input) throws GraphQlExecution.Failed {
        exists(type, id);
        if (type.equals(StashLibrary.SCENES) && input.get("stash_ids") instanceof List<?> links) {
            var endpoints = new LinkedHashSet<Object>();
            for (var link : links) {
                if (link instanceof Map<?, ?> map && !endpoints.add(String.valueOf(map.get("endpoint")))) {
                    throw new GraphQlExecution.Failed(
                            "UNIQUE constraint failed: scene_stash_ids.scene_id, scene_stash_ids.endpoint");
                }
            }
        }
        library.get()
                .update(
                        type,
                        id,
                        row -> input.forEach((key, value) -> {
                            if (row.containsKey(key) && !key.equals("id")) {
                                row.put((String) key, value);
                            }
                        }));
        return library.get().row(type, id);
    }

    private Object bulk(Map<?, ?> input) throws GraphQlExecution.Failed {
        var ids = input.get("ids") instanceof List<?> list ? list : List.of();
        var rows = new ArrayList<Object>();
        for (var id : ids) {
            exists(StashLibrary.SCENES, number(id));
        }
        for (var id : ids) {
            library.get().update(StashLibrary.SCENES, number(id), row -> {
                for (var plain : List.of("rating100", "organized")) {
                    if (input.containsKey(plain)) {
                        row.put(plain, input.get(plain));
                    }
                }
                if (input.get("tag_ids") instanceof Map<?, ?> tags && tags.get("ids") instanceof List<?> given) {
                    row.put("tags", links(row.get("tags"), given, String.valueOf(tags.get("mode"))));
                }
            });
            rows.add(library.get().row(StashLibrary.SCENES, number(id)));
        }
        return rows;
    }

    private static List<Object> links(@Nullable Object before, List<?> given, String mode) {
        var ids = new LinkedHashSet<Long>();
        if (!mode.equals("SET") && before instanceof List<?> list) {
            list.forEach(link -> ids.add(number(((Map<?, ?>) java.util.Objects.requireNonNull(link)).get("id"))));
        }
        for (var id : given) {
            if (mode.equals("REMOVE")) {
                ids.remove(number(id));
            } else {
                ids.add(number(id));
            }
        }
        return ids.stream().map(id -> StashRows.reference("Tag", id)).toList();
    }

    private Object saveActivity(long id, Map<String, @Nullable Object> arguments) throws GraphQlExecution.Failed {
        exists(StashLibrary.SCENES, id);
        library.get().edit(StashLibrary.SCENES, id, row -> {
            if (arguments.get("resume_time") instanceof Number resume) {
                row.put("resume_time", resume.doubleValue());
            }
            if (arguments.get("playDuration") instanceof Number more) {
                row.put("play_duration", decimal(row.get("play_duration")) + more.doubleValue());
            }
        });
        return true;
    }

    private Object history(long id, String list, String counter, Map<String, @Nullable Object> arguments, boolean add)
            throws GraphQlExecution.Failed {
        exists(StashLibrary.SCENES, id);
        var times = new ArrayList<String>();
        if (arguments.get("times") instanceof List<?> given) {
            given.forEach(time -> times.add(Instant.parse(String.valueOf(time))
                    .truncatedTo(ChronoUnit.SECONDS)
                    .toString()));
        } else if (add) {
            times.add(clock.instant().truncatedTo(ChronoUnit.SECONDS).toString());
        }
        var after = new ArrayList<String>();
        library.get().edit(StashLibrary.SCENES, id, row -> {
            if (row.get(list) instanceof List<?> before) {
                before.forEach(time -> after.add(String.valueOf(time)));
            }
            if (add) {
                after.addAll(times);
            } else if (times.isEmpty()) {
                if (!after.isEmpty()) {
                    after.removeFirst();
                }
            } else {
                times.forEach(after::remove);
            }
            after.sort(Comparator.reverseOrder());
            row.put(list, List.copyOf(after));
            row.put(counter, after.size());
            if (counter.equals("play_count")) {
                row.put("last_played_at", after.isEmpty() ? null : after.getFirst());
            }
        });
        return Json.object("__typename", "HistoryMutationResult", "count", after.size(), "history", after);
    }

    private Object imageO(long id, int by) throws GraphQlExecution.Failed {
        exists(StashLibrary.IMAGES, id);
        library.get()
                .edit(
                        StashLibrary.IMAGES,
                        id,
                        row -> row.put("o_counter", Math.max(0, (int) decimal(row.get("o_counter")) + by)));
        return (int) decimal(library.get().row(StashLibrary.IMAGES, id).get("o_counter"));
    }

    private Object merge(String type, Map<?, ?> input, boolean stamps) throws GraphQlExecution.Failed {
        long destination = number(input.get("destination"));
        exists(type, destination);
        if (input.get("source") instanceof List<?> sources) {
            for (var source : sources) {
                exists(type, number(source));
                library.get().merge(type, number(source), destination);
            }
        }
        if (stamps) {
            library.get().update(type, destination, _ -> {});
        }
        return library.get().row(type, destination);
    }

    private void exists(String type, long id) throws GraphQlExecution.Failed {
        if (!library.get().has(type, id)) {
            throw new GraphQlExecution.Failed("sql: no rows in result set");
        }
    }

    private static double decimal(@Nullable Object value) {
        return value instanceof Number number ? number.doubleValue() : 0;
    }

    private static long number(@Nullable Object value) {
        return StashFinds.number(value);
    }
}
