package io.pilothouse.domain.instance;

import java.net.URI;

/// The root of a service: absolute `http` or `https` without user, query or fragment; its path always
/// ends with a slash, so that relative paths resolve below it. A password in an address is refused
/// because addresses are logged.
public record Address(URI uri) {

    public Address {
        if (!"http".equals(uri.getScheme()) && !"https".equals(uri.getScheme())) {
            throw new IllegalArgumentException("address must begin with http:// or https://");
        }
        if (uri.getHost() == null) {
            throw new IllegalArgumentException("address has no host");
        }
        if (uri.getRawUserInfo() != null) {
            throw new IllegalArgumentException("address must not hold a user name or password");
        }
        if (uri.getRawQuery() != null || uri.getRawFragment() != null) {
            throw new IllegalArgumentException("address must not hold a query or fragment");
        }
        if (!uri.getRawPath().endsWith("/")) {
            uri = URI.create(uri + "/");
        }
    }

    public static Address of(String text) {
        return new Address(URI.create(text));
    }

    public boolean secure() {
        return "https".equals(uri.getScheme());
    }

    public String host() {
        return uri.getHost();
    }

    /// @return the port, the scheme's usual one where none is written
    public int port() {
        return uri.getPort() >= 0 ? uri.getPort() : secure() ? 443 : 80;
    }

    /// @param relative path without a leading slash, for example `api/v3/system/status`
    public URI resolve(String relative) {
        return uri.resolve(relative);
    }

    @Override
    public String toString() {
        return uri.toString();
    }
}
