package io.pilothouse.ui.shell;

import io.pilothouse.domain.health.Cause;
import io.pilothouse.domain.health.FaultCode;
import io.pilothouse.domain.health.InstanceHealth;
import io.pilothouse.domain.health.ShownState;
import io.pilothouse.domain.instance.Instance;
import io.pilothouse.domain.instance.InstanceId;
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

/// Keeps the banners of a window true: this computer offline, work paused, secrets locked, and what is
/// wrong with the instance on screen. Knows no nodes. FX thread only.
final class ShellBanners implements AutoCloseable {

    private final UiServices services;
    private final Words words;
    private final Navigation navigation;
    private final Banners banners;
    private final Actions actions;
    private final Batch batch;

    ShellBanners(UiServices services, Words words, Navigation navigation, Banners banners, Actions actions) {
        this.services = services;
        this.words = words;
        this.navigation = navigation;
        this.banners = banners;
        this.actions = actions;
        batch = new Batch(services.later(), services.fx(), this::refresh)
                .on(services.pausing().state())
                .on(services.schedules().plan())
                .on(services.health().causes())
                .on(services.health().states())
                .on(services.settings().unreadable())
                .on(services.safekeeping().shortage())
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
                        actions.find("instance.release")
                                .filter(action -> action.availability().apply(shown.map(Instance::id))
                                        instanceof Availability.Available)
                                .map(action ->
                                        List.of(offer(action.id(), shown.map(Instance::id), actions.title(action))))
                                .orElse(List.of())));
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
                        text("shell.banner.offline.rest"),
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
                        text("shell.banner.locked.rest", String.join(", ", names)),
                        List.of(offer("settings.open", Optional.empty(), text("shell.banner.locked.go")))));
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
        var shown = navigation.location().get() instanceof Location.OfInstance there
                ? services.instances().find(there.instance())
                : Optional.<Instance>empty();
        var health = shown.flatMap(
                instance -> Optional.ofNullable(services.health().states().get().get(instance.id())));
        var troubled = health.filter(one -> switch (one.state()) {
            case DOWN, REFUSED, IDENTITY_CHANGED, LOCKED -> true;
            default -> false;
        });
        put("instance", troubled.isPresent(), () -> trouble(shown.orElseThrow(), troubled.orElseThrow()));
    }

    private Banner trouble(Instance instance, InstanceHealth health) {
        var now = services.clock().instant();
        var strong =
                switch (health.state()) {
                    case DOWN ->
                        health.cause()
                                .filter(cause -> cause.kind() == Cause.Kind.HOST_SILENT)
                                .map(cause -> text(
                                        "shell.banner.down.host",
                                        instance.name(),
                                        cause.subject(),
                                        words.time(cause.since(), now)))
                                .orElseGet(() -> text("shell.banner.down", instance.name()));
                    case IDENTITY_CHANGED -> text("shell.banner.identity", instance.name());
                    case LOCKED -> text("shell.banner.secret", instance.name());
                    default ->
                        health.problem()
                                .map(words.texts()::summary)
                                .orElseGet(() -> text("shell.banner.refused", instance.name()));
                };
        var rest = health.lastHealthyAt()
                .map(at -> text("shell.banner.down.rest", words.time(at, now)))
                .orElseGet(() -> health.problem().map(words.texts()::advice).orElse(""));
        var offers = waysOn(health).stream()
                .flatMap(id -> actions.find(id).stream())
                .map(action -> offer(action.id(), Optional.of(instance.id()), actions.title(action)))
                .toList();
        return new Banner(Banner.Kind.WARNING, health.state(), strong, rest, offers);
    }

    /// The actions that help, the best first.
    private static List<String> waysOn(InstanceHealth health) {
        return switch (health.state()) {
            case IDENTITY_CHANGED -> List.of("instance.accept-identity", "instance.edit", "instance.pause");
            case LOCKED -> List.of("instance.repair", "instance.diagnose");
            case REFUSED ->
                health.code().filter(FaultCode::secretRefused).isPresent()
                        ? List.of("instance.repair", "instance.diagnose")
                        : List.of("instance.diagnose", "instance.check");
            default -> List.of("instance.diagnose", "instance.check", "instance.maintenance");
        };
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
