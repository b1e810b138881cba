package io.pilothouse.tasks.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pilothouse.connectors.ProgramProxy;
import io.pilothouse.domain.instance.Connection.ProxyChoice;
import java.net.Proxy;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class NetworkSettingsTest {

    private final ProgramProxy proxy = ProgramProxy.installed();

    @AfterEach
    void asBefore() {
        proxy.use(new ProxyChoice.System());
    }

    @Test
    void aProxyIsReadAsItIsWrittenAndNothingElse() {
        var setting = NetworkSettings.PROXY;
        for (var choice :
                List.of(new ProxyChoice.System(), new ProxyChoice.None(), new ProxyChoice.Through("proxy.lan", 3128))) {
            assertThat(setting.read().apply(setting.write().apply(choice))).isEqualTo(choice);
        }
        for (var wrong : List.of("proxy.lan", "proxy.lan:0", "proxy.lan:70000", "http://relay.example:3128", "a b:1")) {
            assertThatThrownBy(() -> setting.read().apply(wrong)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void theProxyOfTheProgramHoldsForTheNextRequestButNeverForThisComputer() {
        proxy.use(new ProxyChoice.Through("proxy.lan", 3128));

        assertThat(proxy.select(URI.create("http://nas.lan:8989/")))
                .extracting(Proxy::type)
                .containsExactly(Proxy.Type.HTTP);
        assertThat(proxy.select(URI.create("http://127.0.0.1:8989/"))).containsExactly(Proxy.NO_PROXY);
        proxy.use(new ProxyChoice.None());
        assertThat(proxy.select(URI.create("http://nas.lan:8989/"))).containsExactly(Proxy.NO_PROXY);
        assertThat(ProgramProxy.installed()).isSameAs(proxy);
    }
}
