package io.pilothouse.ui.compare;

import io.pilothouse.domain.compare.HeldSetting;
import io.pilothouse.domain.guard.Act;
import io.pilothouse.domain.health.ShownState;
import io.pilothouse.domain.instance.Instance;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.domain.query.SortBy;
import io.pilothouse.domain.task.TaskId;
import io.pilothouse.tasks.compare.Comparing.Change;
import io.pilothouse.tasks.compare.Comparing.Result;
import io.pilothouse.ui.common.Icon;
import io.pilothouse.ui.common.Monogram;
import io.pilothouse.ui.common.SettingWords;
import io.pilothouse.ui.common.SideBySide;
import io.pilothouse.ui.common.StatePane;
import io.pilothouse.ui.common.StateShape;
import io.pilothouse.ui.common.Words;
import io.pilothouse.ui.compare.CompareViewModel.Row;
import io.pilothouse.ui.compare.CompareViewModel.Sign;
import io.pilothouse.ui.compare.CompareViewModel.View;
import io.pilothouse.ui.guard.GuardSheet;
import io.pilothouse.ui.guard.GuardedAct;
import io.pilothouse.ui.shell.PageView;
import io.pilothouse.ui.shell.TakingBack;
import io.pilothouse.ui.shell.WindowContext;
import io.pilothouse.ui.table.BulkAct;
import io.pilothouse.ui.table.Chosen;
import io.pilothouse.ui.table.Column;
import io.pilothouse.ui.table.MemoryRows;
import io.pilothouse.ui.table.RowTable;
import io.pilothouse.ui.table.TableSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javafx.beans.value.ObservableValue;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Label;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.octicons.Octicons;

/// The page that compares: chips of the instances above, one line for each setting below. What is ticked
/// is copied from one instance to the others after a sheet that lists every change.
final class ComparePage implements PageView {

    /// Parts whose settings have names that people gave them.
    private static final Set<String> NAMED_BY_PEOPLE =
            Set.of("profile", "custom-format", "root-folder", "indexer", "download-client");

    private final WindowContext window;
    private final Words words;
    private final SettingWords settings;
    private final ProfileWords profiles;
    private final CompareFeature.Wanted wanted;
    private final CompareViewModel model;
    private final FlowPane chips = new FlowPane(8, 8);
    private final MenuButton add = new MenuButton();
    private final CheckBox only = new CheckBox();
    private final Button again = new Button();
    private final Button keep = new Button();
    private final VBox strips = new VBox();
    private final StackPane body = new StackPane();
    private final VBox root = new VBox();
    private List<Instance> shownChosen = List.of();
    private MemoryRows<Row> rows = new MemoryRows<>(Row::key);
    private Optional<RowTable<Row>> table = Optional.empty();

    ComparePage(WindowContext window, CompareFeature.Wanted wanted) {
        this.window = window;
        this.wanted = wanted;
        words = window.words();
        settings = new SettingWords(words.texts());
        profiles = new ProfileWords(words.texts());
        model = new CompareViewModel(window.services(), words);
        add.setText(text("compare.add"));
        add.setId("compare-add");
        add.setGraphic(new Icon(Octicons.PLUS_16));
        only.setText(text("compare.only"));
        only.setSelected(true);
        only.setOnAction(_ -> model.onlyDifferent(only.isSelected()));
        again.setText(text("compare.again"));
        again.setOnAction(_ -> model.ask());
        keep.setText(text("compare.keep"));
        keep.setId("compare-keep");
        keep.setOnAction(_ -> model.keepBaselines(
                () -> window.toasts().news(Optional.empty(), text("compare.kept"), Optional.empty())));
        List.of(add, again, keep, only).forEach(control -> control.setMinWidth(Region.USE_PREF_SIZE));
        chips.setAlignment(Pos.CENTER_LEFT);
        chips.setPrefWrapLength(640);
        var choices = new FlowPane(12, 8, only, again, keep) {
            /// One line, where there is room for it.
            @Override
            protected double computePrefWidth(double height) {
                return getChildren().stream()
                                .mapToDouble(child -> snapSizeX(child.prefWidth(-1)))
                                .sum()
                        + getHgap() * (getChildren().size() - 1);
            }
        };
        choices.setAlignment(Pos.CENTER_LEFT);
        var sides = new SideBySide();
        sides.getChildren().setAll(chips, choices);
        var head = new VBox(sides);
        head.getStyleClass().add("compare-head");
        VBox.setVgrow(body, Priority.ALWAYS);
        root.getStyleClass().add("compare");
        root.getChildren().setAll(head, strips, body);
        model.view().subscribe(this::show);
    }

