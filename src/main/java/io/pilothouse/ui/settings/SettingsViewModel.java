package io.pilothouse.ui.settings;

import io.pilothouse.domain.Problem;
import io.pilothouse.domain.alert.AlertEvent;
import io.pilothouse.domain.alert.AlertRoute;
import io.pilothouse.domain.guard.GuardLevel;
import io.pilothouse.domain.health.SleepTimes;
import io.pilothouse.domain.instance.Connection;
import io.pilothouse.domain.instance.Instance;
import io.pilothouse.domain.instance.KindId;
import io.pilothouse.domain.task.Origin;
import io.pilothouse.domain.task.Outcome;
import io.pilothouse.tasks.Engine;
import io.pilothouse.tasks.Subscription;
import io.pilothouse.tasks.TaskRequest;
import io.pilothouse.tasks.Work;
import io.pilothouse.tasks.alert.AlertSettings;
import io.pilothouse.tasks.backup.Backups.StoredCopy;
import io.pilothouse.tasks.connection.NetworkSettings;
import io.pilothouse.tasks.connection.SentRequests.Sent;
import io.pilothouse.tasks.guard.LevelGuards;
import io.pilothouse.tasks.library.LibrarySettings;
import io.pilothouse.tasks.secret.KeyStatus;
import io.pilothouse.tasks.settings.Settings.Setting;
import io.pilothouse.ui.common.Appearance;
import io.pilothouse.ui.common.DateForm;
import io.pilothouse.ui.common.Texts;
import io.pilothouse.ui.common.Themes;
import io.pilothouse.ui.common.UiServices;
import io.pilothouse.ui.common.Words;
import io.pilothouse.ui.fleet.FleetSettings;
import io.pilothouse.ui.shell.ChoicesMade;
import io.pilothouse.ui.shell.WindowSettings;
import io.pilothouse.ui.table.TableSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;

/// What the settings of the program show and do. Every choice takes effect at once. Knows no nodes. FX
/// thread only.
final class SettingsViewModel {

    enum Page {
        GENERAL,
        APPEARANCE,
        INSTANCES,
        GUARDS,
        CHECKS,
        ALERTS,
        WORK,
        TABLES,
        KEYBOARD,
        NETWORK,
        SECURITY,
        DATA,
        UPDATES,
        LOG,
        KINDS,
        ADVANCED
    }

    /// @param value what is stored; empty for the usual
    record Option(String value, String text) {}

    /// A setting with a few values.
    ///
    /// @param value   the value that holds
    /// @param changed whether it differs from the usual
    /// @param wrong   for what is typed: why a text cannot be, empty when it can. Of one of a few values empty
    record Choice(
            Page page,
            String id,
            String title,
            String why,
            List<Option> options,
            String value,
            boolean changed,
            Optional<Function<String, Optional<String>>> wrong) {

        Choice(Page page, String id, String title, String why, List<Option> options, String value, boolean changed) {
            this(page, id, title, why, options, value, changed, Optional.empty());
        }
    }

    /// Something found that stands on a page and is no choice.
    record Place(Page page, String title, String why) {}

    /// @param search  what was typed into the search field
    /// @param choices of the open page, or of all pages while something is searched
    /// @param places  what else was found
    record View(
            Page page,
            String search,
            List<Choice> choices,
            List<Place> places,
            KeyStatus keys,
            List<StoredCopy> copies) {}

    /// What stands on pages beside choices, by the first part of its keys.
    private static final Map<Page, List<String>> PLACES = Map.ofEntries(
            Map.entry(Page.INSTANCES, List.of("instances")),
            Map.entry(Page.CHECKS, List.of("unstable", "kept", "check-now")),
            Map.entry(Page.ALERTS, List.of("channels", "routes", "alerts-now", "alerts-test", "alerts-quiet")),
            Map.entry(Page.WORK, List.of("limits", "work")),
            Map.entry(Page.TABLES, List.of("views")),
            Map.entry(Page.KEYBOARD, List.of("keys")),
            Map.entry(Page.NETWORK, List.of("port", "trusted", "sent")),
            Map.entry(Page.SECURITY, List.of("phrase", "passphrase", "to-key-store", "recover")),
            Map.entry(Page.DATA, List.of("folder", "copy-now", "copy-to", "restore", "import", "examine")),
            Map.entry(Page.UPDATES, List.of("updates-look", "updates-copy", "updates-back")),
            Map.entry(Page.LOG, List.of("log", "redaction")),
            Map.entry(Page.ADVANCED, List.of("diagnostics")));

