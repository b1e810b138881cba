package io.pilothouse.ui.alert;

import io.pilothouse.domain.alert.Alert;
import io.pilothouse.domain.alert.AlertEvent;
import io.pilothouse.domain.alert.RemoteText;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.tasks.alert.AlertSettings;
import io.pilothouse.tasks.alert.AlertSpeech;
import io.pilothouse.tasks.instance.Instances;
import io.pilothouse.tasks.settings.Settings;
import io.pilothouse.ui.common.Appearance;
import io.pilothouse.ui.common.DateForm;
import io.pilothouse.ui.common.Texts;
import io.pilothouse.ui.common.Words;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/// What messages say outside this computer, in the person's language. Knows no window. Thread-safe.
public final class RemoteWords implements AlertSpeech {

    private final Instances instances;
    private final Settings settings;
    private final Locale locale;
    private final ZoneId zone;

    /// @param locale the computer's
    public RemoteWords(Instances instances, Settings settings, Locale locale, ZoneId zone) {
        this.instances = instances;
        this.settings = settings;
        this.locale = locale;
        this.zone = zone;
    }

    private AlertWords words() {
        var texts = new Texts(Texts.language(settings.get(Appearance.LANGUAGE), locale));
        return new AlertWords(
                instances, new Words(texts, zone, settings.get(DateForm.SETTING)), settings.get(AlertSettings.TITLES));
    }

    @Override
    public RemoteText say(List<Alert> alerts, Instant now) {
        var words = words();
        var first = alerts.getFirst();
        var title = alerts.size() > 1 ? words.digestTitle(alerts.size()) : words.title(first);
        return new RemoteText(
                title,
                alerts.stream().map(alert -> words.sentence(alert, now)).collect(Collectors.joining("\n")),
                alerts.stream()
                        .map(alert -> new RemoteText.Event(
                                alert.event(),
                                words.sentence(alert, now),
                                alert.instances().stream().map(this::about).toList(),
                                alert.since()))
                        .toList(),
                alerts.stream()
                        .map(alert -> alert.event().severity())
                        .max(Comparator.naturalOrder())
                        .orElse(AlertEvent.Severity.NEWS),
                now);
    }

    private RemoteText.About about(InstanceId id) {
        return new RemoteText.About(
                id, instances.find(id).map(instance -> instance.name()).orElse(id.value()));
    }

    @Override
    public RemoteText test(Instant now) {
        var words = words();
        return new RemoteText(words.testTitle(), words.test(), List.of(), AlertEvent.Severity.NEWS, now);
    }
}
