package io.pilothouse.connectors.stash;

import io.pilothouse.connectors.stash.Document.Field;
import io.pilothouse.domain.library.EntityType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/// The documents by which a library is read and changed, in their full form (contract sections 4, 5, 9,
/// 10). Left out on purpose are counts per row and server-built addresses.
final class LibraryDocuments {

    /// How things of one type are asked for.
    ///
    /// @param type   its name in the schema
    /// @param find   root field that lists
    /// @param single root field that finds one; empty for none
    /// @param list   field of the answer that holds the rows
    /// @param filter name of the filter argument
    /// @param counts whether the answer is asked for the number of all
    record Root(String type, String find, String single, String list, String filter, boolean counts) {

        String filterType() {
            return type + "FilterType";
        }
    }

    static final Map<EntityType, Root> ROOTS = new EnumMap<>(Map.of(
            EntityType.SCENE, new Root("Scene", "findScenes", "findScene", "scenes", "scene_filter", false),
            EntityType.IMAGE, new Root("Image", "findImages", "findImage", "images", "image_filter", false),
            EntityType.GALLERY,
                    new Root("Gallery", "findGalleries", "findGallery", "galleries", "gallery_filter", true),
            EntityType.PERFORMER,
                    new Root("Performer", "findPerformers", "findPerformer", "performers", "performer_filter", true),
            EntityType.STUDIO, new Root("Studio", "findStudios", "findStudio", "studios", "studio_filter", true),
            EntityType.TAG, new Root("Tag", "findTags", "findTag", "tags", "tag_filter", true),
            EntityType.GROUP, new Root("Group", "findGroups", "findGroup", "groups", "group_filter", true),
            EntityType.MARKER,
                    new Root("SceneMarker", "findSceneMarkers", "", "scene_markers", "scene_marker_filter", true)));

    private static final String STASH_IDS = " stash_ids:StashID { endpoint stash_id updated_at } ";

    private static final Map<EntityType, String> SHAPES = new EnumMap<>(Map.of(
            EntityType.SCENE,
            """
            id title code details director urls date rating100 organized interactive interactive_speed
            o_counter play_count play_duration resume_time last_played_at created_at updated_at
            files { id path size mod_time updated_at format width height duration video_codec audio_codec frame_rate
              bit_rate fingerprints { type value } }
            captions { language_code caption_type }
            studio { id } performers { id } tags { id } groups { group { id } scene_index } galleries { id }
            """ + STASH_IDS,
            EntityType.PERFORMER,
            """
            id name disambiguation alias_list gender birthdate death_date ethnicity country eye_color hair_color
            height_cm weight measurements fake_tits penis_length circumcised career_length tattoos piercings
            details urls favorite rating100 ignore_auto_tag created_at updated_at image_path tags { id } custom_fields
            """ + STASH_IDS,
            EntityType.STUDIO,
            """
            id name aliases details urls favorite rating100 ignore_auto_tag created_at updated_at image_path
            parent_studio { id } tags { id }
            """ + STASH_IDS,
            EntityType.TAG,
            """
            id name sort_name description aliases favorite ignore_auto_tag created_at updated_at image_path
            parents { id } children { id }
            """ + STASH_IDS,
            EntityType.GROUP,
            """
            id name aliases duration date rating100 director synopsis urls created_at updated_at
            front_image_path back_image_path studio { id } tags { id } containing_groups { group { id } description }
            """,
            EntityType.GALLERY,
            """
            id title code details photographer urls date rating100 organized created_at updated_at image_count
            folder { id path } files { id path size mod_time updated_at fingerprints { type value } }
            cover { id } studio { id } performers { id } tags { id } scenes { id }
            """,
            EntityType.IMAGE,
            """
            id title code details photographer urls date rating100 organized o_counter created_at updated_at
            visual_files { __typename
              ...ImageFile { id path size mod_time updated_at format width height fingerprints { type value } }
              ...VideoFile { id path size mod_time updated_at format width height duration frame_rate bit_rate
                video_codec fingerprints { type value } } }
            studio { id } performers { id } tags { id } galleries { id }
            """,
            EntityType.MARKER,
            "id title seconds end_seconds created_at updated_at scene { id } primary_tag { id } tags { id }"));

    /// Fields newer than the schema known here (release 0.31): asked for only where the server names them.
    private static final Map<EntityType, List<String>> EXTRAS = new EnumMap<>(Map.of(
            EntityType.SCENE, List.of("custom_fields"),
            EntityType.IMAGE, List.of("custom_fields"),
            EntityType.GALLERY, List.of("custom_fields"),
            EntityType.GROUP, List.of("custom_fields"),
            EntityType.TAG, List.of("custom_fields"),
            EntityType.STUDIO, List.of("custom_fields", "organized"),
            EntityType.PERFORMER, List.of("career_start", "career_end")));

    private static final String JOB = "id status description subTasks progress addTime startTime endTime error";
    private static final String ACTIVITY = "id o_counter play_count play_duration resume_time last_played_at";

