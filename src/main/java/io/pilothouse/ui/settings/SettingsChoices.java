package io.pilothouse.ui.settings;

import io.pilothouse.domain.alert.AlertEvent;
import io.pilothouse.domain.guard.GuardLevel;
import io.pilothouse.domain.health.SleepTimes;
import io.pilothouse.domain.instance.KindId;
import io.pilothouse.tasks.Engine;
import io.pilothouse.tasks.alert.AlertSettings;
import io.pilothouse.tasks.connection.NetworkSettings;
import io.pilothouse.tasks.cycle.HuntingCycles;
import io.pilothouse.tasks.guard.LevelGuards;
import io.pilothouse.tasks.health.OwnTargets;
import io.pilothouse.tasks.library.LibrarySettings;
import io.pilothouse.tasks.pause.Sparing;
import io.pilothouse.tasks.schedule.MissedTurns;
import io.pilothouse.tasks.settings.Settings.Setting;
import io.pilothouse.ui.common.Appearance;
import io.pilothouse.ui.common.DateForm;
import io.pilothouse.ui.common.Streamer;
import io.pilothouse.ui.common.Texts;
import io.pilothouse.ui.common.Themes;
import io.pilothouse.ui.common.UiServices;
import io.pilothouse.ui.common.Words;
import io.pilothouse.ui.fleet.FleetSettings;
import io.pilothouse.ui.settings.SettingsViewModel.Choice;
import io.pilothouse.ui.settings.SettingsViewModel.Option;
import io.pilothouse.ui.settings.SettingsViewModel.Page;
import io.pilothouse.ui.shell.IdleLock;
import io.pilothouse.ui.shell.WindowSettings;
import io.pilothouse.ui.table.TableSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// The settings that have values to choose or to type, as they stand now. FX thread only.
final class SettingsChoices {

    private static final List<String> QUIET_HOURS = List.of("", "22:00-07:00", "23:00-08:00", "00:00-09:00");
    private static final List<Integer> KEPT_VIEWS = List.of(2, 4, 8, 16);
    private static final List<Integer> SCREEN_SCALES = List.of(0, 100, 125, 150, 175, 200, 250, 300);
    private static final List<Integer> LOCK_AFTER = List.of(0, 5, 15, 30, 60);
    static final List<Integer> PAUSES = List.of(20, 30, 60, 120, 300, 600, 900, 1800, 3600);

    private final UiServices services;
    private final Words words;
    private final Function<KindId, List<String>> pagesOf;

    private final SettingLevels levels;

    /// @param pagesOf the pages of instances of a kind, the first one first
    SettingsChoices(UiServices services, Words words, Function<KindId, List<String>> pagesOf) {
        this.pagesOf = pagesOf;
        this.services = services;
        this.words = words;
        levels = new SettingLevels(services);
    }

