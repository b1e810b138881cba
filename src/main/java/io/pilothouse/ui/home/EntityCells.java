package io.pilothouse.ui.home;

import io.pilothouse.domain.home.EntityRow;
import io.pilothouse.domain.home.EntityState;
import io.pilothouse.domain.home.HomeProblems;
import io.pilothouse.ui.common.Icon;
import io.pilothouse.ui.common.Sparkline;
import io.pilothouse.ui.table.CellDrawing;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javafx.css.PseudoClass;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Cell;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import org.kordamp.ikonli.octicons.Octicons;

/// How entities look in their table, and the lines above their groups. FX thread only.
final class EntityCells {

    private static final String GROUP = "group.";
    private static final PseudoClass ON = PseudoClass.getPseudoClass("on");

    private EntityCells() {}

    /// The line above a group: a row of its own, with the number of entities in place of a state.
    static EntityRow heading(String group, List<EntityRow> members, boolean folded) {
        return new EntityRow(
                GROUP + group,
                group,
                Optional.of(new EntityState(
                        GROUP + group,
                        Integer.toString(members.size()),
                        java.util.Map.of(),
                        new EntityState.Context("", Optional.empty(), Optional.empty()),
                        java.time.Instant.EPOCH,
                        java.time.Instant.EPOCH)),
                "",
                "",
                "",
                Optional.empty(),
                "",
                EntityRow.Origin.NONE,
                Set.of(),
                "",
                Optional.empty(),
                folded,
                false);
    }

    static Optional<String> groupOf(EntityRow row) {
        return row.id().startsWith(GROUP) ? Optional.of(row.id().substring(GROUP.length())) : Optional.empty();
    }

    /// The name of a group and how many are in it.
    static final class Head implements CellDrawing<EntityRow> {
        private final HouseDesk desk;
        private final Icon fold = new Icon(Octicons.CHEVRON_DOWN_16);
        private final Label name = new Label();
        private final Label count = new Label();
        private final HBox box = new HBox(8, fold, name, count);

        Head(HouseDesk desk) {
            this.desk = desk;
            box.setAlignment(Pos.CENTER_LEFT);
            name.getStyleClass().add("text-strong");
            count.getStyleClass().addAll("text-muted", "text-second");
            fold.getStyleClass().add("muted-icon");
        }

        @Override
        public Node node() {
            return box;
        }

        @Override
        public void show(EntityRow row) {
            fold.setIconCode(row.hidden() ? Octicons.CHEVRON_RIGHT_16 : Octicons.CHEVRON_DOWN_16);
            name.setText(row.name());
            count.setText(desk.text(
                    "home.entities.inGroup",
                    Integer.parseInt(row.state().orElseThrow().state())));
        }
    }

    /// A drawing of the thing, and its name.
    static final class Name implements CellDrawing<EntityRow> {
        private final HomeIcon icon = new HomeIcon();
        private final Label name = new Label();
        private final HBox box = new HBox(10, icon, name);

        Name() {
            box.setAlignment(Pos.CENTER_LEFT);
            box.getStyleClass().add("home-entity");
        }

        @Override
        public Node node() {
            return box;
        }

        @Override
        public void show(EntityRow row) {
            box.setVisible(groupOf(row).isEmpty());
            name.setText(row.name());
            icon.show(HomeIcon.drawing(row));
            box.pseudoClassStateChanged(
                    ON,
                    Set.of("on", "heating", "heat", "cool", "open", "playing")
                            .contains(row.state().map(EntityState::state).orElse("")));
        }
    }

    /// State and unit, with a sign for what is silent or low.
    static final class State implements CellDrawing<EntityRow> {
        private final Label label = new Label();
        private final HouseDesk desk;

        State(HouseDesk desk) {
            this.desk = desk;
        }

        @Override
        public Node node() {
            return label;
        }

        @Override
        public void show(EntityRow row) {
            label.getStyleClass().removeAll("text-muted", "home-low");
            label.setGraphic(null);
            label.setText(groupOf(row).isEmpty() ? desk.stateWord(row) : "");
            var wrong = HomeProblems.ofEntities(List.of(row));
            if (row.unavailable()) {
                label.setGraphic(silent());
                label.getStyleClass().add("text-muted");
            } else if (!wrong.isEmpty()) {
                label.setGraphic(low());
                label.getStyleClass().add("home-low");
            }
        }
    }

    static Node silent() {
        var icon = new Icon(Octicons.CIRCLE_SLASH_16);
        icon.getStyleClass().add("home-silent-icon");
        return icon;
    }

    static Node low() {
        var icon = new Icon(Octicons.ALERT_16);
        icon.getStyleClass().add("home-warning-icon");
        return icon;
    }

    /// The last day.
    static final class Spark implements CellDrawing<EntityRow> {
        private static final double WIDTH = 72;
        private static final double HEIGHT = 18;

        private final HouseDesk desk;
        private final Sparks sparks;
        private final Sparkline line = new Sparkline(WIDTH, HEIGHT);
        private Optional<EntityRow> shown = Optional.empty();

        Spark(HouseDesk desk, Sparks sparks) {
            this.desk = desk;
            this.sparks = sparks;
            line.getStyleClass().add("home-spark");
            sparks.drawing(this);
        }

        @Override
        public Node node() {
            return line;
        }

        @Override
        public void show(EntityRow row) {
            shown = Optional.of(row);
            var values = groupOf(row).isPresent() ? Optional.<double[]>empty() : sparks.of(row);
            line.setVisible(values.isPresent());
            values.ifPresent(it -> line.show(it, 1, desk.text("home.entities.spark", row.name())));
        }

        /// Lines came. A cell that was emptied meanwhile stays so: its line would stand where no entity is.
        void again() {
            boolean emptied = line.getParent() instanceof Cell<?> cell && cell.isEmpty();
            if (!emptied) {
                shown.ifPresent(this::show);
            }
        }
    }

    static final class Id implements CellDrawing<EntityRow> {
        private final Label label = new Label();

        Id() {
            label.getStyleClass().addAll("text-mono", "text-muted");
        }

        @Override
        public Node node() {
            return label;
        }

        @Override
        public void show(EntityRow row) {
            label.setText(groupOf(row).isEmpty() ? row.id() : "");
        }
    }
}
