package io.pilothouse.ui.home;

import io.pilothouse.domain.home.HouseNote;
import io.pilothouse.domain.home.LineStatus;
import io.pilothouse.domain.home.SystemReports.Adapter;
import io.pilothouse.domain.home.SystemReports.Board;
import io.pilothouse.domain.home.SystemReports.Hardware;
import io.pilothouse.domain.home.SystemReports.HealthPart;
import io.pilothouse.domain.home.SystemReports.Network;
import io.pilothouse.ui.common.Icon;
import io.pilothouse.ui.common.Texts;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.octicons.Octicons;

/// What a house tells of its line, machine and network, as lines of a word and a value. FX thread only.
final class ServerFacts {

    private static final double WORD_WIDTH = 140;
    private static final Pattern MOMENT = Pattern.compile("\\d{4}-\\d\\d-\\d\\dT.*");

    private final HouseDesk desk;

    ServerFacts(HouseDesk desk) {
        this.desk = desk;
    }

    Node line(LineStatus now) {
        var facts = new LinkedHashMap<String, String>();
        facts.put(desk.text("home.column.state"), desk.text("home.line." + now.state()));
        facts.put(desk.text("home.system.address"), now.url());
        facts.put(desk.text("home.system.transport"), desk.text("home.system.transport." + now.transport()));
        facts.put(desk.text("home.system.version"), now.version());
        facts.put(desk.text("home.system.houseState"), now.homeState().orElse(""));
        facts.put(
                desk.text("home.system.administrator"),
                now.administrator().map(this::yes).orElse(""));
        facts.put(desk.text("home.system.token"), yes(now.tokenPresent()));
        facts.put(desk.text("home.system.inSync"), yes(now.inSync()));
        facts.put(
                desk.text("home.column.entities"),
                now.entities().map(desk.window().words()::number).orElse(""));
        facts.put(
                desk.text("home.system.roundTrip"),
                now.roundTrip()
                        .map(span -> desk.window().words().latency(span.toMillis()))
                        .orElse(""));
        facts.put(desk.text("home.system.events"), desk.window().words().decimal(now.eventsPerSecond(), 1));
        facts.put(desk.text("home.system.reconnects"), desk.window().words().number(now.reconnects()));
        facts.put(
                desk.text("home.system.since"),
                now.connectedSince().map(desk::time).orElse(""));
        facts.put(
                desk.text("home.system.heard"),
                now.lastMessageAt().map(desk::time).orElse(""));
        facts.put(
                desk.text("home.system.next"),
                now.nextAttemptAt().map(desk::time).orElse(""));
        facts.put(
                desk.text("home.system.error"),
                now.lastProblem().map(desk.window().texts()::summary).orElse(""));
        return lines(facts);
    }

    Node hardware(Hardware hardware) {
        var facts = new LinkedHashMap<String, String>();
        hardware.system().forEach((key, value) -> facts.put(word(key), said(value)));
        hardware.host().forEach((key, value) -> facts.put(word(key), said(value)));
        var words = desk.window().words();
        hardware.disk()
                .ifPresent(disk -> facts.put(
                        desk.text("home.system.disk"),
                        desk.text("home.system.free", words.size(disk.freeBytes()), words.size(disk.totalBytes()))));
        hardware.boards().forEach(board -> facts.put(board.name(), told(board)));
        hardware.drives()
                .forEach(drive -> facts.put(
                        (drive.vendor() + " " + drive.model()).strip(),
                        words.size(drive.sizeBytes()) + (drive.bus().isEmpty() ? "" : ", " + drive.bus())));
        if (!hardware.devices().isEmpty()) {
            facts.put(
                    desk.text("home.system.devices"),
                    words.number(hardware.devices().size()));
        }
        return new VBox(6, lines(facts), notes(hardware.notes()));
    }

    private static String told(Board board) {
        return board.dongle()
                .map(dongle -> joined(", ", dongle.manufacturer(), dongle.description(), dongle.serial()))
                .orElse(joined(", ", board.manufacturer(), board.model()));
    }

    Node network(Network network) {
        var facts = new LinkedHashMap<String, String>();
        for (var adapter : network.adapters()) {
            facts.put(adapter.usual() ? desk.text("home.system.usual", adapter.name()) : adapter.name(), told(adapter));
        }
        network.docker().ifPresent(docker -> facts.put("Docker", docker.address() + ", DNS " + docker.dns()));
        network.hostInternet().ifPresent(yes -> facts.put(desk.text("home.system.internet"), yes(yes)));
        network.supervisorInternet().ifPresent(yes -> facts.put(desk.text("home.system.supervisorInternet"), yes(yes)));
        var urls = network.urls();
        var box = new VBox(4, lines(facts));
        address("internal", urls.internal(), box);
        address("external", urls.external(), box);
        address("cloud", urls.cloud(), box);
        address("inUse", Optional.of(urls.inUse()), box);
        return new VBox(
                6,
                box,
                notes(Stream.concat(network.notes().stream(), urls.notes().stream())
                        .distinct()
                        .toList()));
    }

