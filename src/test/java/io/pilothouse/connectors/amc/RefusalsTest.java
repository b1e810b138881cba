package io.pilothouse.connectors.amc;

import static org.assertj.core.api.Assertions.assertThat;

import io.pilothouse.connectors.Answer;
import io.pilothouse.connectors.Target;
import io.pilothouse.domain.amc.AmcCode;
import io.pilothouse.domain.amc.SqlPosition;
import io.pilothouse.domain.instance.Address;
import io.pilothouse.domain.instance.Connection;
import io.pilothouse.domain.instance.KindId;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The rows of the table of errors, section 10 of the contract, in its order.
class RefusalsTest {

    private static final String RUNS = "/amc/reporting/amcpilot001/workflowExecutions";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "403 | The Terms and Conditions must be accepted for this account. | TERMS_REQUIRED | PERMANENT",
                "401 | The terms and conditions must be accepted. | TERMS_REQUIRED | PERMANENT",
                "401 | Unauthorized | AUTH_EXPIRED | TRANSIENT",
                "400 | entityId provided is null | CONFIG_ACCOUNT_MISSING | PERMANENT",
                "403 | Unauthorized request. | ACCESS_DENIED | PERMANENT",
                "404 | Not Found | NOT_FOUND | PERMANENT",
                "400 | Workflow execution with ID 6d0d does not exist. | NOT_FOUND | PERMANENT",
                "400 | Was unable to compile workflow x: table y does not exist | SQL_INVALID | PERMANENT",
                "410 | Gone | RETIRED_API | PERMANENT",
                "400 | Workflow with ID ph.reach already exists. | WORKFLOW_EXISTS | PERMANENT",
                "400 | Undeclared parameter: product | PARAM_UNDECLARED | PERMANENT",
                "400 | Was unable to compile workflow x because it was found to be invalid | SQL_INVALID | PERMANENT",
                "400 | The SQL query was invalid | SQL_INVALID | PERMANENT",
                "400 | Unsupported scalar operation: NTILE | SQL_UNSUPPORTED | PERMANENT",
                "400 | Too many workflows have already been run against this data | PRIVACY_BUDGET | PERMANENT",
                "429 | Too many workflows have already been run against this data | PRIVACY_BUDGET | PERMANENT",
                "500 | too many workflows have already been run against this data | PRIVACY_BUDGET | PERMANENT",
                "406 | Not Acceptable | MEDIA_TYPE | PERMANENT",
                "415 | Unsupported Media Type | MEDIA_TYPE | PERMANENT",
                "422 | Unprocessable | REQUEST_INVALID | PERMANENT",
                "400 | something else | REQUEST_INVALID | PERMANENT",
                "429 | Too Many Requests | RATE_LIMITED | THROTTLED",
                "400 | Endpoint request timed out | SERVER_ERROR | TRANSIENT",
                "500 | ~~ | SERVER_ERROR | TRANSIENT",
                "502 | <html>Bad Gateway</html> | SERVER_ERROR | TRANSIENT",
                "503 | ~~ | SERVER_ERROR | TRANSIENT",
                "504 | ~~ | SERVER_ERROR | TRANSIENT"
            })
    void eachRowHasItsCode(int status, String text, AmcCode code, AmcCode.Class what) {
        assertThat(Refusals.code(status, text, RUNS)).isEqualTo(code);
        assertThat(code.what()).isEqualTo(what);
        var problem = Refusals.problem(code, text, "Brand North", status);
        assertThat(problem.summary()).isNotBlank().doesNotContain("null");
        assertThat(problem.advice()).isNotBlank();
    }

    @Test
    void aResultThatIsNotPublishedYetIsWaitedFor() {
        for (int status : new int[] {400, 404}) {
            assertThat(Refusals.code(
                            status, "Execution with ID 6d0d is unavailable for download.", RUNS + "/6d0d/downloadUrls"))
                    .isEqualTo(AmcCode.RESULT_NOT_READY);
        }
        assertThat(Refusals.code(404, "", RUNS + "/6d0d/downloadUrls")).isEqualTo(AmcCode.RESULT_NOT_READY);
        assertThat(AmcCode.RESULT_NOT_READY.what()).isEqualTo(AmcCode.Class.WAIT);
    }

    @Test
    void whatASqlErrorPointsAtIsNamed() {
        var text =
                "Was unable to compile workflow x: From line 1, column 61 to line 1, column 75: Object 'dsp_x' not found";
        assertThat(Refusals.place(text)).isEqualTo(Optional.of(new SqlPosition(1, 61)));
        assertThat(Refusals.problem(AmcCode.SQL_INVALID, text, "Brand North", 400)
                        .summary())
                .contains("“dsp_x”");
        assertThat(Refusals.problem(AmcCode.PARAM_UNDECLARED, "undeclared parameter: product", "Brand North", 400)
                        .summary())
                .contains("“product”");
        assertThat(Refusals.ofReason("Unsupported scalar operation: NTILE")).hasValue(AmcCode.SQL_UNSUPPORTED);
        assertThat(Refusals.ofReason("something Amazon never said before")).isEmpty();
    }

    /// Section 20: an address that is none of Amazon's three and does not answer as its API does was switched off,
    /// whether it says 410 or 404.
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "https://advertising-api-eu.amazon.com | {\"message\":\"Not Found\"} | 404",
                "https://amc.example.test | {\"message\":\"Not Found\"} | 410",
                "https://amc.example.test | ~~ | 410",
                "https://amc.example.test | {\"code\":\"404\",\"details\":\"Instance x does not exist.\"} | 404",
                "https://amc.example.test | {\"message\":\"Not Found\",\"requestId\":\"1\"} | 404"
            })
    void aHostThatKnowsNothingOfTheApiWasSwitchedOff(String host, String body, int meant) {
        var address = Address.of(host);
        var answer = new Answer(
                404,
                HttpHeaders.of(Map.of(), (_, _) -> true),
                body.getBytes(StandardCharsets.UTF_8),
                address,
                address.uri(),
                Duration.ZERO,
                Optional.empty());
        var target = new Target(
                Optional.empty(),
                new KindId("amc"),
                "Brand North",
                Connection.to(address),
                new TreeMap<>(),
                Optional.empty());

        assertThat(AmcLine.status(answer, target)).isEqualTo(meant);
    }
}
