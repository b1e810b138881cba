package io.pilothouse.demo.service;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// What to simulate.
///
/// @param kind    kind of service, for example `sonarr`
/// @param host    loopback address to listen on; one the platform does not have becomes 127.0.0.1
/// @param port    0 for a free one
/// @param tls     the certificate to show; empty for plain HTTP
/// @param options settings of the kind, for example `version`; each simulator lists its own
public record ServiceSpec(
        String kind, String name, String host, int port, Optional<CertificateKind> tls, Map<String, String> options) {

    public ServiceSpec {
        options = Map.copyOf(options);
    }

    public static ServiceSpec of(String kind, String name) {
        return new ServiceSpec(kind, name, "127.0.0.1", 0, Optional.empty(), Map.of());
    }

    public ServiceSpec onHost(String other) {
        return new ServiceSpec(kind, name, other, port, tls, options);
    }

    public ServiceSpec onPort(int other) {
        return new ServiceSpec(kind, name, host, other, tls, options);
    }

    public ServiceSpec withTls(CertificateKind certificate) {
        return new ServiceSpec(kind, name, host, port, Optional.of(certificate), options);
    }

    public ServiceSpec with(String option, String value) {
        var more = new LinkedHashMap<>(options);
        more.put(option, value);
        return new ServiceSpec(kind, name, host, port, tls, more);
    }

    public String option(String option, String otherwise) {
        return options.getOrDefault(option, otherwise);
    }

    public boolean flag(String option) {
        return Boolean.parseBoolean(options.get(option));
    }
}
