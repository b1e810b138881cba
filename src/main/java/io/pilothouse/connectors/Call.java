package io.pilothouse.connectors;

import io.pilothouse.domain.instance.Address;
import io.pilothouse.domain.secret.Secret;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// One request to be sent below an instance's address. Immutable; made by [#get(String)] and its
/// sisters, refined by the others.
///
/// @param path         relative, without a leading slash; encode what comes from outside with
///                     [#segment(String)]
/// @param query        names and values in sending order, not encoded; never a secret
/// @param headers      names and values in sending order
/// @param timeout      from sending to the whole answer; empty for the instance's own limit
/// @param maxBytes     of the decoded answer
/// @param carriesSecret whether a header or the body holds a secret: then it is sent only to an
///                     address at which the product was recognised
public record Call(
        String method,
        String path,
        List<Pair> query,
        List<Pair> headers,
        Optional<Content> content,
        Optional<Duration> timeout,
        long maxBytes,
        boolean carriesSecret) {

    /// 32 MiB.
    public static final long USUAL_MAX_BYTES = 32L << 20;

    public Call {
        query = List.copyOf(query);
        headers = List.copyOf(headers);
        if (path.startsWith("/") || path.contains("?") || path.contains("#")) {
            throw new IllegalArgumentException("a path below the address, without query, is needed: " + path);
        }
    }

    /// A name and a value. Does not print the value, which may be a secret.
    public record Pair(String name, String value) {
        @Override
        public String toString() {
            return name;
        }
    }

    /// A request body. Does not print it, as it may hold a secret.
    public record Content(String type, byte[] bytes) {
        @Override
        public String toString() {
            return type + ", " + bytes.length + " bytes";
        }
    }

    public static Call get(String path) {
        return of("GET", path, Optional.empty());
    }

    public static Call post(String path) {
        return of("POST", path, Optional.of(new Content("", new byte[0])));
    }

    public static Call postJson(String path, String json) {
        return of("POST", path, Optional.of(new Content("application/json", json.getBytes(StandardCharsets.UTF_8))));
    }

    /// @param fields in sending order where the map keeps one
    public static Call postForm(String path, Map<String, String> fields) {
        var form = fields.entrySet().stream()
                .map(field -> encoded(field.getKey()) + "=" + encoded(field.getValue()))
                .collect(Collectors.joining("&"));
        return of(
                "POST",
                path,
                Optional.of(new Content(
                        "application/x-www-form-urlencoded; charset=UTF-8", form.getBytes(StandardCharsets.UTF_8))));
    }

    public static Call of(String method, String path, Optional<Content> content) {
        return new Call(method, path, List.of(), List.of(), content, Optional.empty(), USUAL_MAX_BYTES, false);
    }

    /// Encodes a value from outside as one segment of a path.
    public static String segment(String value) {
        return encoded(value).replace("+", "%20");
    }

    /// Appends a parameter; a repeated name makes a repeated key.
    public Call query(String name, String value) {
        return new Call(method, path, with(query, name, value), headers, content, timeout, maxBytes, carriesSecret);
    }

    public Call header(String name, String value) {
        return new Call(method, path, query, with(headers, name, value), content, timeout, maxBytes, carriesSecret);
    }

    /// @param before what stands before the secret in the header, for example `Bearer `; may be empty
    public Call secretHeader(String name, String before, Secret secret) {
        return header(name, before + secret.value()).carryingSecret();
    }

    /// Says that the body or a header holds a secret.
    public Call carryingSecret() {
        return new Call(method, path, query, headers, content, timeout, maxBytes, true);
    }

    public Call within(Duration limit) {
        return new Call(method, path, query, headers, content, Optional.of(limit), maxBytes, carriesSecret);
    }

    public Call atMost(long bytes) {
        return new Call(method, path, query, headers, content, timeout, bytes, carriesSecret);
    }

    /// @return whether sending it twice does no more than sending it once
    boolean safe() {
        return method.equals("GET") || method.equals("HEAD");
    }

    URI uri(Address address) {
        var uri = address.resolve(path.isEmpty() ? "." : "./" + path);
        if (query.isEmpty()) {
            return uri;
        }
        var parameters = query.stream()
                .map(pair -> encoded(pair.name()) + "=" + encoded(pair.value()))
                .collect(Collectors.joining("&"));
        return URI.create(uri + "?" + parameters);
    }

    private static List<Pair> with(List<Pair> pairs, String name, String value) {
        var more = new ArrayList<>(pairs);
        more.add(new Pair(name, value));
        return more;
    }

    private static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }
}
