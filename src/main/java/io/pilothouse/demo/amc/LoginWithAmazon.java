package io.pilothouse.demo.amc;

import io.pilothouse.demo.service.Json;
import io.pilothouse.demo.service.Reply;
import io.pilothouse.demo.service.Request;
import io.pilothouse.demo.service.Setting;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The consent page and the token endpoint: codes and refresh tokens in, access tokens out. Section 3.
public final class LoginWithAmazon {

    private static final Duration CODE_LIFE = Duration.ofMinutes(5);

    private final Setting setting;
    private final VirtualClock clock;
    private final List<Credential> credentials = new ArrayList<>();
    private final Map<String, Granted> accessTokens = new HashMap<>();
    private final Map<String, Code> codes = new HashMap<>();
    private final Set<String> revoked = new HashSet<>();
    private final Set<String> unknownClients = new HashSet<>();
    private Duration life = Duration.ofSeconds(3600);
    private boolean rotates;
    private int refreshes;

    /// @param letter `A`, `B`: who of the scenario it is
    record Credential(String letter, String clientId, String clientSecret, String refreshToken) {

        Map<String, String> secrets() {
            return Map.of("clientId", clientId, "clientSecret", clientSecret, "refreshToken", refreshToken);
        }
    }

    private record Granted(String letter, Instant ends) {}

    private record Code(String letter, String redirectUri, String challenge, Instant ends) {}

    LoginWithAmazon(Setting setting, VirtualClock clock, List<String> letters) {
        this.setting = setting;
        this.clock = clock;
        for (var letter : letters) {
            var salt = letter.equals("A") ? "" : " " + letter;
            credentials.add(new Credential(
                    letter,
                    "amzn1.application-oa2-client." + setting.secret("client" + salt, 32, Setting.HEX),
                    "amzn1.oa2-cs.v1." + setting.secret("client secret" + salt, 48, Setting.HEX),
                    "Atzr|sim-" + setting.secret("refresh" + salt, 60, Setting.LETTERS)));
        }
    }

    Map<String, String> secrets() {
        return secrets("A");
    }

    /// What a person holds of one credential of the scenario.
    ///
    /// @throws java.util.NoSuchElementException if the scenario has none of that letter
    public Map<String, String> secrets(String letter) {
        return find(letter).orElseThrow().secrets();
    }

    /// How many access tokens were given out.
    public int refreshes() {
        return refreshes;
    }

    /// Every access token given out so far is dead.
    public void revokeAccess() {
        accessTokens.clear();
    }

    /// The consent behind a credential was taken back: its refresh token is an `invalid_grant`.
    public void revokeConsent(String letter) {
        revoked.add(letter);
        accessTokens.values().removeIf(granted -> granted.letter().equals(letter));
    }

    /// The client of a credential is an `invalid_client`, or is known again.
    public void forgetClient(String letter, boolean unknown) {
        if (unknown) {
            unknownClients.add(letter);
        } else {
            unknownClients.remove(letter);
        }
    }

    /// How long access tokens live from now on.
    public void tokenLife(Duration next) {
        life = next;
    }

    /// Whether a refresh hands out another refresh token and ends the one before.
    public void rotate(boolean on) {
        rotates = on;
    }

    private Optional<Credential> find(String letter) {
        return credentials.stream()
                .filter(credential -> credential.letter().equals(letter))
                .findFirst();
    }

    /// The consent page, with a person behind it who agrees at once: sends the browser back with a code.
    Reply consent(Request request) {
        var client = request.parameter("client_id").orElse("");
        var redirect = request.parameter("redirect_uri").orElse("");
        var credential =
                credentials.stream().filter(it -> it.clientId().equals(client)).findFirst();
        if (credential.isEmpty()
                || redirect.isBlank()
                || !request.parameter("response_type").filter("code"::equals).isPresent()) {
            return Reply.html(
                    400, "<html><body><h1>We're sorry!</h1><p>Unknown client or return URL.</p></body></html>");
        }
        var code = "AN" + setting.secret("code " + codes.size(), 18, Setting.LETTERS);
        codes.put(
                code,
                new Code(
                        credential.get().letter(),
                        redirect,
                        request.parameter("code_challenge").orElse(""),
                        clock.now().plus(CODE_LIFE)));
        setting.newSecret().accept(code);
        var state = request.parameter("state")
                .map(text -> "&state=" + URLEncoder.encode(text, StandardCharsets.UTF_8))
                .orElse("");
        return Reply.redirect(302, redirect + (redirect.contains("?") ? "&" : "?") + "code=" + code + state);
    }

