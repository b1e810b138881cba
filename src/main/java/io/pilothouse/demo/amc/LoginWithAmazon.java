package io.pilothouse.demo.amc;

import io.pilothouse.demo.service.Json;
import io.pilothouse.demo.service.Reply;
import io.pilothouse.demo.service.Request;
import io.pilothouse.demo.service.Setting;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/// The token endpoint: refresh tokens in, access tokens out. Section 3.2.
public final class LoginWithAmazon {

    private static final Duration LIFE = Duration.ofSeconds(3600);

    private final Setting setting;
    private final String clientId;
    private final String clientSecret;
    private final String refreshToken;
    private final Map<String, Instant> accessTokens = new HashMap<>();
    private int refreshes;

    LoginWithAmazon(Setting setting) {
        this.setting = setting;
        clientId = "amzn1.application-oa2-client." + setting.secret("client", 32, Setting.HEX);
        clientSecret = "amzn1.oa2-cs.v1." + setting.secret("client secret", 48, Setting.HEX);
        refreshToken = "Atzr|sim-" + setting.secret("refresh", 60, Setting.LETTERS);
    }

    Map<String, String> secrets() {
        return Map.of("clientId", clientId, "clientSecret", clientSecret, "refreshToken", refreshToken);
    }

    /// How many access tokens were given out.
    public int refreshes() {
        return refreshes;
    }

    /// Every access token given out so far is dead.
    public void revokeAccess() {
        accessTokens.clear();
    }

    Reply token(Request request) {
        var form = request.form();
        if (!request.method().equals("POST") || !"refresh_token".equals(form.get("grant_type"))) {
            return refusal(400, "unsupported_grant_type", "The authorization grant type is not supported.");
        }
        if (!clientId.equals(form.get("client_id")) || !clientSecret.equals(form.get("client_secret"))) {
            return refusal(401, "invalid_client", "Client authentication failed");
        }
        if (!refreshToken.equals(form.get("refresh_token")) || setting.refusesSecret()) {
            return refusal(
                    400,
                    "invalid_grant",
                    "The request has an invalid grant parameter : refresh_token. "
                            + "User may have revoked or didn't grant the permission.");
        }
        var token = "Atza|sim-" + setting.secret("access " + ++refreshes, 60, Setting.LETTERS);
        accessTokens.put(token, setting.clock().instant().plus(LIFE));
        setting.newSecret().accept(token);
        return Reply.json(Json.object(
                "access_token",
                token,
                "token_type",
                "bearer",
                "expires_in",
                LIFE.toSeconds(),
                "refresh_token",
                refreshToken));
    }

    /// Whether a request carries a living access token and the client it was given to.
    boolean opens(Request request) {
        var token = request.header("Authorization")
                .filter(value -> value.startsWith("Bearer "))
                .map(value -> value.substring("Bearer ".length()));
        return !setting.refusesSecret()
                && token.map(accessTokens::get)
                        .filter(setting.clock().instant()::isBefore)
                        .isPresent()
                && request.header("Amazon-Advertising-API-ClientId")
                        .filter(clientId::equals)
                        .isPresent();
    }

    private static Reply refusal(int status, String error, String description) {
        return Reply.json(status, Json.object("error", error, "error_description", description));
    }
}
