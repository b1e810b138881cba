package io.pilothouse.ui.library;

import io.pilothouse.domain.library.EntityKey;
import io.pilothouse.domain.library.LibraryRow;
import io.pilothouse.domain.task.Origin;
import io.pilothouse.domain.task.Outcome;
import io.pilothouse.tasks.TaskHandle;
import io.pilothouse.tasks.TaskRequest;
import io.pilothouse.ui.common.UiServices;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/// Small pictures for what is visible: decoded in the background, a bounded number kept. What scrolled
/// away is not waited for. FX thread only.
final class Thumbnails {

    private static final int KEPT = 400;

    private final UiServices services;
    private final LinkedHashMap<String, Picture> kept = new LinkedHashMap<>(64, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Picture> eldest) {
            return size() > KEPT;
        }
    };
    private final Map<Object, TaskHandle<Optional<Picture>>> waiting = new HashMap<>();

    Thumbnails(UiServices services) {
        this.services = services;
    }

    private static String name(EntityKey key, long stamp) {
        return key.instance() + " " + key.type() + " " + key.id() + " " + stamp;
    }

    /// Gets a picture, at once where it is kept.
    ///
    /// @param owner what shows it; a further request of the same owner ends the one before
    /// @param shown gets nothing where there is no picture
    void get(Object owner, LibraryRow row, Consumer<Optional<Picture>> shown) {
        get(owner, row, row.copies(), shown);
    }

    /// The same with the copies told: where the server of one is silent or has no picture, the next one's
    /// is shown.
    void get(Object owner, LibraryRow row, List<EntityKey> copies, Consumer<Optional<Picture>> shown) {
        forget(owner);
        var name = name(row.key(), row.pictureStamp());
        var have = kept.get(name);
        if (have != null) {
            shown.accept(Optional.of(have));
            return;
        }
        if (!row.picture()) {
            shown.accept(Optional.empty());
            return;
        }
        var server = services.library().server(row.key().instance());
        var handle = services.tasks()
                .<Optional<Picture>>start(
                        new TaskRequest(
                                "read",
                                "read a picture",
                                server.map(it -> List.of(it.id())).orElse(List.of()),
                                Origin.WINDOW,
                                true),
                        _ -> first(copies, row.pictureStamp()));
        waiting.put(owner, handle);
        handle.whenEnded(services.fx(), outcome -> {
            if (outcome instanceof Outcome.Succeeded<Optional<Picture>>(Optional<Picture> picture)) {
                picture.ifPresent(it -> kept.put(name, it)); // a silent server may answer next time
                if (waiting.get(owner) == handle) {
                    waiting.remove(owner);
                    shown.accept(picture);
                }
            }
        });
    }

    private Optional<Picture> first(List<EntityKey> copies, long stamp) throws InterruptedException {
        for (var copy : copies) {
            var picture = services.library().picture(copy, stamp).flatMap(Picture::of);
            if (picture.isPresent()) {
                return picture;
            }
        }
        return Optional.empty();
    }

    void forget(Object owner) {
        var before = waiting.remove(owner);
        if (before != null) {
            before.cancel();
        }
    }

    void close() {
        List.copyOf(waiting.values()).forEach(TaskHandle::cancel);
        waiting.clear();
        kept.clear();
    }
}
