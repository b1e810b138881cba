package io.pilothouse.ui.shell;

import io.pilothouse.domain.health.Cause;
import io.pilothouse.domain.health.ShownState;
import io.pilothouse.domain.instance.Instance;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.tasks.health.OwnTargets;
import io.pilothouse.tasks.secret.KeyStatus;
import io.pilothouse.ui.action.Actions;
import io.pilothouse.ui.action.Availability;
import io.pilothouse.ui.common.Batch;
import io.pilothouse.ui.common.RunWords;
import io.pilothouse.ui.common.UiServices;
import io.pilothouse.ui.common.Words;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Keeps the banners of a window true: this computer offline, work paused, secrets locked, and what is
/// wrong with the instance on screen. Knows no nodes. FX thread only.
final class ShellBanners implements AutoCloseable {

    /// So many names are read at a glance.
    private static final int NAMED = 5;

    private final UiServices services;
    private final Words words;
    private final Navigation navigation;
    private final Banners banners;
    private final Actions actions;
    private final StateBanner states;
    private final Batch batch;

    ShellBanners(UiServices services, Words words, Navigation navigation, Banners banners, Actions actions) {
        this.services = services;
        this.words = words;
        this.navigation = navigation;
        this.banners = banners;
        this.actions = actions;
        states = new StateBanner(services, words, actions);
        batch = new Batch(services.later(), services.fx(), this::refresh)
                .on(services.pausing().state())
                .on(services.schedules().plan())
                .on(services.health().causes())
                .on(services.health().states())
                .on(services.maintenance().planned())
                .on(services.settings().unreadable())
                .on(services.safekeeping().shortage())
                .on(services.safekeeping().keys())
                .on(services.instances().fleet());
        navigation.location().addListener((_, _, _) -> refresh());
        looking();
        refresh();
    }

    private void looking() {
        put(
                "look",
                services.program().onlyLooking(),
                () -> new Banner(
                        Banner.Kind.WARNING,
                        ShownState.WARNING,
                        text("shell.banner.look"),
                        text("shell.banner.look.rest"),
                        List.of()));
    }

    private void refresh() {
        offline();
        paused();
        full();
        locked();
        unreadable();
        instance();
        held();
    }

    /// Work of the instance shown that waits, with why, as nobody sees it in its own views.
    private void held() {
        var shown = navigation.location().get() instanceof Location.OfInstance there
                ? services.instances().find(there.instance())
                : Optional.<Instance>empty();
        var waiting = services.schedules().plan().get().stream()
                .filter(planned -> planned.waiting().isPresent())
                .filter(planned -> planned.instance().equals(shown.map(Instance::id)))
                .filter(_ -> shown.isPresent())
                .toList();
        put(
                "held",
                !waiting.isEmpty(),
                () -> new Banner(
                        Banner.Kind.NOTICE,
                        ShownState.PAUSED,
                        text(
                                "shell.banner.held",
                                waiting.size(),
                                shown.orElseThrow().name()),
                        new RunWords(words)
                                .of(
                                        waiting.getFirst().waiting().orElseThrow(),
                                        services.clock().instant()),
                        Stream.of("instance.release-today", "instance.release")
                                .flatMap(release -> actions.find(release).stream())
                                .filter(action -> action.availability().apply(shown.map(Instance::id))
                                        instanceof Availability.Available)
                                .map(action -> offer(
                                        action.id(), shown.map(Instance::id), text("shell.banner." + action.id())))
                                .toList()));
    }

    private void offline() {
        boolean offline =
                services.health().causes().get().stream().anyMatch(cause -> cause.kind() == Cause.Kind.OFFLINE);
        put(
                "offline",
                offline,
                () -> new Banner(
                        Banner.Kind.NOTICE,
                        ShownState.UNKNOWN,
                        text("shell.banner.offline"),
                        text(
                                services.settings().get(OwnTargets.CHOSEN).isEmpty()
                                        ? "shell.banner.offline.rest"
                                        : "shell.banner.offline.targets"),
                        List.of(offer("check-all", Optional.empty(), text("shell.banner.try")))));
    }

