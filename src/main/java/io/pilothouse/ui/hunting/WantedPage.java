package io.pilothouse.ui.hunting;

import io.pilothouse.domain.cycle.Candidate;
import io.pilothouse.domain.cycle.Decision;
import io.pilothouse.domain.cycle.HuntRule.Pass;
import io.pilothouse.domain.cycle.ItemKey;
import io.pilothouse.domain.cycle.SkipReason;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.tasks.cycle.Cycles.Kept;
import io.pilothouse.tasks.cycle.Cycles.Remembered;
import io.pilothouse.tasks.cycle.Cycles.Wanted;
import io.pilothouse.ui.common.StatePane;
import io.pilothouse.ui.common.Words;
import io.pilothouse.ui.shell.WindowContext;
import io.pilothouse.ui.table.BulkAct;
import io.pilothouse.ui.table.Column;
import io.pilothouse.ui.table.TableSpec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.Label;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.layout.HBox;
import org.kordamp.ikonli.octicons.Octicons;

/// What an instance lacks or has in a poorer form than it should, and why each would not be asked for now.
final class WantedPage extends ListPage<Decision> {

    private static final int MOST = 2_000;

    private final HuntingActs acts;
    private final Label count = new Label();
    private final HBox choice;
    private Map<ItemKey, Remembered> remembered = Map.of();
    private Pass pass = Pass.MISSING;

    WantedPage(WindowContext window, InstanceId id) {
        super(window, id, it -> it.candidate().item(), "list what is wanted by");
        acts = new HuntingActs(window, id);
        choice = passes(window, this::choose);
        count.getStyleClass().addAll("text-muted", "text-second");
        age.setId("wanted-age");
        open(spec());
        table().setTools(choice, count, age, again());
    }

    private TableSpec<Decision> spec() {
        var columns = new ArrayList<>(columns(window, Function.<Decision>identity()));
        columns.add(
                3,
                Column.<Decision>text(
                                "outcome",
                                "hunting.column.last-outcome",
                                it -> tried(it)
                                        .flatMap(Remembered::last)
                                        .map(last -> text("hunting.outcome."
                                                + last.outcome().word()))
                                        .orElse(""))
                        .inOurWords()
                        .exportedAs(it -> DecisionView.outcomeWord(tried(it)))
                        .width(130));
        return TableSpec.of("arr.wanted", text("page.wanted"), rows, columns)
                .withBulk(List.of(
                        BulkAct.of(
                                "hunting.search",
                                text("hunting.search-verb"),
                                Octicons.SEARCH_16,
                                chosen -> acts.search(candidates(rowsOf(chosen)), this::readAgain)),
                        BulkAct.of(
                                "hunting.forget",
                                text("hunting.forget"),
                                Octicons.HISTORY_16,
                                chosen -> acts.forget(keys(rowsOf(chosen)), this::readAgain)),
                        BulkAct.of(
                                "hunting.unmonitor",
                                text("hunting.unmonitor-verb"),
                                Octicons.EYE_CLOSED_16,
                                chosen -> acts.monitor(keys(rowsOf(chosen)), false, this::readAgain))))
                .withMenu(this::menu)
                .withDetail(row -> new ItemPane(window, id)
                        .of(
                                row.candidate().item(),
                                row.candidate().title(),
                                List.of(why(
                                        words,
                                        row,
                                        tried(row),
                                        window.services().clock().instant())),
                                List.of(),
                                this::readAgain))
                .whileLoading(text("hunting.wanted-loading", name()))
                .whenEmpty(this::nothingWanted);
    }

    private StatePane nothingWanted() {
        var read = age.getText();
        return pass == Pass.MISSING
                ? nothing(
                        Octicons.CHECK_CIRCLE_16,
                        text("hunting.missing-empty", name()),
                        read,
                        new StatePane.Choice(
                                text("hunting.show-cutoff"),
                                () -> ((ToggleButton) choice.lookup("#pass-" + Pass.CUTOFF.word())).fire()))
                : nothing(Octicons.CHECK_CIRCLE_16, text("hunting.wanted-empty", name()), read);
    }

    private Optional<Remembered> tried(Decision it) {
        return Optional.ofNullable(remembered.get(it.candidate().item()));
    }

