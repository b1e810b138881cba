package io.pilothouse.connectors.stash;

import io.pilothouse.connectors.stash.Document.Field;
import java.util.ArrayList;
import java.util.List;

/// The documents of a health check in their full form (contract section 2 and 5.3).
final class Documents {

    static final Document PROBE = Document.query(
            "Probe",
            Field.object("version", "", Field.value("version"), Field.value("hash"), Field.value("build_time")),
            Field.object(
                    "systemStatus",
                    "",
                    Field.value("status"),
                    Field.value("databaseSchema"),
                    Field.value("appSchema"),
                    Field.value("os")));

    static final Document STATS = Document.query(
            "Stats",
            Field.object(
                    "stats",
                    "StatsResultType",
                    Field.value("scene_count"),
                    Field.value("scenes_size"),
                    Field.value("scenes_duration"),
                    Field.value("image_count"),
                    Field.value("images_size"),
                    Field.value("gallery_count"),
                    Field.value("performer_count"),
                    Field.value("studio_count"),
                    Field.value("group_count"),
                    Field.value("tag_count"),
                    Field.value("total_o_count"),
                    Field.value("total_play_duration"),
                    Field.value("total_play_count"),
                    Field.value("scenes_played")));

    /// The configuration also holds the key, the password and others' keys: nothing more than this is ever
    /// asked.
    static final Document CONFIG = Document.query(
            "Config",
            Field.object(
                    "configuration",
                    "",
                    Field.object(
                            "general",
                            "",
                            Field.object("stashes", "", Field.value("path")),
                            Field.value("databasePath"))));

    private static final Field[] SAMPLE = {
        Field.value("id"),
        Field.value("created_at"),
        Field.object("files", "", Field.object("fingerprints", "", Field.value("type"), Field.value("value")))
    };

    /// Some scenes by which this library is known again.
    static final Document FIRST_SCENES = Document.query(
            "FirstScenes",
            Field.object("findScenes", "", Field.object("scenes", "", SAMPLE))
                    .with("(filter: {page: 1, per_page: " + LibrarySamples.COUNT + ", sort: \"id\", direction: ASC})"));

    private Documents() {}

    /// Asks for scenes one by one: those that are gone are null, and the others come all the same.
    ///
    /// @param ids numbers
    static Document scenes(List<Long> ids) {
        var fields = new ArrayList<Field>();
        for (var id : ids) {
            fields.add(Field.object("findScene", "", SAMPLE)
                    .with("(id: \"" + id + "\")")
                    .as("s" + id));
        }
        return new Document("query", "SceneExists", List.copyOf(fields));
    }
}
