package io.pilothouse.ui.library;

import io.pilothouse.domain.instance.Instance;
import io.pilothouse.domain.library.EntityKey;
import io.pilothouse.domain.library.EntityType;
import io.pilothouse.domain.library.LibraryCopy;
import io.pilothouse.domain.library.LibraryFilter;
import io.pilothouse.tasks.library.Library;
import io.pilothouse.ui.common.Icon;
import io.pilothouse.ui.common.Monogram;
import io.pilothouse.ui.common.Toasts;
import io.pilothouse.ui.shell.WindowContext;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import javafx.geometry.Pos;
import javafx.geometry.VPos;
import javafx.scene.control.Button;
import javafx.scene.control.ContentDisplay;
import javafx.scene.control.Label;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.image.ImageView;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.octicons.Octicons;

/// One thing with its copies side by side: what is the same is said once, what differs is marked and can be
/// taken from either.
final class DetailPane extends VBox {

    private static final int STARS = 5;
    private static final int LONGEST = 200;
    /// Shown elsewhere in the pane, or nothing for people.
    private static final Set<String> NOT_FACTS =
            Set.of("details", "date", "image_count", "ignore_auto_tag", "interactive_speed", "sort_name");

    private static final double PICTURE = 322;

    private final LibraryViewModel model;
    private final WindowContext window;
    private final Tile.Look look;
    private final Narrowing narrowing;
    private final SameByHand byHand;
    private final ImageView picture = new ImageView();
    private Optional<Picture> found = Optional.empty();
    private Library.@Nullable Detail pictured;
    private @Nullable Button playing;

    /// Narrows the scenes down to those of something.
    @FunctionalInterface
    interface Narrowing {
        void to(LibraryCopy.Named thing);
    }

    DetailPane(LibraryViewModel model, WindowContext window, Tile.Look look, Narrowing narrowing) {
        this.model = model;
        this.window = window;
        this.look = look;
        this.narrowing = narrowing;
        byHand = new SameByHand(model, window);
        getStyleClass().add("library-detail");
        picture.setFitWidth(PICTURE);
        picture.setPreserveRatio(true);
        look.blurred().subscribe(this::draw);
        model.silent()
                .subscribe(_ -> model.detail().get().ifPresent(detail -> {
                    if (playing != null) {
                        named(playing, detail);
                    }
                }));
    }

    /// Asks again for a picture that did not come.
    void lookAgain() {
        if (pictured != null && picture.getImage() == null) {
            askForPicture(pictured);
        }
    }

    private void askForPicture(Library.Detail detail) {
        look.thumbnails()
                .get(
                        this,
                        detail.copies().getFirst().row(),
                        detail.copies().stream().map(LibraryCopy::key).toList(),
                        this::put);
    }

    private void put(Optional<Picture> picture) {
        found = picture;
        draw(look.blurred().get());
    }

    private void draw(boolean blurred) {
        picture.setImage(found.map(it -> it.shown(blurred)).orElse(null));
    }

    private String text(String key, Object... arguments) {
        return window.texts().text(key, arguments);
    }

    void show(Library.Detail detail) {
        var first = detail.copies().getFirst();
        var title = new Label(detail.differences().stream()
                .filter(difference -> difference.field().equals("title"))
                .map(Library.Difference::shown)
                .filter(words -> !words.isEmpty())
                .findFirst()
                .orElseGet(first::title));
        title.getStyleClass().add("text-card");
        title.setWrapText(true);
        var space = new Region();
        HBox.setHgrow(space, Priority.ALWAYS);
        var close = new Button(null, new Icon(Octicons.X_16));
        close.getStyleClass().addAll("flat", "icon-button");
        close.setAccessibleText(text("library.close"));
        close.setOnAction(_ -> model.choose(null));
        var favourite =
                new Button(null, new Icon(first.row().favourite() ? Octicons.HEART_FILL_16 : Octicons.HEART_16));
        favourite.getStyleClass().addAll("flat", "icon-button");
        favourite.setAccessibleText(text("library.favourite"));
        favourite.setOnAction(_ -> act(
                "library-favourite",
                "mark a favourite",
                () -> model.library().favourite(first.key(), !first.row().favourite())));
        var head = new HBox(6, title, space, favourite, close);
        pictured = detail;
        put(Optional.empty());
        askForPicture(detail);
        getChildren().setAll(head, picture, buttons(detail));
        if (LibraryFilter.Value.RATING.of(first.key().type())) {
            getChildren().add(stars(first));
        }
        getChildren().add(copies(detail));
        if (!detail.differences().isEmpty()) {
            getChildren().add(differences(detail));
        }
        if (detail.copies().size() > 1) {
            getChildren().add(decisions(detail));
        }
        byHand.show(detail);
        getChildren().add(byHand);
        ways(first);
        for (var type : EntityType.values()) {
            links(detail, type);
        }
        facts(first);
        history(detail);
    }

