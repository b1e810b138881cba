package io.pilothouse.tasks.transfer;

import io.pilothouse.domain.instance.Address;
import java.net.URI;
import java.util.Locale;
import java.util.Optional;

/// Addresses as other programs store them.
final class Addresses {

    private Addresses() {}

    /// Adds a missing scheme; cuts query and fragment. A user name or password in it is refused.
    static Optional<Address> of(String text) {
        var stripped = text.strip();
        if (stripped.isEmpty() || stripped.length() > 2_000) {
            return Optional.empty();
        }
        try {
            var uri = URI.create(stripped.contains("://") ? stripped : "http://" + stripped);
            var scheme = uri.getScheme().toLowerCase(Locale.ROOT);
            return uri.getPort() > 65_535
                    ? Optional.empty()
                    : Optional.of(new Address(new URI(scheme, uri.getRawAuthority(), uri.getPath(), null, null)));
        } catch (IllegalArgumentException | java.net.URISyntaxException e) {
            return Optional.empty();
        }
    }

    /// The same of a host, which may be an address with a scheme and a path.
    ///
    /// @param port where the host tells none
    static Optional<Address> of(String host, int port) {
        var bareIpv6 = !host.contains("/") && !host.startsWith("[") && host.indexOf(':') != host.lastIndexOf(':');
        return of(bareIpv6 ? "[" + host + "]" : host)
                .flatMap(address -> address.uri().getPort() >= 0
                        ? Optional.of(address)
                        : of(address.uri().getScheme() + "://" + address.host() + ":" + port
                                + address.uri().getRawPath()));
    }

    /// Another program's GraphQL address is ours with `/graphql` behind it.
    static Optional<Address> withoutGraphql(String text) {
        return of(text.strip().replaceFirst("/graphql/?$", "/"));
    }
}
