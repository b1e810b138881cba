package io.pilothouse.connectors.amc;

import io.pilothouse.domain.instance.Address;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// The regions with their hosts (section 2).
enum AmcRegion {
    NA("https://advertising-api.amazon.com/", "https://api.amazon.com/"),
    EU("https://advertising-api-eu.amazon.com/", "https://api.amazon.co.uk/"),
    FE("https://advertising-api-fe.amazon.com/", "https://api.amazon.co.jp/");

    private final Address api;
    private final Address login;

    AmcRegion(String api, String login) {
        this.api = Address.of(api);
        this.login = Address.of(login);
    }

    Address api() {
        return api;
    }

    /// @return root of the token endpoint
    Address login() {
        return login;
    }

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Optional<AmcRegion> of(String word) {
        return Arrays.stream(values())
                .filter(region -> region.name().equalsIgnoreCase(word.strip()))
                .findFirst();
    }

    /// @return the region whose API or token endpoint is at this address
    static Optional<AmcRegion> at(Address address) {
        return Arrays.stream(values())
                .filter(region -> address.secure()
                        && (address.host().equalsIgnoreCase(region.api.host())
                                || address.host().equalsIgnoreCase(region.login.host())))
                .findFirst();
    }
}
