package io.pilothouse.ui.torrent;

import io.pilothouse.domain.health.ShownState;
import io.pilothouse.domain.instance.Instance;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.domain.query.FilterLanguage;
import io.pilothouse.domain.torrent.Distribution;
import io.pilothouse.ui.common.Icon;
import io.pilothouse.ui.common.Monogram;
import io.pilothouse.ui.common.StateShape;
import io.pilothouse.ui.shell.WindowContext;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javafx.geometry.Pos;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import org.kordamp.ikonli.octicons.Octicons;

/// Where how much of what is: clients down, owners with their categories across, then what nobody owns. The
/// names and the sums stay in sight while the rest scrolls. Figures change in place. FX thread only.
final class MatrixView extends ScrollPane {

    private static final double HIGHEST = 190;

    private final WindowContext window;
    private final Consumer<String> filter;
    private final GridPane grid = new GridPane();
    private final List<Region> names = new ArrayList<>();
    private final List<Region> sums = new ArrayList<>();
    private final List<Label> totals = new ArrayList<>();
    private final Map<Place, MatrixCell> cells = new HashMap<>();
    private final Map<InstanceId, Sum> ofClients = new HashMap<>();
    private final Label all = muted();
    private Shape shape = new Shape(List.of(), List.of());
    private final Set<String> open = new HashSet<>();
    private TorrentsViewModel.News news = TorrentsViewModel.News.NONE;
    private double beyond;

    /// Which lines and columns there are. While they stay, only figures change.
    private record Shape(List<Head> heads, List<Line> lines) {}

    private record Head(
            Optional<Instance> owner,
            boolean disputed,
            String category,
            List<String> below,
            boolean open,
            boolean inside) {}

    private record Line(Instance client, boolean up, ShownState state) {}

    private record Place(Head head, InstanceId client) {}

    private record Sum(Label count, Label bytes) {}

    /// @param filter takes the words that a cell stands for
    MatrixView(WindowContext window, Consumer<String> filter) {
        this.window = window;
        this.filter = filter;
        grid.getStyleClass().add("torrent-matrix");
        grid.setId("torrent-matrix-grid");
        setContent(grid);
        setFitToWidth(true);
        setMinHeight(Region.USE_PREF_SIZE);
        setMaxHeight(HIGHEST);
        setFocusTraversable(false);
        getStyleClass().addAll("edge-to-edge", "torrent-matrix-scroll");
        hvalueProperty().subscribe(this::pin);
        viewportBoundsProperty().subscribe(this::pin);
        grid.widthProperty().subscribe(this::pin);
    }

    private String text(String key, Object... arguments) {
        return window.texts().text(key, arguments);
    }

    /// Holds the names at the left and the sums at the right, whatever is scrolled between them.
    private void pin() {
        double hidden = Math.max(0, grid.getWidth() - getViewportBounds().getWidth());
        double left = hidden * getHvalue();
        names.forEach(name -> name.setTranslateX(left));
        sums.forEach(sum -> sum.setTranslateX(left - hidden));
        if (hidden > 0 != beyond > 0) {
            requestLayout();
        }
        beyond = hidden;
    }

    /// The bar below takes no line away.
    @Override
    protected double computePrefHeight(double width) {
        var bar = beyond > 0 ? lookup(".scroll-bar:horizontal") : null;
        return Math.min(HIGHEST, super.computePrefHeight(width) + (bar == null ? 0 : bar.prefHeight(-1)));
    }

    void show(TorrentsViewModel.News latest) {
        news = latest;
        var folds = news.matrix().folded(open);
        var now = new Shape(
                folds.stream().map(this::head).toList(),
                news.clients().stream()
                        .map(client -> new Line(client.instance(), client.up(), state(client.instance())))
                        .toList());
        if (!now.equals(shape)) {
            shape = now;
            build();
        }
        figures(folds);
    }