    static final Document LOOK = new Document("query", "Look", look());

    private static List<Field> look() {
        var all = new ArrayList<>(Documents.PROBE.fields());
        all.addAll(Documents.STATS.fields());
        return List.copyOf(all);
    }

    private LibraryDocuments() {}

    /// What is asked of a whole thing; a server before 0.30 tells one address of a studio only.
    private static Field[] whole(EntityType type, Capabilities server) {
        var text = java.util.Objects.requireNonNull(SHAPES.get(type));
        if (type == EntityType.STUDIO && !server.mayHave("Studio", "urls")) {
            text = text.replace(" urls ", " url ");
        }
        var root = root(type);
        for (var extra : EXTRAS.getOrDefault(type, List.of())) {
            if (server.has(root.type, extra)) {
                text += " " + extra;
            }
        }
        return Shape.of(text);
    }

    static Root root(EntityType type) {
        return java.util.Objects.requireNonNull(ROOTS.get(type));
    }

    private static Field rows(Root root, Field... asked) {
        var rows = Field.object(root.list, root.type, asked);
        return root.counts
                ? Field.object(root.find, "", Field.value("count"), rows)
                : Field.object(root.find, "", rows);
    }

    static Document page(EntityType type, Capabilities server) {
        var root = root(type);
        return Document.query(name(type) + "Page", filtered(root, rows(root, whole(type, server))))
                .on(server);
    }

    static Document inventory(EntityType type) {
        var root = root(type);
        return Document.query(name(type) + "Inventory", filtered(root, rows(root, Shape.of("id updated_at"))));
    }

    private static Field filtered(Root root, Field field) {
        return field.with(
                "(filter: $filter, " + root.filter + ": $where)",
                "$filter: FindFilterType",
                "$where: " + root.filterType());
    }

    static Document byIds(EntityType type, Capabilities server) {
        var root = root(type);
        return Document.query(
                        name(type) + "ByIds",
                        Field.object(root.find, "", Field.object(root.list, root.type, whole(type, server)))
                                .with("(ids: $ids)", "$ids: [ID!]!"))
                .on(server);
    }

    /// Asks for single things: those that are gone are null, and the others come all the same.
    static Document exist(Map<EntityType, ? extends Collection<Long>> ids) {
        var fields = new ArrayList<Field>();
        ids.forEach((type, those) -> {
            var root = root(type);
            var content =
                    switch (type) {
                        case SCENE -> "id created_at files { fingerprints { type value } }";
                        case IMAGE ->
                            "id created_at visual_files { __typename ...ImageFile { fingerprints { type value } }"
                                    + " ...VideoFile { fingerprints { type value } } }";
                        case GALLERY -> "id created_at title";
                        default -> "id created_at name";
                    };
            for (var id : those) {
                fields.add(Field.object(root.single, "", Shape.of(content))
                        .with("(id: \"" + id + "\")")
                        .as(type.word() + id));
            }
        });
        return new Document("query", "Exist", List.copyOf(fields));
    }

    static Document changedSince() {
        var fields = Arrays.stream(EntityType.values())
                .map(type -> {
                    var root = root(type);
                    var variable = type.plural();
                    return Field.object(
                                    root.find,
                                    "",
                                    Field.value("count"),
                                    Field.object(root.list, "", Shape.of("id updated_at")))
                            .with(
                                    "(filter: {per_page: $n, sort: \"updated_at\", direction: DESC}, " + root.filter
                                            + ": {updated_at: {value: $" + variable + ", modifier: GREATER_THAN}})",
                                    "$n: Int!",
                                    "$" + variable + ": String!")
                            .as(variable);
                })
                .toArray(Field[]::new);
        return Document.query("ChangedSince", fields);
    }

    static final Document FILES_CHANGED = found(
            "FilesChangedSince",
            "findFiles",
            "count files { id updated_at }",
            "{per_page: $n, page: $page, sort: \"id\"}, file_filter: {updated_at: {value: $since, modifier:"
                    + " GREATER_THAN}}", // by id: a scan may give all of them one stamp
            "$n: Int!",
            "$page: Int!",
            "$since: String!");

    static final Document GALLERY_IMAGES = found(
            "GalleryImages",
            "findImages",
            "images { id }",
            "$filter, image_filter: {galleries: {value: $gallery, modifier: INCLUDES}}",
            "$filter: FindFilterType",
            "$gallery: [ID!]");

    static final Document WITHOUT_PHASH = found(
            "WithoutPhash",
            "findScenes",
            "scenes { id }",
            "$filter, scene_filter: {is_missing: \"phash\", id: {value: $after, modifier: GREATER_THAN}}",
            "$filter: FindFilterType",
            "$after: Int!");

    static final Document PLAYED_SINCE = found(
            "PlayedSince",
            "findScenes",
            "scenes { " + ACTIVITY + " }",
            "$filter, scene_filter: {last_played_at: {value: $since, modifier: GREATER_THAN}}",
            "$filter: FindFilterType",
            "$since: String!");

