package io.pilothouse.ui.library;

import io.pilothouse.domain.instance.Instance;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.domain.library.EntityKey;
import io.pilothouse.domain.library.EntityType;
import io.pilothouse.domain.library.LibraryQuery;
import io.pilothouse.tasks.Subscription;
import io.pilothouse.ui.action.Action;
import io.pilothouse.ui.action.Availability;
import io.pilothouse.ui.action.FoundItem;
import io.pilothouse.ui.common.Views;
import io.pilothouse.ui.common.Wanted;
import io.pilothouse.ui.shell.Feature;
import io.pilothouse.ui.shell.InstancePage;
import io.pilothouse.ui.shell.Location;
import io.pilothouse.ui.shell.PageView;
import io.pilothouse.ui.shell.ProgramPage;
import io.pilothouse.ui.shell.Scope;
import io.pilothouse.ui.shell.WindowContext;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.value.ObservableValue;
import javafx.scene.Parent;
import org.kordamp.ikonli.octicons.Octicons;

/// The library in a window. Thumbnails are blurred until a person shows them in this window.
public final class LibraryFeature implements Feature {

    @Override
    public void register(WindowContext window) {
        var blurred = new SimpleBooleanProperty(true);
        var wanted = new Wanted<EntityKey>();
        window.pages()
                .add(new ProgramPage(
                        "library", Octicons.VIDEO_16, () -> new Page(window, Optional.empty(), blurred, wanted)));
        window.pages()
                .add(new InstancePage(
                        "library",
                        100,
                        kind -> kind.value().equals("stash"),
                        id -> new Page(window, Optional.of(id), blurred, wanted)));
        window.actions().add((words, limit) -> found(window, wanted, words, limit));
        window.actions()
                .add(Action.ofWindow("library.open", _ -> window.navigation().go(new Location.Program("library")))
                        .withIcon(Octicons.VIDEO_16)
                        .withKey("Shortcut+Shift+L"));
        window.actions()
                .add(Action.ofWindow("library.blur", _ -> blurred.set(!blurred.get()))
                        .withIcon(Octicons.EYE_16)
                        .withKey("Shortcut+Shift+B")
                        .availableWhen(
                                _ -> window.navigation().location().get().page().equals("library")
                                        ? Availability.YES
                                        : new Availability.Absent()));
    }

    /// What is stored of all servers; nobody is asked.
    private static List<FoundItem> found(WindowContext window, Wanted<EntityKey> wanted, String words, int limit) {
        var library = window.services().library();
        var found = new ArrayList<FoundItem>();
        for (var type : List.of(EntityType.SCENE, EntityType.PERFORMER, EntityType.STUDIO, EntityType.TAG)) {
            if (found.size() < limit) {
                var query = LibraryQuery.all(type, library.shown(List.of()))
                        .with(words)
                        .everyCopy(true)
                        .limit(limit - found.size());
                for (var row : library.page(query)) {
                    library.server(row.key().instance())
                            .ifPresent(server -> found.add(new FoundItem(
                                    server.id(), row.title(), row.under().isEmpty() ? row.date() : row.under(), () -> {
                                        wanted.ask(server.id(), row.key());
                                        window.navigation().goTo(server.id(), "library");
                                    })));
                }
            }
        }
        return found;
    }

    private static final class Page implements PageView {
        private final LibraryViewModel model;
        private final LibraryController controller;
        private final Optional<Scope> scope;
        private final Parent root;
        private final Optional<InstanceId> only;
        private final Wanted<EntityKey> wanted;
        private Subscription awaiting = () -> {};

        Page(WindowContext window, Optional<InstanceId> only, BooleanProperty blurred, Wanted<EntityKey> wanted) {
            this.only = only;
            this.wanted = wanted;
            model = new LibraryViewModel(window.services(), only);
            scope = only.isPresent()
                    ? Optional.empty()
                    : Optional.of(new Scope(
                            window,
                            "library",
                            one -> one.enabled() && one.kind().value().equals("stash"),
                            "scope.stash"));
            scope.ifPresent(chosen -> chosen.view()
                    .subscribe(view -> model.leave(view.all().stream()
                            .filter(one -> !view.chosen().contains(one))
                            .map(Instance::id)
                            .collect(Collectors.toSet()))));
            controller = new LibraryController(model, window, blurred, scope);
            root = Views.load(controller, window.texts());
        }

        @Override
        public Parent root() {
            return root;
        }

        @Override
        public void shown() {
            model.watch();
            awaiting = wanted.await(this::showWanted);
            showWanted();
        }

        /// Opens the thing that was asked for elsewhere in the window.
        private void showWanted() {
            only.flatMap(wanted::of).ifPresent(thing -> {
                wanted.taken();
                model.open(thing);
            });
        }

        @Override
        public void hidden() {
            awaiting.close();
            model.rest();
        }

        @Override
        public void close() {
            model.rest();
            controller.close();
            scope.ifPresent(Scope::close);
        }

        @Override
        public Optional<Scope> scope() {
            return scope;
        }

        @Override
        public ObservableValue<Optional<Instant>> toldAt() {
            return model.view().map(LibraryViewModel.View::toldAt);
        }

        @Override
        public boolean focusFilter() {
            return controller.focusFilter();
        }
    }
}
