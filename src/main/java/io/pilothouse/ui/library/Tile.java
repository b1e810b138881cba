package io.pilothouse.ui.library;

import io.pilothouse.domain.library.LibraryRow;
import io.pilothouse.ui.common.Icon;
import io.pilothouse.ui.common.Monogram;
import io.pilothouse.ui.common.Streamer;
import java.util.Optional;
import javafx.beans.property.BooleanProperty;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.image.ImageView;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import javafx.scene.shape.Rectangle;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.octicons.Octicons;

/// One thing in the grid: picture, on which servers it is, title, and a second line.
final class Tile extends VBox {

    static final double WIDTH = 188;
    private static final double RATIO = 106.0 / 188;
    private static final double WORDS = 50;
    private static final int BADGES = 4;

    private final Look look;
    private final ImageView image = new ImageView();
    private final Icon nothing = new Icon(Octicons.IMAGE_16);
    private final HBox badges = new HBox(2);
    private final HBox marks = new HBox(4);
    private final Label title = new Label();
    private final Label second = new Label();
    private final Rectangle clip = new Rectangle();
    private final StackPane picture;
    private double width;
    private @Nullable LibraryRow shown;
    private Optional<Picture> found = Optional.empty();

    /// What tiles of one view share.
    record Look(LibraryViewModel model, Thumbnails thumbnails, RowWords words, BooleanProperty blurred) {}

    Tile(Look look) {
        super(3);
        this.look = look;
        getStyleClass().add("library-tile");
        clip.setArcWidth(8);
        clip.setArcHeight(8);
        nothing.getStyleClass().add("muted-icon");
        image.setPreserveRatio(true);
        image.setSmooth(true);
        var ring = new Region(); // over the picture, which would hide a border
        ring.getStyleClass().add("library-ring");
        ring.setMouseTransparent(true);
        picture = new StackPane(nothing, image, badges, marks, ring);
        picture.getStyleClass().add("library-picture");
        picture.setClip(clip);
        badges.setAlignment(Pos.TOP_LEFT);
        badges.getStyleClass().add("library-badges");
        badges.setMouseTransparent(true);
        marks.setAlignment(Pos.BOTTOM_RIGHT);
        marks.getStyleClass().add("library-badges");
        marks.setMouseTransparent(true);
        title.getStyleClass().add("library-tile-title");
        Streamer.foreign(title);
        Streamer.foreign(second);
        second.getStyleClass().addAll("text-muted", "text-second");
        wide(WIDTH);
        getChildren().setAll(picture, title, second);
        look.blurred.subscribe(this::draw);
        setFocusTraversable(true);
    }

    /// @return with picture and words
    static double height(double width) {
        return Math.round(width * RATIO) + WORDS;
    }

    /// Makes it as wide as a line has room for.
    void wide(double wanted) {
        if (wanted != width) {
            width = wanted;
            double high = Math.round(width * RATIO);
            clip.setWidth(width);
            clip.setHeight(high);
            picture.setMinSize(width, high);
            picture.setMaxSize(width, high);
            setPrefSize(width, height(width));
            setMaxSize(width, height(width));
            fit();
        }
    }

    /// The picture fills its place, whatever its shape.
    private void fit() {
        var drawn = image.getImage();
        if (drawn != null) {
            double high = Math.round(width * RATIO);
            boolean wide = drawn.getWidth() * high >= drawn.getHeight() * width;
            image.setFitWidth(wide ? 0 : width);
            image.setFitHeight(wide ? high : 0);
        }
    }

    private void draw(boolean blurred) {
        image.setImage(found.map(it -> it.shown(blurred)).orElse(null));
        fit();
    }

    /// @param chosen whether the detail shows it
    void show(LibraryRow row, boolean chosen) {
        pseudoClassStateChanged(javafx.css.PseudoClass.getPseudoClass("chosen"), chosen);
        if (row.equals(shown)) {
            return;
        }
        shown = row;
        title.setText(row.title());
        second.setText(look.words.second(row));
        setAccessibleText(row.title() + ", " + look.words.second(row));
        badges.getChildren().clear();
        row.copies().stream()
                .limit(BADGES)
                .flatMap(copy -> look.model.server(copy).stream())
                .map(server -> Monogram.of(server, Monogram.Size.SMALL))
                .forEach(badges.getChildren()::add);
        marks.getChildren().clear();
        for (var mark : look.words.marks(row)) {
            var label = new Label(mark);
            label.getStyleClass().add("library-mark");
            marks.getChildren().add(label);
        }
        put(Optional.empty());
        look.thumbnails.get(this, row, this::put);
    }

    /// Asks again for a picture that did not come.
    void lookAgain() {
        if (shown != null && image.getImage() == null) {
            look.thumbnails.get(this, shown, this::put);
        }
    }

    private void put(Optional<Picture> picture) {
        found = picture;
        nothing.setVisible(found.isEmpty());
        draw(look.blurred.get());
    }

    /// Out of sight: its picture is no longer waited for, and is asked for when it is shown again.
    void leave() {
        look.thumbnails.forget(this);
        shown = null;
    }

    Optional<LibraryRow> row() {
        return Optional.ofNullable(shown);
    }
}
