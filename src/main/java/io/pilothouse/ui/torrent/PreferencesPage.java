package io.pilothouse.ui.torrent;

import io.pilothouse.domain.guard.Act;
import io.pilothouse.domain.guard.ActionClass;
import io.pilothouse.domain.guard.Consent;
import io.pilothouse.domain.instance.Instance;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.domain.query.SortBy;
import io.pilothouse.domain.task.Outcome;
import io.pilothouse.tasks.torrent.ClientPreferences;
import io.pilothouse.tasks.torrent.PreferenceChanges;
import io.pilothouse.ui.common.Latest;
import io.pilothouse.ui.common.StatePane;
import io.pilothouse.ui.guard.GuardSheet;
import io.pilothouse.ui.guard.GuardedAct;
import io.pilothouse.ui.shell.PageView;
import io.pilothouse.ui.shell.WindowContext;
import io.pilothouse.ui.table.Column;
import io.pilothouse.ui.table.MemoryRows;
import io.pilothouse.ui.table.RowTable;
import io.pilothouse.ui.table.TableSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.octicons.Octicons;

/// The preferences of one client, by the names under which it keeps them: looked up, and changed one at a
/// time, on others along with it where a person wants. FX thread only.
final class PreferencesPage implements PageView {

    /// @param value as the client has it: a text, a number or a truth
    record Preference(String name, Object value) {}

    private final WindowContext window;
    private final InstanceId id;
    private final MemoryRows<Preference> rows = new MemoryRows<>(Preference::name);
    private final RowTable<Preference> table;
    private final VBox root = new VBox();
    private final Latest reading;
    private final Latest comparing;
    private SortedMap<InstanceId, ClientPreferences> elsewhere = new TreeMap<>();
    private Optional<OtherClients> others = Optional.empty();

    PreferencesPage(WindowContext window, InstanceId id) {
        this.window = window;
        this.id = id;
        reading = new Latest(window.services().fx());
        comparing = new Latest(window.services().fx());
        table = new RowTable<>(window, spec());
        table.setId("torrent-preferences");
        root.getStyleClass().add("torrents");
        VBox.setVgrow(table, Priority.ALWAYS);
        root.getChildren().setAll(table);
    }

    private String text(String key, Object... arguments) {
        return window.texts().text(key, arguments);
    }

    private TableSpec<Preference> spec() {
        var columns = List.of(
                Column.<Preference>text("name", "torrent.preferences.name", Preference::name)
                        .width(260)
                        .growing(),
                Column.<Preference>text("value", "torrent.preferences.value", row -> shown(row.value()))
                        .width(320));
        return TableSpec.of("torrent.preferences", text("torrent.preferences.title"), rows, columns)
                .sortedBy(new SortBy("name", false))
                .withoutBoxes()
                .withDetail(this::pane)
                .toldBy(id, Optional::empty)
                .whenEmpty(() -> new StatePane(
                        Octicons.GEAR_16,
                        text("torrent.preferences.empty"),
                        text("torrent.preferences.empty-why"),
                        List.of()))
                .whileLoading(text("torrent.preferences.loading"));
    }

    private String shown(Object value) {
        return value instanceof Boolean truth
                ? text(truth ? "torrent.yes" : "torrent.no")
                : value.toString().replace('\n', ' ');
    }

    private Node pane(Preference row) {
        var title = new Label(row.name());
        title.getStyleClass().add("text-title");
        var box = new VBox(12, title);
        box.getStyleClass().add("torrent-detail");
        if (PreferenceChanges.refused(row.name())) {
            box.getChildren().addAll(new Label(shown(row.value())), muted("torrent.preferences.refused"));
            return box;
        }
        var save = new Button(text("torrent.preferences.change"));
        save.setId("torrent-preference-go");
        save.getStyleClass().add("accent");
        var also = new OtherClients(window, row.name(), otherClients(), elsewhere);
        others = Optional.of(also);
        compare();
        if (row.value() instanceof Boolean on) {
            var field = new CheckBox(text("torrent.yes"));
            field.setSelected(on);
            field.setAccessibleText(row.name());
            save.setOnAction(_ -> change(row, Boolean.toString(field.isSelected()), also.chosen(id)));
            box.getChildren().add(field);
        } else {
            var field = new TextField(row.value().toString());
            field.setAccessibleText(row.name());
            field.setOnAction(_ -> save.fire());
            save.setOnAction(_ -> change(row, field.getText(), also.chosen(id)));
            box.getChildren().add(field);
        }
        box.getChildren().addAll(also, save, muted("torrent.preferences.why"));
        return box;
    }

    private Label muted(String key) {
        var label = new Label(text(key));
        label.getStyleClass().addAll("text-muted", "text-second");
        label.setWrapText(true);
        return label;
    }

    private List<Instance> otherClients() {
        var clients = window.services().torrents().fleet().get().sides().keySet();
        return window.services().instances().fleet().get().live().stream()
                .filter(instance ->
                        clients.contains(instance.id()) && !instance.id().equals(id))
                .toList();
    }

