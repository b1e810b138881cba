package io.pilothouse.ui.home;

import io.pilothouse.domain.Problem;
import io.pilothouse.domain.guard.Act;
import io.pilothouse.domain.guard.ActionClass;
import io.pilothouse.domain.home.LineRestart;
import io.pilothouse.domain.home.LineStatus;
import io.pilothouse.domain.home.ServiceCall;
import io.pilothouse.domain.home.SystemReports.Integration;
import io.pilothouse.domain.home.SystemReports.LogLine;
import io.pilothouse.domain.home.Target;
import io.pilothouse.tasks.Subscription;
import io.pilothouse.ui.common.Icon;
import io.pilothouse.ui.common.Latest;
import io.pilothouse.ui.shell.PageView;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javafx.geometry.VPos;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import javafx.stage.FileChooser;
import org.kordamp.ikonli.octicons.Octicons;

/// The machine behind a house: the live line, hardware, network, addresses, its own health, integrations and
/// log. Each part comes when it comes; one that fails leaves the others.
final class SystemPage implements PageView {

    private static final Duration LINE_EVERY = Duration.ofSeconds(5);
    private static final Duration LOG_EVERY = Duration.ofSeconds(30);
    private static final double PART_WIDTH = 420;
    private static final int MOST_LINES = 30;

    /// One question and where its answer is shown.
    private final class Part<T> {
        private final VBox box = new VBox(8);
        private final VBox content = new VBox(6);
        private final Latest line = desk.line();
        private final String key;
        private final HouseDesk.Reading<T> reading;
        private final java.util.function.Function<T, Node> drawing;

        Part(String key, HouseDesk.Reading<T> reading, java.util.function.Function<T, Node> drawing) {
            this.key = key;
            this.reading = reading;
            this.drawing = drawing;
            var head = new Label(desk.text("home.system." + key));
            head.getStyleClass().add("text-card");
            content.getChildren().setAll(new Label(desk.text("home.loading", desk.name())));
            box.getChildren().setAll(head, content);
            box.setPrefWidth(PART_WIDTH);
        }

        void ask() {
            desk.read(line, key, reading, value -> content.getChildren().setAll(drawing.apply(value)), this::failed);
        }

        private void failed(Problem problem) {
            var words = new Label(desk.window().texts().summary(problem));
            words.setWrapText(true);
            words.getStyleClass().add("text-muted");
            content.getChildren().setAll(words);
        }
    }

    private final HouseDesk desk;
    private final HouseLines lines;
    private final List<Part<?>> parts = new ArrayList<>();
    private final Part<LineStatus> status;
    private final Part<List<Integration>> integrations;
    private final Part<List<LogLine>> log;
    private final FlowPane flow = new FlowPane(32, 24);
    private final VBox page = new VBox(16);
    private final ScrollPane root = new ScrollPane(page);
    private boolean refresh;
    private Subscription repeating = () -> {};
    private Subscription repeatingLog = () -> {};

    SystemPage(HouseDesk desk) {
        this.desk = desk;
        lines = new HouseLines(desk.window());
        var facts = new ServerFacts(desk);
        status = new Part<>("line", homes -> homes.status(desk.id()), facts::line);
        parts.add(status);
        parts.add(new Part<>("hardware", homes -> homes.hardware(desk.id(), HousePages.age(refresh)), facts::hardware));
        parts.add(new Part<>("network", homes -> homes.network(desk.id(), HousePages.age(refresh)), facts::network));
        parts.add(new Part<>("health", homes -> homes.systemHealth(desk.id()), facts::health));
        integrations = new Part<>("integrations", homes -> homes.integrations(desk.id()), this::integrations);
        parts.add(integrations);
        log = new Part<>("log", homes -> homes.log(desk.id()), this::log);
        parts.add(log);
        page.getStyleClass().add("home-facts");
        page.getChildren().setAll(buttons(), flow);
        parts.forEach(part -> flow.getChildren().add(part.box));
        root.setFitToWidth(true);
        root.getStyleClass().add("edge-to-edge");
    }

    private Node buttons() {
        var reconnect = new Button(desk.text("home.system.reconnect"), new Icon(Octicons.PLUG_16));
        reconnect.setId("home-reconnect");
        reconnect.setOnAction(_ -> desk.window()
                .background()
                .act(
                        "home-restart-line",
                        "restart the line to " + desk.name(),
                        desk.id(),
                        _ -> desk.homes().restartLine(desk.id(), false),
                        this::restarted));
        var restart = new Button(desk.text("home.system.restart", desk.name()), new Icon(Octicons.SYNC_16));
        restart.setId("home-restart");
        var call = new ServiceCall("homeassistant", "restart", Target.NONE, Map.of(), false);
        restart.setOnAction(_ -> desk.act(
                desk.homes().act(desk.id(), call, 0),
                desk.text("home.system.restart", desk.name()),
                desk.text("home.system.restartVerb"),
                desk.text("home.system.restartEffect", desk.name()),
                (homes, consent) -> homes.restartHouse(desk.id(), consent),
                _ -> desk.said(desk.text("home.system.restarting", desk.name()))));
        var again = new Button(desk.text("home.refresh"), new Icon(Octicons.SYNC_16));
        again.setOnAction(_ -> {
            refresh = true;
            parts.forEach(Part::ask);
        });
        var row = new FlowPane(8, 8, reconnect, again, desk.forAdministrators(restart));
        row.setRowValignment(VPos.TOP);
        return row;
    }

