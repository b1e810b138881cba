package io.pilothouse.demo.qbittorrent;

import io.pilothouse.demo.service.Reply;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What is done to categories, and to the torrents in them that the server manages itself, with its own ways of
/// misunderstanding (contract section 5.8).
final class CategoryActs {

    private final Profile profile;
    private final Map<String, @Nullable Object> preferences;

    /// @param preferences as they were changed
    CategoryActs(Profile profile, Map<String, @Nullable Object> preferences) {
        this.profile = profile;
        this.preferences = preferences;
    }

    /// @return empty for an endpoint that is not known
    Optional<Reply> act(String endpoint, Map<String, String> form, TorrentList list) {
        return switch (endpoint) {
            case "torrents/setCategory" -> Optional.of(set(form, list));
            case "torrents/createCategory" -> Optional.of(create(form, list));
            case "torrents/editCategory" -> Optional.of(edit(form, list));
            case "torrents/removeCategories" -> Optional.of(remove(form, list));
            case "torrents/setAutoManagement" -> Optional.of(automatic(form, list));
            default -> Optional.empty();
        };
    }

    private static Reply set(Map<String, String> form, TorrentList list) {
        var category = form.getOrDefault("category", "");
        if (!category.isEmpty() && !list.categories().has(category)) {
            return Reply.text(409, "Incorrect category name");
        }
        return TorrentActs.each(form, list, torrent -> {
            torrent.category(category, list.change());
            list.follow(torrent);
        });
    }

    private static Reply create(Map<String, String> form, TorrentList list) {
        var name = form.getOrDefault("category", "");
        if (name.isEmpty()) {
            return Reply.text(400, "Category cannot be empty");
        }
        if (list.categories().has(name)
                || name.startsWith("/")
                || name.endsWith("/")
                || name.contains("//")
                || name.contains("\\")) {
            return Reply.text(409, "Unable to create category");
        }
        list.categories().add(name, form.getOrDefault("savePath", ""), downloadPath(form), list.change());
        return done();
    }

    /// Whoever does not say the download path takes it away. What becomes of torrents that are managed
    /// automatically, a preference and the version decide.
    private Reply edit(Map<String, String> form, TorrentList list) {
        var name = form.getOrDefault("category", "");
        if (name.isEmpty() || !form.containsKey("savePath")) {
            return Reply.text(400, "Bad Request");
        }
        if (!list.categories().has(name)) {
            return profile.atLeast(5, 2) ? Reply.text(404, "Not Found") : refusedEdit();
        }
        var path = form.getOrDefault("savePath", "");
        var download = downloadPath(form);
        boolean same = list.categories().savePath(name).equals(path)
                && java.util.Objects.equals(list.categories().downloadPath(name), download);
        if (same) {
            return profile.atLeast(5, 2) ? done() : refusedEdit();
        }
        list.categories().edit(name, path, download, list.change());
        boolean stays = Boolean.TRUE.equals(preferences.get("category_changed_tmm_enabled"));
        for (var torrent : List.copyOf(list.all())) {
            if (torrent.automatic() && torrent.category().equals(name)) {
                if (stays || !profile.atLeast(4, 6)) {
                    list.follow(torrent);
                }
                torrent.automatic(stays, list.change());
            }
        }
        return done();
    }

    private static Reply refusedEdit() {
        return Reply.text(409, "Unable to edit category");
    }

    private Reply remove(Map<String, String> form, TorrentList list) {
        if (!form.containsKey("categories")) {
            return Reply.text(400, "Bad Request");
        }
        for (var name : form.getOrDefault("categories", "").split("\n")) {
            var gone = list.categories().remove(name, profile.atLeast(5, 2), list.change());
            for (var torrent : List.copyOf(list.all())) {
                if (gone.contains(torrent.category())) {
                    torrent.category("", list.change());
                    list.follow(torrent);
                }
            }
        }
        return done();
    }

    /// Moves data at once.
    private static Reply automatic(Map<String, String> form, TorrentList list) {
        if (!form.containsKey("enable")) {
            return Reply.text(400, "Bad Request");
        }
        boolean on = "true".equalsIgnoreCase(form.get("enable"));
        return TorrentActs.each(form, list, torrent -> {
            torrent.automatic(on, list.change());
            list.follow(torrent);
        });
    }

    /// @return null where nothing is said, false for none, else a folder
    private static @Nullable Object downloadPath(Map<String, String> form) {
        var enabled = form.get("downloadPathEnabled");
        if (enabled == null) {
            return null;
        }
        return "true".equalsIgnoreCase(enabled) ? form.getOrDefault("downloadPath", "") : Boolean.FALSE;
    }

    private static Reply done() {
        return Reply.text(200, "");
    }
}
