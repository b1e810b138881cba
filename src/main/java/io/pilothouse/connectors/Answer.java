package io.pilothouse.connectors;

import io.pilothouse.domain.instance.Address;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// A whole answer of a service, whatever its status.
///
/// @param address     the address of the instance that answered: its first or its second
/// @param uri         what answered in the end, after redirects
/// @param body        decoded
/// @param took        from sending to the whole answer, redirects included
/// @param certificate what the server showed of itself; empty without TLS
public record Answer(
        int status,
        HttpHeaders headers,
        byte[] body,
        Address address,
        URI uri,
        Duration took,
        Optional<ServerCertificate> certificate) {

    private static final Pattern CHARSET = Pattern.compile("charset=\"?([^\\s\";]+)");
    private static final Pattern TITLE =
            Pattern.compile("<title[^>]*>(.*?)</title>", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

    /// @return whether the status is 200 to 299
    public boolean ok() {
        return status >= 200 && status <= 299;
    }

    public boolean redirect() {
        return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
    }

    /// @return the first value of a header, whatever the case of its name
    public Optional<String> header(String name) {
        return headers.firstValue(name);
    }

    /// @return lower case, without parameters; empty when there is none
    public String contentType() {
        return header("Content-Type").orElse("").split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    }

    /// @return without the mark with which some servers begin a text
    public String text() {
        var text = new String(body, charset());
        return text.startsWith("\uFEFF") ? text.substring(1) : text;
    }

    /// @return whether a web page came: judged by its beginning, as the content type is not to be trusted
    public boolean html() {
        var start = new String(body, 0, Math.min(body.length, 512), StandardCharsets.UTF_8)
                .replace("\uFEFF", "")
                .stripLeading()
                .toLowerCase(Locale.ROOT);
        return start.startsWith("<!doctype html")
                || start.startsWith("<html")
                || (start.startsWith("<") && contentType().equals("text/html"));
    }

    /// @return the title of a web page, blanks folded; empty when there is none
    public String title() {
        return titleOf(text());
    }

    static String titleOf(String page) {
        var match = TITLE.matcher(page);
        return match.find() ? match.group(1).strip().replaceAll("\\s+", " ") : "";
    }

    /// Where a redirect leads to, absolute.
    public Optional<URI> location() {
        try {
            return header("Location").map(uri::resolve);
        } catch (IllegalArgumentException ignored) { // a location nobody can follow
            return Optional.empty();
        }
    }

    /// How long the service asks us to wait: `Retry-After` in seconds or as an HTTP date.
    public Optional<Duration> retryAfter(Instant now) {
        return header("Retry-After").flatMap(value -> {
            try {
                var wait = value.strip().matches("\\d{1,9}")
                        ? Duration.ofSeconds(Long.parseLong(value.strip()))
                        : Duration.between(
                                now,
                                ZonedDateTime.parse(value.strip(), DateTimeFormatter.RFC_1123_DATE_TIME)
                                        .toInstant());
                return wait.isNegative() ? Optional.of(Duration.ZERO) : Optional.of(wait);
            } catch (DateTimeParseException ignored) {
                return Optional.empty();
            }
        });
    }

    private Charset charset() {
        var match = CHARSET.matcher(header("Content-Type").orElse(""));
        try {
            return match.find() ? Charset.forName(match.group(1)) : StandardCharsets.UTF_8;
        } catch (IllegalCharsetNameException | UnsupportedCharsetException ignored) {
            return StandardCharsets.UTF_8;
        }
    }
}
