package io.pilothouse.connectors;

import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// Sign-in pages that people put in front of their services, recognised by where they redirect to.
final class SignInPortal {

    private static final List<SignInPortal> KNOWN = List.of(
            new SignInPortal("Cloudflare Access", ".*\\.cloudflareaccess\\.com/.*"),
            new SignInPortal("Authelia", ".*/(?:authelia/)?\\?(?:.*&)?rd=.*|authelia\\..*"),
            new SignInPortal("authentik", ".*/outpost\\.goauthentik\\.io/.*|authentik\\..*"),
            new SignInPortal("Keycloak", ".*/realms/[^/]+/protocol/openid-connect/.*"),
            new SignInPortal("oauth2-proxy", ".*/oauth2/(?:sign_in|start).*"),
            new SignInPortal("Tailscale", "login\\.tailscale\\.com/.*"),
            new SignInPortal("Pangolin", ".*/auth/resource/.*"));

    private final String name;
    private final Pattern pattern;

    private SignInPortal(String name, String pattern) {
        this.name = name;
        this.pattern = Pattern.compile(pattern);
    }

    /// @return the product's name, empty when the place is no known portal
    static Optional<String> of(URI location) {
        var place = (location.getHost()
                        + (location.getRawPath().isEmpty() ? "/" : location.getRawPath())
                        + (location.getRawQuery() == null ? "" : "?" + location.getRawQuery()))
                .toLowerCase(Locale.ROOT);
        return KNOWN.stream()
                .filter(portal -> portal.pattern.matcher(place).matches())
                .map(portal -> portal.name)
                .findFirst();
    }
}