    private String told(Adapter adapter) {
        var lines = new ArrayList<>(adapter.addresses());
        if (!adapter.gateways().isEmpty()) {
            lines.add(desk.text("home.system.gateway", String.join(", ", adapter.gateways())));
        }
        if (!adapter.nameServers().isEmpty()) {
            lines.add("DNS " + String.join(", ", adapter.nameServers()));
        }
        if (!adapter.enabled()) {
            lines.add(desk.text("home.system.off"));
        }
        return String.join("\n", lines);
    }

    /// An address can be taken along and looked at.
    private void address(String which, Optional<String> url, VBox into) {
        if (url.isEmpty() || url.get().isEmpty()) {
            return;
        }
        var copy = small("copy", Octicons.DUPLICATE_16, url.get(), () -> {
            var content = new ClipboardContent();
            content.putString(url.get());
            Clipboard.getSystemClipboard().setContent(content);
            desk.said(desk.text("home.system.copied", url.get()));
        });
        var row = row(desk.text("home.system." + which), url.get());
        row.setAlignment(Pos.CENTER_LEFT);
        row.getChildren().add(copy);
        HousePages.page(url.get())
                .ifPresent(page -> row.getChildren()
                        .add(small(
                                "open",
                                Octicons.LINK_EXTERNAL_16,
                                url.get(),
                                () -> desk.window().services().browser().accept(page))));
        into.getChildren().add(row);
    }

    private Button small(String key, Ikon icon, String url, Runnable run) {
        var button = new Button(null, new Icon(icon));
        button.getStyleClass().addAll("flat", "icon-button", "small");
        button.setAccessibleText(desk.text("home.system." + key, url));
        button.setTooltip(new Tooltip(button.getAccessibleText()));
        button.setOnAction(_ -> run.run());
        return button;
    }

    Node health(List<HealthPart> told) {
        var facts = new LinkedHashMap<String, String>();
        told.stream()
                .filter(part -> !part.domain().equals("homeassistant"))
                .forEach(part -> part.facts()
                        .forEach((key, value) -> facts.put(part.domain() + ": " + key.replace('_', ' '), said(value))));
        if (facts.isEmpty()) {
            facts.put(desk.text("home.system.health"), desk.text("home.system.nothing"));
        }
        return lines(facts);
    }

    // --- words and lines

    private String yes(boolean value) {
        return desk.text(value ? "home.yes" : "home.no");
    }

    private String said(String value) {
        return switch (value) {
            case "true" -> yes(true);
            case "false" -> yes(false);
            case "not answered yet" -> desk.text("home.system.pending");
            default -> MOMENT.matcher(value).matches() ? moment(value) : value;
        };
    }

    private String moment(String value) {
        try {
            return desk.time(OffsetDateTime.parse(value).toInstant());
        } catch (DateTimeParseException e) {
            return value;
        }
    }

    /// @param key as the house says it
    private String word(String key) {
        return desk.texts().textOr("home.fact." + key, key.replace('_', ' '));
    }

    private static String joined(String between, String... parts) {
        return String.join(
                between, Stream.of(parts).filter(part -> !part.isEmpty()).toList());
    }

    private Node lines(Map<String, String> facts) {
        var pane = new VBox(4);
        facts.forEach((word, value) -> {
            if (!value.isEmpty()) {
                pane.getChildren().add(row(word, value));
            }
        });
        return pane;
    }

    private static HBox row(String word, String value) {
        var name = new Label(word);
        name.getStyleClass().addAll("text-muted", "text-second");
        name.setMinWidth(WORD_WIDTH);
        name.setPrefWidth(WORD_WIDTH);
        name.setWrapText(true);
        var told = new Label(value);
        told.setWrapText(true);
        told.getStyleClass().add("text-second");
        HBox.setHgrow(told, Priority.SOMETIMES);
        return new HBox(12, name, told);
    }

    private Node notes(List<String> notes) {
        var box = new VBox(6);
        notes.forEach(note -> {
            var words = new Label(heard(desk.texts(), note));
            words.setWrapText(true);
            words.getStyleClass().addAll("text-muted", "text-second");
            box.getChildren().add(words);
        });
        return box;
    }

    /// @return a note in the language of the window; the words of the house stay as they are
    static String heard(Texts texts, String note) {
        return HouseNote.heard(note)
                .map(it ->
                        texts.text("home.note." + it.note().word(), it.values().toArray()))
                .orElse(note);
    }
}
