package io.pilothouse.tasks.secret;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.pilothouse.domain.secret.Secret;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class RedactorTest {

    private final Redactor redactor = new Redactor();

    @Test
    void hidesKnownValuesInEveryDress() {
        var value = "p\"a ss/wörd+&";
        redactor.remember(new Secret(value));
        for (var dressed : new String[] {
            value,
            URLEncoder.encode(value, StandardCharsets.UTF_8),
            URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20"),
            "p\\\"a ss/wörd+&",
            Base64.getEncoder().encodeToString(value.getBytes(StandardCharsets.UTF_8))
        }) {
            assertEquals("before [hidden] after", redactor.redact("before " + dressed + " after"));
        }
    }

    @Test
    void aShortValueIsHiddenWhereItStandsAlone() {
        redactor.remember(new Secret("abc"));

        assertEquals(
                "the alphabet begins abcdef, not [hidden]", redactor.redact("the alphabet begins abcdef, not abc"));
    }

    @Test
    void theLongerOfTwoValuesIsHiddenWhole() {
        redactor.remember(new Secret("secret"));
        redactor.remember(new Secret("secret-and-more"));

        assertEquals("[hidden]", redactor.redact("secret-and-more"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /api/v3/system/status?apikey=MARKER&x=1",
                "GET /api?X=1&api_key=MARKER",
                "could not add magnet:?xt=urn:btih:0123&tr=https%3A%2F%2Ftracker.example%2FMARKER%2Fannounce",
                "https://tracker.example:443/MARKER/announce did not answer",
                "udp://tracker.example:1337/announce/MARKER",
                "https://anna:MARKER@home.test/path",
                "Authorization: Bearer MARKER",
                "authorization: Basic TUFSS0VSMARKER",
                "{authorization=[Bearer MARKER], accept=[*/*]}",
                "{\"Authorization\":\"Bearer MARKER\"}",
                "X-Api-Key: MARKER",
                "ApiKey: MARKER",
                "{x-api-key=[MARKER]}",
                "{\"password\":\"MARKER\"}",
                "{\"password\": \"quote \\\" MARKER\"}",
                "{\\\"token\\\": \\\"MARKER\\\"}",
                "username=anna&password=MARKER",
                "{\"access_token\":\"MARKER\",\"refresh_token\":\"x\"}",
                "refresh_token=Atzr|MARKER",
                "the token Atza|MARKER was refused",
                "client_secret=MARKER",
                "{\"client_secret\" : \"MARKER\"}",
                "https://bucket.test/result.csv?X-Amz-Signature=MARKER&X-Amz-Date=1",
                "Cookie: SID=MARKER; other=1",
                "Set-Cookie: QBT_SID_8080=MARKER; HttpOnly",
                "SID=MARKER",
                "auth: {\"type\": \"auth\", \"access_token\": \"MARKER\"}",
                "jwt eyJhbGciOiJIUzI1NiJ9.eyJpc3MiOiJNQVJLRVIifQ.MARKER is",
                "code=MARKER",
                "passphrase: MARKER"
            })
    void hidesWhatLooksLikeASecretThoughNobodyToldIt(String text) {
        assertFalse(redactor.redact(text).contains("MARKER"), () -> redactor.redact(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Loft (sonarr-2611202031k3f) is down after 3 failures",
                "http://loft.test:8989/sonarr/api/v3/system/status answered 401",
                "http://loft.test:8080/api/v2/torrents/reannounce answered 200",
                "The service refused the API key.",
                "status code 503, encoding utf-8, 12 tokens left",
                "checked 14 instances at 2026-11-20T20:31:00Z",
                "java.net.ConnectException: Connection refused"
            })
    void leavesTheRestAlone(String text) {
        assertEquals(text, redactor.redact(text));
    }

    @Test
    void hugeTextsAreNoTrouble() {
        var huge = "x\\\\\"".repeat(20_000);
        for (var text : new String[] {
            "{\"password\":\"" + huge,
            "{\\\"token\\\":\\\"" + huge,
            "password=" + "y".repeat(50_000),
            "Cookie: " + "z=1; ".repeat(10_000),
            "eyJabcde." + "a.b".repeat(20_000),
            "http://" + "u".repeat(30_000),
            "basic ".repeat(10_000)
        }) {
            assertFalse(redactor.redact(text).isEmpty());
        }
    }

    @Test
    void whatStandsBesideASecretStays() {
        assertEquals(
                "GET /api?apikey=[hidden]&page=2 answered 200",
                redactor.redact("GET /api?apikey=abcdef123456&page=2 answered 200"));
    }
}