    private final UiServices services;
    private final Words words;
    private final Consumer<String> news;
    private final Consumer<Problem> failed;
    private final Consumer<ChoicesMade.Made> made;
    private final ReadOnlyObjectWrapper<View> view;
    private final List<Subscription> watching = new ArrayList<>();
    private Page page = Page.GENERAL;
    private String search = "";
    private List<StoredCopy> copies = List.of();

    /// @param news   says what was done
    /// @param failed says what went wrong
    /// @param made   keeps each choice so that it can be taken back
    SettingsViewModel(
            UiServices services,
            Words words,
            Consumer<String> news,
            Consumer<Problem> failed,
            Consumer<ChoicesMade.Made> made) {
        this.services = services;
        this.words = words;
        this.news = news;
        this.failed = failed;
        this.made = made;
        view = new ReadOnlyObjectWrapper<>(make());
    }

    void follow() {
        watching.add(services.settings().values().subscribe(services.fx(), _ -> refresh()));
        watching.add(services.safekeeping().keys().subscribe(services.fx(), _ -> refresh()));
        watching.add(services.instances().fleet().subscribe(services.fx(), _ -> refresh()));
        readCopies();
    }

    void rest() {
        watching.forEach(Subscription::close);
        watching.clear();
    }

    void open(Page wanted) {
        page = wanted;
        search = "";
        refresh();
    }

    void search(String text) {
        search = text.strip();
        refresh();
    }

    private void refresh() {
        view.set(make());
    }

    private View make() {
        var wanted = search.toLowerCase(words.texts().locale());
        var shown = all().stream()
                .filter(choice -> search.isEmpty()
                        ? choice.page() == page
                        : (choice.title() + " " + choice.why())
                                .toLowerCase(words.texts().locale())
                                .contains(wanted))
                .toList();
        return new View(
                page,
                search,
                shown,
                places(wanted),
                services.safekeeping().keys().get(),
                copies);
    }

    private List<Place> places(String wanted) {
        if (search.isEmpty()) {
            return List.of();
        }
        return Arrays.stream(Page.values())
                .flatMap(on -> PLACES.getOrDefault(on, List.of()).stream()
                        .map(key -> new Place(
                                on,
                                words.texts().textOr("settings." + key, ""),
                                words.texts().textOr("settings." + key + "-why", "", "", "", ""))))
                .filter(place -> !place.title().isEmpty()
                        && (place.title() + " " + place.why())
                                .toLowerCase(words.texts().locale())
                                .contains(wanted))
                .toList();
    }

    private List<Choice> all() {
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
        choices.add(pause("pause-local", Engine.LOCAL_PAUSE));
        choices.add(pause("pause-elsewhere", Engine.REMOTE_PAUSE));
        choices.add(whereIAm());
        choices.add(ofEnum(Page.ALERTS, "alerts-preset", AlertSettings.PRESET, AlertSettings.Preset.values()));
        choices.add(quietHours());
        choices.add(ofTruth(Page.ALERTS, "alerts-titles", AlertSettings.TITLES));
        for (var event : AlertEvent.values()) {
            choices.add(reach(event));
        }
        choices.add(ofTruth(Page.TABLES, "filter-row", TableSettings.FILTER_ROW));
        choices.add(ofEnum(Page.TABLES, "export-form", TableSettings.EXPORT_FORM, TableSettings.ExportForm.values()));
        choices.add(ofEnum(Page.TABLES, "delimiter", TableSettings.DELIMITER, TableSettings.Delimiter.values()));
        choices.add(proxy());
        choices.add(pictures());
        services.kinds()
                .all()
                .forEach(kind -> choices.add(level(
                        LevelGuards.ofKind(kind.id()),
                        text("settings.guard-kind", kind.displayName()),
                        "settings.guard-kind-why")));
        groups().forEach(group -> choices.add(
                level(LevelGuards.ofGroup(group), text("settings.guard-group", group), "settings.guard-group-why")));
        return choices;
    }

