package io.pilothouse.tasks.amc;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ApiCallsTest {

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
}
