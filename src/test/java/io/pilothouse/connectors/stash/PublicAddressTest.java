package io.pilothouse.connectors.stash;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PublicAddressTest {

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1, false",
        "10.1.2.3, false",
        "192.168.1.9, false",
        "172.31.0.1, false",
        "172.32.0.1, true",
        "169.254.3.4, false",
        "100.64.0.1, false",
        "100.127.255.1, false",
        "100.128.0.1, true",
        "203.0.113.9, true",
        "::1, false",
        "fd12::1, false",
        "fe80::1, false",
        "2001:db8::1, true"
    })
    void isToldFromAddressesOfOnesOwnNetwork(String address, boolean expected) throws UnknownHostException {
        assertThat(PublicAddress.isPublic(InetAddress.getByName(address))).isEqualTo(expected);
    }
}
