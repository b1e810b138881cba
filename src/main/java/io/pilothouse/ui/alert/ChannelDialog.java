package io.pilothouse.ui.alert;

import io.pilothouse.domain.alert.AlertChannel;
import io.pilothouse.domain.alert.RemoteSetup;
import io.pilothouse.domain.instance.Address;
import io.pilothouse.domain.secret.Secret;
import io.pilothouse.domain.task.Outcome;
import io.pilothouse.tasks.alert.RemoteChannels;
import io.pilothouse.ui.common.Latest;
import io.pilothouse.ui.shell.DialogFrame;
import io.pilothouse.ui.shell.WindowContext;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javafx.collections.FXCollections;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.PasswordField;
import javafx.scene.control.TextField;
import javafx.scene.layout.Region;
import javafx.util.StringConverter;

/// Sets up one channel outside this computer. The test sends what is typed, and says what the server answered.
/// FX thread only.
public final class ChannelDialog {

    private final WindowContext window;
    private final RemoteChannels channels;
    private final AlertChannel channel;
    private final CheckedFields fields = new CheckedFields();
    private final TextField place = new TextField();
    private final TextField second = new TextField();
    private final TextField user = new TextField();
    private final TextField from = new TextField();
    private final TextField to = new TextField();
    private final PasswordField secret = new PasswordField();
    private final PasswordField header = new PasswordField();
    private final ComboBox<RemoteSetup.Mail.Protection> protection =
            new ComboBox<>(FXCollections.observableArrayList(RemoteSetup.Mail.Protection.values()));
    private final Label answer = new Label();
    private final Latest testing;
    private Set<String> stored = Set.of();

    private ChannelDialog(WindowContext window, AlertChannel channel) {
        this.window = window;
        this.channel = channel;
        channels = window.services().alerts().remote();
        testing = new Latest(window.services().fx());
    }

    /// Opens it when the store has said which secrets it holds.
    public static void open(WindowContext window, AlertChannel channel) {
        var dialog = new ChannelDialog(window, channel);
        window.background()
                .read(window.texts().text("alert.channel.reading"), List.of(), _ -> dialog.channels.secrets(channel))
                .whenEnded(window.services().fx(), outcome -> {
                    if (outcome instanceof Outcome.Succeeded<Set<String>>(var fields)) {
                        dialog.stored = fields;
                        dialog.show();
                    }
                });
    }

    private void show() {
        var setup = channels.setup(channel);
        switch (channel) {
            case NTFY -> ntfy(setup.map(RemoteSetup.Ntfy.class::cast));
            case WEBHOOK -> webhook();
            case EMAIL -> mail(setup.map(RemoteSetup.Mail.class::cast));
            case BADGE, BAR, DESKTOP -> throw new IllegalArgumentException(channel + " needs no setup");
        }
        answer.setId("channel-answer");
        answer.setWrapText(true);
        answer.setMinHeight(Region.USE_PREF_SIZE);
        fields.getChildren().add(answer);
        var test = new Button(text("alert.channel.test"));
        test.setId("channel-test");
        test.setOnAction(_ -> test());
        var save = new Button(text("alert.channel.save"));
        save.setId("channel-save");
        save.getStyleClass().add("accent");
        save.setDefaultButton(true);
        var open = window.dialogs()
                .open(new DialogFrame(
                        "channel",
                        text("alert.channel.title", text("alert.channel." + channel.word())),
                        Optional.empty(),
                        520,
                        fields,
                        List.of(test),
                        List.of(save),
                        () -> true,
                        testing::cancel));
        save.setOnAction(_ -> {
            if (fields.check()) {
                var made = setup();
                var secrets = secrets();
                window.background()
                        .act(
                                "setting",
                                "set up messages by " + channel.word(),
                                Optional.empty(),
                                _ -> {
                                    channels.setUp(made, secrets);
                                    return true;
                                },
                                _ -> open.close());
            }
        });
        place.requestFocus();
    }