    Reply token(Request request) {
        var form = request.form();
        var grant = form.getOrDefault("grant_type", "");
        if (!request.method().equals("POST")
                || !(grant.equals("refresh_token") || grant.equals("authorization_code"))) {
            return refusal(400, "unsupported_grant_type", "The authorization grant type is not supported.");
        }
        var client = credentials.stream()
                .filter(it -> it.clientId().equals(form.get("client_id"))
                        && it.clientSecret().equals(form.get("client_secret"))
                        && !unknownClients.contains(it.letter()))
                .findFirst();
        if (client.isEmpty()) {
            return refusal(401, "invalid_client", "Client authentication failed");
        }
        return grant.equals("refresh_token") ? refreshed(client.get(), form) : exchanged(client.get(), form);
    }

    private Reply refreshed(Credential client, Map<String, String> form) {
        if (!client.refreshToken().equals(form.get("refresh_token"))
                || revoked.contains(client.letter())
                || setting.refusesSecret()) {
            return refusal(
                    400,
                    "invalid_grant",
                    "The request has an invalid grant parameter : refresh_token. "
                            + "User may have revoked or didn't grant the permission.");
        }
        if (rotates) {
            var next = new Credential(
                    client.letter(),
                    client.clientId(),
                    client.clientSecret(),
                    "Atzr|sim-" + setting.secret("rotated " + refreshes, 60, Setting.LETTERS));
            credentials.set(credentials.indexOf(client), next);
            setting.newSecret().accept(next.refreshToken());
            return given(next);
        }
        return given(client);
    }

    private Reply exchanged(Credential client, Map<String, String> form) {
        var code = codes.remove(form.getOrDefault("code", ""));
        boolean good = code != null
                && code.letter().equals(client.letter())
                && code.redirectUri().equals(form.get("redirect_uri"))
                && clock.now().isBefore(code.ends())
                && (code.challenge().isEmpty() || code.challenge().equals(challenge(form.get("code_verifier"))));
        if (!good) {
            return refusal(
                    400,
                    "invalid_grant",
                    "The request has an invalid grant parameter : code. Code may have expired or been used already.");
        }
        revoked.remove(client.letter());
        return given(client);
    }

    private static String challenge(@org.jspecify.annotations.Nullable String verifier) {
        if (verifier == null) {
            return "";
        }
        try {
            var hash = MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(StandardCharsets.US_ASCII));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private Reply given(Credential client) {
        var token = "Atza|sim-" + setting.secret("access " + ++refreshes, 60, Setting.LETTERS);
        accessTokens.put(token, new Granted(client.letter(), clock.now().plus(life)));
        setting.newSecret().accept(token);
        return Reply.json(Json.object(
                "access_token",
                token,
                "token_type",
                "bearer",
                "expires_in",
                life.toSeconds(),
                "refresh_token",
                client.refreshToken()));
    }

    /// @return the letter of the credential whose living access token and client a request carries
    Optional<String> opens(Request request) {
        if (setting.refusesSecret()) {
            return Optional.empty();
        }
        var client = request.header("Amazon-Advertising-API-ClientId").orElse("");
        return request.header("Authorization")
                .filter(value -> value.startsWith("Bearer "))
                .map(value -> accessTokens.get(value.substring("Bearer ".length())))
                .filter(granted -> clock.now().isBefore(granted.ends()))
                .map(Granted::letter)
                .filter(letter ->
                        find(letter).filter(it -> it.clientId().equals(client)).isPresent());
    }

    private static Reply refusal(int status, String error, String description) {
        return Reply.json(status, Json.object("error", error, "error_description", description));
    }
}