    /// In the order in which they stand on their pages.
    List<Choice> all() {
        var choices = new ArrayList<Choice>();
        choices.add(startView());
        choices.add(ofTruth(Page.GENERAL, "restore-windows", WindowSettings.RESTORE));
        if (!services.demo()) {
            choices.add(ofEnum(
                    Page.GENERAL, "last-window", WindowSettings.LAST_WINDOW, WindowSettings.LastWindow.values()));
            choices.add(ofTruth(Page.GENERAL, "autostart", WindowSettings.AUTOSTART));
        }
        choices.add(language());
        choices.add(ofEnum(Page.GENERAL, "dates", DateForm.SETTING, DateForm.values()));
        choices.add(ofEnum(Page.GENERAL, "rail-order", WindowSettings.RAIL_ORDER, WindowSettings.RailOrder.values()));
        choices.add(ofEnum(Page.GENERAL, "fleet-shape", FleetSettings.SHAPE, FleetSettings.Shape.values()));
        choices.add(ofEnum(Page.GENERAL, "fleet-grouping", FleetSettings.GROUPING, FleetSettings.Grouping.values()));
        choices.add(ofEnum(Page.APPEARANCE, "theme", Themes.THEME, Themes.Choice.values()));
        choices.add(ofEnum(Page.APPEARANCE, "accent", Appearance.ACCENT, Appearance.Accent.values()));
        choices.add(scale());
        choices.add(ofEnum(Page.APPEARANCE, "density", TableSettings.DENSITY, TableSettings.Density.values()));
        choices.add(ofEnum(Page.APPEARANCE, "motion", Appearance.MOTION, Appearance.Motion.values()));
        choices.add(ofEnum(Page.APPEARANCE, "band", Appearance.BAND, Appearance.BandSize.values()));
        choices.add(ofEnum(Page.APPEARANCE, "monograms", Appearance.MONOGRAMS, Appearance.Monograms.values()));
        choices.add(pause("pause-local", Engine.LOCAL_PAUSE).at(levels.ofPause(Optional.empty())));
        choices.add(pause("pause-elsewhere", Engine.REMOTE_PAUSE).at(levels.ofPause(Optional.empty())));
        choices.add(number("failures", Engine.DOWN_AFTER, 10));
        choices.add(number("successes", Engine.RECOVERED_AFTER, 10));
        choices.add(ofTruth(Page.CHECKS, "slow", Engine.SLOW_COUNTS));
        choices.add(typed(Page.CHECKS, "own-network", OwnTargets.CHOSEN, "settings.own-network.wrong"));
        choices.add(kept("kept-checks", Engine.CHECKS_KEPT, "common.hours", 24, 48, 96, 168));
        choices.add(kept("kept-tens", Engine.TENS_KEPT, "common.days", 14, 30, 60, 90));
        choices.add(kept("kept-hours", Engine.HOURS_KEPT, "common.days", 100, 200, 400, 800, 1_200));
        choices.add(whereIAm());
        choices.add(ofEnum(Page.ALERTS, "alerts-preset", AlertSettings.PRESET, AlertSettings.Preset.values())
                .at(levels.ofMessages(Optional.empty())));
        choices.add(quietHours());
        choices.add(ofTruth(Page.ALERTS, "alerts-titles", AlertSettings.TITLES));
        for (var event : AlertEvent.values()) {
            choices.add(reach(event));
        }
        choices.add(ofEnum(Page.WORK, "missed", MissedTurns.CHOSEN, MissedTurns.values()));
        choices.add(ofEnum(Page.WORK, "on-battery", Sparing.ON_BATTERY, Sparing.Choice.values()));
        choices.add(ofEnum(Page.WORK, "on-metered", Sparing.ON_METERED, Sparing.Choice.values()));
        choices.add(typed(Page.WORK, "work-hours", Sparing.HOURS, "settings.work-hours.wrong"));
        choices.add(ofTruth(Page.TABLES, "filter-row", TableSettings.FILTER_ROW));
        choices.add(ofEnum(Page.TABLES, "export-form", TableSettings.EXPORT_FORM, TableSettings.ExportForm.values()));
        choices.add(ofEnum(Page.TABLES, "delimiter", TableSettings.DELIMITER, TableSettings.Delimiter.values()));
        choices.add(proxy().at(levels.ofProxy(Optional.empty())));
        choices.add(typed(Page.WORK, "shared-budget", HuntingCycles.GROUP_LIMIT, "settings.shared-budget.wrong"));
        choices.add(lockAfter());
        choices.add(ofTruth(Page.SECURITY, "streamer", Streamer.ON));
        choices.add(ofTruth(Page.LOG, "log-details", Engine.LOG_DETAILS));
        choices.add(pictures());
        choices.add(keptViews());
        choices.add(ofTruth(Page.ADVANCED, "software-rendering", WindowSettings.SOFTWARE_RENDERING));
        choices.add(screenScale());
        choices.add(ofTruth(Page.ADVANCED, "developer-checks", WindowSettings.DEVELOPER_CHECKS));
        services.kinds()
                .all()
                .forEach(kind -> choices.add(level(
                                LevelGuards.ofKind(kind.id()),
                                text("settings.guard-kind", kind.displayName()),
                                "settings.guard-kind-why")
                        .at(levels.ofGuard(kind.id()))));
        services.kinds().all().forEach(kind -> choices.add(firstPage(kind.id(), kind.displayName())));
        choices.addAll(new GroupChoices(services, words, this, levels).all());
        return choices;
    }