    private Head head(Distribution.Fold fold) {
        var row = fold.row();
        return new Head(
                row.owner().flatMap(id -> window.services().instances().find(id)),
                row.disputed(),
                row.category(),
                fold.below(),
                fold.open(),
                fold.inside());
    }

    private void fold(String category) {
        if (!open.remove(category)) {
            open.add(category);
        }
        show(news);
    }

    private ShownState state(Instance client) {
        var health = window.services().health().states().get().get(client.id());
        return health == null ? ShownState.UNKNOWN : health.state();
    }

    // lines and columns

    private void build() {
        grid.getChildren().clear();
        List.of(names, sums, totals).forEach(List::clear);
        cells.clear();
        ofClients.clear();
        int last = shape.heads.size() + 1;
        var title = strong(text("torrent.matrix.title"));
        var lost = new Hyperlink(text("torrent.orphans"));
        lost.setId("torrent-orphans");
        lost.setMinWidth(Region.USE_PREF_SIZE);
        lost.getStyleClass().add("torrent-create");
        lost.setOnAction(_ -> new OrphansDialog(window).open());
        var categories = new Hyperlink(text("torrent.categories.open"));
        categories.setId("torrent-categories-open");
        categories.setMinWidth(Region.USE_PREF_SIZE);
        categories.getStyleClass().add("torrent-create");
        categories.setOnAction(_ -> new CategoriesDialog(window).open());
        var several = new Hyperlink(text("torrent.several"));
        several.setId("torrent-several");
        several.setMinWidth(Region.USE_PREF_SIZE);
        several.getStyleClass().add("torrent-create");
        several.setOnAction(_ -> new SeveralDialog(window)
                .open(news.clients().stream()
                        .map(client -> client.instance().id())
                        .collect(Collectors.toSet())));
        name(new HBox(8, title, MatrixCell.spring(), categories, several, lost), 0);
        sum(strong(text("torrent.matrix.all")), all, last, 0);
        for (int i = 0; i < shape.heads.size(); i++) {
            grid.add(columnHead(shape.heads.get(i)), i + 1, 0);
        }
        for (int line = 0; line < shape.lines.size(); line++) {
            var client = shape.lines.get(line);
            for (int i = 0; i < shape.heads.size(); i++) {
                var cell = cell(shape.heads.get(i), client.client);
                cells.put(new Place(shape.heads.get(i), client.client.id()), cell);
                grid.add(cell, i + 1, line + 1);
            }
            var state = new StateShape(client.state, 12);
            state.setAccessibleText(window.words().state(client.state));
            var name = new HBox(
                    8,
                    Monogram.of(client.client, Monogram.Size.NORMAL),
                    new Label(client.client.name()),
                    MatrixCell.spring(),
                    state);
            if (!client.up) {
                name.getStyleClass().add("torrent-stale");
            }
            name(name, line + 1);
            var sum = new Sum(new Label(), muted());
            ofClients.put(client.client.id(), sum);
            sum(sum.count, sum.bytes, last, line + 1);
        }
        pin();
    }

    private void name(HBox name, int line) {
        name.setAlignment(Pos.CENTER_LEFT);
        name.getStyleClass().addAll("torrent-matrix-name", "torrent-matrix-pinned");
        name.setViewOrder(-1);
        names.add(name);
        grid.add(name, 0, line);
    }

    private void sum(Label left, Label right, int column, int line) {
        var box = new HBox();
        MatrixCell.spread(box, left, MatrixCell.spring(), right);
        left.setMinWidth(Region.USE_PREF_SIZE);
        box.setMinWidth(Region.USE_PREF_SIZE);
        box.getStyleClass().add("torrent-matrix-pinned");
        box.setViewOrder(-1);
        sums.add(box);
        grid.add(box, column, line);
    }