    private void paused() {
        var pause =
                services.pausing().state().get().filter(_ -> !services.program().onlyLooking());
        put(
                "paused",
                pause.isPresent(),
                () -> new Banner(
                        Banner.Kind.NOTICE,
                        ShownState.PAUSED,
                        pause.orElseThrow()
                                .until()
                                .map(until -> text(
                                        "shell.banner.paused-until",
                                        words.time(until, services.clock().instant())))
                                .orElseGet(() -> text("shell.banner.paused")),
                        text("shell.banner.paused.rest"),
                        List.of(offer("work.pause", Optional.empty(), text("shell.banner.resume")))));
    }

    private void full() {
        var shortage = services.safekeeping().shortage().get();
        put(
                "full",
                shortage.isPresent(),
                () -> new Banner(
                        Banner.Kind.DANGER,
                        ShownState.WARNING,
                        shortage.orElseThrow().free().stream()
                                .mapToObj(free -> text("shell.banner.full-left", words.size(free)))
                                .findFirst()
                                .orElseGet(() -> text("shell.banner.full")),
                        text("shell.banner.full.rest"),
                        List.of(
                                offer("folder.open", Optional.empty(), text("shell.banner.full.go")),
                                offer("settings.open", Optional.empty(), text("shell.banner.locked.go")))));
    }

    private void locked() {
        var fleet = services.instances().fleet().get();
        var names = fleet.locked().stream()
                .flatMap(id -> fleet.find(id).stream())
                .map(Instance::name)
                .sorted()
                .toList();
        put(
                "locked",
                !names.isEmpty(),
                () -> new Banner(
                        Banner.Kind.WARNING,
                        ShownState.LOCKED,
                        text("shell.banner.locked", names.size()),
                        (lockedBecause() + " " + text("shell.banner.locked.rest", some(names))).strip(),
                        List.of(offer(
                                "settings.security",
                                Optional.empty(),
                                text(canBeUnlocked() ? "shell.banner.locked.unlock" : "shell.banner.locked.go")))));
    }

    private boolean canBeUnlocked() {
        return switch (services.safekeeping().keys().get().state()) {
            case NEEDS_PASSPHRASE, LOCKED -> true;
            case OPENING, NONE, OPEN -> false;
        };
    }

    /// Who is meant, without filling the window; the settings name all.
    private String some(List<String> names) {
        var said = String.join(", ", names.subList(0, Math.min(NAMED, names.size())));
        return names.size() <= NAMED ? said : text("shell.banner.locked.more", said, names.size() - NAMED);
    }

    private String lockedBecause() {
        var keys = services.safekeeping().keys().get();
        return keys.problem()
                .map(words.texts()::summary)
                .orElseGet(() ->
                        keys.state() == KeyStatus.State.NEEDS_PASSPHRASE ? text("shell.banner.locked.passphrase") : "");
    }

    private void unreadable() {
        var names = services.settings().unreadable().get();
        put(
                "unreadable",
                !names.isEmpty(),
                () -> new Banner(
                        Banner.Kind.WARNING,
                        ShownState.WARNING,
                        text("shell.banner.unreadable", names.size()),
                        text(
                                "shell.banner.unreadable.rest",
                                names.stream().map(banners::setting).sorted().collect(Collectors.joining(", "))),
                        List.of(offer("settings.open", Optional.empty(), text("shell.banner.locked.go")))));
    }

    private void instance() {
        var banner = navigation.location().get() instanceof Location.OfInstance there
                ? services.instances()
                        .find(there.instance())
                        .flatMap(instance -> Optional.ofNullable(
                                        services.health().states().get().get(instance.id()))
                                .flatMap(health -> states.of(instance, health)))
                : Optional.<Banner>empty();
        put("instance", banner.isPresent(), banner::orElseThrow);
    }

    private Banner.Offer offer(String action, Optional<InstanceId> instance, String text) {
        return new Banner.Offer(text, action, instance);
    }

    private void put(String name, boolean shown, Supplier<Banner> banner) {
        if (shown) {
            banners.show(name, banner.get());
        } else {
            banners.clear(name);
        }
    }

    private String text(String key, Object... arguments) {
        return words.texts().text(key, arguments);
    }

    @Override
    public void close() {
        batch.close();
    }
}
