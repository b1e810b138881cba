package io.pilothouse.ui.settings;

import io.pilothouse.domain.Problem;
import io.pilothouse.domain.alert.AlertRoute;
import io.pilothouse.domain.health.CheckPace;
import io.pilothouse.domain.health.HistorySize;
import io.pilothouse.domain.instance.Connection;
import io.pilothouse.domain.instance.Instance;
import io.pilothouse.domain.instance.KindId;
import io.pilothouse.domain.query.SavedView;
import io.pilothouse.domain.task.Origin;
import io.pilothouse.domain.task.Outcome;
import io.pilothouse.tasks.Engine;
import io.pilothouse.tasks.Subscription;
import io.pilothouse.tasks.TaskRequest;
import io.pilothouse.tasks.Work;
import io.pilothouse.tasks.alert.AlertSettings;
import io.pilothouse.tasks.backup.Backups.StoredCopy;
import io.pilothouse.tasks.backup.Backups.TableSize;
import io.pilothouse.tasks.connection.SentRequests.Sent;
import io.pilothouse.tasks.instance.GroupDefaults;
import io.pilothouse.tasks.pause.Pausing;
import io.pilothouse.tasks.secret.KeyStatus;
import io.pilothouse.tasks.settings.Settings.Setting;
import io.pilothouse.tasks.view.SavedViews;
import io.pilothouse.ui.common.SettingStore;
import io.pilothouse.ui.common.Streamer;
import io.pilothouse.ui.common.UiServices;
import io.pilothouse.ui.common.Words;
import io.pilothouse.ui.shell.ChoicesMade;
import io.pilothouse.ui.table.TableLayout;
import io.pilothouse.ui.table.TableNames;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
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
    /// @param wrong   why a value that was typed or chosen cannot be, empty when it can
    /// @param group   whose instances it is for; empty for what holds for all
    /// @param levels  where else it can be given; empty for what only holds for all
    record Choice(
            Page page,
            String id,
            String title,
            String why,
            List<Option> options,
            String value,
            boolean changed,
            Optional<Function<String, Optional<String>>> wrong,
            Optional<String> group,
            List<SettingLevels.Place> levels) {

        Choice(Page page, String id, String title, String why, List<Option> options, String value, boolean changed) {
            this(page, id, title, why, options, value, changed, Optional.empty(), Optional.empty(), List.of());
        }

        Choice ofGroup(String name) {
            return new Choice(page, id, title, why, options, value, changed, wrong, Optional.of(name), levels);
        }

        Choice refusing(Function<String, Optional<String>> why) {
            return new Choice(page, id, title, this.why, options, value, changed, Optional.of(why), group, levels);
        }

        Choice at(List<SettingLevels.Place> places) {
            return new Choice(page, id, title, why, options, value, changed, wrong, group, places);
        }

        /// Those of groups stand with their instances, too.
        boolean standsOn(Page open) {
            return page == open
                    || open == Page.INSTANCES && group.isPresent()
                    || open == Page.LOG && id.equals(Streamer.ON.name()); // it is asked for there, too
        }
    }

    /// Something found that stands on a page and is no choice.
    record Place(Page page, String title, String why) {}

    /// @param search  what was typed into the search field
    /// @param choices of the open page, or of all pages while something is searched
    /// @param places  what else was found
    /// @param tables  what each takes in the store, the largest first; empty until somebody wants to know
    record View(
            Page page,
            String search,
            List<Choice> choices,
            List<Place> places,
            KeyStatus keys,
            List<StoredCopy> copies,
            List<TableSize> tables,
            Optional<Pausing.Pause> paused) {}

    /// What stands on pages beside choices, by the first part of its keys.
    private static final Map<Page, List<String>> PLACES = Map.ofEntries(
            Map.entry(Page.INSTANCES, List.of("instances")),
            Map.entry(Page.GUARDS, List.of("guard-release")),
            Map.entry(Page.CHECKS, List.of("unstable", "kept", "check-now")),
            Map.entry(Page.ALERTS, List.of("channels", "routes", "alerts-now", "alerts-test", "alerts-quiet")),
            Map.entry(Page.WORK, List.of("limits", "work")),
            Map.entry(Page.TABLES, List.of("views", "usual-columns")),
            Map.entry(Page.KEYBOARD, List.of("keys")),
            Map.entry(Page.NETWORK, List.of("port", "dns", "user-agent", "trusted", "sent")),
            Map.entry(Page.SECURITY, List.of("phrase", "passphrase", "to-key-store", "recover")),
            Map.entry(
                    Page.DATA,
                    List.of(
                            "folder",
                            "copy-now",
                            "copy-to",
                            "restore",
                            "import",
                            "export",
                            "examine",
                            "tables",
                            "compact")),
            Map.entry(Page.UPDATES, List.of("updates-look", "updates-copy", "updates-back")),
            Map.entry(Page.LOG, List.of("log", "redaction")),
            Map.entry(Page.ADVANCED, List.of("diagnostics")));

    private final UiServices services;
    private final Words words;
    private final SettingsChoices choices;
    private final Consumer<String> news;
    private final Consumer<Problem> failed;
    private final Consumer<ChoicesMade.Made> made;
    private final ReadOnlyObjectWrapper<View> view;
    private final List<Subscription> watching = new ArrayList<>();
    private Page page = Page.GENERAL;
    private String search = "";
    private List<StoredCopy> copies = List.of();
    private List<TableSize> tables = List.of();

    /// @param pagesOf the pages of instances of a kind
    /// @param news   says what was done
    /// @param failed says what went wrong
    /// @param made   keeps each choice so that it can be taken back
    SettingsViewModel(
            UiServices services,
            Words words,
            Function<KindId, List<String>> pagesOf,
            Consumer<String> news,
            Consumer<Problem> failed,
            Consumer<ChoicesMade.Made> made) {
        this.services = services;
        this.words = words;
        choices = new SettingsChoices(services, words, pagesOf);
        this.news = news;
        this.failed = failed;
        this.made = made;
        view = new ReadOnlyObjectWrapper<>(make());
    }

    void follow() {
        watching.add(services.settings().values().subscribe(services.fx(), _ -> refresh()));
        watching.add(services.safekeeping().keys().subscribe(services.fx(), _ -> refresh()));
        watching.add(services.pausing().state().subscribe(services.fx(), _ -> refresh()));
        watching.add(services.pausing().power().subscribe(services.fx(), _ -> refresh()));
        watching.add(services.views().views().subscribe(services.fx(), _ -> refresh()));
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
        var shown = choices.all().stream()
                .filter(choice -> search.isEmpty()
                        ? choice.standsOn(page)
                        : (choice.title() + " " + choice.why() + " " + alsoCalled(words, choice))
                                .toLowerCase(words.texts().locale())
                                .contains(wanted))
                .toList();
        return new View(
                page,
                search,
                shown,
                places(wanted),
                services.safekeeping().keys().get(),
                copies,
                tables,
                services.pausing().state().get());
    }

    /// @return other words that people look for a setting by
    static String alsoCalled(Words words, Choice choice) {
        return words.texts().textOr("settings.also." + choice.id(), "");
    }

    private List<Place> places(String wanted) {
        if (search.isEmpty()) {
            return List.of();
        }
        return allPlaces(words)
                .filter(place -> (place.title() + " " + place.why())
                        .toLowerCase(words.texts().locale())
                        .contains(wanted))
                .toList();
    }

    /// What stands on pages and is no choice.
    static Stream<Place> allPlaces(Words words) {
        return Arrays.stream(Page.values())
                .flatMap(on -> PLACES.getOrDefault(on, List.of()).stream()
                        .map(key -> new Place(
                                on,
                                words.texts().textOr("settings." + key, ""),
                                words.texts().textOr("settings." + key + "-why", "", "", "", ""))))
                .filter(place -> !place.title().isEmpty());
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

    /// What a person chose for a table of a kind.
    ///
    /// @param columns how many are shown
    record Usual(SavedView view, String title, long columns) {}

    /// @return by what they are called
    List<Usual> usualViews() {
        return services.views().views().get().stream()
                .filter(view -> view.table().startsWith(SavedViews.USUAL))
                .map(view -> new Usual(
                        view,
                        TableNames.said(words, view.table().substring(SavedViews.USUAL.length())),
                        TableLayout.shownColumns(view.layout())))
                .sorted(Comparator.comparing(Usual::title))
                .toList();
    }

    /// Removes a saved view of a table, or how a table opens.
    void forget(SavedView saved) {
        Consumer<Boolean> there = wanted -> act(
                "setting",
                "change the saved views",
                _ -> {
                    if (wanted) {
                        services.views().save(saved);
                    } else {
                        services.views().delete(saved.table(), saved.name());
                    }
                    return true;
                },
                _ -> {});
        there.accept(false);
        made.accept(new ChoicesMade.Made(
                services.clock().instant(),
                saved.name().isEmpty()
                        ? text(
                                "table.view.usual-forgotten",
                                TableNames.said(words, saved.table().substring(SavedViews.USUAL.length())))
                        : text("settings.view-removed", saved.name()),
                () -> there.accept(true),
                () -> there.accept(false)));
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
        new SettingStore(services, failed).store(setting, value, then);
    }

    // ---- what is known

    /// One kind with the versions of its instances.
    ///
    /// @param writes what Pilothouse may change and delete on them
    record KindLine(String name, long instances, String versions, String writes) {}

    private String writes(KindId kind) {
        var family =
                switch (kind.value()) {
                    case "sonarr", "radarr", "lidarr", "readarr", "whisparr", "eros" -> "arr";
                    default -> kind.value();
                };
        return words.texts().textOr("settings.writes." + family, "");
    }

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
                                    .collect(Collectors.joining(", ")),
                            writes(kind.id()));
                })
                .toList();
    }

    /// How many instances are checked, and about how many bytes their history becomes.
    record Forecast(int instances, long bytes) {}

    Forecast forecast() {
        var paces = new GroupDefaults(services.settings());
        var pauses = services.instances().fleet().get().live().stream()
                .filter(Instance::enabled)
                .map(one -> paces.pace(CheckPace.usual(one.address()), one.configuration())
                        .pause())
                .toList();
        return new Forecast(pauses.size(), HistorySize.forecast(pauses, Engine.historyKept(services.settings())));
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

    void measure() {
        act(
                "read",
                "measure the tables of the store",
                _ -> services.safekeeping().tableSizes(),
                sizes -> {
                    tables = sizes;
                    refresh();
                });
    }

    void compact() {
        act("compact", "compact the store", _ -> services.safekeeping().compact(), made -> {
            news.accept(text("settings.compacted", words.size(made.before()), words.size(made.after())));
            if (!tables.isEmpty()) {
                measure();
            }
        });
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