    private Region columnHead(Head head) {
        var name = strong(category(head.category));
        var box = new HBox(6);
        head.owner.ifPresent(owner -> box.getChildren().add(Monogram.of(owner, Monogram.Size.NORMAL)));
        box.getChildren().add(name);
        if (!head.below.isEmpty()) {
            var fold = new Hyperlink("", new Icon(head.open ? Octicons.CHEVRON_DOWN_16 : Octicons.CHEVRON_RIGHT_16));
            fold.getStyleClass().addAll("torrent-create", "torrent-fold");
            fold.setAccessibleText(text(
                    head.open ? "torrent.matrix.fold" : "torrent.matrix.unfold", head.category, head.below.size()));
            fold.setTooltip(new Tooltip(fold.getAccessibleText()));
            fold.setOnAction(_ -> fold(head.category));
            box.getChildren().add(fold);
        }
        box.setAlignment(Pos.CENTER_LEFT);
        box.setMinWidth(Region.USE_PREF_SIZE);
        var total = muted();
        var around = new HBox();
        MatrixCell.spread(around, box, MatrixCell.spring(), total);
        total.setMinWidth(0); // what the column is about comes first
        around.widthProperty()
                .subscribe(
                        width -> total.setVisible(width.doubleValue() >= around.prefWidth(-1))); // whole or not at all
        var whole = new Tooltip();
        var owner = head.owner
                .map(Instance::name)
                .orElse(text(head.disputed ? "torrent.owner.disputed" : "torrent.owner.none"));
        whole.textProperty().bind(total.textProperty().map(figure -> name.getText() + " · " + owner + " · " + figure));
        Tooltip.install(around, whole);
        totals.add(total);
        return around;
    }

    private MatrixCell cell(Head head, Instance client) {
        var category = head.category.isEmpty()
                ? FilterLanguage.EMPTY
                : Stream.concat(Stream.of(head.category), head.open ? Stream.of() : head.below.stream())
                        .map(name -> '"' + name + '"')
                        .collect(Collectors.joining("|"));
        return new MatrixCell(
                window,
                category(head.category),
                client.name(),
                () -> filter.accept("category=" + category + " on=\"" + client.name() + '"'),
                () -> new MissingCategories(window, List.of(head.category)).preview(List.of(client.id())));
    }

    private String category(String category) {
        return category.isEmpty() ? text("torrent.matrix.uncategorised") : category;
    }

    private static Label strong(String words) {
        var label = new Label(words);
        label.setMinWidth(Region.USE_PREF_SIZE);
        label.getStyleClass().add("text-strong");
        return label;
    }

    private static Label muted() {
        var label = new Label();
        label.getStyleClass().add("text-muted");
        return label;
    }

    // figures

    private void figures(List<Distribution.Fold> folds) {
        boolean stale = shape.lines.stream().anyMatch(line -> !line.up);
        long everything = 0;
        for (int i = 0; i < shape.heads.size(); i++) {
            var row = folds.get(i).row();
            everything += row.total().count();
            totals.get(i).setText(count(row.total().count(), stale));
            for (var line : shape.lines) {
                var cell = row.cells().getOrDefault(line.client.id(), Distribution.Cell.EMPTY);
                boolean lacking = row.owner().isPresent() && !folds.get(i).inside() && !cell.categoryThere() && line.up;
                cells.get(new Place(shape.heads.get(i), line.client.id()))
                        .show(cell, lacking && !row.category().isEmpty());
            }
        }
        all.setText(count(everything, stale));
        for (var line : shape.lines) {
            var its = folds.stream()
                    .map(fold -> fold.row().cells().getOrDefault(line.client.id(), Distribution.Cell.EMPTY))
                    .reduce(Distribution.Cell.EMPTY, Distribution.Cell::plus);
            var sum = ofClients.get(line.client.id());
            sum.count.setText(window.words().number(its.count()));
            sum.bytes.setText(window.words().size(its.bytes()));
        }
    }

    private String count(long count, boolean stale) {
        return stale
                ? text("torrent.at-least", window.words().number(count))
                : window.words().number(count);
    }
}