    /// Asks the other clients until all have said, however many panes are opened.
    private void compare() {
        var asked = otherClients();
        boolean heardAll = asked.stream()
                .allMatch(it -> Optional.ofNullable(elsewhere.get(it.id()))
                        .filter(answer -> answer.problem().isEmpty())
                        .isPresent());
        if (heardAll) {
            return;
        }
        var ids = asked.stream().map(Instance::id).toList();
        comparing.<SortedMap<InstanceId, ClientPreferences>>start(
                () -> window.background()
                        .read(
                                "read preferences",
                                ids,
                                _ -> window.services().torrents().preferences(ids)),
                outcome -> {
                    if (outcome instanceof Outcome.Succeeded<SortedMap<InstanceId, ClientPreferences>>(var heard)) {
                        elsewhere = heard;
                        others.ifPresent(it -> it.show(asked, heard));
                    }
                });
    }

    private void change(Preference row, String typed, List<InstanceId> clients) {
        boolean alone = clients.size() == 1;
        if (alone && typed.equals(row.value().toString())) {
            return;
        }
        var act = new Act(
                ActionClass.REMOTE_REVERSIBLE,
                clients,
                "change " + row.name(),
                clients.stream().map(this::name).toList(),
                clients.size());
        new GuardSheet(window)
                .ask(new GuardedAct(
                        act,
                        text("torrent.preferences.change-title", row.name()),
                        text("torrent.preferences.change"),
                        alone
                                ? text("torrent.preferences.from-to", row.value(), typed)
                                : text("torrent.preferences.to-all", typed, clients.size()),
                        Optional.empty(),
                        consent -> send(row, typed, clients, consent)));
    }

    private String name(InstanceId client) {
        return window.services().instances().find(client).map(Instance::name).orElse(client.value());
    }

    private void send(Preference row, String typed, List<InstanceId> clients, Consent consent) {
        window.background()
                .act(
                        "torrents-preferences",
                        "change " + row.name(),
                        clients,
                        context -> {
                            var wanted = PreferenceChanges.of(Map.of(row.name(), typed));
                            var left =
                                    window.services().torrents().changePreferences(clients, wanted, consent, context);
                            if (clients.size() == 1) {
                                Objects.requireNonNull(left.get(id)).said(); // its failure is the task's
                            }
                            return left;
                        },
                        left -> told(row, clients, left));
    }

    private void told(Preference row, List<InstanceId> clients, SortedMap<InstanceId, ClientPreferences> left) {
        if (clients.size() == 1) {
            window.toasts()
                    .news(
                            window.services().instances().find(id),
                            said(row, id, left).orElseGet(() -> text("torrent.preferences.done", row.name())),
                            Optional.empty());
        } else {
            var done =
                    clients.stream().filter(it -> said(row, it, left).isEmpty()).count();
            var words = new ArrayList<>(List.of(text("torrent.preferences.done-of", row.name(), done, clients.size())));
            clients.forEach(it -> said(row, it, left).ifPresent(words::add));
            window.toasts().news(Optional.empty(), String.join(" ", words), Optional.empty());
        }
        elsewhere = new TreeMap<>();
        read();
    }

    /// @return what is otherwise than wanted; empty when it was changed
    private Optional<String> said(Preference row, InstanceId client, SortedMap<InstanceId, ClientPreferences> left) {
        var answer = left.get(client);
        if (answer == null) {
            return Optional.of(text("torrent.preferences.read-only", name(client)));
        }
        return answer.problem()
                .map(window.texts()::summary)
                .or(() -> answer.asWanted()
                        ? Optional.empty()
                        : Optional.of(text(
                                "torrent.preferences.otherwise",
                                row.name(),
                                answer.values().getOrDefault(row.name(), text("common.none")),
                                name(client))));
    }

    private void read() {
        reading.<SortedMap<String, Object>>start(
                () -> window.background()
                        .read(
                                "read preferences",
                                List.of(id),
                                _ -> window.services().torrents().preferences(id)),
                outcome -> {
                    switch (outcome) {
                        case Outcome.Succeeded<SortedMap<String, Object>>(var all) -> show(all);
                        case Outcome.Failed<SortedMap<String, Object>>(var problem) ->
                            table.setProblem(Optional.of(problem));
                        case Outcome.Cancelled<SortedMap<String, Object>> _ -> {}
                    }
                });
    }

    private void show(SortedMap<String, Object> preferences) {
        table.setProblem(Optional.empty());
        rows.set(preferences.entrySet().stream()
                .map(it -> new Preference(it.getKey(), it.getValue()))
                .toList());
    }

    @Override
    public Parent root() {
        return root;
    }

    @Override
    public void shown() {
        read();
    }

    @Override
    public void hidden() {
        reading.cancel();
        comparing.cancel();
    }

    @Override
    public void close() {
        reading.cancel();
        comparing.cancel();
        table.close();
    }

    @Override
    public boolean focusFilter() {
        return table.focusFilter();
    }
}
