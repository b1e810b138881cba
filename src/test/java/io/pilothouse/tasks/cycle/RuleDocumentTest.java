package io.pilothouse.tasks.cycle;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.pilothouse.domain.cycle.CycleRule;
import io.pilothouse.domain.cycle.HuntRule;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Rules as their documents say them.
class RuleDocumentTest {

    @Test
    void aShortIntervalNeedsNoJitterOfItsOwn() throws Exception {
        assertEquals(Duration.ofSeconds(150), rule("{\"every\":\"10m\"}").jitter());
        assertEquals(
                Duration.ofSeconds(75),
                rule("{\"work\":\"queue-care\",\"every\":\"5m\"}").jitter().plusSeconds(15));
        assertEquals(Duration.ofMinutes(15), rule("{\"every\":\"6h\"}").jitter());
        assertEquals(
                Duration.ofMinutes(2),
                rule("{\"every\":\"10m\",\"jitter\":\"2m\"}").jitter());
    }

    private static CycleRule rule(String document) throws Exception {
        return RuleDocument.rule(document, List.of(HuntRule.Unit.EPISODE));
    }
}
