package io.pilothouse.ui.shell;

import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.ui.active.KeepAlive;
import io.pilothouse.ui.common.StatePane;
import io.pilothouse.ui.common.Texts;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.scene.Node;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.StackPane;
import javafx.util.Subscription;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.octicons.Octicons;

/// Puts the page of the window's place into the window, and keeps the last ones alive behind it. A page
/// was made for its instance and stays with it: coming back shows what was left. A page that needs more
/// room than a small window has can be scrolled as a whole. FX thread only.
final class Content {

    /// The scope of the page in the window, as it is now.
    record Scoped(Scope scope, Scope.View view) {}

    private final Pages pages;
    private final Texts texts;
    private final StackPane place = new StackPane();
    private final KeepAlive<Location, Framed> kept;
    private final ReadOnlyStringWrapper subtitle = new ReadOnlyStringWrapper("");
    private final ReadOnlyObjectWrapper<Optional<Scoped>> scope = new ReadOnlyObjectWrapper<>(Optional.empty());
    private final ReadOnlyObjectWrapper<Optional<Instant>> toldAt = new ReadOnlyObjectWrapper<>(Optional.empty());
    private final ReadOnlyObjectWrapper<Set<InstanceId>> unsaved = new ReadOnlyObjectWrapper<>(Set.of());
    private Subscription following = Subscription.EMPTY;
    private @Nullable PageView shown;

    /// A page, and what lets all of it be reached where the window is smaller than it needs.
    private record Framed(PageView page, ScrollPane frame) {
        Framed(PageView page) {
            this(page, new ScrollPane(page.root()));
            frame.getStyleClass().addAll("edge-to-edge", "page-frame");
            frame.setFitToWidth(true);
            frame.setFitToHeight(true);
            frame.setMinSize(0, 0);
            frame.setFocusTraversable(false);
        }
    }

    /// @param views how many pages are kept, as it holds now
    Content(Pages pages, Navigation navigation, Texts texts, IntSupplier views) {
        this.pages = pages;
        this.texts = texts;
        kept = new KeepAlive<>(views, framed -> framed.page.halfTyped(), framed -> framed.page.close());
        place.setMinHeight(0);
        navigation.location().subscribe(location -> {
            show(location);
            findUnsaved(location);
        });
    }

    Node node() {
        return place;
    }

    /// The second line of a page of the program.
    ReadOnlyStringProperty subtitle() {
        return subtitle.getReadOnlyProperty();
    }

    /// See [PageView#toldAt].
    ReadOnlyObjectProperty<Optional<Instant>> toldAt() {
        return toldAt.getReadOnlyProperty();
    }

    /// The scope of the page, if it has one; tells also when other instances are in it.
    ReadOnlyObjectProperty<Optional<Scoped>> scope() {
        return scope.getReadOnlyProperty();
    }

    private void follow(Optional<Scope> next) {
        following.unsubscribe();
        if (next.isEmpty()) {
            scope.set(Optional.empty());
        }
        following = next.map(one -> one.view().subscribe(view -> scope.set(Optional.of(new Scoped(one, view)))))
                .orElse(Subscription.EMPTY);
    }

    Optional<PageView> current() {
        return Optional.ofNullable(shown);
    }

    /// @return the table that the page shows
    Optional<FrontTable> table() {
        return current().map(PageView::root).flatMap(FrontTable::in);
    }

    /// @return where text was typed that is not stored yet
    List<Location> halfTyped() {
        return kept.keptForEver();
    }

    /// See [PageView#typedWhat].
    String typedWhat(Location there) {
        return kept.find(there).map(framed -> framed.page.typedWhat()).orElse("");
    }

    /// Instances whose pages hold such text while another page is shown.
    ReadOnlyObjectProperty<Set<InstanceId>> unsaved() {
        return unsaved.getReadOnlyProperty();
    }

    private void findUnsaved(Location here) {
        unsaved.set(halfTyped().stream()
                .filter(there -> !there.equals(here))
                .flatMap(there -> there instanceof Location.OfInstance one ? Stream.of(one.instance()) : Stream.empty())
                .collect(Collectors.toSet()));
    }

    /// Closes the pages of an instance that is gone.
    void forget(InstanceId gone) {
        kept.remove(location -> location instanceof Location.OfInstance there
                && there.instance().equals(gone));
    }

    /// Where a page cannot be opened, what stood there before would be read under the name of another instance.
    private Node unopened(Location location) {
        var said = new StatePane(
                Octicons.ALERT_16,
                texts.text("shell.page.broken"),
                texts.text("shell.page.broken-why"),
                List.of(new StatePane.Choice(texts.text("shell.page.again"), () -> show(location))));
        said.setId("page-broken");
        return said;
    }

    private void show(Location location) {
        var known = kept.find(location);
        if (shown != null) {
            if (known.isPresent() && known.get().page == shown) {
                return;
            }
            var before = shown;
            shown = null;
            before.hidden();
        }
        subtitle.unbind();
        subtitle.set("");
        toldAt.unbind();
        toldAt.set(Optional.empty());
        var next = known.or(() -> opened(location));
        shown = next.map(Framed::page).orElse(null);
        if (next.isEmpty() || shown == null) {
            place.getChildren().clear();
            follow(Optional.empty());
            return;
        }
        place.getChildren().setAll(next.get().frame);
        subtitle.bind(shown.subtitle());
        toldAt.bind(shown.toldAt());
        shown.shown();
        follow(shown.scope());
        kept.put(location, next.get());
    }

    private Optional<Framed> opened(Location location) {
        place.getChildren().clear();
        follow(Optional.empty());
        boolean failed = true;
        try {
            var made = open(location).map(Framed::new);
            failed = false;
            return made;
        } finally {
            if (failed) {
                place.getChildren().setAll(unopened(location));
            }
        }
    }

    private Optional<PageView> open(Location location) {
        return switch (location) {
            case Location.Program there ->
                pages.find(there.page()).map(page -> page.open().get());
            case Location.OfInstance there ->
                pages.find(there.instance().kind(), there.page())
                        .map(page -> page.open().apply(there.instance()));
        };
    }

    void close() {
        if (shown != null) {
            shown.hidden();
            shown = null;
        }
        following.unsubscribe();
        kept.remove(_ -> true);
    }
}