    private List<String> groups() {
        return services.instances().fleet().get().live().stream()
                .map(instance -> instance.configuration().group())
                .filter(group -> !group.isEmpty())
                .distinct()
                .sorted()
                .toList();
    }

    private <E extends Enum<E>> Choice ofEnum(Page on, String name, Setting<E> setting, E[] values) {
        var now = services.settings().get(setting);
        return new Choice(
                on,
                setting.name(),
                text("settings." + name),
                text("settings." + name + "-why"),
                Arrays.stream(values)
                        .map(value -> new Option(
                                setting.write().apply(value),
                                text("settings." + name + "." + value.name().toLowerCase(Locale.ROOT))))
                        .toList(),
                setting.write().apply(now),
                now != setting.usual());
    }

    private Choice ofTruth(Page on, String name, Setting<Boolean> setting) {
        var now = services.settings().get(setting);
        return new Choice(
                on,
                setting.name(),
                text("settings." + name),
                text("settings." + name + "-why"),
                List.of(
                        new Option(setting.write().apply(true), text("settings.yes")),
                        new Option(setting.write().apply(false), text("settings.no"))),
                setting.write().apply(now),
                !now.equals(setting.usual()));
    }

    private static final List<String> QUIET_HOURS = List.of("", "22:00-07:00", "23:00-08:00", "00:00-09:00");