    static final Document SCENES_WITH_O = found(
            "ScenesWithO",
            "findScenes",
            "scenes { " + ACTIVITY + " }",
            "$filter, scene_filter: {o_counter: {value: 0, modifier: GREATER_THAN}}",
            "$filter: FindFilterType");

    static final Document IMAGES_WITH_O = found(
            "ImagesWithO",
            "findImages",
            "images { id o_counter }",
            "$filter, image_filter: {o_counter: {value: 0, modifier: GREATER_THAN}}",
            "$filter: FindFilterType");

    /// What one search finds.
    ///
    /// @param filter which page, and what is searched for
    private static Document found(String name, String search, String shape, String filter, String... variables) {
        return Document.query(
                name, Field.object(search, "", Shape.of(shape)).with("(filter: " + filter + ")", variables));
    }

    static final Document LATEST = Document.query(
            "Latest",
            Field.object("findScenes", "", Shape.of("scenes { " + ACTIVITY + " }"))
                    .with("(filter: {per_page: $n, sort: \"last_played_at\", direction: DESC})", "$n: Int!")
                    .as("played"),
            Field.object("findScenes", "", Shape.of("scenes { " + ACTIVITY + " }"))
                    .with("(filter: {per_page: $n, sort: \"last_o_at\", direction: DESC})", "$n: Int!")
                    .as("o"));

    static final Document HISTORY = Document.query(
            "SceneHistory",
            Field.object("findScene", "Scene", Shape.of("id play_history o_history"))
                    .with("(id: $id)", "$id: ID!"));

    static final Document JOB_QUEUE = Document.query("JobQueue", Field.object("jobQueue", "", Shape.of(JOB)));

    static final Document JOB_BY_ID = Document.query(
            "JobById", Field.object("findJob", "", Shape.of(JOB)).with("(input: {id: $id})", "$id: ID!"));

    static final Document STASH_BOXES = Document.query(
            "Boxes", Field.object("configuration", "", Shape.of("general { stashBoxes { name endpoint } }")));

    static Document update(EntityType type) {
        var root = root(type);
        var mutation = Character.toLowerCase(root.type.charAt(0)) + root.type.substring(1) + "Update";
        return new Document(
                "mutation",
                "Update" + root.type,
                List.of(Field.object(mutation, "", Shape.of("id updated_at"))
                        .with("(input: $input)", "$input: " + root.type + "UpdateInput!")));
    }

    static final Document UPDATE_SCENES = new Document(
            "mutation",
            "BulkUpdateScenes",
            List.of(Field.object("bulkSceneUpdate", "", Shape.of("id updated_at"))
                    .with("(input: $input)", "$input: BulkSceneUpdateInput!")));

    static Document history(String mutation) {
        return new Document(
                "mutation",
                "History",
                List.of(Field.object(mutation, "", Shape.of("count history"))
                        .with("(id: $id, times: $times)", "$id: ID!", "$times: [Timestamp!]")));
    }

    static final Document SAVE_ACTIVITY = new Document(
            "mutation",
            "SaveActivity",
            List.of(Field.value("sceneSaveActivity")
                    .with("(id: $id, resume_time: $resume)", "$id: ID!", "$resume: Float")));

    /// @return empty fields for a type that cannot be merged at all
    static Document merge(EntityType type) {
        var mutation =
                switch (type) {
                    case TAG -> "tagsMerge";
                    case SCENE -> "sceneMerge";
                    case PERFORMER -> "performerMerge";
                    default -> "";
                };
        var more = type == EntityType.SCENE ? ", play_history: true, o_history: true" : "";
        return new Document(
                "mutation",
                "Merge",
                mutation.isEmpty()
                        ? List.of()
                        : List.of(Field.object(mutation, "", Shape.of("id"))
                                .with(
                                        "(input: {source: $source, destination: $destination" + more + "})",
                                        "$source: [ID!]!",
                                        "$destination: ID!")));
    }

    /// @param input name of the input type; empty for a job without one
    static Document job(String mutation, String input) {
        var field = Field.value(mutation);
        return new Document(
                "mutation",
                "StartJob",
                List.of(input.isEmpty() ? field : field.with("(input: $input)", "$input: " + input + "!")));
    }

    static final Document STOP_JOB =
            new Document("mutation", "StopJob", List.of(Field.value("stopJob").with("(job_id: $id)", "$id: ID!")));

    /// What the server is asked to tell by itself (contract section 9); one document for each.
    static final List<Document> NEWS = List.of(
            new Document(
                    "subscription",
                    "Jobs",
                    List.of(Field.object("jobsSubscribe", "", Shape.of("type job { " + JOB + " }")))),
            new Document("subscription", "ScanComplete", List.of(Field.value("scanCompleteSubscribe"))));

    static final Document SAVED_FILTERS = Document.query(
            "SavedFilters",
            Field.object(
                    "findSavedFilters",
                    "",
                    Shape.of("id mode name object_filter find_filter { q sort direction per_page }")));

    private static String name(EntityType type) {
        return root(type).type + "s";
    }
}