    /// A setting with a few values, as it stands now.
    <T> Choice of(Page on, Setting<T> setting, String title, String why, List<Option> options) {
        var now = services.settings().get(setting);
        return new Choice(
                on, setting.name(), title, why, options, setting.write().apply(now), !now.equals(setting.usual()));
    }

    /// As above, with the words `settings.<name>` and `settings.<name>-why`.
    private <T> Choice of(Page on, String name, Setting<T> setting, Stream<Option> options) {
        return of(on, setting, text("settings." + name), text("settings." + name + "-why"), options.toList());
    }

    private <E extends Enum<E>> Choice ofEnum(Page on, String name, Setting<E> setting, E[] values) {
        return of(
                on,
                name,
                setting,
                Arrays.stream(values)
                        .map(value -> new Option(
                                setting.write().apply(value),
                                text("settings." + name + "." + value.name().toLowerCase(Locale.ROOT)))));
    }

    private Choice ofTruth(Page on, String name, Setting<Boolean> setting) {
        return of(
                on,
                name,
                setting,
                Stream.of(
                        new Option(setting.write().apply(true), text("settings.yes")),
                        new Option(setting.write().apply(false), text("settings.no"))));
    }

    private Choice quietHours() {
        var now = AlertSettings.QUIET.write().apply(services.settings().get(AlertSettings.QUIET));
        return of(
                Page.ALERTS,
                "quiet-hours",
                AlertSettings.QUIET,
                Stream.concat(QUIET_HOURS.stream().map(SleepTimes::parse).map(SleepTimes::text), Stream.of(now))
                        .distinct()
                        .map(times -> new Option(times, quietHours(SleepTimes.parse(times)))));
    }

    private Choice reach(AlertEvent event) {
        var setting = AlertSettings.reach(event);
        return of(
                Page.ALERTS,
                setting,
                text("alert.event." + event.word()),
                text("settings.alert." + event.word() + "-why"),
                Arrays.stream(AlertSettings.Reach.values())
                        .map(reach -> new Option(setting.write().apply(reach), words.reach(reach)))
                        .toList());
    }

    private Choice scale() {
        return of(
                Page.APPEARANCE,
                "scale",
                Appearance.SCALE,
                Appearance.SCALES.stream()
                        .map(scale -> new Option(String.valueOf(scale), text("common.percent", scale))));
    }

    private Choice startView() {
        return of(
                Page.GENERAL,
                "start-view",
                WindowSettings.START_VIEW,
                Arrays.stream(WindowSettings.StartView.values())
                        .map(view -> new Option(view.name(), text("page." + view.page()))));
    }

    private Choice firstPage(KindId kind, String name) {
        return of(
                Page.KINDS,
                WindowSettings.firstPage(kind),
                text("settings.first-page", name),
                text("settings.first-page-why"),
                Stream.concat(
                                Stream.of(new Option("", text("settings.first-page.open"))),
                                pagesOf.apply(kind).stream()
                                        .map(page ->
                                                new Option(page, words.texts().textOr("page." + page, page))))
                        .toList());
    }

    private Choice pause(String name, Setting<Integer> setting) {
        return of(
                Page.CHECKS,
                name,
                setting,
                Stream.concat(PAUSES.stream(), Stream.of(services.settings().get(setting)))
                        .distinct()
                        .sorted()
                        .map(seconds -> new Option(String.valueOf(seconds), words.age(Duration.ofSeconds(seconds)))));
    }

    private Choice number(String name, Setting<Integer> setting, int most) {
        return of(
                Page.CHECKS,
                name,
                setting,
                IntStream.rangeClosed(1, most).mapToObj(String::valueOf).map(number -> new Option(number, number)));
    }

    private Choice kept(String name, Setting<Integer> setting, String unit, int... lengths) {
        return of(
                Page.CHECKS,
                name,
                setting,
                IntStream.of(lengths).mapToObj(length -> new Option(String.valueOf(length), text(unit, length))));
    }

    private Choice language() {
        return of(
                Page.GENERAL,
                "language",
                Appearance.LANGUAGE,
                Stream.concat(
                        Stream.of(new Option("system", text("settings.language.system"))),
                        Texts.LANGUAGES.stream()
                                .map(language ->
                                        new Option(language.toLanguageTag(), language.getDisplayLanguage(language)))));
    }

