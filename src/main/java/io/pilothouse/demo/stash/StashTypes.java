package io.pilothouse.demo.stash;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// The types a simulated Stash of one version has: what introspection tells and what a document may
/// ask for. Names from the contract's documents (sections 2, 4, 9) and its version table.
final class StashTypes {

    private static final Pattern FIELD =
            Pattern.compile("(?<name>\\w+)(\\((?<arguments>[\\w ]*)\\))?(:(?<type>\\w+))?(@(?<since>\\d+))?");

    /// `Type: field field(argument argument):Type@since ...`; a field without type is a scalar; the
    /// number is the minor version it came with.
    private static final String TYPES = """
            Query: version:Version systemStatus:SystemStatus stats:StatsResultType configuration:ConfigResult \
             jobQueue:Job findJob(input):Job findSavedFilters(mode):SavedFilter logs:LogEntry sceneStreams(id):SceneStreamEndpoint \
             findDuplicateScenes(distance duration_diff):Scene \
             findFiles(filter file_filter ids):FindFilesResultType@29 \
             findScene(id):Scene findPerformer(id):Performer findStudio(id):Studio findTag(id):Tag \
             findGroup(id):Group@27 findGallery(id):Gallery findImage(id):Image \
             findScenes(filter scene_filter ids):FindScenes findPerformers(filter performer_filter ids):FindPerformers \
             findStudios(filter studio_filter ids):FindStudios findTags(filter tag_filter ids):FindTags \
             findGroups(filter group_filter ids):FindGroups@27 findGalleries(filter gallery_filter ids):FindGalleries \
             findImages(filter image_filter ids):FindImages \
             findSceneMarkers(filter scene_marker_filter ids):FindMarkers __type(name):Introspected
            Mutation: sceneUpdate(input):Scene bulkSceneUpdate(input):Scene sceneSaveActivity(id resume_time playDuration) \
             sceneAddPlay(id times):HistoryMutationResult sceneDeletePlay(id times):HistoryMutationResult \
             sceneAddO(id times):HistoryMutationResult sceneDeleteO(id times):HistoryMutationResult \
             performerUpdate(input):Performer studioUpdate(input):Studio tagUpdate(input):Tag galleryUpdate(input):Gallery \
             imageUpdate(input):Image groupUpdate(input):Group sceneMarkerUpdate(input):SceneMarker \
             imageIncrementO(id) imageDecrementO(id) \
             metadataScan(input) metadataGenerate(input) metadataAutoTag(input) metadataIdentify(input) \
             metadataClean(input) optimiseDatabase backupDatabase(input) stopJob(job_id) stopAllJobs \
             tagsMerge(input):Tag sceneMerge(input):Scene performerMerge(input):Performer@31
            SavedFilter: id mode name object_filter find_filter:SavedFindFilterType
            SavedFindFilterType: q sort direction per_page
            HistoryMutationResult: count history
            LogEntry: time level message
            SceneStreamEndpoint: url mime_type label
            FindFilesResultType: count files:BasicFile
            BasicFile: id updated_at
            Introspected: name fields(includeDeprecated):IntrospectedField inputFields:IntrospectedField
            IntrospectedField: name args:IntrospectedField
            Version: version hash build_time
            SystemStatus: status databaseSchema appSchema databasePath os
            StatsResultType: scene_count scenes_size scenes_duration image_count images_size gallery_count \
             performer_count studio_count group_count tag_count total_o_count total_play_duration total_play_count \
             scenes_played
            ConfigResult: general:ConfigGeneral interface:ConfigInterface
            ConfigGeneral: stashes:StashConfig databasePath backupDirectoryPath generatedPath apiKey username password \
             parallelTasks videoFileNamingAlgorithm stashBoxes:StashBox
            StashConfig: path excludeVideo excludeImage
            StashBox: name endpoint
            ConfigInterface: language
            Job: id status description subTasks progress addTime startTime endTime error
            FindScenes: count scenes:Scene
            FindPerformers: count performers:Performer
            FindStudios: count studios:Studio
            FindTags: count tags:Tag
            FindGroups: count groups:Group
            FindGalleries: count galleries:Gallery
            FindImages: count images:Image
            FindMarkers: count scene_markers:SceneMarker
            Scene: id title code details director urls date rating100 organized interactive interactive_speed o_counter \
             play_count play_duration resume_time last_played_at created_at updated_at files:VideoFile captions:Caption \
             studio:Studio performers:Performer tags:Tag groups:SceneGroup galleries:Gallery stash_ids:StashID \
             play_history o_history sceneStreams:SceneStreamEndpoint scene_markers:SceneMarker custom_fields@31
            SceneGroup: group:Group scene_index
            Caption: language_code caption_type
            VideoFile: id path size mod_time updated_at format width height duration video_codec audio_codec frame_rate \
             bit_rate fingerprints:Fingerprint
            ImageFile: id path size mod_time updated_at format@29 width height fingerprints:Fingerprint
            GalleryFile: id path size mod_time updated_at fingerprints:Fingerprint
            Fingerprint: type value
            Folder: id path
            StashID: endpoint stash_id updated_at@28
            Performer: id name disambiguation alias_list gender birthdate death_date ethnicity country eye_color \
             hair_color height_cm weight measurements fake_tits penis_length circumcised career_length tattoos piercings \
             details urls favorite rating100 ignore_auto_tag created_at updated_at image_path tags:Tag stash_ids:StashID \
             custom_fields@28 career_start@31 career_end@31
            Studio: id name aliases details url urls@30 favorite rating100 ignore_auto_tag created_at updated_at image_path \
             parent_studio:Studio tags:Tag stash_ids:StashID organized@31 custom_fields@31
            Tag: id name sort_name@28 description aliases favorite ignore_auto_tag created_at updated_at image_path \
             parents:Tag children:Tag stash_ids:StashID@30 custom_fields@31
            Group: id name aliases duration date rating100 director synopsis urls created_at updated_at front_image_path \
             back_image_path studio:Studio tags:Tag containing_groups:GroupDescription custom_fields@31
            GroupDescription: group:Group description
            Gallery: id title code details photographer urls date rating100 organized created_at updated_at image_count \
             folder:Folder files:GalleryFile cover:Image studio:Studio performers:Performer tags:Tag scenes:Scene custom_fields@31
            Image: id title code details photographer urls date rating100 organized o_counter created_at updated_at \
             visual_files:VisualFile studio:Studio performers:Performer tags:Tag galleries:Gallery custom_fields@31
            SceneMarker: id title seconds end_seconds@28 created_at updated_at scene:Scene primary_tag:Tag tags:Tag
            """;