    /// What belongs to it, each a list of its own.
    private void ways(LibraryCopy copy) {
        var pane = new FlowPane(8, 6);
        for (var type : LibraryViewModel.linkedTo(copy.key().type())) {
            var go = new Button(text("library.its", text("library.type." + type.word())));
            go.getStyleClass().add("small");
            go.setOnAction(_ -> model.narrow(copy.key(), type));
            pane.getChildren().add(go);
        }
        if (!pane.getChildren().isEmpty()) {
            getChildren().add(pane);
        }
    }

    /// Plays and O counts of all copies, and one more.
    private void history(Library.Detail detail) {
        if (detail.copies().getFirst().key().type() != EntityType.SCENE) {
            return;
        }
        int plays =
                detail.copies().stream().mapToInt(copy -> copy.row().plays()).sum();
        int counted = detail.copies().stream().mapToInt(copy -> copy.row().o()).sum();
        var first = detail.copies().getFirst();
        var said = new Label(text("library.watched", plays, counted));
        said.getStyleClass().addAll("text-muted", "text-second");
        HBox.setHgrow(said, Priority.ALWAYS);
        said.setMaxWidth(Double.MAX_VALUE);
        var seen = new Button(text("library.watched-now"));
        seen.getStyleClass().add("small");
        seen.setOnAction(_ -> note(
                first.key(),
                "watched",
                () -> model.library().watched(first.key(), 0),
                () -> model.library().unwatched(first.key())));
        var more = new Button(text("library.count-now"));
        more.getStyleClass().add("small");
        more.setOnAction(_ -> note(
                first.key(),
                "counted",
                () -> model.library().counted(first.key()),
                () -> model.library().uncounted(first.key())));
        var row = new HBox(6, said, seen, more);
        row.setAlignment(Pos.CENTER_LEFT);
        getChildren().add(row);
    }

    /// Notes something, and offers to take it back.
    private void note(EntityKey key, String what, Deciding noting, Deciding takingBack) {
        model.server(key)
                .ifPresent(server -> act(
                        "library-" + what,
                        "note that it was " + what,
                        server,
                        noting,
                        () -> window.toasts()
                                .news(
                                        Optional.of(server),
                                        text("library.noted-" + what),
                                        Optional.of(new Toasts.Offer(
                                                text("common.undo"),
                                                () -> act(
                                                        "library-un" + what,
                                                        "take back that it was " + what,
                                                        server,
                                                        takingBack,
                                                        () -> {}))))));
    }

    private HBox buttons(Library.Detail detail) {
        var copy = detail.copies().getFirst();
        var open = new Button(text("library.open-page"), new Icon(Octicons.LINK_EXTERNAL_16));
        open.setOnAction(_ -> ask(copy, "open a page of the library", library -> library.pageOf(copy.key())));
        var row = new HBox(8, open);
        if (copy.key().type() == EntityType.SCENE) {
            playing = new Button(null, new Icon(Octicons.PLAY_16));
            playing.getStyleClass().add("accent");
            playing.setOnAction(_ -> play(model.playable(detail)));
            named(playing, detail);
            row.getChildren().addFirst(playing);
        }
        return row;
    }

    /// It says from which server it would play.
    private void named(Button play, Library.Detail detail) {
        play.setText(text("library.play", name(model.playable(detail))));
    }

    private String name(EntityKey key) {
        return model.server(key).map(Instance::name).orElse("");
    }

    /// Two of one server are told apart by their numbers.
    private String name(EntityKey key, Library.Detail detail) {
        boolean alone = detail.copies().stream()
                        .filter(copy -> copy.key().instance() == key.instance())
                        .count()
                == 1;
        return alone ? name(key) : text("library.copy-numbered", name(key), key.id());
    }