    /// The columns of wanted items, for rows that hold one.
    static <T> List<Column<T>> columns(WindowContext window, Function<T, Decision> of) {
        var words = window.words();
        var clock = window.services().clock();
        var reasons = Arrays.stream(SkipReason.values())
                .map(SkipReason::word)
                .map(it -> reason(words, it))
                .toList();
        return List.of(
                Column.<T>text(
                                "title",
                                "hunting.column.title",
                                it -> of.apply(it).candidate().title())
                        .width(280)
                        .growing(),
                Column.<T>time(
                                "released",
                                "hunting.column.released",
                                it -> of.apply(it).candidate().releasedAt(),
                                at -> words.time(at, clock.instant()))
                        .width(124),
                Column.<T>time(
                                "searched",
                                "hunting.column.searched",
                                it -> of.apply(it).candidate().lastSearchAt(),
                                at -> words.time(at, clock.instant()))
                        .width(110),
                Column.<T>choice(
                                "why",
                                "hunting.column.why",
                                it -> of.apply(it)
                                        .reason()
                                        .map(SkipReason::word)
                                        .map(why -> reason(words, why))
                                        .orElse(""),
                                reasons)
                        .exportedAs(it ->
                                of.apply(it).reason().map(SkipReason::word).orElse(""))
                        .width(150),
                Column.<T>text(
                                "detail",
                                "hunting.column.detail",
                                it -> of.apply(it).detail())
                        .width(130),
                Column.<T>time(
                                "eligible",
                                "hunting.column.eligible",
                                it -> of.apply(it).until(),
                                at -> words.time(at, clock.instant()))
                        .width(124),
                Column.<T>text(
                                "tags",
                                "hunting.column.tags",
                                it -> String.join(", ", of.apply(it).candidate().tags()))
                        .width(110),
                Column.<T>text(
                                "root",
                                "hunting.column.root",
                                it -> of.apply(it).candidate().root())
                        .width(150)
                        .hidden());
    }

    private static String why(Words words, Decision row, Optional<Remembered> tried, Instant now) {
        return row.reason()
                .map(why -> new ReasonWords(words)
                        .of(why.word(), row.detail(), row.until(), tried, Optional.empty(), "", now))
                .orElse(words.texts().text("hunting.would-be-asked"));
    }

    private ContextMenu menu(Decision row) {
        var menu = new ContextMenu();
        menu.getItems()
                .addAll(
                        item("hunting.search-verb", () -> acts.search(List.of(row.candidate()), this::readAgain)),
                        item(
                                "hunting.choose-release",
                                () -> ReleasesDialog.open(
                                        window,
                                        id,
                                        row.candidate().item(),
                                        row.candidate().title(),
                                        this::readAgain)),
                        item(
                                "hunting.forget",
                                () -> acts.forget(List.of(row.candidate().item()), this::readAgain)));
        return menu;
    }

    private static List<Candidate> candidates(List<Decision> rows) {
        return rows.stream().map(Decision::candidate).toList();
    }

    private static List<ItemKey> keys(List<Decision> rows) {
        return rows.stream().map(it -> it.candidate().item()).toList();
    }

    private static String reason(Words words, String word) {
        return words.texts().textOr("hunting.reason." + word, word);
    }

    /// Buttons to choose what is wanted.
    static HBox passes(WindowContext window, Consumer<Pass> chosen) {
        var group = new ToggleGroup();
        var box = new HBox();
        box.getStyleClass().add("segments");
        for (var each : Pass.values()) {
            var button = new ToggleButton(window.texts().text("hunting.pass." + each.word()));
            button.setId("pass-" + each.word());
            button.getStyleClass().setAll("segment");
            button.setToggleGroup(group);
            button.setSelected(each == Pass.MISSING);
            button.setOnAction(_ -> {
                button.setSelected(true);
                chosen.accept(each);
            });
            box.getChildren().add(button);
        }
        return box;
    }

    private void choose(Pass chosen) {
        pass = chosen;
        shown();
    }

    /// A list and what was tried for what is in it.
    private record Read(Kept<Wanted> kept, Map<ItemKey, Remembered> remembered) {}

    private Read remembering(Kept<Wanted> kept) {
        var items =
                kept.list().items().stream().map(it -> it.candidate().item()).toList();
        return new Read(kept, window.services().cycles().remembered(id, items));
    }

    private void show(Read read) {
        remembered = read.remembered();
        var wanted = read.kept().list();
        rows.set(wanted.items());
        count.setText(
                wanted.total().isPresent()
                                && wanted.total().getAsLong() > wanted.items().size()
                        ? text(
                                "hunting.first-of",
                                words.number(wanted.items().size()),
                                words.number(wanted.total().getAsLong()))
                        : "");
        tellAge(read.kept().readAt());
    }

    @Override
    void readAgain() {
        var which = pass;
        load(
                _ -> remembering(new Kept<>(
                        window.services().cycles().wanted(id, which, MOST),
                        Optional.of(window.services().clock().instant()))),
                this::show);
    }

    /// Opens from what was read last, then asks.
    @Override
    public void shown() {
        var which = pass;
        loadKept(_ -> remembering(window.services().cycles().keptWanted(id, which)), read -> {
            if (read.kept().readAt().isPresent()) {
                show(read);
            }
            readAgain();
        });
    }
}
