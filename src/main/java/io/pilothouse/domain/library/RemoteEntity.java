package io.pilothouse.domain.library;

import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;

/// One thing as its server tells it.
///
/// @param createdRaw the stamp as the server wrote it
/// @param updatedRaw the stamp as the server wrote it; compared as text, never as time
/// @param title      what people call it; empty when the server has no name for it
/// @param fields     further texts and numbers by name, empty ones left out
/// @param parent     the studio of a scene, image, gallery or group, the studio above a studio, the scene
///                   of a marker
/// @param picture    whether it has a picture of its own, as far as the server tells
public record RemoteEntity(
        EntityType type,
        long id,
        String createdRaw,
        String updatedRaw,
        String title,
        SortedMap<String, String> fields,
        Figures figures,
        OptionalLong parent,
        List<Link> links,
        List<MediaFile> files,
        List<ExternalId> externalIds,
        boolean picture) {

    public RemoteEntity {
        fields = Collections.unmodifiableSortedMap(new TreeMap<>(fields));
        links = List.copyOf(links);
        files = List.copyOf(files);
        externalIds = List.copyOf(externalIds);
    }

    /// What is counted and judged.
    ///
    /// @param rating 1 to 100, 0 for none
    /// @param o      the server's O counter
    public record Figures(
            int rating,
            boolean favourite,
            boolean organized,
            int o,
            int plays,
            double playSeconds,
            double resumeSeconds,
            Optional<Instant> lastPlayed) {

        public static final Figures NONE = new Figures(0, false, false, 0, 0, 0, 0, Optional.empty());
    }

    /// A link to another thing of the same server.
    ///
    /// @param backwards whether this thing is the one the relation ends at
    /// @param place     order among its like; 0 where there is none
    public record Link(Relation relation, long other, boolean backwards, int place, String note) {

        public static Link to(Relation relation, long other) {
            return new Link(relation, other, false, 0, "");
        }
    }

    /// @param duration seconds, 0 for a still picture
    /// @param oshash   empty when the server has none; the same for the others
    public record MediaFile(
            long id,
            String path,
            String updatedRaw,
            long size,
            int width,
            int height,
            double duration,
            long bitRate,
            String codec,
            String oshash,
            String md5,
            String phash) {

        /// @return the last part of the path
        public String baseName() {
            return path.substring(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
        }
    }

    /// The id of a thing in a public database.
    ///
    /// @param updatedRaw empty where the server does not tell
    public record ExternalId(String endpoint, String value, String updatedRaw) {

        /// @return the endpoint without regard to how it was typed
        public String normalEndpoint() {
            var text = endpoint.strip();
            int path = text.indexOf('/', Math.max(0, text.indexOf("://") + 3));
            var head = path < 0 ? text : text.substring(0, path);
            var tail = path < 0 ? "" : text.substring(path);
            while (tail.endsWith("/")) {
                tail = tail.substring(0, tail.length() - 1);
            }
            return head.toLowerCase(java.util.Locale.ROOT) + tail;
        }

        /// @return the id without regard to case and blanks
        public String normalValue() {
            return value.strip().toLowerCase(java.util.Locale.ROOT);
        }
    }

    /// @return what people read: the title, else the name of the first file, else the folder, else its number
    public String displayTitle() {
        if (!title.isBlank()) {
            return title;
        }
        if (!files.isEmpty() && !files.getFirst().baseName().isBlank()) {
            return files.getFirst().baseName();
        }
        var folder = fields.getOrDefault("folder", "");
        return folder.isBlank() ? "#" + id : folder;
    }

    public RemoteEntity withTitle(String other) {
        return new RemoteEntity(
                type, id, createdRaw, updatedRaw, other, fields, figures, parent, links, files, externalIds, picture);
    }
}