    private void play(EntityKey key) {
        model.server(key)
                .ifPresent(server -> window.background()
                        .act(
                                "library-play",
                                "play from " + server.name(),
                                server.id(),
                                _ -> model.library().play(key),
                                started -> {
                                    started.page().ifPresent(window.services().browser());
                                    window.toasts()
                                            .news(
                                                    model.server(started.from()),
                                                    started.player()
                                                            .map(player -> text(
                                                                    "library.playing", player, name(started.from())))
                                                            .orElseGet(() ->
                                                                    text("library.no-player", name(started.from()))),
                                                    Optional.empty());
                                }));
    }

    /// Asks the server for an address, and opens it.
    private void ask(LibraryCopy copy, String what, Asking asking) {
        model.server(copy.key())
                .ifPresent(server -> window.background()
                        .act(
                                "library-open",
                                what + " of " + server.name(),
                                server.id(),
                                _ -> asking.of(model.library()),
                                window.services().browser()));
    }

    @FunctionalInterface
    private interface Asking {
        java.net.URI of(Library library) throws Exception;
    }

    private HBox stars(LibraryCopy copy) {
        var row = new HBox(2, new Label(text("library.your-rating")));
        row.setAlignment(Pos.CENTER_LEFT);
        int now = Math.round(copy.row().rating() / 20f);
        for (int i = 1; i <= STARS; i++) {
            int stars = i;
            var star = new Button(null, new Icon(i <= now ? Octicons.STAR_FILL_16 : Octicons.STAR_16));
            star.getStyleClass().addAll("flat", "icon-button");
            star.setAccessibleText(text("library.stars", i));
            star.setOnAction(_ -> act(
                    "library-rate",
                    "rate a thing",
                    () -> model.library()
                            .rate(copy.key(), stars == now ? OptionalInt.empty() : OptionalInt.of(stars * 20))));
            row.getChildren().add(star);
        }
        return row;
    }

    private GridPane copies(Library.Detail detail) {
        var grid = new GridPane();
        grid.getStyleClass().add("library-copies");
        var head = new Label(
                detail.copies().size() == 1
                        ? text("library.one-copy")
                        : text("library.copies", detail.copies().size()));
        head.getStyleClass().add("text-strong");
        grid.add(head, 0, 0, detail.copies().size() + 1, 1);
        int column = 1;
        for (var copy : detail.copies()) {
            var name = new Label(model.server(copy.key()).map(Instance::name).orElse(""));
            name.getStyleClass().add("text-strong");
            var cell = new VBox(2);
            model.server(copy.key())
                    .map(server -> Monogram.of(server, Monogram.Size.SMALL))
                    .ifPresent(cell.getChildren()::add);
            cell.getChildren().add(name);
            var age = new Label(
                    copy.gone().isPresent()
                            ? text("library.gone")
                            : text(
                                    "library.as-of",
                                    window.words()
                                            .age(Duration.between(
                                                    copy.readAt(),
                                                    window.services().clock().instant()))));
            age.setWrapText(true);
            age.getStyleClass().addAll("text-muted", "text-micro");
            cell.getChildren().add(age);
            grid.add(cell, column++, 1);
        }
        var type = detail.copies().getFirst().key().type();
        int line = 2;
        line = line(
                grid, line, "library.column.date", detail, copy -> copy.row().date());
        line = line(grid, line, above(type), detail, copy -> copy.row().under());
        line = line(
                grid,
                line,
                "library.column.tags",
                detail,
                copy -> type == EntityType.TAG
                        ? "" // those above it stand below
                        : String.valueOf(copy.links()
                                .getOrDefault(EntityType.TAG, List.of())
                                .size()));
        line = line(
                grid,
                line,
                "library.column.height",
                detail,
                copy -> copy.row().height() == 0 ? "" : copy.row().height() + "p");
        line = line(
                grid,
                line,
                "library.column.size",
                detail,
                copy -> copy.row().sizeBytes() == 0
                        ? ""
                        : window.words().size(copy.row().sizeBytes()));
        line = line(
                grid,
                line,
                "library.column.plays",
                detail,
                copy -> type == EntityType.SCENE ? String.valueOf(copy.row().plays()) : "");
        line(
                grid,
                line,
                "library.column.id",
                detail,
                copy -> String.valueOf(copy.key().id()));
        return grid;
    }

