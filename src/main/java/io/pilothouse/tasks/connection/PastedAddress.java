package io.pilothouse.tasks.connection;

import io.pilothouse.domain.Problem;
import io.pilothouse.domain.ProblemCode;
import io.pilothouse.domain.ProblemException;
import io.pilothouse.domain.instance.Address;
import io.pilothouse.domain.secret.Secret;
import io.pilothouse.tasks.connection.ConnectionTests.SharedText;
import java.net.IDN;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// Reads what people paste as an address: `nas.lan:7879`, a link from the browser, an address and a key
/// in one text. Only the form is judged; nobody is asked.
final class PastedAddress {

    /// What documentation and browsers leave at the end of an address (sections 2.1 of the *arr and 1.2
    /// of the qBittorrent contract).
    private static final Pattern TAIL =
            Pattern.compile("(?:/api(?:/v[1-9])?|/login|/index\\.html)/?$", Pattern.CASE_INSENSITIVE);

    private static final Pattern KEY_IN_QUERY = Pattern.compile("(?i)(?:^|&)(?:api_?key|token)=([^&]+)");
    private static final Pattern WORD_BEFORE_KEY =
            Pattern.compile("(?i)(?:x-api-key|api[ _-]?key|key|token|password)\\s*[:=]?");
    private static final Pattern SCHEME = Pattern.compile("([a-zA-Z][a-zA-Z0-9+.-]*)://(.*)");
    private static final Pattern PORT_AFTER_HOST = Pattern.compile("[^/:]+:\\d+(?:/.*)?");

    private PastedAddress() {}

    /// @throws ProblemException with `bad-address`
    static SharedText read(String pasted) throws ProblemException {
        var words = Arrays.stream(pasted.strip().split("[\\s,;]+"))
                .filter(word -> !word.isEmpty())
                .toList();
        if (words.isEmpty()) {
            throw bad(
                    "There is no address in the text.", "Paste the address of the service, for example nas.lan:7878.");
        }
        var written = words.stream()
                .filter(PastedAddress::looksLikeAddress)
                .findFirst()
                .orElse(words.getFirst());
        var uri = parsed(withScheme(written));
        var key = keyIn(uri).or(() -> keyBeside(words, written));
        if (words.size() > 1 && key.isEmpty() && words.stream().noneMatch(PastedAddress::looksLikeAddress)) {
            throw bad("The text holds more than an address.", "Write it like http://nas.lan:7878.");
        }
        return new SharedText(address(uri), key);
    }

    private static boolean looksLikeAddress(String word) {
        return SCHEME.matcher(word).matches()
                || PORT_AFTER_HOST.matcher(word).matches()
                || word.startsWith("[")
                || (word.contains(".") && word.matches("[A-Za-z0-9._-]+(?:/.*)?"))
                || word.equalsIgnoreCase("localhost");
    }

    private static String withScheme(String word) throws ProblemException {
        var scheme = SCHEME.matcher(word);
        if (scheme.matches()) {
            var name = scheme.group(1).toLowerCase(Locale.ROOT);
            return switch (name) {
                case "http", "https" -> name + "://" + scheme.group(2);
                default ->
                    throw bad(
                            "The address begins with " + name + "://, which is not a web address.",
                            "Use the address of the service's web page; it begins with http:// or https://.");
            };
        }
        var bareIpv6 = word.chars().filter(letter -> letter == ':').count() > 1 && !word.startsWith("[");
        return "http://" + (bareIpv6 ? "[" + word + "]" : word);
    }

    private static URI parsed(String text) throws ProblemException {
        try {
            var uri = new URI(inAscii(text)).parseServerAuthority();
            if (uri.getHost() == null || uri.getHost().isEmpty()) {
                throw bad("The address " + shown(text) + " has no host.", "Add the name or IP address of the host.");
            }
            if (uri.getRawUserInfo() != null) {
                throw bad(
                        "The address holds a user name or password.",
                        "Leave them out of the address: they have fields of their own.");
            }
            if (uri.getPort() == 0 || uri.getPort() > 65_535) {
                throw bad("There is no port " + uri.getPort() + ".", "Use a port from 1 to 65535.");
            }
            return uri;
        } catch (URISyntaxException e) {
            throw bad(
                    "The address " + shown(text) + " cannot be read"
                            + (text.contains("_") ? ": host names have no underscore" : "") + ".",
                    text.contains("_")
                            ? "Use another name of the host, or its IP address."
                            : "Write it like http://nas.lan:7878.");
        }
    }

    /// Never shows what may be a password or key.
    private static String shown(String text) {
        return text.replaceFirst("//[^/@]*@", "//").replaceFirst("[?#].*", "");
    }

    private static String inAscii(String text) {
        int from = text.indexOf("//") + 2;
        int to = from;
        while (to < text.length() && "/:?#[]@".indexOf(text.charAt(to)) < 0) {
            to++;
        }
        try {
            return text.substring(0, from)
                    + IDN.toASCII(text.substring(from, to), IDN.ALLOW_UNASSIGNED)
                    + text.substring(to);
        } catch (IllegalArgumentException ignored) { // no international name: the parser says what is wrong
            return text;
        }
    }

    private static Address address(URI uri) {
        var path = uri.getRawPath();
        for (var cut = TAIL.matcher(path).replaceFirst(""); !cut.equals(path); ) {
            path = cut;
            cut = TAIL.matcher(path).replaceFirst("");
        }
        return Address.of(uri.getScheme() + "://" + uri.getHost().toLowerCase(Locale.ROOT)
                + (uri.getPort() < 0 ? "" : ":" + uri.getPort()) + path.replaceFirst("/+$", "") + "/");
    }

    private static Optional<Secret> keyIn(URI uri) {
        if (uri.getRawQuery() == null) {
            return Optional.empty();
        }
        var match = KEY_IN_QUERY.matcher(uri.getRawQuery());
        return match.find()
                ? Optional.of(new Secret(URLDecoder.decode(match.group(1), StandardCharsets.UTF_8)))
                : Optional.empty();
    }

    /// The longest other word that is not just the name of the thing.
    private static Optional<Secret> keyBeside(List<String> words, String address) {
        return words.stream()
                .filter(word -> !word.equals(address))
                .map(word -> word.replaceFirst("(?i)^(?:x-api-key|api_?key|key|token)[:=]", ""))
                .filter(word -> word.length() >= 8)
                .filter(word -> !WORD_BEFORE_KEY.matcher(word).matches())
                .max(java.util.Comparator.comparingInt(String::length))
                .map(Secret::new);
    }

    private static ProblemException bad(String summary, String advice) {
        return new ProblemException(new Problem(ProblemCode.BAD_ADDRESS, summary, advice));
    }
}
