package io.pilothouse.tasks.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.pilothouse.domain.ProblemCode;
import io.pilothouse.domain.ProblemException;
import io.pilothouse.domain.secret.Secret;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PastedAddressTest {

    @ParameterizedTest
    @CsvSource({
        "nas.lan:7879, http://nas.lan:7879/",
        "nas.lan, http://nas.lan/",
        "localhost:8989, http://localhost:8989/",
        "192.168.4.21:8080, http://192.168.4.21:8080/",
        "[fe80::1]:8989, http://[fe80::1]:8989/",
        "fd00::2, http://[fd00::2]/",
        "HTTPS://Nas.Lan/Sonarr, https://nas.lan/Sonarr/",
        "http://nas.lan:7878/movie/the-film-2020?tab=1#cast, http://nas.lan:7878/movie/the-film-2020/",
        "http://nas.lan:8989/sonarr/api/v3, http://nas.lan:8989/sonarr/",
        "http://nas.lan:8989/api/, http://nas.lan:8989/",
        "http://nas.lan:8080/index.html, http://nas.lan:8080/",
        "http://nas.lan:8989/login?returnUrl=/, http://nas.lan:8989/",
        "http://bücher.example:8787, http://xn--bcher-kva.example:8787/",
    })
    void readsEveryUsualForm(String pasted, String address) throws Exception {
        assertThat(PastedAddress.read("  " + pasted + "\n").address()).hasToString(address);
        assertThat(PastedAddress.read(pasted).secret()).isEmpty();
    }

    @Test
    void findsTheKeyBesideTheAddressHoweverItIsWritten() throws Exception {
        var key = "0123456789abcdef0123456789abcdef";
        for (var text : Map.of(
                        "one line", "nas.lan:7879 " + key,
                        "two lines", "http://nas.lan:7879/\n" + key,
                        "key first", key + " http://nas.lan:7879",
                        "labels", "URL: http://nas.lan:7879 API Key: " + key,
                        "glued label", "nas.lan:7879 apikey=" + key,
                        "in the query", "http://nas.lan:7879/api?apikey=" + key)
                .values()) {
            var read = PastedAddress.read(text);
            assertThat(read.address()).describedAs(text).hasToString("http://nas.lan:7879/");
            assertThat(read.secret()).describedAs(text).hasValue(new Secret(key));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "   ",
                "ftp://nas.lan/",
                "file:///etc/passwd",
                "http://",
                "http://nas.lan:0/",
                "http://nas.lan:99999/",
                "http://my_nas:8989",
                "http://[fe80::1",
                "http://nas.lan:12:34/",
                "nas lan",
            })
    void whatIsNoAddressIsSaidToBeNone(String pasted) {
        var refused = catchThrowableOfType(ProblemException.class, () -> PastedAddress.read(pasted));

        assertThat(refused.problem().code()).isEqualTo(ProblemCode.BAD_ADDRESS);
        assertThat(refused.problem().advice()).isNotBlank();
    }

    @Test
    void aPasswordInTheAddressIsRefusedAndNotRepeated() {
        var refused = catchThrowableOfType(
                ProblemException.class, () -> PastedAddress.read("http://me:s3cretpass@nas.lan:8989/"));

        assertThat(refused.problem().toString()).doesNotContain("s3cretpass");
    }
}