    private String quietHours(SleepTimes times) {
        if (times.spans().isEmpty()) {
            return text("settings.quiet-hours.never");
        }
        var first = times.spans().getFirst();
        return times.spans().size() == 1 && first.days().size() == 7
                ? first.from() + "–" + first.until()
                : times.text();
    }

    private Choice proxy() {
        return typed(Page.NETWORK, "proxy", NetworkSettings.PROXY, "settings.proxy.wrong");
    }

    private Choice pictures() {
        return typed(Page.ADVANCED, "pictures", LibrarySettings.PICTURE_MEGABYTES, "settings.pictures.wrong");
    }

    private Choice keptViews() {
        return of(
                Page.ADVANCED,
                "kept-views",
                WindowSettings.KEPT_VIEWS,
                KEPT_VIEWS.stream()
                        .map(views -> new Option(String.valueOf(views), text("settings.kept-views.count", views))));
    }

    /// Refused without a passphrase: nothing else could open it that only the person knows.
    private Choice lockAfter() {
        var usual = of(
                Page.SECURITY,
                "lock-after",
                IdleLock.AFTER,
                LOCK_AFTER.stream()
                        .map(minutes -> new Option(
                                String.valueOf(minutes),
                                minutes == 0
                                        ? text("settings.lock-after.off")
                                        : words.age(Duration.ofMinutes(minutes)))));
        return usual.refusing(value ->
                value.equals("0") || services.safekeeping().keys().get().passphrase()
                        ? Optional.empty()
                        : Optional.of(text("settings.lock-after.wrong")));
    }

    private Choice screenScale() {
        return of(
                Page.ADVANCED,
                "screen-scale",
                WindowSettings.SCREEN_SCALE,
                SCREEN_SCALES.stream()
                        .map(scale -> new Option(
                                String.valueOf(scale),
                                scale == 0 ? text("settings.screen-scale.system") : text("common.percent", scale))));
    }

    /// A setting that is typed; what cannot be read is refused with the words of `wrong`.
    private <T> Choice typed(Page on, String name, Setting<T> setting, String wrong) {
        return typed(on, setting, text("settings." + name), text("settings." + name + "-why"), text(wrong));
    }

    /// As above.
    <T> Choice typed(Page on, Setting<T> setting, String title, String why, String wrong) {
        var now = services.settings().get(setting);
        return new Choice(
                on,
                setting.name(),
                title,
                why,
                List.of(),
                setting.write().apply(now),
                !now.equals(setting.usual()),
                Optional.of(typed -> {
                    try {
                        setting.read().apply(typed);
                        return Optional.empty();
                    } catch (IllegalArgumentException impossible) {
                        return Optional.of(wrong);
                    }
                }),
                Optional.empty(),
                List.of());
    }

    Choice level(Setting<GuardLevel> setting, String title, String why) {
        var stored = Optional.ofNullable(services.settings().values().get().get(setting.name()));
        var options = Stream.concat(
                        Stream.of(new Option("", text("settings.guard-usual"))),
                        Arrays.stream(GuardLevel.values())
                                .map(level -> new Option(setting.write().apply(level), words.guard(level))))
                .toList();
        return new Choice(
                Page.GUARDS, setting.name(), title, text(why), options, stored.orElse(""), stored.isPresent());
    }

    private Choice whereIAm() {
        var setting = LevelGuards.whereIAm();
        var homes = services.instances().fleet().get().live().stream()
                .filter(instance -> instance.kind().equals(new KindId("homeassistant")))
                .map(instance -> new Option(instance.id().value(), instance.name()));
        var value = services.settings().get(setting);
        return new Choice(
                Page.GUARDS,
                setting.name(),
                text("settings.where-i-am"),
                text("settings.where-i-am-why"),
                Stream.concat(Stream.of(new Option("", text("settings.nowhere"))), homes)
                        .toList(),
                value,
                !value.isEmpty());
    }

    private String text(String key, Object... arguments) {
        return words.texts().text(key, arguments);
    }
}