    private void show(View view) {
        chips.getChildren().setAll(view.chosen().stream().map(this::chip).toList());
        chips.getChildren().add(add);
        add.getItems().setAll(view.offered().stream().map(this::offer).toList());
        add.setDisable(view.offered().isEmpty());
        again.setDisable(view.chosen().isEmpty() || view.asking());
        keep.setDisable(!view.asked());
        strips.getChildren()
                .setAll(view.silent().values().stream()
                        .map(problem -> strip(words.texts().summary(problem) + " " + text("compare.silent")))
                        .toList());
        view.since()
                .ifPresent(since -> strips.getChildren()
                        .add(strip(text(
                                "compare.since",
                                words.time(since, window.services().clock().instant()),
                                view.different()))));
        if (!shownChosen.equals(view.chosen())) {
            shownChosen = view.chosen();
            table.ifPresent(RowTable::close);
            rows = new MemoryRows<>(Row::key);
            table = Optional.empty();
        }
        if (view.chosen().isEmpty()) {
            body.getChildren().setAll(nobody());
            return;
        }
        if (view.failed().isPresent()) {
            var problem = view.failed().get();
            body.getChildren()
                    .setAll(new StatePane(
                            Octicons.ALERT_24,
                            words.texts().summary(problem),
                            words.texts().advice(problem),
                            List.of(new StatePane.Choice(text("compare.again"), model::ask))));
            return;
        }
        if (view.asked() && view.rows().isEmpty()) {
            body.getChildren().setAll(equal(view));
            return;
        }
        var shown = table.orElseGet(() -> new RowTable<>(window, spec(view.chosen())));
        table = Optional.of(shown);
        if (!body.getChildren().contains(shown)) {
            body.getChildren().setAll(shown);
        }
        if (view.asked()) {
            rows.set(view.rows());
        }
    }

    private Node chip(Instance instance) {
        var name = new Label(instance.name());
        var remove = new Button(null, new Icon(Octicons.X_16));
        remove.getStyleClass().addAll("flat", "icon-button");
        remove.setAccessibleText(text("compare.remove", instance.name()));
        remove.setOnAction(_ -> model.remove(instance.id()));
        var chip = new HBox(6, Monogram.of(instance, Monogram.Size.SMALL), name, remove);
        chip.getStyleClass().add("compare-chip");
        return chip;
    }

    private MenuItem offer(Instance instance) {
        var item = new MenuItem(text("shell.place", instance.name(), words.kind(instance.kind())));
        item.setGraphic(Monogram.of(instance, Monogram.Size.SMALL));
        item.setOnAction(_ -> model.add(instance.id()));
        return item;
    }

    private static Node strip(String said) {
        var label = new Label(said);
        label.setWrapText(true);
        var strip = new HBox(new StateShape(ShownState.WARNING, 14), label);
        strip.getStyleClass().addAll("strip", "strip-warning");
        return strip;
    }

    private Node nobody() {
        return new StatePane(
                Octicons.GIT_COMPARE_16,
                text("compare.nobody"),
                text("compare.nobody-why"),
                window.active()
                        .id()
                        .map(id -> List.of(new StatePane.Choice(text("compare.begin"), () -> model.begin(id))))
                        .orElse(List.of()));
    }

    private Node equal(View view) {
        return new StatePane(
                Octicons.CHECK_CIRCLE_24,
                view.since().isPresent()
                        ? text("compare.no-drift", view.settings())
                        : text("compare.equal", view.settings()),
                "",
                List.of(
                        new StatePane.Choice(text("compare.keep"), keep::fire),
                        new StatePane.Choice(text("compare.all"), () -> {
                            only.setSelected(false);
                            model.onlyDifferent(false);
                        })));
    }

    private TableSpec<Row> spec(List<Instance> chosen) {
        var signs = Arrays.stream(Sign.values()).map(this::sign).toList();
        var columns = new ArrayList<Column<Row>>();
        columns.add(Column.<Row>text("section", "compare.section", row -> section(row.key()))
                .inOurWords()
                .width(130));
        columns.add(Column.<Row>text("setting", "compare.setting", row -> setting(row.key()))
                .inOurWords()
                .width(200));
        columns.add(Column.<Row>choice("sign", "compare.sign", row -> sign(row.sign()), signs)
                .exportedAs(row -> Words.stable(row.sign()))
                .width(110));
        for (int i = 0; i < chosen.size(); i++) {
            int place = i;
            columns.add(Column.<Row>text(
                            "value" + (i + 1),
                            "compare.value." + (i + 1),
                            row -> row.values()
                                    .get(place)
                                    .map(value -> value(row.key(), value))
                                    .orElse("–"))
                    .exportedAs(row -> row.values().get(place).orElse(""))
                    .titled(chosen.get(i).name())
                    .width(chosen.size() < 3 ? 340 : 220));
        }
        return TableSpec.of(
                        "compare." + chosen.size(),
                        text("compare.of", chosen.stream().map(Instance::name).collect(Collectors.joining(", "))),
                        rows,
                        columns)
                .sortedBy(new SortBy("section", false), new SortBy("setting", false))
                .withBulk(Stream.concat(
                                chosen.size() < 2
                                        ? Stream.of()
                                        : chosen.stream().map(this::copyFrom),
                                Stream.of(onPurpose(true), onPurpose(false)))
                        .toList())
                .whileLoading(text("compare.loading"));
    }