    private void ntfy(Optional<RemoteSetup.Ntfy> setup) {
        place.setText(setup.map(one -> one.server().toString()).orElse(""));
        place.setPromptText("https://ntfy.example.org");
        second.setText(setup.map(RemoteSetup.Ntfy::topic).orElse(""));
        fields.add("channel-place", text("alert.field.server"), place, this::addressWrong);
        fields.add(
                "channel-topic",
                text("alert.field.topic"),
                second,
                typed -> RemoteSetup.Ntfy.topicFits(typed) ? Optional.empty() : wrong("alert.field.topic.wrong"));
        secretField("channel-secret", "alert.field.token", secret, RemoteChannels.NTFY_TOKEN, _ -> Optional.empty());
    }

    private void webhook() {
        secretField(
                "channel-secret",
                "alert.field.address",
                secret,
                RemoteChannels.WEBHOOK_ADDRESS,
                typed -> typed.isEmpty() && stored.contains(RemoteChannels.WEBHOOK_ADDRESS)
                        ? Optional.empty()
                        : hookWrong(typed));
        secretField(
                "channel-header",
                "alert.field.header",
                header,
                RemoteChannels.WEBHOOK_HEADER,
                typed -> typed.isEmpty() || typed.matches("[-A-Za-z0-9]+:.+")
                        ? Optional.empty()
                        : wrong("alert.field.header.wrong"));
    }

    private void mail(Optional<RemoteSetup.Mail> setup) {
        place.setText(setup.map(RemoteSetup.Mail::host).orElse(""));
        second.setText(setup.map(one -> String.valueOf(one.port())).orElse("587"));
        user.setText(setup.map(RemoteSetup.Mail::user).orElse(""));
        from.setText(setup.map(RemoteSetup.Mail::from).orElse(""));
        to.setText(setup.map(one -> String.join(", ", one.to())).orElse(""));
        protection.setValue(setup.map(RemoteSetup.Mail::protection).orElse(RemoteSetup.Mail.Protection.STARTTLS));
        protection.setId("channel-protection");
        protection.setAccessibleText(text("alert.field.protection"));
        protection.setConverter(new StringConverter<>() {
            @Override
            public String toString(RemoteSetup.Mail.Protection one) {
                return one == null ? "" : text("alert.protection." + one.name().toLowerCase(java.util.Locale.ROOT));
            }

            @Override
            public RemoteSetup.Mail.Protection fromString(String typed) {
                throw new UnsupportedOperationException("nothing is typed here");
            }
        });
        fields.add(
                "channel-place",
                text("alert.field.host"),
                place,
                typed -> typed.matches("[^\\s/:@]+|\\[[0-9a-fA-F:.]+\\]")
                        ? Optional.empty()
                        : wrong("alert.field.host.wrong"));
        fields.add(
                "channel-port",
                text("alert.field.port"),
                second,
                typed -> port(typed) > 0 ? Optional.empty() : wrong("alert.field.port.wrong"));
        var label = new Label(text("alert.field.protection"));
        label.getStyleClass().add("field-label");
        label.setLabelFor(protection);
        fields.getChildren().addAll(label, protection);
        fields.add("channel-user", text("alert.field.user"), user, _ -> Optional.empty());
        secretField(
                "channel-secret", "alert.field.password", secret, RemoteChannels.MAIL_PASSWORD, _ -> Optional.empty());
        fields.add(
                "channel-from",
                text("alert.field.from"),
                from,
                typed -> RemoteSetup.Mail.mailboxFits(typed) ? Optional.empty() : wrong("alert.field.mailbox.wrong"));
        fields.add("channel-to", text("alert.field.to"), to, typed -> {
            var all = RemoteSetup.Mail.mailboxes(typed);
            return !all.isEmpty() && all.stream().allMatch(RemoteSetup.Mail::mailboxFits)
                    ? Optional.empty()
                    : wrong("alert.field.mailbox.wrong");
        });
    }

