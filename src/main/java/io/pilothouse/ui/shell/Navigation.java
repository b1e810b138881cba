package io.pilothouse.ui.shell;

import io.pilothouse.domain.active.ActiveEvent;
import io.pilothouse.domain.active.ActiveEvent.InstanceSwitched;
import io.pilothouse.domain.active.ActiveEvent.SwitchCause;
import io.pilothouse.domain.active.Unusable;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.domain.instance.KindId;
import io.pilothouse.ui.active.ActiveInstance;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;

/// Where a window is, where it was, and going there. Going to a page of an instance makes it the
/// window's active instance. Knows no nodes. FX thread only.
public final class Navigation {

    /// The page every window can show.
    public static final Location FLEET = new Location.Program("fleet");

    private static final int MOST = 50;

    private final ActiveInstance active;
    private final Pages pages;
    private final Pin pin;
    private final Function<KindId, String> usual;
    private final Consumer<Location> elsewhere;
    private final BiConsumer<InstanceId, Unusable> refused;
    private final ReadOnlyObjectWrapper<Location> location = new ReadOnlyObjectWrapper<>(FLEET);
    private final Deque<Location> before = new ArrayDeque<>();
    private final Deque<Location> after = new ArrayDeque<>();
    private boolean going;

    /// @param refused hears of an instance that cannot be shown
    public Navigation(ActiveInstance active, Pages pages, BiConsumer<InstanceId, Unusable> refused) {
        this(active, pages, refused, new Pin(), _ -> {}, _ -> "");
    }

    /// @param pin       what this window must not leave
    /// @param elsewhere shows what a pinned window must not
    /// @param usual     the page that a person chose for a kind; empty for the one that is open now
    Navigation(
            ActiveInstance active,
            Pages pages,
            BiConsumer<InstanceId, Unusable> refused,
            Pin pin,
            Consumer<Location> elsewhere,
            Function<KindId, String> usual) {
        this.active = active;
        this.pin = pin;
        this.elsewhere = elsewhere;
        this.pages = pages;
        this.usual = usual;
        this.refused = refused;
        active.onSwitched(this::follow);
    }

    public ReadOnlyObjectProperty<Location> location() {
        return location.getReadOnlyProperty();
    }

    /// @return whether the window is there now
    public boolean go(Location to) {
        return go(to, SwitchCause.USER);
    }

    public boolean go(Location to, SwitchCause cause) {
        var from = location.get();
        if (!show(to, cause)) {
            return false;
        }
        if (!from.equals(to)) {
            before.push(from);
            if (before.size() > MOST) {
                before.removeLast();
            }
            after.clear();
        }
        return true;
    }

    /// Shows an instance: on the page that is open now of another of its kind, else on the one that a person chose
    /// for its kind, else on the page that is open now where it has that page too.
    public boolean goTo(InstanceId instance) {
        var kind = instance.kind();
        var here = location.get() instanceof Location.OfInstance there
                ? Optional.of(there)
                : Optional.<Location.OfInstance>empty();
        var chosen = usual.apply(kind);
        boolean stays = here.map(there -> there.instance().kind().equals(kind)).orElse(false);
        return goTo(
                instance,
                stays || chosen.isEmpty() ? here.map(Location.OfInstance::page).orElse("") : chosen);
    }

    /// @param page falls back to the instance's first page where it does not have this one
    public boolean goTo(InstanceId instance, String page) {
        return go(new Location.OfInstance(instance, pageOf(instance, page)));
    }

    public void back() {
        step(before, after);
    }

    public void forward() {
        step(after, before);
    }

    private void step(Deque<Location> source, Deque<Location> other) {
        while (!source.isEmpty()) {
            var here = location.get();
            if (show(source.pop(), SwitchCause.USER)) {
                other.push(here);
                return;
            }
        }
    }

    private boolean show(Location to, SwitchCause cause) {
        if (!pin.allows(to)) {
            elsewhere.accept(to);
            return false;
        }
        if (to instanceof Location.OfInstance there) {
            going = true;
            try {
                if (active.switchTo(there.instance(), cause)
                        instanceof ActiveInstance.Switched.Refused(Unusable reason)) {
                    refused.accept(there.instance(), reason);
                    return false;
                }
            } finally {
                going = false;
            }
        }
        location.set(to);
        return true;
    }

    /// The active instance moved by itself: a window that showed the old one shows the new one. One that a person
    /// wanted back is shown wherever the window is.
    private void follow(InstanceSwitched switched) {
        if (going || switched.cause() == SwitchCause.USER) {
            return;
        }
        var page = location.get() instanceof Location.OfInstance here
                ? Optional.of(here.page())
                : Optional.<String>empty();
        if (page.isPresent() || switched.cause() == SwitchCause.LINK) {
            location.set(switched.now()
                    .map(ActiveEvent.Named::id)
                    .<Location>map(to -> new Location.OfInstance(to, pageOf(to, page.orElse(""))))
                    .orElse(FLEET));
        }
    }

    private String pageOf(InstanceId instance, String page) {
        var kind = instance.kind();
        return pages.find(kind, page)
                .or(() -> pages.of(kind).stream().findFirst())
                .map(InstancePage::id)
                .orElse("overview");
    }
}
