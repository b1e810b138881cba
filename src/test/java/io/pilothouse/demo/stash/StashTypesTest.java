package io.pilothouse.demo.stash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// The simulator's types against the product's published schema. Skipped where the reference files are
/// not beside the project.
class StashTypesTest {

    private static final Path REFERENCE = Path.of("../shared/reference/stash-schema");
    private static final Pattern BLOCK =
            Pattern.compile("(?:^|\\n)(?:type|input) (\\w+)[^{\\n]*\\{(.*?)\\n}", Pattern.DOTALL);
    private static final Pattern FIELD = Pattern.compile("\\n  (\\w+)\\s*(?:\\(|:)");

    /// Names the simulator gives to types that only the shape of an answer shows.
    private static final Map<String, String> PUBLISHED = Map.ofEntries(
            Map.entry("FindScenes", "FindScenesResultType"),
            Map.entry("FindPerformers", "FindPerformersResultType"),
            Map.entry("FindStudios", "FindStudiosResultType"),
            Map.entry("FindTags", "FindTagsResultType"),
            Map.entry("FindGroups", "FindGroupsResultType"),
            Map.entry("FindGalleries", "FindGalleriesResultType"),
            Map.entry("FindImages", "FindImagesResultType"),
            Map.entry("FindMarkers", "FindSceneMarkersResultType"),
            Map.entry("SceneGroup", "SceneGroup"),
            Map.entry("Caption", "VideoCaption"),
            Map.entry("ConfigGeneral", "ConfigGeneralResult"),
            Map.entry("ConfigInterface", "ConfigInterfaceResult"),
            Map.entry("SystemStatus", "SystemStatus"));

    @Test
    void everyFieldIsOneTheServerPublishes() throws IOException {
        assumeTrue(Files.isDirectory(REFERENCE), "no reference files beside the project");
        var published = published();
        var types = new StashTypes(30);

        var problems = new ArrayList<String>();
        for (var type : types.names()) {
            if (type.startsWith("Introspect")) {
                continue;
            }
            var known = published.getOrDefault(PUBLISHED.getOrDefault(type, type), Set.of());
            for (var field : types.fieldNames(type)) {
                if (!field.startsWith("__") && !known.contains(field)) {
                    problems.add(type + "." + field);
                }
            }
        }
        assertThat(problems).isEmpty();
    }

    private static Map<String, Set<String>> published() throws IOException {
        var published = new HashMap<String, Set<String>>();
        List<Path> files;
        try (var walk = Files.walk(REFERENCE)) {
            files = walk.filter(file -> file.toString().endsWith(".graphql")).toList();
        }
        for (var file : files) {
            var blocks = BLOCK.matcher(Files.readString(file));
            while (blocks.find()) {
                var fields = FIELD.matcher(blocks.group(2));
                var names = published.computeIfAbsent(blocks.group(1), _ -> new HashSet<>());
                while (fields.find()) {
                    names.add(fields.group(1));
                }
            }
        }
        return published;
    }
}