    private BulkAct<Row> copyFrom(Instance from) {
        return BulkAct.of(
                "compare.copy." + from.id(),
                text("compare.copy-from", from.name()),
                Octicons.DUPLICATE_16,
                ticked -> preview(from, ticked));
    }

    /// What differs on purpose is no difference to be told of; what does so can be told of again.
    private BulkAct<Row> onPurpose(boolean now) {
        return BulkAct.<Row>of(
                        now ? "compare.on-purpose" : "compare.tell-again",
                        text(now ? "compare.on-purpose" : "compare.tell-again"),
                        now ? Octicons.LOCK_16 : Octicons.UNLOCK_16,
                        ticked -> model.keepOnPurpose(
                                rowsOf(ticked).stream().map(Row::key).toList(), now))
                .onlyWhere(ticked -> rowsOf(ticked).stream()
                        .anyMatch(row -> (row.sign() == Sign.ON_PURPOSE) != now && row.sign() != Sign.SAME));
    }

    private static List<Row> rowsOf(Chosen<Row> ticked) {
        return ticked instanceof Chosen.Rows<Row> some ? some.rows() : List.of();
    }

    private void preview(Instance from, Chosen<Row> ticked) {
        var changes =
                model.plan(from.id(), rowsOf(ticked).stream().map(Row::key).toList());
        if (changes.isEmpty()) {
            window.toasts().news(Optional.of(from), text("compare.nothing"), Optional.empty());
            return;
        }
        var plain = window.services().comparing().act(changes);
        var act = new Act(
                plain.actionClass(),
                plain.instances(),
                plain.what(),
                changes.stream().map(this::said).toList(),
                plain.count());
        new GuardSheet(window)
                .preview(new GuardedAct(
                        act,
                        text("compare.copy-title", changes.size(), from.name()),
                        text("compare.copy-verb"),
                        text("compare.copy-effect"),
                        Optional.empty(),
                        consent -> model.copy(
                                changes,
                                consent,
                                this::told,
                                problem -> window.toasts().problem(Optional.of(from), problem, Optional.empty()))));
    }

    /// @return what of which instance becomes what
    private String said(Change change) {
        return text(
                "compare.change",
                name(change.target()),
                setting(change.key()),
                change.before().map(before -> value(change.key(), before)).orElse(text("compare.not-there")),
                value(change.key(), change.after()));
    }

    /// What was changed is one message with the way back; what was not is said of each instance.
    private void told(TaskId task, List<Result> results) {
        var made = results.stream().filter(result -> result.made() > 0).toList();
        if (!made.isEmpty()) {
            var said = text(
                    "compare.copied",
                    made.stream().mapToInt(Result::made).sum(),
                    made.stream().map(result -> name(result.target())).collect(Collectors.joining(", ")));
            window.toasts()
                    .news(
                            made.size() == 1 ? instance(made.getFirst().target()) : Optional.empty(),
                            said,
                            Optional.of(new TakingBack(window).offer(task, said)));
        }
        results.forEach(result -> result.problem()
                .ifPresent(problem -> window.toasts().problem(instance(result.target()), problem, Optional.empty())));
    }

    private Optional<Instance> instance(InstanceId id) {
        return window.services().instances().find(id);
    }

    private String name(InstanceId id) {
        return instance(id).map(Instance::name).orElse(id.value());
    }

    private String sign(Sign sign) {
        return text("compare.sign." + Words.stable(sign));
    }

    private String section(HeldSetting.Key key) {
        return words.texts().textOr("compare.section." + key.section(), key.section());
    }

    private String setting(HeldSetting.Key key) {
        return NAMED_BY_PEOPLE.contains(key.section()) ? key.name() : settings.name(key.name());
    }

    private String value(HeldSetting.Key key, String value) {
        return switch (key.section()) {
            case "profile" -> profiles.of(value);
            case "custom-format" -> profiles.ofFormat(value);
            default -> settings.value(key.name(), value);
        };
    }

    private String text(String key, Object... arguments) {
        return words.texts().text(key, arguments);
    }

    @Override
    public Parent root() {
        return root;
    }

    @Override
    public void shown() {
        model.follow();
        wanted.await(this::begin);
        begin();
    }

    private void begin() {
        wanted.take().ifPresent(model::begin);
    }

    @Override
    public void hidden() {
        wanted.await(() -> {});
        model.rest();
    }

    @Override
    public void close() {
        table.ifPresent(RowTable::close);
    }

    @Override
    public ObservableValue<String> subtitle() {
        return model.view()
                .map(view -> view.asked() ? text("compare.subtitle", view.different(), view.settings()) : "");
    }

    @Override
    public boolean focusFilter() {
        return table.map(RowTable::focusFilter).orElse(false);
    }
}
