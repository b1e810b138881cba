package io.pilothouse.ui.alert;

import io.pilothouse.domain.alert.Alert;
import io.pilothouse.domain.alert.AlertChannel;
import io.pilothouse.domain.alert.AlertEvent;
import io.pilothouse.domain.alert.Figures;
import io.pilothouse.domain.instance.Instance;
import io.pilothouse.tasks.instance.Instances;
import io.pilothouse.tasks.schedule.Scheduler;
import io.pilothouse.ui.common.RunWords;
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
    private final RunWords said;
    private final boolean titles;

    /// @param titles whether a service's own words may be said, which may name titles of media and people
    AlertWords(Instances instances, Words words, boolean titles) {
        this.instances = instances;
        this.titles = titles;
        this.words = words;
        texts = words.texts();
        said = new RunWords(words);
    }

    /// @return "Anime, Music and Stash: Down – nas2.lan is silent, since 14:02"
    String sentence(Alert alert, Instant now) {
        return switch (alert.event()) {
            case WORK -> said.of(alert.subject(), now);
            case COPY -> what(alert);
            case RESULTS, MISSED -> texts.text("alert.state-of", names(alert), what(alert));
            case CERTIFICATE, CERTIFICATE_SOON -> texts.text("alert.certificate", names(alert), what(alert));
            case RECOVERED ->
                texts.text(
                        alert.calm() ? "alert.calm" : "alert.recovered",
                        names(alert),
                        words.age(Duration.between(alert.since(), alert.ended().orElse(alert.at()))));
            case DOWN, STILL_DOWN, REFUSED, IDENTITY, UNSTABLE, WARNING, LOCKED ->
                texts.text("alert.sentence", names(alert), stateAndWhat(alert), words.time(alert.since(), now));
        };
    }

    private String stateAndWhat(Alert alert) {
        var state = event(alert.event());
        var what = what(alert);
        return what.equals(state) ? state : texts.text("alert.state", state, what);
    }

    /// @return "nas2.lan is silent"
    String what(Alert alert) {
        return switch (alert.event()) {
            case RECOVERED -> event(alert);
            case WORK -> said.of(alert.subject(), alert.at());
            case COPY -> texts.text("alert.copy");
            case RESULTS -> Figures.read(alert.subject()).map(this::results).orElse(alert.subject());
            case MISSED -> Figures.read(alert.subject()).map(this::missed).orElse(alert.subject());
            case CERTIFICATE, CERTIFICATE_SOON ->
                texts.text("alert.certificate.ends", words.time(Instant.parse(alert.subject()), alert.at()));
            case WARNING ->
                texts.textOr(
                        "fleet.cause." + alert.subject(), titles ? texts.said(alert.subject()) : event(alert.event()));
            case DOWN, STILL_DOWN, REFUSED, IDENTITY, UNSTABLE, LOCKED ->
                alert.cause().startsWith("host ")
                        ? texts.text("fleet.cause.host", alert.subject())
                        : alert.instances().stream()
                                .findFirst()
                                .map(id -> words.ofKind("fleet.cause." + alert.subject(), id, event(alert.event())))
                                .orElseGet(() -> event(alert.event()));
        };
    }

    private String results(Figures outcomes) {
        return texts.text(
                "alert.results",
                outcomes.byName().values().stream().mapToLong(count -> count).sum(),
                outcomes.byName().entrySet().stream()
                        .map(one -> words.number(one.getValue()) + " "
                                + texts.textOr("hunting.outcome." + one.getKey(), one.getKey()))
                        .collect(Collectors.joining(", ")));
    }

    private String missed(Figures turns) {
        long running = turns.of(Scheduler.Missed.RUNNING);
        long left = turns.of(Scheduler.Missed.LEFT_OUT);
        return texts.text("alert.missed", running + left, running, left);
    }

    String event(Alert alert) {
        return alert.calm() ? texts.text("alert.event.calm") : event(alert.event());
    }

    /// @return every word an event is called by
    List<String> events() {
        return Stream.concat(Stream.of(AlertEvent.values()).map(this::event), Stream.of(texts.text("alert.event.calm")))
                .toList();
    }

    private String event(AlertEvent event) {
        return switch (event) {
            case DOWN -> texts.text("alert.event.down");
            case RECOVERED -> texts.text("alert.event.recovered");
            case STILL_DOWN -> texts.text("alert.event.still_down");
            case REFUSED -> texts.text("alert.event.refused");
            case IDENTITY -> texts.text("alert.event.identity");
            case UNSTABLE -> texts.text("alert.event.unstable");
            case WARNING -> texts.text("alert.event.warning");
            case CERTIFICATE -> texts.text("alert.event.certificate");
            case CERTIFICATE_SOON -> texts.text("alert.event.certificate_soon");
            case WORK -> texts.text("alert.event.work");
            case RESULTS -> texts.text("alert.event.results");
            case MISSED -> texts.text("alert.event.missed");
            case COPY -> texts.text("alert.event.copy");
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

    /// @return "Down: Anime, Music"
    String title(Alert alert) {
        var names = names(alert);
        return names.isEmpty() ? event(alert) : texts.text("alert.state-of", event(alert), names);
    }

    String digestTitle(int count) {
        return texts.text("alert.digest.title", count);
    }

    String testTitle() {
        return texts.text("alert.test.title");
    }

    String test() {
        return texts.text("alert.test");
    }

    /// @return "3 messages while it was quiet. Anime: Down – nas2.lan is silent, since 14:02 …": instances and causes
    String digest(List<Alert> alerts, Instant now) {
        var first =
                alerts.stream().limit(NAMED).map(alert -> sentence(alert, now)).collect(Collectors.joining(" · "));
        return texts.text(
                "alert.digest",
                alerts.size(),
                alerts.size() > NAMED ? texts.text("alert.names.more", first, alerts.size() - NAMED) : first);
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

    String channel(AlertChannel channel) {
        return switch (channel) {
            case BADGE -> texts.text("alert.channel.badge");
            case BAR -> texts.text("alert.channel.bar");
            case DESKTOP -> texts.text("alert.channel.desktop");
            case NTFY -> texts.text("alert.channel.ntfy");
            case WEBHOOK -> texts.text("alert.channel.webhook");
            case EMAIL -> texts.text("alert.channel.email");
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
