package io.pilothouse.ui.settings;

import static io.pilothouse.ui.settings.SettingsController.card;
import static io.pilothouse.ui.settings.SettingsController.row;

import io.pilothouse.domain.alert.AlertChannel;
import io.pilothouse.domain.alert.AlertRoute;
import io.pilothouse.domain.alert.RemoteSetup;
import io.pilothouse.tasks.alert.AlertSettings;
import io.pilothouse.ui.alert.ChannelDialog;
import io.pilothouse.ui.alert.RouteDialog;
import io.pilothouse.ui.common.Icon;
import io.pilothouse.ui.shell.WindowContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.Region;
import org.kordamp.ikonli.octicons.Octicons;

/// Channels outside this computer and the routes of messages, on the settings page of alerts. FX thread only.
final class AlertCards {

    private final WindowContext window;
    private final Consumer<List<AlertRoute>> choose;

    /// @param choose stores the routes
    AlertCards(WindowContext window, Consumer<List<AlertRoute>> choose) {
        this.window = window;
        this.choose = choose;
    }

    List<Node> nodes() {
        return List.of(
                headline("settings.channels"),
                card(AlertChannel.REMOTE.stream().map(this::channel).toList()),
                headline("settings.routes"),
                card(routes()));
    }

    private Node headline(String key) {
        var head = new Label(text(key));
        head.getStyleClass().add("text-card");
        return head;
    }

    private Node channel(AlertChannel channel) {
        var setup = window.services().alerts().remote().setup(channel);
        var buttons = new ArrayList<Node>();
        setup.ifPresent(one -> {
            buttons.add(button(channel, "test", "settings.channel.test", () -> ChannelDialog.test(window, one)));
            buttons.add(button(channel, "off", "settings.channel.off", () -> remove(channel)));
        });
        buttons.add(button(
                channel,
                "set",
                setup.isPresent() ? "settings.channel.change" : "settings.channel.set-up",
                () -> ChannelDialog.open(window, channel)));
        return row(
                name(channel),
                setup.map(this::place).orElseGet(() -> text("settings.channel.is-off")),
                buttons.toArray(Node[]::new));
    }

    private String place(RemoteSetup setup) {
        return switch (setup) {
            case RemoteSetup.Ntfy(var server, var topic) -> text("settings.channel.ntfy", server.host(), topic);
            case RemoteSetup.Webhook(var host) -> host;
            case RemoteSetup.Mail mail -> text("settings.channel.mail", String.join(", ", mail.to()), mail.host());
        };
    }

    private String name(AlertChannel channel) {
        return text("alert.channel." + channel.word());
    }

    private Button button(AlertChannel channel, String act, String key, Runnable run) {
        var button = new Button(text(key));
        button.setId("channel-" + channel.word() + "-" + act);
        button.setAccessibleText(text("settings.channel.spoken", name(channel), text(key)));
        button.setMinWidth(Region.USE_PREF_SIZE);
        button.setOnAction(_ -> run.run());
        return button;
    }

    private void remove(AlertChannel channel) {
        window.background()
                .act(
                        "setting",
                        "switch off messages by " + channel.word(),
                        Optional.empty(),
                        _ -> {
                            window.services().alerts().remote().remove(channel);
                            return true;
                        },
                        _ -> {});
    }

    private List<Node> routes() {
        var all = window.services().settings().get(AlertSettings.ROUTES);
        var rows = new ArrayList<Node>();
        for (int at = 0; at < all.size(); at++) {
            int here = at;
            var said = RouteDialog.said(all.get(at), window);
            rows.add(row(
                    said,
                    RouteDialog.channels(all.get(at), window),
                    icon(Octicons.ARROW_UP_16, text("settings.route.up", said), at > 0, () -> moved(all, here)),
                    icon(Octicons.TRASH_16, text("settings.route.remove", said), true, () -> without(all, here))));
        }
        var add = new Button(text("settings.route.add"));
        add.setId("route-add");
        add.setMinWidth(Region.USE_PREF_SIZE);
        add.setOnAction(_ -> RouteDialog.open(window, route -> {
            var more = new ArrayList<>(all);
            more.add(route);
            choose.accept(more);
        }));
        rows.add(row(text("settings.routes.order"), text("settings.routes.order-why"), add));
        return rows;
    }

    private static Button icon(Octicons sign, String spoken, boolean can, Runnable run) {
        var button = new Button(null, new Icon(sign));
        button.getStyleClass().addAll("flat", "icon-button");
        button.setAccessibleText(spoken);
        button.setDisable(!can);
        button.setOnAction(_ -> run.run());
        return button;
    }

    private void moved(List<AlertRoute> all, int at) {
        var other = new ArrayList<>(all);
        other.add(at - 1, other.remove(at));
        choose.accept(other);
    }

    private void without(List<AlertRoute> all, int at) {
        var other = new ArrayList<>(all);
        other.remove(at);
        choose.accept(other);
    }

    private String text(String key, Object... arguments) {
        return window.texts().text(key, arguments);
    }
}