    private void secretField(
            String id,
            String label,
            PasswordField field,
            String name,
            java.util.function.Function<String, Optional<String>> wrong) {
        if (stored.contains(name)) {
            field.setPromptText(text("alert.field.kept"));
        }
        fields.add(id, text(label), field, wrong);
    }

    private Optional<String> wrong(String key) {
        return Optional.of(text(key));
    }

    private Optional<String> addressWrong(String typed) {
        try {
            Address.of(typed);
            return Optional.empty();
        } catch (IllegalArgumentException e) {
            return wrong("alert.field.address.wrong");
        }
    }

    private Optional<String> hookWrong(String typed) {
        try {
            var uri = URI.create(typed);
            boolean http = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
            return http && uri.getHost() != null && uri.getRawUserInfo() == null
                    ? Optional.empty()
                    : wrong("alert.field.address.wrong");
        } catch (IllegalArgumentException e) {
            return wrong("alert.field.address.wrong");
        }
    }

    /// @return 0 for what is no port
    private static int port(String typed) {
        try {
            int port = Integer.parseInt(typed.strip());
            return port >= 1 && port <= 65_535 ? port : 0;
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    private RemoteSetup setup() {
        return switch (channel) {
            case NTFY ->
                new RemoteSetup.Ntfy(
                        Address.of(place.getText().strip()), second.getText().strip());
            case WEBHOOK ->
                secret.getText().isBlank()
                        ? channels.setup(channel).orElseThrow()
                        : new RemoteSetup.Webhook(
                                URI.create(secret.getText().strip()).getHost());
            case EMAIL ->
                new RemoteSetup.Mail(
                        place.getText().strip(),
                        port(second.getText()),
                        protection.getValue(),
                        user.getText().strip(),
                        from.getText().strip(),
                        RemoteSetup.Mail.mailboxes(to.getText()));
            case BADGE, BAR, DESKTOP -> throw new IllegalArgumentException(channel + " needs no setup");
        };
    }

    /// What was typed; what was not stays as it is stored.
    private Map<String, Optional<Secret>> secrets() {
        var typed = new HashMap<String, Optional<Secret>>();
        var first =
                switch (channel) {
                    case NTFY -> RemoteChannels.NTFY_TOKEN;
                    case WEBHOOK -> RemoteChannels.WEBHOOK_ADDRESS;
                    default -> RemoteChannels.MAIL_PASSWORD;
                };
        if (!secret.getText().isBlank()) {
            typed.put(first, Optional.of(new Secret(secret.getText().strip())));
        }
        if (!header.getText().isBlank()) {
            typed.put(
                    RemoteChannels.WEBHOOK_HEADER,
                    Optional.of(new Secret(header.getText().strip())));
        }
        return typed;
    }

    private void test() {
        if (!fields.check()) {
            return;
        }
        var setup = setup();
        var secrets = secrets();
        answer.setText(text("alert.channel.testing"));
        testing.<String>start(
                () -> window.background()
                        .read(text("alert.channel.testing"), List.of(), _ -> channels.test(setup, secrets)),
                outcome -> {
                    switch (outcome) {
                        case Outcome.Succeeded<String>(var said) ->
                            answer.setText(text("alert.channel.answered", said));
                        case Outcome.Failed<String>(var problem) ->
                            answer.setText(window.texts().said(problem));
                        case Outcome.Cancelled<String> _ -> answer.setText("");
                    }
                });
    }

    /// Sends a message with what is stored, and says what the server answered.
    public static void test(WindowContext window, RemoteSetup setup) {
        var words = window.texts();
        window.background()
                .act(
                        "message",
                        "send a test message",
                        Optional.empty(),
                        _ -> window.services().alerts().remote().test(setup, Map.of()),
                        said -> window.toasts()
                                .news(Optional.empty(), words.text("alert.channel.answered", said), Optional.empty()));
    }

    private String text(String key, Object... arguments) {
        return window.texts().text(key, arguments);
    }
}
