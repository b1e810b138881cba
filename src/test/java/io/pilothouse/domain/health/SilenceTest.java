package io.pilothouse.domain.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.pilothouse.domain.health.Silence.Targets;
import io.pilothouse.domain.instance.InstanceId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// Larger reasons for silence, and how troubles are folded into causes.
class SilenceTest {

    private static final Instant NOON = Instant.parse("2026-07-18T12:00:00Z");
    private static final InstanceId A = new InstanceId("sonarr-2607181200aaa");
    private static final InstanceId B = new InstanceId("radarr-2607181200bbb");
    private static final InstanceId C = new InstanceId("stash-2607181200ccc");

    @Test
    void aHostIsSilentWhenAllItsInstancesAreAndOneBeyondDoubt() {
        assertThat(of(probe(A, "nas2", true, true), probe(B, "nas2", true, false), probe(C, "nas1", false, false)))
                .isEqualTo(new Silence(false, Set.of("nas2")));
    }

    @Test
    void aHostIsNotSilentWhileOneOfItsInstancesAnswersOrNoneIsSure() {
        assertThat(of(probe(A, "nas2", true, true), probe(B, "nas2", false, false), probe(C, "nas1", false, false)))
                .isEqualTo(Silence.NONE);
        assertThat(of(probe(A, "nas2", true, false), probe(B, "nas2", true, false), probe(C, "nas1", false, false)))
                .isEqualTo(Silence.NONE);
    }

    @Test
    void aSingleInstanceOnAHostIsNoHostCause() {
        assertThat(of(probe(A, "nas2", true, true), probe(C, "nas1", false, false)))
                .isEqualTo(Silence.NONE);
    }

    @Test
    void allHostsSilentMeansThatThisComputerIsOffline() {
        assertThat(of(probe(A, "nas2", true, false), probe(B, "nas2", true, true), probe(C, "nas1", true, false)))
                .isEqualTo(new Silence(true, Set.of()));
    }

    @Test
    void addressesChosenToTellOfTheNetworkDecideWhetherItIsThere() {
        var silent = List.of(probe(A, "nas2", true, true), probe(B, "nas2", true, true), probe(C, "nas1", true, false));
        assertThat(Silence.of(silent, true, Targets.ANSWER)).isEqualTo(new Silence(false, Set.of("nas2")));
        assertThat(Silence.of(silent, true, Targets.SILENT)).isEqualTo(new Silence(true, true, Set.of()));
        var one = List.of(probe(A, "nas2", true, true), probe(C, "nas1", false, false));
        assertThat(Silence.of(one, true, Targets.SILENT)).isEqualTo(new Silence(true, true, Set.of()));
        assertThat(Silence.of(List.of(probe(A, "localhost", true, true)), true, Targets.SILENT))
                .isEqualTo(Silence.NONE);
    }

    @Test
    void whatRunsOnThisComputerDoesNotProveANetwork() {
        assertThat(of(
                        probe(A, "nas2", true, false),
                        probe(B, "nas1", true, false),
                        probe(C, "localhost", false, false)))
                .isEqualTo(new Silence(true, Set.of()));
    }

    @Test
    void oneSilentHostAloneIsNotOfflineUnlessTheNetworkIsGone() {
        var probes = List.of(probe(A, "nas2", true, true), probe(B, "nas2", true, true));
        assertThat(Silence.of(probes, true, Targets.NOT_ASKED)).isEqualTo(new Silence(false, Set.of("nas2")));
        assertThat(Silence.of(probes, false, Targets.NOT_ASKED)).isEqualTo(new Silence(true, Set.of()));
        assertThat(Silence.of(List.of(probe(A, "localhost", true, true)), false, Targets.NOT_ASKED))
                .isEqualTo(Silence.NONE);
    }

    @Test
    void oneCauseNamesAllItsInstances() {
        var causes = Causes.of(
                List.of(
                        sufferer(C, ShownState.WARNING, Optional.empty(), Optional.empty(), 30),
                        sufferer(A, ShownState.DOWN, Optional.of(FaultCode.NO_ANSWER), Optional.of("nas2"), 20),
                        sufferer(B, ShownState.DOWN, Optional.of(FaultCode.NO_ANSWER), Optional.of("nas2"), 10)),
                false);

        assertThat(causes)
                .containsExactly(
                        new Cause(Cause.Kind.HOST_SILENT, "nas2", NOON.plusSeconds(10), List.of(A, B)),
                        new Cause(Cause.Kind.INSTANCE, "warning", NOON.plusSeconds(30), List.of(C)));
    }

    @Test
    void singleTroublesComeWorstFirst() {
        var causes = Causes.of(
                List.of(
                        sufferer(A, ShownState.WARNING, Optional.empty(), Optional.empty(), 0),
                        sufferer(B, ShownState.HEALTHY, Optional.empty(), Optional.empty(), 0),
                        sufferer(C, ShownState.REFUSED, Optional.of(FaultCode.SECRET_REFUSED), Optional.empty(), 0)),
                false);

        assertThat(causes).extracting(Cause::subject).containsExactly("SECRET_REFUSED", "warning");
    }

    @Test
    void offlineIsOneCauseOfEverythingThatIsNotJudged() {
        var causes = Causes.of(
                List.of(
                        sufferer(A, ShownState.UNKNOWN, Optional.of(FaultCode.NO_ROUTE), Optional.empty(), 5),
                        sufferer(B, ShownState.UNKNOWN, Optional.of(FaultCode.NO_ROUTE), Optional.empty(), 9)),
                true);

        assertThat(causes).containsExactly(new Cause(Cause.Kind.OFFLINE, "", NOON.plusSeconds(5), List.of(A, B)));
    }

    @Test
    void whatOneKeyLocksIsOneCause() {
        var causes = Causes.of(
                List.of(
                        sufferer(A, ShownState.LOCKED, Optional.empty(), Optional.empty(), 5),
                        sufferer(B, ShownState.DOWN, Optional.empty(), Optional.empty(), 1),
                        sufferer(C, ShownState.LOCKED, Optional.empty(), Optional.empty(), 3)),
                false);

        assertThat(causes)
                .filteredOn(cause -> cause.subject().equals(ShownState.LOCKED.word()))
                .containsExactly(
                        new Cause(Cause.Kind.INSTANCE, ShownState.LOCKED.word(), NOON.plusSeconds(3), List.of(A, C)));
        assertThat(causes).hasSize(2);
    }

    private static Silence of(Silence.Probe... probes) {
        return Silence.of(List.of(probes), true, Targets.NOT_ASKED);
    }

    private static Silence.Probe probe(InstanceId id, String host, boolean silent, boolean confirmed) {
        return new Silence.Probe(id, host, silent, confirmed);
    }

    private static Causes.Sufferer sufferer(
            InstanceId id, ShownState state, Optional<FaultCode> code, Optional<String> host, int second) {
        return new Causes.Sufferer(id, state, code, host, NOON.plusSeconds(second));
    }
}