    private Choice quietHours() {
        var now = AlertSettings.QUIET.write().apply(services.settings().get(AlertSettings.QUIET));
        var options = Stream.concat(QUIET_HOURS.stream().map(SleepTimes::parse).map(SleepTimes::text), Stream.of(now))
                .distinct()
                .map(times -> new Option(times, quietHours(SleepTimes.parse(times))))
                .toList();
        return new Choice(
                Page.ALERTS,
                AlertSettings.QUIET.name(),
                text("settings.quiet-hours"),
                text("settings.quiet-hours-why"),
                options,
                now,
                !now.isEmpty());
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

    private Choice reach(AlertEvent event) {
        var setting = AlertSettings.reach(event);
        var now = services.settings().get(setting);
        return new Choice(
                Page.ALERTS,
                setting.name(),
                text("alert.event." + event.word()),
                text("settings.alert." + event.word() + "-why"),
                Arrays.stream(AlertSettings.Reach.values())
                        .map(reach -> new Option(
                                setting.write().apply(reach),
                                switch (reach) {
                                    case PRESET -> text("settings.reach.preset");
                                    case NOTHING -> text("settings.reach.nothing");
                                    case BADGE -> text("settings.reach.badge");
                                    case WINDOW -> text("settings.reach.window");
                                    case DESKTOP -> text("settings.reach.desktop");
                                    case REMOTE -> text("settings.reach.remote");
                                }))
                        .toList(),
                setting.write().apply(now),
                now != setting.usual());
    }

    private Choice scale() {
        int now = services.settings().get(Appearance.SCALE);
        return new Choice(
                Page.APPEARANCE,
                Appearance.SCALE.name(),
                text("settings.scale"),
                text("settings.scale-why"),
                Appearance.SCALES.stream()
                        .map(scale -> new Option(String.valueOf(scale), text("common.percent", scale)))
                        .toList(),
                String.valueOf(now),
                now != Appearance.SCALE.usual());
    }

    private Choice startView() {
        var now = services.settings().get(WindowSettings.START_VIEW);
        return new Choice(
                Page.GENERAL,
                WindowSettings.START_VIEW.name(),
                text("settings.start-view"),
                text("settings.start-view-why"),
                Arrays.stream(WindowSettings.StartView.values())
                        .map(view -> new Option(view.name(), text("page." + view.page())))
                        .toList(),
                now.name(),
                now != WindowSettings.START_VIEW.usual());
    }

    private Choice proxy() {
        return typed(Page.NETWORK, "proxy", NetworkSettings.PROXY, "settings.proxy.wrong");
    }

    private Choice pictures() {
        return typed(Page.ADVANCED, "pictures", LibrarySettings.PICTURE_MEGABYTES, "settings.pictures.wrong");
    }

    /// A setting that is typed; what cannot be read is refused with the words of `wrong`.
    private <T> Choice typed(Page on, String name, Setting<T> setting, String wrong) {
        var now = services.settings().get(setting);
        return new Choice(
                on,
                setting.name(),
                text("settings." + name),
                text("settings." + name + "-why"),
                List.of(),
                setting.write().apply(now),
                !now.equals(setting.usual()),
                Optional.of(typed -> {
                    try {
                        setting.read().apply(typed);
                        return Optional.empty();
                    } catch (IllegalArgumentException impossible) {
                        return Optional.of(text(wrong));
                    }
                }));
    }

    private static final List<Integer> PAUSES = List.of(20, 30, 60, 120, 300, 600, 900, 1800, 3600);

    private Choice pause(String name, Setting<Integer> setting) {
        int now = services.settings().get(setting);
        return new Choice(
                Page.CHECKS,
                setting.name(),
                text("settings." + name),
                text("settings." + name + "-why"),
                Stream.concat(PAUSES.stream(), Stream.of(now))
                        .distinct()
                        .sorted()
                        .map(seconds -> new Option(String.valueOf(seconds), words.age(Duration.ofSeconds(seconds))))
                        .toList(),
                String.valueOf(now),
                now != setting.usual());
    }

    private Choice language() {
        var now = services.settings().get(Appearance.LANGUAGE);
        var options = Stream.concat(
                        Stream.of(new Option("system", text("settings.language.system"))),
                        Texts.LANGUAGES.stream()
                                .map(language ->
                                        new Option(language.toLanguageTag(), language.getDisplayLanguage(language))))
                .toList();
        return new Choice(
                Page.GENERAL,
                Appearance.LANGUAGE.name(),
                text("settings.language"),
                text("settings.language-why"),
                options,
                now,
                !now.equals(Appearance.LANGUAGE.usual()));
    }

    private Choice level(Setting<GuardLevel> setting, String title, String why) {
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

    /// Stores a value; the empty one brings the usual back.
    void choose(Choice choice, String value) {
        if (!choice.value().equals(value)) {
            change(choice, value.isEmpty() ? Optional.empty() : Optional.of(value));
        }
    }

    void reset(Choice choice) {
        change(choice, Optional.empty());
    }

    private void change(Choice choice, Optional<String> value) {
        change(choice.id(), choice.title(), value);
    }

    /// Stores which channels messages may use.
    void chooseRoutes(List<AlertRoute> routes) {
        var text = AlertSettings.ROUTES.write().apply(routes);
        change(
                AlertSettings.ROUTES.name(),
                text("settings.routes"),
                text.isEmpty() ? Optional.empty() : Optional.of(text));
    }

    private void change(String id, String title, Optional<String> value) {
        var before = Optional.ofNullable(services.settings().values().get().get(id));
        store(
                id,
                value,
                () -> made.accept(new ChoicesMade.Made(
                        services.clock().instant(),
                        text("settings.chosen", title),
                        () -> store(id, before, () -> {}),
                        () -> store(id, value, () -> {}))));
    }

    /// @param value empty for the usual
    private void store(String id, Optional<String> value, Runnable then) {
        var setting = new Setting<String>(id, "", text -> text, text -> text);
        act(
                "setting",
                "store the setting " + id,
                _ -> {
                    if (value.isPresent()) {
                        services.settings().set(setting, value.get());
                    } else {
                        services.settings().reset(setting);
                    }
                    return true;
                },
                _ -> then.run());
    }

    // ---- what is known

    /// One kind of which there are instances, with their versions.
    record KindLine(String name, long instances, String versions) {}

    List<KindLine> kinds() {
        return services.kinds().all().stream()
                .map(kind -> {
                    var all = services.instances().fleet().get().live().stream()
                            .filter(instance -> instance.kind().equals(kind.id()))
                            .toList();
                    var versions = all.stream()
                            .map(instance -> instance.identity()
                                    .map(identity -> identity.version())
                                    .filter(version -> !version.isBlank())
                                    .orElse("–"))
                            .collect(Collectors.groupingBy(v -> v, TreeMap::new, Collectors.counting()));
                    return new KindLine(
                            kind.displayName(),
                            all.size(),
                            versions.entrySet().stream()
                                    .map(one -> one.getKey() + " × " + one.getValue())
                                    .collect(Collectors.joining(", ")));
                })
                .toList();
    }

    /// Instances that believe certificates of their own, with their rule.
    List<Instance> ownTrust() {
        return services.instances().fleet().get().live().stream()
                .filter(instance ->
                        !(instance.configuration().connection().trust() instanceof Connection.TlsTrust.System))
                .toList();
    }

    void readSent(Consumer<List<Sent>> then) {
        act("read", "read the last requests", _ -> services.safekeeping().sent(), then);
    }

    /// What a report of a fault should say, without anything private.
    String diagnostics() {
        var runtime = Runtime.getRuntime();
        return String.join(
                "\n",
                "Pilothouse " + services.program().version(),
                "Java " + Runtime.version() + ", JavaFX " + System.getProperty("javafx.runtime.version", "?"),
                System.getProperty("os.name") + " " + System.getProperty("os.version") + " "
                        + System.getProperty("os.arch"),
                "Memory " + words.size(runtime.totalMemory() - runtime.freeMemory()) + " of "
                        + words.size(runtime.maxMemory()) + ", processors " + runtime.availableProcessors(),
                "Instances " + services.instances().fleet().get().live().size());
    }

    // ---- secrets

    void showPhrase(Consumer<String> then) {
        act(
                "recovery-phrase",
                "show the recovery phrase",
                _ -> services.safekeeping().recoveryPhrase(),
                then);
    }

    void usePassphrase(String passphrase, Runnable then) {
        act(
                "passphrase",
                "let a passphrase open the secrets",
                _ -> {
                    services.safekeeping().usePassphrase(passphrase.toCharArray());
                    return true;
                },
                _ -> {
                    news.accept(text("settings.passphrase-set"));
                    then.run();
                });
    }

    void useKeyStore() {
        act(
                "key-store",
                "move the key to the key store",
                _ -> {
                    services.safekeeping().useKeyStore();
                    return true;
                },
                _ -> news.accept(text("settings.key-store-used")));
    }

    void unlock(String passphrase, Runnable then) {
        act(
                "unlock",
                "open the secrets with the passphrase",
                _ -> {
                    services.safekeeping().unlock(passphrase.toCharArray());
                    return true;
                },
                _ -> then.run());
    }

    void recover(String phrase, Runnable then) {
        act(
                "recover",
                "open the secrets with the recovery phrase",
                _ -> {
                    services.safekeeping().recover(phrase);
                    return true;
                },
                _ -> then.run());
    }

    /// @return names of the instances whose secrets cannot be read
    String lockedNames() {
        return services.safekeeping().keys().get().locked().stream()
                .flatMap(id -> services.instances().find(id).stream())
                .map(Instance::name)
                .sorted()
                .reduce((a, b) -> a + ", " + b)
                .orElse("");
    }

    // ---- copies

    private void readCopies() {
        act("read", "read the copies of the store", _ -> services.safekeeping().copies(), read -> {
            copies = read;
            refresh();
        });
    }

    void copyNow() {
        act("backup", "copy the store", _ -> services.safekeeping().copyNow(), made -> {
            news.accept(text("settings.copied", made.instances()));
            readCopies();
        });
    }

    void copyTo(Path file) {
        act(
                "backup",
                "copy the store to a file",
                _ -> services.safekeeping().copyTo(file),
                made -> news.accept(text(
                        "settings.copied-to",
                        made.instances(),
                        words.size(made.sizeBytes()),
                        made.file().toString())));
    }

    void examine() {
        act(
                "examine",
                "look the store over",
                _ -> services.safekeeping().examine(),
                condition -> news.accept(text(
                        condition.whole() ? "settings.whole" : "settings.damaged",
                        words.size(condition.sizeBytes()),
                        condition.version())));
    }

    String redact(String typed) {
        return services.safekeeping().redact(typed);
    }

    private <T> void act(String kind, String title, Work<T> work, Consumer<T> done) {
        services.tasks()
                .start(
                        new TaskRequest(
                                kind, title, List.of(), Origin.WINDOW, kind.equals("read") || kind.equals("setting")),
                        work)
                .whenEnded(services.fx(), outcome -> {
                    switch (outcome) {
                        case Outcome.Succeeded<T>(T value) -> done.accept(value);
                        case Outcome.Failed<T>(Problem problem) -> failed.accept(problem);
                        case Outcome.Cancelled<T>() -> {}
                    }
                });
    }

    private String text(String key, Object... arguments) {
        return words.texts().text(key, arguments);
    }

    ReadOnlyObjectProperty<View> view() {
        return view.getReadOnlyProperty();
    }
}
