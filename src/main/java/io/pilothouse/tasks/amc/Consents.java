package io.pilothouse.tasks.amc;

import io.pilothouse.domain.Problem;
import io.pilothouse.domain.ProblemCode;
import io.pilothouse.domain.ProblemException;
import io.pilothouse.domain.amc.AmcException;
import io.pilothouse.domain.instance.Address;
import io.pilothouse.domain.secret.Secret;
import io.pilothouse.domain.secret.Secrets;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.random.RandomGenerator;

/// Consents that people give to Amazon in their browser (section 3.1). Methods block.
public final class Consents {

    private static final Map<String, String> CONSENT_PAGES = Map.of(
            "na", "https://www.amazon.com/ap/oa",
            "eu", "https://eu.account.amazon.com/ap/oa",
            "fe", "https://apac.account.amazon.com/ap/oa");

    private final AccountSearch search;
    private final RandomGenerator random;

    Consents(AccountSearch search, RandomGenerator random) {
        this.search = search;
        this.random = random;
    }

    /// A consent that a person is to give in a browser.
    ///
    /// @param page      to open
    /// @param state     that must come back
    /// @param verifier  kept until the code is exchanged
    public record Asked(String page, String state, Secret verifier, String returnUrl) {}

    /// @param eyes      who asks: the region decides where Amazon itself asks
    /// @param returnUrl on the client's list of allowed ones; Amazon's samples use `https://amazon.com`
    public Asked askConsent(AccountSearch.Eyes eyes, String returnUrl) throws ProblemException {
        var client = eyes.secrets()
                .find(Logins.CLIENT_ID)
                .map(Secret::value)
                .orElse("")
                .strip();
        if (client.isEmpty()) {
            throw problem(
                    ProblemCode.BAD_VALUE,
                    "Nobody says whose consent it is: the client id is missing.",
                    "Enter the client id of your Login with Amazon.");
        }
        return askConsent(eyes.address(), eyes.settings().getOrDefault("region", "na"), client, returnUrl);
    }

    private Asked askConsent(Address address, String region, String clientId, String returnUrl) {
        var state = word(24);
        var verifier = word(64);
        var page = AccountSearch.amazons(address)
                ? CONSENT_PAGES.getOrDefault(region, CONSENT_PAGES.get("na"))
                : address.uri().resolve("/ap/oa").toString();
        return new Asked(
                page + "?client_id=" + encoded(clientId) + "&scope=" + encoded("advertising::campaign_management")
                        + "&response_type=code&redirect_uri=" + encoded(returnUrl) + "&state=" + state
                        + "&code_challenge=" + challenge(verifier) + "&code_challenge_method=S256",
                state,
                new Secret(verifier),
                returnUrl);
    }

    /// @return whether the browser would come back to this computer, so that [#awaitReturn] can be asked
    public static boolean comesBackHere(String returnUrl) {
        return ConsentListener.here(returnUrl);
    }

    /// Waits at the return address of a consent, which must be on this computer, for at most five minutes.
    ///
    /// @return the address on which the browser landed, for [#consented]
    public String awaitReturn(Asked asked) throws ProblemException, InterruptedException {
        return ConsentListener.await(asked.returnUrl(), asked.state(), ConsentListener.LONGEST);
    }

    private static String decoded(String value) throws ProblemException {
        try {
            return URLDecoder.decode(value, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw problem(
                    ProblemCode.BAD_VALUE, "That address is not whole.", "Copy the whole address, not a part of it.");
        }
    }

    /// Takes the address on which the browser landed.
    ///
    /// @return client id, client secret and the new refresh token
    public Secrets consented(Asked asked, String landed, AccountSearch.Eyes eyes)
            throws ProblemException, InterruptedException {
        var parameters = new HashMap<String, String>();
        int query = landed.indexOf('?');
        for (var pair : landed.substring(query + 1).strip().split("&")) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                parameters.put(pair.substring(0, equals), decoded(pair.substring(equals + 1)));
            }
        }
        if (!asked.state().equals(parameters.get("state"))) {
            throw problem(
                    ProblemCode.REFUSED,
                    "That address does not belong to this consent.",
                    "Open the consent page again and copy the whole address it ends on.");
        }
        var code = parameters.getOrDefault("code", "");
        if (code.isEmpty()) {
            throw problem(
                    ProblemCode.REFUSED, "That address holds no code.", "Agree on the consent page and copy again.");
        }
        try {
            var token = search.find(
                    eyes,
                    eyes.address(),
                    finder -> finder.refreshTokenFor(new Secret(code), asked.returnUrl(), asked.verifier()));
            var all = new HashMap<>(eyes.secrets().byField());
            all.put(Logins.REFRESH_TOKEN, token);
            return new Secrets(all);
        } catch (AmcException e) {
            throw e.forPeople();
        }
    }

    private String word(int length) {
        var letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
        var text = new StringBuilder();
        for (int i = 0; i < length; i++) {
            text.append(letters.charAt(random.nextInt(letters.length())));
        }
        return text.toString();
    }

    private static String challenge(String verifier) {
        try {
            var hash = MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(StandardCharsets.US_ASCII));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static ProblemException problem(ProblemCode code, String summary, String advice) {
        return new ProblemException(new Problem(code, summary, advice));
    }
}
