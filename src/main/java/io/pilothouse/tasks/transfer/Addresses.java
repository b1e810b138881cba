package io.pilothouse.tasks.transfer;

import io.pilothouse.domain.instance.Address;
import java.net.URI;
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
            return Optional.of(new Address(new URI(uri.getScheme(), uri.getRawAuthority(), uri.getPath(), null, null)));
        } catch (IllegalArgumentException | java.net.URISyntaxException e) {
            return Optional.empty();
        }
    }

    /// Another program's GraphQL address is ours with `/graphql` behind it.
    static Optional<Address> withoutGraphql(String text) {
        return of(text.strip().replaceFirst("/graphql/?$", "/"));
    }
}
