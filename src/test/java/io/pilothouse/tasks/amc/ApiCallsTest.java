package io.pilothouse.tasks.amc;

import static org.assertj.core.api.Assertions.assertThat;

import io.pilothouse.domain.health.LatencyCounts;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.store.AmcCallRepository;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ApiCallsTest {

    private static final InstanceId MAIN = new InstanceId("amc-2601010000aaa");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/auth/o2/token | token",
                "/adsAccounts/list | adsAccounts",
                "/amc/accounts | GET accounts",
                "/amc/instances/amcpilot001 | GET instances/{id}",
                "/amc/instances/amcpilot001/advertisers | GET instances/{id}/advertisers",
                "/amc/reporting/amcpilot001/workflows | GET workflows",
                "/amc/reporting/amcpilot001/workflowExecutions/6d0d | GET workflowExecutions/{id}",
                "/amc/reporting/amcpilot001/workflowExecutions/6d0d/downloadUrls | GET workflowExecutions/{id}/downloadUrls",
                "/amc/audiences/connections/terms | GET audiences/connections/terms"
            })
    void anEndpointHasNoIdInItsName(String path, String endpoint) {
        assertThat(ApiCalls.endpoint("GET", path)).isEqualTo(endpoint);
    }

    @ParameterizedTest
    @CsvSource({"/", "/results/part-1", "/ap/oa"})
    void whatIsNoCallIsLeftOut(String path) {
        assertThat(ApiCalls.endpoint("GET", path)).isEmpty();
    }

    @Test
    void sumsOfOneEndpointAreSaidTogether() {
        var usage = Usage.endpoints(List.of(
                new AmcCallRepository.Sum(Optional.empty(), "token", 200, took(100, 100, 100), 0),
                new AmcCallRepository.Sum(Optional.empty(), "GET workflows", 200, took(100, 100, 100, 100), 0),
                new AmcCallRepository.Sum(Optional.of(MAIN), "GET workflows", 200, took(100, 100, 100, 100), 0),
                new AmcCallRepository.Sum(Optional.of(MAIN), "GET workflows", 429, took(100), 0),
                new AmcCallRepository.Sum(Optional.of(MAIN), "GET workflows", 0, took(45_000), 0)));

        assertThat(usage).extracting(Usage.EndpointUsage::endpoint).containsExactly("GET workflows", "token");
        var workflows = usage.getFirst();
        assertThat(workflows.calls()).isEqualTo(10);
        assertThat(workflows.throttled()).isEqualTo(1);
        assertThat(workflows.failed()).isEqualTo(2);
        assertThat(workflows.errorRate()).isEqualTo(0.2);
        assertThat(workflows.p50Millis()).isBetween(100L, 119L);
        assertThat(workflows.p95Millis()).isBetween(38_000L, 45_000L);
    }

    private static LatencyCounts took(long... millis) {
        return LatencyCounts.of(
                Arrays.stream(millis).mapToObj(Duration::ofMillis).toList());
    }
}
