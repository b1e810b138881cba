package io.pilothouse.demo.qbittorrent;

import io.pilothouse.demo.service.Json;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The categories of one server, and which of them came, changed or went at which revision of its state.
final class Categories {

    private final Map<String, Category> all = new TreeMap<>();
    private final Map<String, Long> removed = new LinkedHashMap<>();

    /// @param downloadPath null where nothing is said, false for none, else a folder
    /// @param bornAt       0 for those from before the start
    private record Category(
            String savePath, @Nullable Object downloadPath, long bornAt, long savedAt, long downloadAt) {}

    boolean has(String name) {
        return all.containsKey(name);
    }

    /// @return empty where it has none of its own, and where there is no such category
    String savePath(String name) {
        var category = all.get(name);
        return category == null ? "" : category.savePath;
    }

    @Nullable
    Object downloadPath(String name) {
        var category = all.get(name);
        return category == null ? null : category.downloadPath;
    }

    void add(String name, String savePath, @Nullable Object downloadPath, long revision) {
        all.put(name, new Category(savePath, downloadPath, revision, revision, revision));
        removed.remove(name);
    }

    void edit(String name, String savePath, @Nullable Object downloadPath, long revision) {
        var was = all.get(name);
        if (was != null) {
            boolean otherDownload = !java.util.Objects.equals(was.downloadPath, downloadPath);
            all.put(
                    name,
                    new Category(
                            savePath,
                            downloadPath,
                            was.bornAt,
                            was.savePath.equals(savePath) ? was.savedAt : revision,
                            otherDownload ? revision : was.downloadAt));
        }
    }

    /// @param children whether those below it go, too
    /// @return those that went
    List<String> remove(String name, boolean children, long revision) {
        var gone = all.keySet().stream()
                .filter(it -> it.equals(name) || (children && it.startsWith(name + "/")))
                .toList();
        gone.forEach(it -> {
            all.remove(it);
            removed.put(it, revision);
        });
        return gone;
    }

    Map<String, @Nullable Object> full() {
        return since(-1);
    }

    /// New ones whole, of the others the fields that changed; one that vanished is not told.
    Map<String, @Nullable Object> since(long known) {
        var changed = new LinkedHashMap<String, @Nullable Object>();
        all.forEach((name, it) -> {
            boolean born = it.bornAt > known;
            var fields = new LinkedHashMap<String, @Nullable Object>();
            if (born) {
                fields.putAll(Json.object("name", name));
            }
            if (born || it.savedAt > known) {
                fields.put("savePath", it.savePath);
            }
            if (it.downloadPath != null && (born || it.downloadAt > known)) {
                fields.put("download_path", it.downloadPath);
            }
            if (!fields.isEmpty()) {
                changed.put(name, fields);
            }
        });
        return changed;
    }

    List<String> removedSince(long known) {
        return removed.keySet().stream()
                .filter(name -> removed.get(name) > known)
                .toList();
    }
}
