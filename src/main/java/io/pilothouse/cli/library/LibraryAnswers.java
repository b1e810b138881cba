package io.pilothouse.cli.library;

import io.pilothouse.cli.text.Json;
import io.pilothouse.domain.library.EntityKey;
import io.pilothouse.domain.library.EntityType;
import io.pilothouse.domain.library.LibraryCopy;
import io.pilothouse.domain.library.LibraryRow;
import io.pilothouse.domain.library.LikeGroup;
import io.pilothouse.tasks.library.Library;
import io.pilothouse.tasks.library.Library.Difference;
import io.pilothouse.tasks.library.Library.Status;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/// The library's things as JSON answers.
final class LibraryAnswers {

    private LibraryAnswers() {}

    private static @Nullable Object orNull(long number) {
        return number == 0 ? null : number;
    }

    static SequencedMap<String, @Nullable Object> status(Status status) {
        var things = new LinkedHashMap<String, @Nullable Object>();
        EntityType.forPeople()
                .forEach(type -> things.put(type.plural(), status.things().getOrDefault(type, 0L)));
        return Json.object(
                "instance", status.server().id().value(),
                "name", status.server().name(),
                "enabled", status.server().enabled(),
                "running", status.running(),
                "things", things,
                "held", status.held(),
                "readAt", status.readAt(),
                "fullAt", status.fullAt(),
                "inventoryAt", status.inventoryAt(),
                "last",
                        status.last()
                                .map(run -> Json.object(
                                        "mode", run.mode(),
                                        "startedAt", run.startedAt(),
                                        "endedAt", run.endedAt(),
                                        "outcome", run.outcome(),
                                        "reason", Json.orNull(run.reason())))
                                .orElse(null),
                "identityChanged", status.another(),
                "waiting", status.waiting(),
                "writeBack", status.writeBack());
    }

    static SequencedMap<String, @Nullable Object> row(Library library, LibraryRow row) {
        return Json.object(
                "key", library.text(row.key()).orElse(null),
                "type", row.key().type().word(),
                "instance",
                        library.server(row.key().instance())
                                .map(server -> server.id().value())
                                .orElse(null),
                "title", row.title(),
                "date", Json.orNull(row.date()),
                "studio", row.key().type() == EntityType.MARKER ? null : Json.orNull(row.under()),
                "durationMillis", row.seconds() == 0 ? null : row.seconds() * 1_000,
                "sizeBytes", orNull(row.sizeBytes()),
                "height", orNull(row.height()),
                "rating", orNull(row.rating()),
                "plays", row.plays(),
                "favourite", row.favourite(),
                "organized", row.organized(),
                "createdAt", row.createdAt(),
                "updatedAt", row.updatedAt(),
                "copies", keys(library, row.copies()));
    }

    static List<Object> keys(Library library, List<EntityKey> keys) {
        return keys.stream()
                .flatMap(key -> library.text(key).stream())
                .map(text -> (Object) text)
                .toList();
    }

    static SequencedMap<String, @Nullable Object> group(
            Library library, LikeGroup group, Map<EntityKey, LibraryRow> rows) {
        return Json.object(
                "type",
                group.type().word(),
                "why",
                group.why(),
                "mark",
                Json.orNull(group.mark()),
                "items",
                group.keys().stream()
                        .map(key -> Json.object(
                                "key",
                                library.text(key).orElse(null),
                                "instance",
                                library.server(key.instance())
                                        .map(server -> server.id().value())
                                        .orElse(null),
                                "title",
                                rows.containsKey(key) ? rows.get(key).title() : null))
                        .toList());
    }

    static SequencedMap<String, @Nullable Object> copy(Library library, LibraryCopy copy) {
        var links = new LinkedHashMap<String, @Nullable Object>();
        copy.links()
                .forEach((type, named) -> links.put(
                        type.plural(),
                        named.stream()
                                .map(it -> Json.object(
                                        "key",
                                        library.text(it.key()).orElse(null),
                                        "title",
                                        it.title(),
                                        "inherited",
                                        it.inherited()))
                                .toList()));
        var json = row(library, copy.row());
        json.remove("copies");
        json.put("fields", copy.fields());
        json.put("links", links);
        json.put(
                "files",
                copy.files().stream()
                        .map(file -> Json.object(
                                "path", file.path(),
                                "sizeBytes", file.sizeBytes(),
                                "width", orNull(file.width()),
                                "height", orNull(file.height()),
                                "durationMillis", Math.round(file.seconds() * 1_000),
                                "codec", Json.orNull(file.codec()),
                                "oshash", Json.orNull(file.oshash()),
                                "md5", Json.orNull(file.md5()),
                                "phash", Json.orNull(file.phash())))
                        .toList());
        json.put("externalIds", copy.externalIds());
        json.put("readAt", copy.readAt());
        json.put("goneAt", copy.gone());
        return json;
    }

    static SequencedMap<String, @Nullable Object> difference(Difference difference) {
        return Json.object(
                "field", difference.field(),
                "values", difference.values(),
                "shown", difference.shown(),
                "decided", difference.decided());
    }
}
