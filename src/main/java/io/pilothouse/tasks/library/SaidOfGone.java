package io.pilothouse.tasks.library;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.pilothouse.domain.instance.Instance;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.domain.library.EntityKey;
import io.pilothouse.domain.library.LibraryCopy;
import io.pilothouse.store.DataFolder;
import io.pilothouse.store.LibraryPersonalRepository;
import io.pilothouse.store.LibraryQueries;
import io.pilothouse.store.LibraryRepository;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;

/// Writes what a person said of the things of a server that is deleted for good into a file, before the things
/// are deleted and nobody can tell any more what the numbers stood for (contract for Stash, section 19).
final class SaidOfGone {

    private static final Logger LOG = System.getLogger(SaidOfGone.class.getName());
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    private final LibraryRepository store;
    private final LibraryQueries queries;
    private final LibraryPersonalRepository personal;
    private final IntFunction<Optional<Instance>> servers;
    private final Path folder;

    /// @param servers finds the instance of a number while it is there
    /// @param folder  where the files are kept; made when it is missing
    SaidOfGone(
            LibraryRepository store,
            LibraryQueries queries,
            LibraryPersonalRepository personal,
            IntFunction<Optional<Instance>> servers,
            Path folder) {
        this.store = store;
        this.queries = queries;
        this.personal = personal;
        this.servers = servers;
        this.folder = folder;
    }

    /// Writes nothing when nothing was said, and nothing a second time.
    void writeOut(int instance) {
        var id = store.removals().goneForGood(instance);
        if (id.isEmpty()) {
            return;
        }
        var file = folder.resolve("library-" + id.get() + ".json");
        var said = said(instance);
        if (said.values().stream().allMatch(List::isEmpty) || Files.exists(file)) {
            return;
        }
        try {
            DataFolder.createPrivateFolder(folder);
            var fresh = folder.resolve(file.getFileName() + ".part");
            Files.deleteIfExists(fresh);
            DataFolder.createPrivateFile(fresh);
            JSON.writeValue(fresh.toFile(), said);
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) { // it stays in the store all the same
            LOG.log(
                    Level.WARNING,
                    "what was said of things of " + id.get() + ", now deleted, could not be written out",
                    e);
        }
    }

    private Map<String, List<Map<String, Object>>> said(int instance) {
        var all = new LinkedHashMap<String, List<Map<String, Object>>>();
        all.put(
                "items",
                personal.opinions().stream()
                        .filter(it -> it.key().instance() == instance)
                        .map(it -> {
                            var item = named(it.key());
                            it.rating().ifPresent(rating -> item.put("rating", rating));
                            item.put("favourite", it.favourite());
                            item.put("hidden", it.hidden());
                            item.put("resumeMillis", it.resumeMillis());
                            item.put("note", it.note());
                            item.put("updatedAt", it.at().toString());
                            return item;
                        })
                        .toList());
        all.put(
                "watched",
                personal.events().stream()
                        .filter(it -> it.key().instance() == instance)
                        .map(it -> {
                            var item = named(it.key());
                            item.put("what", it.what());
                            item.put("at", it.at().toString());
                            item.put("seconds", it.seconds());
                            return item;
                        })
                        .toList());
        all.put(
                "rules",
                personal.rules(Integer.MAX_VALUE).stream()
                        .filter(it -> it.undoneAt().isEmpty())
                        .filter(it -> it.a().instance() == instance || it.b().instance() == instance)
                        .map(it -> {
                            var item = new LinkedHashMap<String, Object>();
                            item.put("a", text(it.a()));
                            item.put("b", text(it.b()));
                            item.put("verdict", it.same() ? "same" : "different");
                            item.put("madeAt", it.madeAt().toString());
                            return (Map<String, Object>) item;
                        })
                        .toList());
        return all;
    }

    private Map<String, Object> named(EntityKey key) {
        var item = new LinkedHashMap<String, Object>();
        item.put("key", text(key));
        var copy = queries.things().copy(key);
        item.put("title", copy.map(LibraryCopy::title).orElse(""));
        item.put(
                "path",
                copy.flatMap(it -> it.files().stream().findFirst())
                        .map(LibraryCopy.File::path)
                        .orElse(""));
        return item;
    }

    private String text(EntityKey key) {
        Optional<InstanceId> id = servers.apply(key.instance())
                .map(Instance::id)
                .or(() -> store.removals().goneForGood(key.instance()));
        return id.map(key::text).orElseGet(() -> key.type().word() + ":" + key.id());
    }
}
