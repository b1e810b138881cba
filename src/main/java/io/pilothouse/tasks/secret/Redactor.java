package io.pilothouse.tasks.secret;

import io.pilothouse.domain.secret.Secret;
import io.pilothouse.domain.secret.Secrets;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.regex.Pattern;

/// Takes secrets out of text that leaves the program: log, reports, errors. By value, for every secret
/// it was told, also as it looks in an address, in JSON and in Base64; and by pattern, for what looks
/// like a secret. Thread-safe and cheap to ask.
public final class Redactor {

    public static final String HIDDEN = "[hidden]";

    /// A shorter value is hidden only where it stands alone: a password `a` must not eat every a.
    private static final int SHORTEST_ANYWHERE = 4;

    private static final String NAMES =
            "(?:x-)?api[-_]?key|apikey|(?:access|refresh|auth|bearer|session|csrf|long[-_]?lived)?[-_]?token"
                    + "|pass(?:word|wd|phrase)?|client[-_]?secret|secret|credentials?|authorization|sid";

    // spotless:off
    private static final List<Rule> RULES = List.of(
            // Authorization: Bearer …, also as a JSON or map entry
            new Rule("(?i)\\b((?:proxy-)?authorization[\"']?\\s*[:=]\\s*[\"'\\[]?(?:(?:bearer|basic|digest|token|apikey)\\s+)?)[^\\s\"',\\]]+", "$1" + HIDDEN),
            new Rule("(?i)\\b(bearer|basic)\\s+[A-Za-z0-9._~+/=-]{8,}", "$1 " + HIDDEN),
            // Cookie and Set-Cookie, all of it
            new Rule("(?i)\\b((?:set-)?cookie[\"']?\\s*[:=]\\s*)[^\\r\\n]+", "$1" + HIDDEN),
            // "password": "…", also inside of a JSON text
            new Rule("(?i)([\"'](?:" + NAMES + ")[\"']\\s*:\\s*\")[^\"\\\\]*+(?:\\\\.[^\"\\\\]*+)*+", "$1" + HIDDEN),
            new Rule("(?i)(\\\\\"(?:" + NAMES + ")\\\\\"\\s*:\\s*\\\\\")[^\"\\\\]+", "$1" + HIDDEN),
            // ?apikey=…, &token=…, password=…, X-Api-Key: …
            new Rule("(?i)(?<![a-z0-9])((?:" + NAMES + "|code)\\s*=\\s*[\"']?)[^\\s&\"',;)}\\]]+", "$1" + HIDDEN),
            new Rule("(?i)(?<![a-z0-9])((?:" + NAMES + ")\\s*:\\s*)(?![\\s\"'])[^\\s&\"',;)}\\]]+", "$1" + HIDDEN),
            // http://user:password@host
            new Rule("(?i)\\b([a-z][a-z0-9+.-]{0,20}://)[^\\s/@]{1,2000}@", "$1" + HIDDEN + "@"),
            // Login with Amazon tokens and presigned addresses (the AMC contract, section 13)
            new Rule("\\bAtz[ar]\\|\\S+", HIDDEN),
            new Rule("(?i)(X-Amz-[A-Za-z-]{1,60}=)[^&\\s\"']+", "$1" + HIDDEN),
            // magnet links and announce addresses, which may hold a passkey (the qBittorrent contract, section 10)
            new Rule("(?i)\\bmagnet:\\?[^\\s\"']+", "magnet:" + HIDDEN),
            new Rule("(?i)\\b((?:https?|udp)://[^\\s/?#\"']{1,300}/)[^\\s\"']{0,2000}?(?:(?<!re)announce|passkey)[^\\s\"']*", "$1" + HIDDEN),
            // JSON Web Tokens, such as Home Assistant's and Stash's
            new Rule("\\beyJ[A-Za-z0-9_-]{5,4000}\\.[A-Za-z0-9_-]{5,}+\\.[A-Za-z0-9_-]*+", HIDDEN));
    // spotless:on

    private final Set<String> known = ConcurrentHashMap.newKeySet();
    /// Longest first, so that no part of one hides the rest of another.
    private final Set<String> forms = new ConcurrentSkipListSet<>(
            Comparator.comparingInt(String::length).reversed().thenComparing(Comparator.naturalOrder()));

    /// Hides this secret from now on.
    public void remember(Secret secret) {
        var value = secret.value();
        if (known.add(value)) {
            forms.add(value);
            forms.add(URLEncoder.encode(value, StandardCharsets.UTF_8));
            forms.add(URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20"));
            forms.add(value.replace("\\", "\\\\").replace("\"", "\\\""));
            forms.add(Base64.getEncoder().encodeToString(value.getBytes(StandardCharsets.UTF_8)));
        }
    }

    public void remember(Secrets secrets) {
        secrets.byField().values().forEach(this::remember);
    }

    /// @return `text` without secrets
    public String redact(String text) {
        var clean = text;
        for (var form : forms) {
            if (clean.contains(form)) {
                clean = form.length() < SHORTEST_ANYWHERE
                        ? Pattern.compile("(?<![A-Za-z0-9])" + Pattern.quote(form) + "(?![A-Za-z0-9])")
                                .matcher(clean)
                                .replaceAll(HIDDEN)
                        : clean.replace(form, HIDDEN);
            }
        }
        for (var rule : RULES) {
            clean = rule.pattern().matcher(clean).replaceAll(rule.replacement());
        }
        return clean;
    }

    private record Rule(Pattern pattern, String replacement) {
        Rule(String expression, String replacement) {
            this(Pattern.compile(expression), replacement);
        }
    }
}