    private static final Map<String, List<String>> INPUTS = Map.of(
            "SceneFilterType",
                    List.of(
                            "id",
                            "updated_at",
                            "created_at",
                            "last_played_at",
                            "is_missing",
                            "tags",
                            "performers",
                            "studios"),
            "ImageFilterType", List.of("id", "updated_at", "created_at", "galleries", "tags", "o_counter"),
            "GalleryFilterType", List.of("id", "updated_at", "created_at"),
            "TagFilterType", List.of("updated_at", "created_at"));

    private final Map<String, Map<String, Field>> types = new LinkedHashMap<>();

    /// @param type what its selections are checked against; empty for a scalar
    record Field(String name, List<String> arguments, String type) {}

    /// @param minor the server's minor version, 30 for v0.30.1
    StashTypes(int minor) {
        for (var line : TYPES.split("\n")) {
            var colon = line.indexOf(':');
            var fields = new LinkedHashMap<String, Field>();
            var matcher = FIELD.matcher(line.substring(colon + 1));
            while (matcher.find()) {
                if (matcher.group("since") != null && Integer.parseInt(matcher.group("since")) > minor) {
                    continue;
                }
                var arguments = matcher.group("arguments");
                if (matcher.group("name").equals("findSceneMarkers") && minor < 28) {
                    arguments = "filter scene_marker_filter";
                }
                var type = matcher.group("type");
                fields.put(
                        matcher.group("name"),
                        new Field(
                                matcher.group("name"),
                                arguments == null ? List.of() : List.of(arguments.split(" ")),
                                type == null ? "" : type));
            }
            types.put(line.substring(0, colon), fields);
        }
    }

    Set<String> names() {
        return Set.copyOf(types.keySet());
    }

    Set<String> fieldNames(String type) {
        return Set.copyOf(types.getOrDefault(type, Map.of()).keySet());
    }

    Optional<Field> field(String type, String name) {
        return Optional.ofNullable(types.getOrDefault(type, Map.of()).get(name));
    }

    /// Whether the type may stand for several: then only inline fragments and `__typename` are asked.
    static boolean isUnion(String type) {
        return type.equals("VisualFile");
    }

    /// What `__type` answers; empty for a type that does not exist.
    Optional<Map<String, Object>> introspect(String name) {
        if (INPUTS.containsKey(name)) {
            return Optional.of(Map.of(
                    "name",
                    name,
                    "inputFields",
                    INPUTS.get(name).stream()
                            .map(field -> Map.of("name", field))
                            .toList()));
        }
        return Optional.ofNullable(types.get(name))
                .map(fields -> Map.of(
                        "name",
                        name,
                        "fields",
                        fields.values().stream()
                                .filter(field -> !field.name().startsWith("__"))
                                .map(field -> Map.of(
                                        "name",
                                        field.name(),
                                        "args",
                                        field.arguments().stream()
                                                .map(argument -> Map.of("name", argument))
                                                .toList()))
                                .toList()));
    }
}