    private static String above(EntityType type) {
        return switch (type) {
            case MARKER, STUDIO -> "library.column.of." + type.word();
            default -> "library.column.studio";
        };
    }

    private int line(
            GridPane grid,
            int row,
            String key,
            Library.Detail detail,
            java.util.function.Function<LibraryCopy, String> value) {
        var values = detail.copies().stream().map(value).toList();
        if (values.stream().allMatch(String::isEmpty)) {
            return row;
        }
        boolean own = key.equals("library.column.id"); // says nothing when it differs
        var name = new Label(text(key));
        name.getStyleClass().add("text-muted");
        name.setMinWidth(Region.USE_PREF_SIZE);
        grid.add(name, 0, row);
        for (int i = 0; i < values.size(); i++) {
            boolean same = i > 0 && values.get(i).equals(values.getFirst());
            var cell = new Label(same ? text("library.same") : values.get(i).isEmpty() ? "–" : values.get(i));
            cell.setWrapText(true);
            cell.getStyleClass().add(same ? "text-muted" : i > 0 && !own ? "library-differs" : "text-plain");
            grid.add(cell, i + 1, row);
        }
        return row + 1;
    }

    private VBox differences(Library.Detail detail) {
        var box = new VBox(6);
        long open = detail.differences().stream().filter(it -> !it.decided()).count();
        var head = new Label(text("library.differences", open));
        head.getStyleClass().add("text-strong");
        box.getChildren().add(head);
        for (var difference : detail.differences()) {
            var name = new Label(named(difference.field()));
            name.getStyleClass().addAll("text-second", difference.decided() ? "text-muted" : "library-differs");
            var values = new VBox(2);
            for (int i = 0; i < detail.copies().size(); i++) {
                var copy = detail.copies().get(i);
                var said = new Label(shortened(difference.values().get(i)));
                if (difference.decided() && difference.values().get(i).equals(difference.shown())) {
                    said.getStyleClass().add("text-strong"); // what lists show
                }
                said.setWrapText(true);
                HBox.setHgrow(said, Priority.ALWAYS);
                said.setMaxWidth(Double.MAX_VALUE);
                var take = new MenuButton(text("library.take"));
                take.getStyleClass().add("small");
                take.setMinWidth(Region.USE_PREF_SIZE);
                var here = new MenuItem(text("library.take-here"));
                here.setOnAction(_ -> act(
                        "library-take",
                        "take a value from a copy",
                        () -> model.library().take(copy.key(), difference.field())));
                take.getItems().add(here);
                if (model.library().writable(difference.field())) {
                    var give = new MenuItem(text("library.give"));
                    give.setOnAction(_ -> act(
                            "library-give",
                            "put a value up for the other servers",
                            () -> model.library().give(copy.key(), difference.field())));
                    take.getItems().add(give);
                }
                var line = new HBox(6);
                line.setAlignment(Pos.CENTER_LEFT);
                model.server(copy.key())
                        .map(server -> Monogram.of(server, Monogram.Size.SMALL))
                        .ifPresent(line.getChildren()::add);
                line.getChildren().addAll(said, take);
                values.getChildren().add(line);
            }
            box.getChildren().addAll(name, values, settled(detail.copies().getFirst(), difference));
        }
        return box;
    }

    /// Lets a difference be, or takes back what was decided of it.
    private Button settled(LibraryCopy copy, Library.Difference difference) {
        var button = new Button(text(difference.decided() ? "library.decide-again" : "library.let-differ"));
        button.getStyleClass().addAll("link", "small");
        button.setOnAction(_ -> act(
                difference.decided() ? "library-decide-again" : "library-differ",
                difference.decided() ? "take a decision back" : "let a difference be",
                () -> {
                    if (difference.decided()) {
                        model.library().decideAgain(copy.key(), difference.field());
                    } else {
                        model.library().letDiffer(copy.key(), difference.field());
                    }
                }));
        return button;
    }

    private static String shortened(String value) {
        return value.isEmpty() ? "–" : value.length() > LONGEST ? value.substring(0, LONGEST) + "…" : value;
    }

