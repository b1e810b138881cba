package io.pilothouse.ui.home;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.pilothouse.domain.home.CallResult;
import io.pilothouse.domain.home.CallResult.StateChange;
import io.pilothouse.domain.home.HomeResult;
import io.pilothouse.tasks.Subscription;
import io.pilothouse.tasks.home.LoggedCall;
import io.pilothouse.ui.common.Icon;
import java.util.List;
import javafx.geometry.Insets;
import javafx.scene.Node;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.control.Tab;
import javafx.scene.control.TextArea;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.octicons.Octicons;

/// What was called at one house since the program started: all of it as a tab, the last of it to stand beside a
/// form. FX thread only.
final class CallLog {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    /// Changes that are shown of the last call.
    private static final int NAMED = 4;

    private final HouseDesk desk;
    private final Tab tab = new Tab();
    private final VBox calls = new VBox(8);
    private final VBox last = new VBox(2);
    private Subscription following = () -> {};

    CallLog(HouseDesk desk) {
        this.desk = desk;
        calls.setPadding(new Insets(16));
        tab.setText(desk.text("home.services.calls"));
        tab.setContent(ActionForm.scrolled(calls));
        last.getStyleClass().add("home-last-call");
    }

    Tab tab() {
        return tab;
    }

    Node last() {
        return last;
    }

    void shown() {
        following.close();
        following = desk.homes().calls().subscribe(desk.window().services().fx(), this::show);
    }

    void hidden() {
        following.close();
    }

    private void show(List<LoggedCall> all) {
        var here = all.stream()
                .filter(logged -> logged.instance().equals(desk.id()))
                .toList();
        last.getChildren().clear();
        if (here.isEmpty()) {
            tab.setText(desk.text("home.services.calls"));
            calls.getChildren().setAll(new Label(desk.text("home.services.noCalls", desk.name())));
            return;
        }
        tab.setText(desk.text("home.services.calls.count", here.size()));
        calls.getChildren().setAll(here.stream().map(this::whole).toList());
        var heading = new Label(desk.text("home.services.last"));
        heading.getStyleClass().add("field-label");
        last.getChildren().setAll(heading, brief(here.getFirst()));
    }

    private Node whole(LoggedCall logged) {
        var row = row(logged, Long.MAX_VALUE);
        var answer = answer(logged);
        if (answer != null) {
            row.getChildren().add(response(answer));
        }
        return row;
    }

    private Node brief(LoggedCall logged) {
        var row = row(logged, NAMED);
        if (answer(logged) != null) {
            var show = new Hyperlink(desk.text("home.services.answered"));
            show.setId("home-answer");
            show.setOnAction(_ -> tab.getTabPane().getSelectionModel().select(tab));
            row.getChildren().add(show);
        }
        return row;
    }

    private static @Nullable Object answer(LoggedCall logged) {
        return logged.result() instanceof HomeResult.Got<CallResult> got
                ? got.value().response()
                : null;
    }

    private VBox row(LoggedCall logged, long most) {
        var row = new VBox(2);
        var good = logged.result() instanceof HomeResult.Got<CallResult>;
        var icon = new Icon(good ? Octicons.CHECK_16 : Octicons.X_16);
        icon.getStyleClass().add(good ? "ok-icon" : "muted-icon");
        row.getChildren()
                .add(new Label(
                        desk.text("home.services.call", logged.call().name(), desk.name(), desk.time(logged.at())),
                        icon));
        switch (logged.result()) {
            case HomeResult.Got<CallResult> got ->
                got.value().changes().stream()
                        .limit(most)
                        .forEach(change -> row.getChildren().add(quiet(words(change))));
            case HomeResult.Failed<CallResult> failed ->
                row.getChildren().add(quiet(desk.window().texts().summary(failed.problem())));
        }
        return row;
    }

    private String words(StateChange change) {
        return desk.text(
                change.from().equals(change.to()) ? "home.services.change.inside" : "home.services.change",
                change.name(),
                change.from(),
                change.to(),
                desk.window().words().latency(change.after().toMillis()));
    }

    private Node response(Object response) {
        try {
            var text = new TextArea(JSON.writerWithDefaultPrettyPrinter().writeValueAsString(response));
            text.setEditable(false);
            text.setPrefRowCount(8);
            text.getStyleClass().add("text-mono");
            text.setAccessibleText(desk.text("home.services.answered"));
            return text;
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("plain values are always JSON", e);
        }
    }

    private static Label quiet(String words) {
        var label = new Label(words);
        label.setWrapText(true);
        label.getStyleClass().addAll("text-muted", "text-second");
        return label;
    }
}
