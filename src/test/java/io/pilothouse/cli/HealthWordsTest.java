package io.pilothouse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.pilothouse.cli.text.HealthWords;
import io.pilothouse.domain.health.CheckAnswer;
import io.pilothouse.domain.health.Health;
import io.pilothouse.domain.health.InstanceHealth;
import io.pilothouse.domain.health.Lifecycle;
import io.pilothouse.domain.health.ShownState;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.domain.instance.RemoteIdentity;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/// A warning always says what it is about, also where the service itself does not complain.
final class HealthWordsTest {

    private static final Instant NOON = Instant.parse("2026-07-18T12:00:00Z");

    private static InstanceHealth warning(Optional<Instant> certificateEnds) {
        var identity = new RemoteIdentity("Sonarr", "4.0", "Loft", "one", new TreeMap<>());
        var answer = new CheckAnswer(identity, List.of(), new LinkedHashMap<>(), certificateEnds, false);
        return new InstanceHealth(
                new InstanceId("sonarr-2607181200abc"),
                Lifecycle.ACTIVE,
                Optional.of(Health.HEALTHY),
                ShownState.WARNING,
                NOON,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(answer),
                Optional.of(Duration.ofMillis(2_100)),
                0,
                Optional.of(NOON),
                Optional.of(NOON),
                Optional.of(NOON.plusSeconds(60)),
                false);
    }

    @Test
    void aCertificateThatEndsSoonIsSaid() {
        var trouble = HealthWords.trouble(warning(Optional.of(NOON.plus(Duration.ofDays(9)))));

        assertThat(trouble)
                .isEqualTo(new HealthWords.Trouble(
                        "certificate-ends", "Its certificate ends in 9 days.", "Renew the certificate on its server."));
    }

    @Test
    void slownessIsSaid() {
        var trouble = HealthWords.trouble(warning(Optional.empty()));

        assertThat(trouble.cause()).isEqualTo("slow");
        assertThat(trouble.message()).contains("2100 ms");
        assertThat(trouble.next()).isNotNull();
    }
}
