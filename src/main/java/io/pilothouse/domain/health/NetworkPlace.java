package io.pilothouse.domain.health;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/// Where a host is, judged by its name or number alone, without asking anybody.
public enum NetworkPlace {
    /// This computer: reached even when no network is there.
    HERE,
    /// The same house.
    LOCAL,
    ELSEWHERE;

    /// Names that are only used at home: RFC 6762 (`local`), RFC 8375 (`home.arpa`), RFC 9476 and what
    /// routers hand out.
    private static final List<String> HOME_ENDINGS =
            List.of(".local", ".lan", ".home", ".home.arpa", ".internal", ".localdomain", ".intranet");

    private static final Pattern PRIVATE_4 =
            Pattern.compile("(10|127)\\..*|192\\.168\\..*|169\\.254\\..*|172\\.(1[6-9]|2\\d|3[01])\\..*");
    private static final Pattern NUMBER_4 = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}");

    /// @param host name, IPv4 number, or IPv6 number with or without brackets
    public static NetworkPlace of(String host) {
        var name = host.toLowerCase(Locale.ROOT).replace("[", "").replace("]", "");
        if (name.equals("localhost") || name.equals("127.0.0.1") || name.equals("::1")) {
            return HERE;
        }
        if (name.contains(":")) {
            return name.startsWith("fc") || name.startsWith("fd") || name.startsWith("fe80") ? LOCAL : ELSEWHERE;
        }
        if (NUMBER_4.matcher(name).matches()) {
            return PRIVATE_4.matcher(name).matches() ? LOCAL : ELSEWHERE;
        }
        return !name.contains(".") || HOME_ENDINGS.stream().anyMatch(name::endsWith) ? LOCAL : ELSEWHERE;
    }

    public boolean near() {
        return this != ELSEWHERE;
    }
}