    private FlowPane decisions(Library.Detail detail) {
        var pane = new FlowPane(8, 6);
        var primary = new MenuButton(text("library.make-first"));
        var split = new MenuButton(text("library.split"));
        for (var copy : detail.copies()) {
            var name = name(copy.key(), detail);
            var first = new MenuItem(name);
            first.setOnAction(_ -> act(
                    "library-first",
                    "show another copy first",
                    () -> model.library().take(copy.key(), "*")));
            primary.getItems().add(first);
            var apart = new MenuItem(text("library.split-off", name));
            apart.setOnAction(_ -> act(
                    "library-split", "take a copy apart", () -> model.library().split(copy.key())));
            split.getItems().add(apart);
        }
        pane.getChildren().setAll(primary, split);
        return pane;
    }

    /// What any copy is linked to; what not every copy has carries the marks of those that have it.
    private void links(Library.Detail detail, EntityType type) {
        var named = new LinkedHashMap<String, List<LibraryCopy.Named>>();
        detail.copies()
                .forEach(copy -> copy.links()
                        .getOrDefault(type, List.of())
                        .forEach(each -> named.computeIfAbsent(each.title(), _ -> new ArrayList<>())
                                .add(each)));
        if (named.isEmpty()) {
            return;
        }
        var head = new Label(
                detail.copies().size() == 1
                        ? text("library.type." + type.word())
                        : text("library.on-all", text("library.type." + type.word())));
        head.getStyleClass().add("text-strong");
        var pane = new FlowPane(6, 4);
        named.forEach((title, those) -> {
            var chip = new Button(title);
            chip.setOnAction(_ -> narrowing.to(those.getFirst()));
            chip.getStyleClass().add("library-chip");
            if (those.stream().allMatch(LibraryCopy.Named::inherited)) {
                chip.getStyleClass().add("text-muted");
            }
            var servers =
                    those.stream().map(each -> each.key().instance()).distinct().toList();
            if (servers.size() < detail.copies().size()) {
                var badges = new HBox(2);
                servers.forEach(number -> model.library()
                        .server(number)
                        .map(server -> Monogram.of(server, Monogram.Size.SMALL))
                        .ifPresent(badges.getChildren()::add));
                chip.setGraphic(badges);
                chip.setContentDisplay(ContentDisplay.RIGHT);
            }
            pane.getChildren().add(chip);
        });
        getChildren().addAll(head, pane);
    }

    private void facts(LibraryCopy copy) {
        if (copy.fields().containsKey("details")) {
            getChildren().add(said(copy.fields().get("details")));
        }
        var grid = new GridPane();
        grid.getStyleClass().add("library-copies");
        int line = 0;
        for (var field : copy.fields().entrySet()) {
            if (!NOT_FACTS.contains(field.getKey())) {
                fact(grid, line++, named(field.getKey()), shortened(field.getValue()));
            }
        }
        for (var file : copy.files()) {
            fact(grid, line++, text("library.field.file"), file.path());
        }
        for (var id : copy.externalIds()) {
            fact(grid, line++, text("library.field.external_id"), id);
        }
        if (line > 0) {
            getChildren().add(grid);
        }
    }

    private Label said(String words) {
        var label = new Label(words);
        label.setWrapText(true);
        label.getStyleClass().add("text-second");
        return label;
    }

    private void fact(GridPane grid, int line, String name, String value) {
        var head = new Label(name);
        head.getStyleClass().addAll("text-muted", "text-second");
        head.setMinWidth(Region.USE_PREF_SIZE);
        GridPane.setValignment(head, VPos.TOP);
        grid.add(head, 0, line);
        grid.add(said(value), 1, line);
    }

    /// A field that has no word of its own is called as the server calls it.
    private String named(String field) {
        return window.texts()
                .textOr("library.field." + field, field.replace("custom.", "").replace('_', ' '));
    }

    /// Does something local that may be refused with words.
    private void act(String kind, String title, Deciding deciding) {
        var about = model.detail()
                .get()
                .flatMap(detail -> model.server(detail.copies().getFirst().key()));
        about.ifPresent(server -> act(kind, title, server, deciding, () -> {}));
    }

    private void act(String kind, String title, Instance server, Deciding deciding, Runnable then) {
        window.background()
                .act(
                        kind,
                        title,
                        server.id(),
                        _ -> {
                            deciding.make();
                            return true;
                        },
                        _ -> then.run());
    }

    @FunctionalInterface
    private interface Deciding {
        void make() throws Exception;
    }
}
