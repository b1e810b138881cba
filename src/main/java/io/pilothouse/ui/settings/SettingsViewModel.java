package io.pilothouse.ui.settings;

import io.pilothouse.domain.Problem;
import io.pilothouse.domain.guard.GuardLevel;
import io.pilothouse.domain.instance.Instance;
import io.pilothouse.domain.instance.KindId;
import io.pilothouse.domain.task.Origin;
import io.pilothouse.domain.task.Outcome;
import io.pilothouse.tasks.Subscription;
import io.pilothouse.tasks.TaskRequest;
import io.pilothouse.tasks.Work;
import io.pilothouse.tasks.backup.Backups.StoredCopy;
import io.pilothouse.tasks.guard.LevelGuards;
import io.pilothouse.tasks.secret.KeyStatus;
import io.pilothouse.tasks.settings.Settings.Setting;
import io.pilothouse.ui.common.Themes;
import io.pilothouse.ui.common.UiServices;
import io.pilothouse.ui.common.Words;
import io.pilothouse.ui.shell.WindowSettings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;

/// What the settings of the program show and do. Every choice takes effect at once. Knows no nodes. FX
/// thread only.
final class SettingsViewModel {

    enum Page {
        GENERAL,
        APPEARANCE,
        GUARDS,
        SECURITY,
        DATA,
        LOG
    }

    /// @param value what is stored; empty for the usual
    record Option(String value, String text) {}

    /// A setting with a few values.
    ///
    /// @param value   the value that holds
    /// @param changed whether it differs from the usual
    record Choice(
            Page page, String id, String title, String why, List<Option> options, String value, boolean changed) {}

    /// @param search  what was typed into the search field
    /// @param choices of the open page, or of all pages while something is searched
    record View(Page page, String search, List<Choice> choices, KeyStatus keys, List<StoredCopy> copies) {}

    private final UiServices services;
    private final Words words;
    private final Consumer<String> news;
    private final Consumer<Problem> failed;
    private final ReadOnlyObjectWrapper<View> view;
    private final List<Subscription> watching = new ArrayList<>();
    private Page page = Page.GENERAL;
    private String search = "";
    private List<StoredCopy> copies = List.of();

    /// @param news   says what was done
    /// @param failed says what went wrong
    SettingsViewModel(UiServices services, Words words, Consumer<String> news, Consumer<Problem> failed) {
        this.services = services;
        this.words = words;
        this.news = news;
        this.failed = failed;
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
        return new View(page, search, shown, services.safekeeping().keys().get(), copies);
    }

    private List<Choice> all() {
        var choices = new ArrayList<Choice>();
        choices.add(ofEnum(Page.GENERAL, "rail-order", WindowSettings.RAIL_ORDER, WindowSettings.RailOrder.values()));
        choices.add(ofEnum(Page.APPEARANCE, "theme", Themes.THEME, Themes.Choice.values()));
        choices.add(whereIAm());
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
        if (choice.value().equals(value)) {
            return;
        }
        var setting = new Setting<String>(choice.id(), "", text -> text, text -> text);
        boolean usual = value.isEmpty();
        act(
                "setting",
                "store the setting " + choice.id(),
                _ -> {
                    if (usual) {
                        services.settings().reset(setting);
                    } else {
                        services.settings().set(setting, value);
                    }
                    return true;
                },
                _ -> {});
    }

    void reset(Choice choice) {
        act(
                "setting",
                "bring the usual " + choice.id() + " back",
                _ -> {
                    services.settings().reset(new Setting<String>(choice.id(), "", text -> text, text -> text));
                    return true;
                },
                _ -> {});
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