    private void restarted(LineRestart result) {
        desk.said(lines.words(result));
        status.ask();
    }

    private Node integrations(List<Integration> list) {
        var box = new VBox(6);
        list.stream()
                .sorted(java.util.Comparator.comparing((Integration one) -> !one.failing())
                        .thenComparing(Integration::domain))
                .forEach(one -> box.getChildren().add(integration(one)));
        return box;
    }

    private Node integration(Integration one) {
        var words = new Label(one.title() + " (" + one.domain() + ")  "
                + desk.texts()
                        .textOr("home.system.setup." + one.state(), one.state().replace('_', ' '))
                + (one.reason().isEmpty() ? "" : ": " + one.reason()));
        words.setWrapText(true);
        words.getStyleClass().add("text-second");
        var space = new javafx.scene.layout.Region();
        HBox.setHgrow(space, javafx.scene.layout.Priority.ALWAYS);
        var reload = new Button(null, new Icon(Octicons.SYNC_16));
        reload.getStyleClass().addAll("flat", "icon-button");
        reload.setAccessibleText(desk.text("home.system.reload", one.title()));
        reload.setDisable(desk.noAdministrator());
        reload.setTooltip(new javafx.scene.control.Tooltip(reload.getAccessibleText()));
        reload.setOnAction(_ -> desk.act(
                new Act(ActionClass.COSTLY, List.of(desk.id()), "reload " + one.title(), List.of(one.title()), 1),
                desk.text("home.system.reload", one.title()),
                desk.text("home.system.reload.verb"),
                desk.text("home.system.reload.effect", one.title()),
                (homes, consent) -> homes.upkeep().reload(desk.id(), one, consent),
                restart -> {
                    desk.said(desk.text(
                            restart ? "home.system.reload.restart" : "home.system.reload.done",
                            one.title(),
                            desk.name()));
                    integrations.ask();
                }));
        return new HBox(8, words, space, reload);
    }

    private Node log(List<LogLine> lines) {
        var box = new VBox(6);
        lines.stream().limit(MOST_LINES).forEach(line -> {
            var words = new Label(desk.time(line.last()) + "  "
                    + desk.texts().textOr("home.system.level." + line.level(), line.level()) + "  "
                    + (line.integration().isEmpty() ? line.logger() : line.integration()) + ": " + line.message()
                    + (line.count() > 1 ? desk.text("home.system.times", line.count()) : ""));
            words.setWrapText(true);
            words.getStyleClass().add("text-second");
            box.getChildren().add(words);
        });
        if (lines.isEmpty()) {
            box.getChildren().add(new Label(desk.text("home.system.nothing")));
        }
        var whole = new Button(desk.text("home.system.log.save"), new Icon(Octicons.DOWNLOAD_16));
        whole.setId("home-save-log");
        whole.setOnAction(_ -> saveLog());
        box.getChildren().add(whole);
        return box;
    }

    private void saveLog() {
        var chooser = new FileChooser();
        chooser.setTitle(desk.text("home.system.log.title", desk.name()));
        chooser.setInitialFileName(HousePages.fileName(desk.name(), desk.now(), "", ".log"));
        Optional.ofNullable(chooser.showSaveDialog(
                        root.getScene() == null ? null : root.getScene().getWindow()))
                .ifPresent(file -> desk.act(
                        Act.reading(desk.id(), "download the log"),
                        desk.text("home.system.log.title", desk.name()),
                        desk.text("home.system.log.save"),
                        "",
                        (homes, _) -> homes.upkeep().downloadLog(desk.id(), file.toPath()),
                        bytes -> desk.said(desk.text(
                                "home.backups.download.done",
                                desk.window().words().size(bytes),
                                file.getPath()))));
    }

    @Override
    public Parent root() {
        return root;
    }

    @Override
    public void shown() {
        refresh = false;
        parts.forEach(Part::ask);
        repeating = desk.window().services().later().every(LINE_EVERY, status::ask);
        repeatingLog = desk.window().services().later().every(LOG_EVERY, log::ask);
    }

    @Override
    public void hidden() {
        repeating.close();
        repeatingLog.close();
        parts.forEach(part -> part.line.cancel());
    }

    @Override
    public void close() {
        hidden();
    }
}
