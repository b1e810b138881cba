package io.pilothouse.ui.shell;

import io.pilothouse.domain.task.TaskState;
import io.pilothouse.domain.task.TaskView;
import io.pilothouse.ui.common.Batch;
import io.pilothouse.ui.common.SettingStore;
import io.pilothouse.ui.shell.WindowSettings.LastWindow;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/// What is asked before a window closes. FX thread only.
final class Leaving {

    private static final double WIDTH = 520;
    private static final int TASKS_SHOWN = 6;

    private final WindowContext window;
    private Dialogs.Open asked = () -> {};

    Leaving(WindowContext window) {
        this.window = window;
    }

    /// @param halfTyped pages with text that would be lost
    /// @param what      that text in words, where the page has some
    boolean mayClose(List<Location> halfTyped, Function<Location, String> what, boolean last, Runnable close) {
        if (!window.dialogs().mayCloseAll()) {
            return false;
        }
        if (!halfTyped.isEmpty()) {
            var lost = text(
                    "shell.leaving.typed.rest",
                    halfTyped.stream()
                            .map(there -> lost(place(there), what.apply(there)))
                            .collect(Collectors.joining(", ")));
            ask(
                    "leaving-typed",
                    text("shell.leaving.typed"),
                    () -> List.of(lost),
                    List.of(choice("shell.leaving.typed.go", () -> {
                        if (!last || mayEnd(close)) {
                            close.run();
                        }
                    })));
            return false;
        }
        return !last || mayEnd(close);
    }

    private String lost(String place, String what) {
        return what.isEmpty() ? place : text("shell.leaving.typed.what", place, what);
    }

    private String place(Location location) {
        var page = text("page." + location.page());
        return location instanceof Location.OfInstance there
                ? window.services()
                        .instances()
                        .find(there.instance())
                        .map(instance -> text("shell.leaving.typed.of", page, instance.name()))
                        .orElse(page)
                : page;
    }

    /// Whether the program may end now; otherwise asks, and `quit` ends it.
    boolean mayQuit(Runnable quit) {
        if (!window.dialogs().mayCloseAll()) {
            return false;
        }
        if (nothingRuns()) {
            return true;
        }
        ask(
                "leaving-running",
                text("shell.leaving.quit-title"),
                this::whatRuns,
                List.of(choice("shell.leaving.quit-now", quit)));
        return false;
    }

    private boolean mayEnd(Runnable close) {
        var services = window.services();
        boolean nothingGoesOn = services.demo()
                || services.program().onlyLooking()
                || services.instances().fleet().get().live().isEmpty();
        return nothingGoesOn
                || switch (services.settings().get(WindowSettings.LAST_WINDOW)) {
                    case BACKGROUND -> true;
                    case QUIT -> mayQuit(close);
                    case ASK -> {
                        askOnce(close);
                        yield false;
                    }
                };
    }

    private void askOnce(Runnable close) {
        ask(
                "leaving-last",
                text("shell.leaving.last"),
                () -> Stream.concat(Stream.of(text("shell.leaving.last.rest")), whatRuns().stream())
                        .toList(),
                List.of(
                        choice("shell.leaving.background", () -> remember(LastWindow.BACKGROUND, close)),
                        choice("shell.leaving.quit", () -> remember(LastWindow.QUIT, close))));
    }

    /// What was chosen is stored before the window closes: it decides what that means. Where it could not be
    /// stored that the program goes on, the window stays, for its end would be the program's.
    private void remember(LastWindow chosen, Runnable close) {
        new SettingStore(window.services(), problem -> {
                    if (chosen == LastWindow.QUIT) {
                        close.run();
                    } else {
                        window.toasts().problem(Optional.empty(), problem, Optional.empty());
                    }
                })
                .store(WindowSettings.LAST_WINDOW, Optional.of(chosen), close);
    }

    boolean nothingRuns() {
        return running().isEmpty();
    }

    /// Work that a person would miss; routine is not among it.
    private List<TaskView> running() {
        return window.services().tasks().tasks().get().stream()
                .filter(task -> task.state() == TaskState.RUNNING || task.state() == TaskState.FINISHING)
                .filter(task -> !task.quiet() && !task.kind().equals("health-check"))
                .toList();
    }

    private List<String> whatRuns() {
        var running = running();
        if (running.isEmpty()) {
            return List.of(text("shell.leaving.safe"));
        }
        var lines = new ArrayList<>(
                List.of(text("shell.leaving.running", running.size()) + ". " + text("shell.leaving.running.rest")));
        running.stream()
                .limit(TASKS_SHOWN)
                .map(task -> task.total().isPresent() && task.total().getAsLong() > 0
                        ? text(
                                "shell.leaving.task",
                                window.words().work(task.kind(), task.title()),
                                task.done(),
                                task.total().getAsLong())
                        : window.words().work(task.kind(), task.title()))
                .forEach(lines::add);
        return lines;
    }

    private record Way(Button button, Runnable go) {}

    private Way choice(String key, Runnable go) {
        var button = new Button(text(key));
        button.setId(key.substring(key.lastIndexOf('.') + 1));
        button.setMinWidth(Region.USE_PREF_SIZE);
        return new Way(button, go);
    }

    private static void show(VBox body, List<String> lines) {
        var before = body.getChildren().stream()
                .map(line -> ((Label) line).getText())
                .toList();
        if (!before.equals(lines)) {
            body.getChildren().clear();
            for (var line : lines) {
                var label = new Label(line);
                label.setWrapText(true);
                label.setMinHeight(Region.USE_PREF_SIZE);
                body.getChildren().add(label);
            }
        }
    }

    /// @param lines asked again while tasks go on and end
    private void ask(String id, String title, Supplier<List<String>> lines, List<Way> ways) {
        asked.close(); // asked again meanwhile
        var body = new VBox(8);
        body.getStyleClass().add("dialog-body");
        show(body, lines.get());
        var services = window.services();
        var following = new Batch(services.later(), services.fx(), () -> show(body, lines.get()))
                .on(services.tasks().tasks());
        var stay = new Button(text("shell.leaving.stay"));
        stay.setCancelButton(true);
        stay.setMinWidth(Region.USE_PREF_SIZE);
        var dialog = window.dialogs()
                .open(new DialogFrame(
                        id,
                        title,
                        Optional.empty(),
                        WIDTH,
                        body,
                        List.of(),
                        Stream.concat(Stream.of(stay), ways.stream().map(Way::button))
                                .map(Node.class::cast)
                                .toList(),
                        () -> true,
                        following::close));
        asked = dialog;
        stay.setOnAction(_ -> dialog.close());
        ways.forEach(way -> way.button().setOnAction(_ -> {
            dialog.close();
            way.go().run();
        }));
        stay.requestFocus();
    }

    private String text(String key, Object... arguments) {
        return window.texts().text(key, arguments);
    }
}
