package io.pilothouse.ui.alert;

import io.pilothouse.domain.alert.Alert;
import io.pilothouse.domain.alert.AlertChannel;
import io.pilothouse.domain.alert.AlertEvent;
import io.pilothouse.domain.instance.Instance;
import io.pilothouse.tasks.instance.Instances;
import io.pilothouse.ui.common.Texts;
import io.pilothouse.ui.common.Words;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What messages say: whom, what, since when. Pure but for asking names.
final class AlertWords {

    private static final int NAMED = 4;

    private final Instances instances;
    private final Words words;
    private final Texts texts;

    AlertWords(Instances instances, Words words) {
        this.instances = instances;
        this.words = words;
        texts = words.texts();
    }

    /// @return "Anime, Music and Stash: nas2.lan is silent since 14:02"
    String sentence(Alert alert, Instant now) {
        if (alert.event() == AlertEvent.WORK) {
            return alert.subject();
        }
        return alert.event() == AlertEvent.RECOVERED
                ? texts.text("alert.recovered", names(alert), words.age(Duration.between(alert.since(), alert.at())))
                : texts.text("alert.sentence", names(alert), what(alert), words.time(alert.since(), now));
    }

    /// @return "nas2.lan is silent"
    String what(Alert alert) {
        if (alert.event() == AlertEvent.RECOVERED) {
            return event(alert.event());
        }
        if (alert.event() == AlertEvent.WORK) {
            return alert.subject();
        }
        if (alert.cause().startsWith("host ")) {
            return texts.text("fleet.cause.host", alert.subject());
        }
        return texts.textOr("fleet.cause." + alert.subject(), event(alert.event()));
    }

    String event(AlertEvent event) {
        return switch (event) {
            case DOWN -> texts.text("alert.event.down");
            case RECOVERED -> texts.text("alert.event.recovered");
            case REFUSED -> texts.text("alert.event.refused");
            case UNSTABLE -> texts.text("alert.event.unstable");
            case WARNING -> texts.text("alert.event.warning");
            case WORK -> texts.text("alert.event.work");
            case LOCKED -> texts.text("alert.event.locked");
        };
    }

    String names(Alert alert) {
        return names(alert.instances().stream()
                .flatMap(id -> instances.find(id).stream())
                .map(Instance::name)
                .toList());
    }

    private String names(List<String> all) {
        var named = all.stream().limit(NAMED).collect(Collectors.joining(", "));
        return all.size() > NAMED ? texts.text("alert.names.more", named, all.size() - NAMED) : named;
    }

    /// @return "3 messages while it was quiet: Anime, Music, Seedbox"
    String digest(List<Alert> alerts) {
        return texts.text(
                "alert.digest",
                alerts.size(),
                names(alerts.stream()
                        .flatMap(alert -> alert.instances().stream())
                        .distinct()
                        .flatMap(id -> instances.find(id).stream())
                        .map(Instance::name)
                        .toList()));
    }

    /// @return where it went, or why it was held
    String reached(Alert alert) {
        var sent = Stream.of(AlertChannel.values())
                .filter(alert.sent()::contains)
                .map(this::channel)
                .collect(Collectors.joining(", "));
        var held = alert.held().map(this::held).orElse("");
        return sent.isEmpty() || held.isEmpty() ? sent + held : texts.text("alert.reached", sent, held);
    }

    private String channel(AlertChannel channel) {
        return switch (channel) {
            case BADGE -> texts.text("alert.channel.badge");
            case BAR -> texts.text("alert.channel.bar");
            case DESKTOP -> texts.text("alert.channel.desktop");
        };
    }

    private String held(Alert.Held held) {
        return switch (held) {
            case QUIET -> texts.text("alert.held.quiet");
            case DISTURB -> texts.text("alert.held.disturb");
            case MUTED -> texts.text("alert.held.muted");
            case FLOOD -> texts.text("alert.held.flood");
        };
    }
}
