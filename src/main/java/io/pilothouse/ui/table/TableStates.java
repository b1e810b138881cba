package io.pilothouse.ui.table;

import io.pilothouse.domain.Problem;
import io.pilothouse.domain.health.FaultCode;
import io.pilothouse.ui.common.StatePane;
import io.pilothouse.ui.shell.Unasked;
import io.pilothouse.ui.shell.WindowContext;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import org.kordamp.ikonli.octicons.Octicons;

/// What stands in a table instead of rows. FX thread only.
final class TableStates<R> {

    private final WindowContext window;
    private final TableSpec<R> spec;

    TableStates(WindowContext window, TableSpec<R> spec) {
        this.window = window;
        this.spec = spec;
    }

    /// @param filter as it was typed
    /// @param again  reads once more; empty where nobody does
    /// @param clear  empties the filter
    /// @return empty where the rows are to be seen
    Optional<Node> instead(
            RowFeed<R> feed, Optional<Problem> failure, String filter, Optional<Runnable> again, Runnable clear) {
        long shown = feed.matching();
        boolean none = shown == 0 && feed.total() == 0;
        if (none) { // nobody waits for an answer that will not come
            var unasked = spec.teller()
                    .<Node>flatMap(teller ->
                            Unasked.pane(window, teller.instance(), teller.at().get(), again));
            if (unasked.isPresent()) {
                return unasked;
            }
        }
        if (failure.isPresent() && none) {
            var problem = failure.get();
            return Optional.of(new StatePane(
                    Octicons.ALERT_24,
                    window.texts().summary(problem),
                    window.texts().advice(problem),
                    Stream.concat(
                                    settings(problem).stream(),
                                    again.map(run -> new StatePane.Choice(text("table.failed.again"), run)).stream())
                            .toList()));
        }
        if (!feed.loaded()) {
            var words = spec.loading().isEmpty() ? text("table.loading") : spec.loading();
            return Optional.of(new StatePane(Octicons.SYNC_24, words, "", List.of()));
        }
        if (shown > 0 || feed.busy()) {
            return Optional.empty();
        }
        if (feed.total() > 0) {
            return Optional.of(new StatePane(
                    Octicons.SEARCH_24,
                    text("table.nothing", window.words().number(feed.total()), filter),
                    "",
                    List.of(new StatePane.Choice(text("table.nothing.clear"), clear))));
        }
        return Optional.of(spec.empty()
                .map(pane -> pane.get())
                .orElseGet(() -> new StatePane(Octicons.INBOX_24, text("table.empty"), "", List.of())));
    }

    /// @return where what is missing is entered
    private Optional<StatePane.Choice> settings(Problem problem) {
        return spec.teller()
                .filter(_ -> problem.code() == FaultCode.CONFIGURATION.problemCode())
                .map(teller -> new StatePane.Choice(
                        text("table.failed.settings"), () -> window.navigation().goTo(teller.instance(), "settings")));
    }

    /// @param again reads once more; empty where nobody does
    /// @return what stands above rows that were read before
    Node above(Problem problem, Optional<Runnable> again) {
        var words = new Label(window.texts().said(problem));
        words.setWrapText(true);
        words.setMinHeight(Region.USE_PREF_SIZE);
        HBox.setHgrow(words, Priority.ALWAYS);
        var strip = new HBox(words);
        strip.setId("table-failed");
        strip.getStyleClass().addAll("strip", "strip-warning");
        again.ifPresent(run -> {
            var button = new Button(text("table.failed.again"));
            button.getStyleClass().add("flat");
            button.setMinWidth(Region.USE_PREF_SIZE);
            button.setOnAction(_ -> run.run());
            strip.getChildren().add(button);
        });
        return strip;
    }

    private String text(String key, Object... arguments) {
        return window.texts().text(key, arguments);
    }
}
