package io.pilothouse.ui.common;

import javafx.collections.ObservableList;
import javafx.geometry.HPos;
import javafx.geometry.Orientation;
import javafx.geometry.Pos;
import javafx.geometry.VPos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.Pane;
import javafx.scene.layout.Region;

/// What stands above a table or a picture: a lead at the left that gives way first, tools beside it, an end
/// at the right. Where the window is too narrow for one line, the tools stand on a line of their own.
/// Nothing is cut off. FX thread only.
public final class ToolRow extends Pane {

    private static final double GAP = 8;
    private static final double LINE = 44;

    private final FlowPane tools = new FlowPane(GAP, GAP);
    private Node lead;
    private Node end;

    public ToolRow(Node lead, Node end) {
        this.lead = lead;
        this.end = end;
        tools.setAlignment(Pos.CENTER_LEFT);
        arrange();
        getStyleClass().add("tool-row");
    }

    /// For FXML.
    public ToolRow() {
        this(new Region(), new Region());
    }

    private void arrange() {
        getChildren().setAll(lead, tools, end); // the order in which Tab walks
    }

    public Node getLead() {
        return lead;
    }

    public void setLead(Node lead) {
        this.lead = lead;
        arrange();
    }

    public Node getEnd() {
        return end;
    }

    public void setEnd(Node end) {
        this.end = end;
        arrange();
    }

    /// What stands between lead and end.
    public ObservableList<Node> getTools() {
        return tools.getChildren();
    }

    /// Shows these between lead and end; they keep their width.
    public void setTools(Node... nodes) {
        for (var node : nodes) {
            if (node instanceof Region region) {
                region.setMinWidth(USE_PREF_SIZE); // the lead gives way first
            }
            if (node instanceof Label label
                    && label.getGraphic() == null
                    && !label.managedProperty().isBound()) {
                // one that says nothing yet takes no place
                label.textProperty().subscribe(said -> label.setManaged(label.isVisible() && !said.isEmpty()));
            }
        }
        tools.getChildren().setAll(nodes);
    }

    @Override
    public Orientation getContentBias() {
        return Orientation.HORIZONTAL;
    }

    private double inside(double width) {
        return width - snappedLeftInset() - snappedRightInset();
    }

    private double toolsWidth() {
        double all = 0;
        for (var tool : tools.getChildren()) {
            all += tool.isManaged() ? snapSizeX(tool.prefWidth(-1)) + GAP : 0;
        }
        return Math.max(0, all - GAP);
    }

    private boolean oneLine(double room) {
        double wanted = toolsWidth();
        return wanted == 0 || lead.minWidth(-1) + wanted + snapSizeX(end.prefWidth(-1)) + 2 * GAP <= room;
    }

    @Override
    protected double computeMinWidth(double height) {
        return snappedLeftInset() + lead.minWidth(-1) + GAP + end.minWidth(-1) + snappedRightInset();
    }

    @Override
    protected double computePrefWidth(double height) {
        return snappedLeftInset()
                + lead.prefWidth(-1)
                + (toolsWidth() == 0 ? 0 : GAP + toolsWidth())
                + GAP
                + end.prefWidth(-1)
                + snappedRightInset();
    }

    @Override
    protected double computeMinHeight(double width) {
        return prefHeight(width);
    }

    @Override
    protected double computePrefHeight(double width) {
        double room = width < 0 ? Double.MAX_VALUE : inside(width);
        return snappedTopInset() + LINE + (oneLine(room) ? 0 : below(room)) + snappedBottomInset();
    }

    private double below(double room) {
        return tools.prefHeight(Math.min(toolsWidth(), room)) + GAP;
    }

    @Override
    protected void layoutChildren() {
        double room = inside(getWidth());
        double left = snappedLeftInset();
        double top = snappedTopInset();
        double ending = Math.min(room, snapSizeX(end.prefWidth(-1)));
        boolean oneLine = oneLine(room);
        double wanted = oneLine ? toolsWidth() : 0;
        double most = room - ending - GAP - (wanted == 0 ? 0 : wanted + GAP);
        double leading = Math.max(Math.min(lead.prefWidth(-1), most), lead.minWidth(-1));
        place(lead, left, top, leading, LINE, HPos.LEFT);
        place(end, left + room - ending, top, ending, LINE, HPos.RIGHT);
        if (toolsWidth() == 0) {
            tools.resize(0, 0);
        } else if (oneLine) {
            place(tools, left + leading + GAP, top, wanted, LINE, HPos.LEFT);
        } else {
            double width = Math.min(toolsWidth(), room);
            place(tools, left, top + LINE, width, below(room) - GAP, HPos.LEFT);
        }
    }

    private void place(Node node, double x, double y, double width, double height, HPos across) {
        layoutInArea(node, x, y, width, height, 0, across, VPos.CENTER);
    }
}
