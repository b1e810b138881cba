package io.pilothouse.ui.alert;

import io.pilothouse.domain.alert.AlertChannel;
import io.pilothouse.domain.alert.AlertEvent;
import io.pilothouse.domain.alert.AlertRoute;
import io.pilothouse.ui.common.Texts;
import io.pilothouse.ui.shell.DialogFrame;
import io.pilothouse.ui.shell.WindowContext;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.VBox;

/// Makes one route: of which instances and how severe messages are, and which channels they may use. FX thread
/// only.
public final class RouteDialog {

    private final WindowContext window;
    private final ComboBox<String> tag = new ComboBox<>();
    private final ComboBox<String> group = new ComboBox<>();
    private final ComboBox<String> kind = new ComboBox<>();
    private final ComboBox<String> severity = new ComboBox<>();
    private final Map<AlertChannel, CheckBox> channels = new LinkedHashMap<>();
    private final Map<String, String> kinds = new LinkedHashMap<>();

    private RouteDialog(WindowContext window) {
        this.window = window;
    }

    /// @param made gets the route
    public static void open(WindowContext window, Consumer<AlertRoute> made) {
        new RouteDialog(window).show(made);
    }

    private void show(Consumer<AlertRoute> made) {
        var live = window.services().instances().fleet().get().live();
        live.forEach(
                one -> kinds.put(window.words().kind(one.kind()), one.kind().value()));
        fill(tag, live.stream().flatMap(one -> one.configuration().tags().stream()));
        fill(group, live.stream().map(one -> one.configuration().group()).filter(one -> !one.isEmpty()));
        fill(kind, kinds.keySet().stream());
        fill(severity, Stream.empty());
        severity.getItems()
                .addAll(Arrays.stream(AlertEvent.Severity.values())
                        .map(one -> severityWord(window.texts(), one))
                        .toList());
        var ticks = new FlowPane(12, 8);
        for (var channel : AlertChannel.values()) {
            var tick = new CheckBox(text("alert.channel." + channel.word()));
            tick.setId("route-" + channel.word());
            tick.setSelected(!channel.remote());
            channels.put(channel, tick);
            ticks.getChildren().add(tick);
        }
        var body = new VBox(6);
        body.getStyleClass().addAll("dialog-body", "form");
        field(body, "route-tag", "alert.route.tag", tag);
        field(body, "route-group", "alert.route.group", group);
        field(body, "route-kind", "alert.route.kind", kind);
        field(body, "route-severity", "alert.route.severity", severity);
        var label = new Label(text("alert.route.channels"));
        label.getStyleClass().add("field-label");
        body.getChildren().addAll(label, ticks);
        var save = new Button(text("alert.route.save"));
        save.setId("route-save");
        save.getStyleClass().add("accent");
        save.setDefaultButton(true);
        var open = window.dialogs()
                .open(new DialogFrame(
                        "route", text("alert.route.add"), Optional.empty(), 520, body, List.of(), List.of(save)));
        save.setOnAction(_ -> {
            open.close();
            made.accept(route());
        });
        tag.requestFocus();
    }

    private void fill(ComboBox<String> box, Stream<String> values) {
        var items = new ArrayList<>(List.of(text("alert.route.any")));
        values.distinct().sorted(String.CASE_INSENSITIVE_ORDER).forEach(items::add);
        box.getItems().setAll(items);
        box.getSelectionModel().selectFirst();
        box.setMaxWidth(Double.MAX_VALUE);
    }

    private void field(VBox body, String id, String key, ComboBox<String> box) {
        box.setId(id);
        box.setAccessibleText(text(key));
        var label = new Label(text(key));
        label.getStyleClass().add("field-label");
        label.setLabelFor(box);
        body.getChildren().addAll(List.<Node>of(label, box));
    }

    private static Optional<String> chosen(ComboBox<String> box) {
        return box.getSelectionModel().getSelectedIndex() > 0 ? Optional.of(box.getValue()) : Optional.empty();
    }

    private AlertRoute route() {
        int least = severity.getSelectionModel().getSelectedIndex() - 1;
        return new AlertRoute(
                chosen(tag),
                chosen(group),
                chosen(kind).map(kinds::get),
                least < 0 ? Optional.empty() : Optional.of(AlertEvent.Severity.values()[least]),
                channels.entrySet().stream()
                        .filter(one -> one.getValue().isSelected())
                        .map(Map.Entry::getKey)
                        .collect(Collectors.toSet()));
    }

    private static String severityWord(Texts texts, AlertEvent.Severity severity) {
        return switch (severity) {
            case NEWS -> texts.text("alert.severity.news");
            case WARNING -> texts.text("alert.severity.warning");
            case URGENT -> texts.text("alert.severity.urgent");
        };
    }

    /// @return "Tag kids, Radarr, at least urgent"
    public static String said(AlertRoute route, WindowContext window) {
        var texts = window.texts();
        var parts = Stream.of(
                        route.tag().map(one -> texts.text("alert.route.of-tag", one)),
                        route.group().map(one -> texts.text("alert.route.of-group", one)),
                        route.kind().map(one -> window.words().kind(new io.pilothouse.domain.instance.KindId(one))),
                        route.least().map(one -> texts.text("alert.route.of-severity", severityWord(texts, one))))
                .flatMap(Optional::stream)
                .collect(Collectors.joining(", "));
        return parts.isEmpty() ? texts.text("alert.route.all") : parts;
    }

    /// @return "window, e-mail"
    public static String channels(AlertRoute route, WindowContext window) {
        Function<AlertChannel, String> word = channel -> window.texts().text("alert.channel." + channel.word());
        return route.channels().isEmpty()
                ? window.texts().text("alert.route.none")
                : route.channels().stream().sorted().map(word).collect(Collectors.joining(", "));
    }

    private String text(String key) {
        return window.texts().text(key);
    }
}
