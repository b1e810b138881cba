package io.pilothouse.domain.instance;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// How to reach an instance.
///
/// @param second  another way to the same instance (VPN, reverse proxy), tried when the first fails
/// @param timeout longest wait for one answer, 1 s to 5 min
/// @param proxy   how requests leave this computer
/// @param headers extra request headers in sending order; the value of a secret one is kept with the
///                instance's secrets under the field `header:<name>`
public record Connection(
        Address address,
        Optional<Address> second,
        Duration timeout,
        ProxyChoice proxy,
        TlsTrust trust,
        List<ExtraHeader> headers) {

    public static final Duration USUAL_TIMEOUT = Duration.ofSeconds(10);

    public Connection {
        headers = List.copyOf(headers);
        if (timeout.compareTo(Duration.ofSeconds(1)) < 0 || timeout.compareTo(Duration.ofMinutes(5)) > 0) {
            throw new IllegalArgumentException("time limit must be 1 s to 5 min, was " + timeout);
        }
    }

    public static Connection to(Address address) {
        return new Connection(
                address, Optional.empty(), USUAL_TIMEOUT, new ProxyChoice.System(), new TlsTrust.System(), List.of());
    }

    public Connection withAddress(Address newAddress) {
        return new Connection(newAddress, second, timeout, proxy, trust, headers);
    }

    public Connection withTrust(TlsTrust newTrust) {
        return new Connection(address, second, timeout, proxy, newTrust, headers);
    }

    public Connection withProxy(ProxyChoice newProxy) {
        return new Connection(address, second, timeout, newProxy, trust, headers);
    }

    public Connection withTimeout(Duration newTimeout) {
        return new Connection(address, second, newTimeout, proxy, trust, headers);
    }

    /// How requests leave this computer.
    public sealed interface ProxyChoice {
        /// As the operating system says.
        record System() implements ProxyChoice {}

        /// Straight to the instance.
        record None() implements ProxyChoice {}

        /// Through this HTTP proxy.
        record Through(String host, int port) implements ProxyChoice {}
    }

    /// Which TLS certificates are believed.
    public sealed interface TlsTrust {
        /// The certificates that the operating system and the JDK trust.
        record System() implements TlsTrust {}

        /// The system's and the authorities of this file's text.
        ///
        /// @param pem one or more certificates, PEM
        record Authority(String pem) implements TlsTrust {}

        /// Exactly one certificate, whoever issued it and whenever it ends.
        ///
        /// @param sha256 fingerprint of the server's certificate, 64 lower-case hexadecimal digits
        record Pinned(String sha256) implements TlsTrust {
            public Pinned {
                if (!sha256.matches("[0-9a-f]{64}")) {
                    throw new IllegalArgumentException("a fingerprint has 64 hexadecimal digits");
                }
            }
        }
    }

    /// @param value empty when `secret`
    public record ExtraHeader(String name, String value, boolean secret) {}
}
