package io.pilothouse.demo.service;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// One HTTP request as a simulator sees it.
///
/// @param path       decoded path, begins with a slash
/// @param query      raw query without the question mark; empty when there is none
/// @param parameters decoded query parameters in the order sent
/// @param headers    names without regard to case
/// @param peer       address of the caller
/// @param aside      whether it came to the service's second port
public record Request(
        String method,
        String path,
        String query,
        Map<String, List<String>> parameters,
        Map<String, List<String>> headers,
        byte[] body,
        String peer,
        boolean aside) {

    public Optional<String> header(String name) {
        return headers.getOrDefault(name, List.of()).stream().findFirst();
    }

    public Optional<String> parameter(String name) {
        return parameters.getOrDefault(name, List.of()).stream().findFirst();
    }

    /// @return the number a parameter carries; `otherwise` when it is absent or no number
    public int number(String parameter, int otherwise) {
        try {
            return parameter(parameter).map(Integer::parseInt).orElse(otherwise);
        } catch (NumberFormatException e) {
            return otherwise;
        }
    }

    public String text() {
        return new String(body, StandardCharsets.UTF_8);
    }

    /// The fields of an `application/x-www-form-urlencoded` body; the first of equal names counts. A body of parts
    /// has none: its bytes may be anything.
    public Map<String, String> form() {
        var fields = new LinkedHashMap<String, String>();
        if (header("Content-Type").filter(it -> it.startsWith("multipart/")).isPresent()) {
            return fields;
        }
        for (var pair : text().split("&")) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                fields.putIfAbsent(decode(pair.substring(0, equals)), decode(pair.substring(equals + 1)));
            }
        }
        return fields;
    }

    /// The value of a cookie the caller sent.
    public Optional<String> cookie(String name) {
        return header("Cookie").stream()
                .flatMap(line -> java.util.Arrays.stream(line.split(";\\s*")))
                .filter(pair -> pair.startsWith(name + "="))
                .map(pair -> pair.substring(name.length() + 1))
                .findFirst();
    }

    /// This request with another path, for services that live below a prefix.
    public Request withPath(String other) {
        return new Request(method, other, query, parameters, headers, body, peer, aside);
    }

    private static String decode(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }
}
