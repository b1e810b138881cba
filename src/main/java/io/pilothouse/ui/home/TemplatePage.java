package io.pilothouse.ui.home;

import io.pilothouse.tasks.Subscription;
import io.pilothouse.ui.common.Latest;
import io.pilothouse.ui.shell.PageView;
import java.time.Duration;
import javafx.css.PseudoClass;
import javafx.geometry.Insets;
import javafx.scene.Parent;
import javafx.scene.control.Label;
import javafx.scene.control.TextArea;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;

/// A template, and what it comes to in the house, as it is typed.
final class TemplatePage implements PageView {

    private static final PseudoClass WRONG = PseudoClass.getPseudoClass("danger");
    private static final Duration TYPING = Duration.ofMillis(400);

    private final HouseDesk desk;
    private final Latest line;
    private final TextArea template = new TextArea();
    private final TextArea result = new TextArea();
    private final VBox root;
    private Subscription soon = () -> {};

    TemplatePage(HouseDesk desk) {
        this.desk = desk;
        line = desk.line();
        template.setId("home-template");
        template.getStyleClass().add("text-mono");
        template.setPromptText("{{ states.light | selectattr('state', 'eq', 'on') | list | count }}");
        template.setAccessibleText(desk.text("home.template.what"));
        template.textProperty().addListener((_, _, _) -> {
            soon.close();
            soon = desk.window().services().later().after(TYPING, this::render);
        });
        result.setId("home-template-result");
        result.getStyleClass().add("text-mono");
        result.setEditable(false);
        result.setWrapText(true);
        result.setAccessibleText(desk.text("home.template.result"));
        var asked = new Label(desk.text("home.template.what"));
        asked.getStyleClass().add("field-label");
        var got = new Label(desk.text("home.template.result"));
        got.getStyleClass().add("field-label");
        VBox.setVgrow(template, Priority.ALWAYS);
        VBox.setVgrow(result, Priority.ALWAYS);
        root = new VBox(8, asked, template, got, result);
        root.setPadding(new Insets(16));
    }

    private void render() {
        var typed = template.getText();
        if (typed.isBlank()) {
            line.cancel();
            show("", true);
            return;
        }
        desk.read(
                line,
                "template",
                homes -> homes.upkeep().render(desk.id(), typed),
                rendered -> show(rendered.text(), rendered.good()),
                problem -> show(desk.window().texts().summary(problem), false));
    }

    private void show(String words, boolean good) {
        result.setText(words);
        result.pseudoClassStateChanged(WRONG, !good);
    }

    @Override
    public Parent root() {
        return root;
    }

    @Override
    public void hidden() {
        soon.close();
        line.cancel();
    }

    @Override
    public void close() {
        hidden();
    }

    @Override
    public boolean halfTyped() {
        return !template.getText().isBlank();
    }
}
