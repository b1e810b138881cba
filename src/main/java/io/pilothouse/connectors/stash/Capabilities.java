package io.pilothouse.connectors.stash;

import com.fasterxml.jackson.databind.JsonNode;
import io.pilothouse.connectors.stash.Document.Field;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Which fields a server knows: decides what is asked, never the version.
///
/// @param fields by type; a type that was asked for and does not exist has none
record Capabilities(Map<String, Set<String>> fields) {

    static final String QUERY = "Query";
    static final String MUTATION = "Mutation";
    private static final String MARKER_ARGUMENTS = "findSceneMarkers()";

    private static final Map<String, String> OBJECTS = Map.ofEntries(
            Map.entry("scene", "Scene"),
            Map.entry("performer", "Performer"),
            Map.entry("studio", "Studio"),
            Map.entry("tag", "Tag"),
            Map.entry("gallery", "Gallery"),
            Map.entry("image", "Image"),
            Map.entry("group", "Group"),
            Map.entry("marker", "SceneMarker"),
            Map.entry("imageFile", "ImageFile"),
            Map.entry("stats", "StatsResultType"),
            Map.entry("job", "Job"),
            Map.entry("stashId", "StashID"));
    private static final Map<String, String> INPUTS = Map.of(
            "sceneFilter", "SceneFilterType",
            "imageFilter", "ImageFilterType",
            "galleryFilter", "GalleryFilterType",
            "tagFilter", "TagFilterType");

    /// Asks for every type whose fields differ between releases.
    static final Document DOCUMENT = document();

    private static Document document() {
        var name = Field.value("name");
        var all = "(includeDeprecated: true)";
        var asked = new java.util.ArrayList<Field>();
        asked.add(type(
                "q",
                QUERY,
                Field.object("fields", "", name, Field.object("args", "", name)).with(all)));
        asked.add(type("m", MUTATION, Field.object("fields", "", name).with(all)));
        new java.util.TreeMap<>(OBJECTS)
                .forEach((alias, type) -> asked.add(
                        type(alias, type, Field.object("fields", "", name).with(all))));
        new java.util.TreeMap<>(INPUTS)
                .forEach((alias, type) -> asked.add(type(alias, type, Field.object("inputFields", "", name))));
        return new Document("query", "Capabilities", List.copyOf(asked));
    }

    private static Field type(String alias, String type, Field fields) {
        return Field.object("__type", "", fields)
                .with("(name: \"" + type + "\")")
                .as(alias);
    }

    Capabilities {
        fields = Map.copyOf(fields);
    }

    /// Reads the `data` of the answer.
    static Capabilities read(JsonNode data) {
        var fields = new HashMap<String, Set<String>>();
        fields.put(QUERY, names(data.path("q").path("fields")));
        for (var field : data.path("q").path("fields")) { // the one question whose arguments differ
            if (field.path("name").asText().equals("findSceneMarkers")) {
                fields.put(MARKER_ARGUMENTS, names(field.path("args")));
            }
        }
        fields.put(MUTATION, names(data.path("m").path("fields")));
        OBJECTS.forEach((alias, type) -> fields.put(type, names(data.path(alias).path("fields"))));
        INPUTS.forEach((alias, type) -> fields.put(type, names(data.path(alias).path("inputFields"))));
        return new Capabilities(fields);
    }

    private static Set<String> names(JsonNode list) {
        var names = new HashSet<String>();
        list.forEach(entry -> names.add(entry.path("name").asText()));
        return Set.copyOf(names);
    }

    /// @return whether a field may be asked for: types that were not looked at are the same everywhere
    boolean mayHave(String type, String field) {
        return field.startsWith("__")
                || !fields.containsKey(type)
                || fields.get(type).contains(field);
    }

    /// @return whether the server has it: for fields that are newer than the schema known here
    boolean has(String type, String field) {
        return fields.getOrDefault(type, Set.of()).contains(field);
    }

    /// @return whether markers can be asked for by id: since release 0.28
    boolean findsMarkersById() {
        return has(MARKER_ARGUMENTS, "ids");
    }

    /// @return whether the library can be read: before release 0.27 groups were something else
    boolean hasLibrary() {
        return mayHave(QUERY, "findGroups");
    }
}
