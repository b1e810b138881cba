package io.pilothouse.domain.amc;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// Values of parameters on one line, as a setting of an instance holds them: `name = value; other = value`.
public final class ParameterValues {

    private static final Pattern ONE = Pattern.compile("\\s*([A-Za-z_][\\w.-]*)\\s*=\\s*(.*?)\\s*");

    private ParameterValues() {}

    /// @return empty for what is no such line
    public static Optional<Map<String, String>> read(String line) {
        var values = new LinkedHashMap<String, String>();
        for (var part : line.split(";")) {
            var one = ONE.matcher(part);
            if (one.matches()) {
                values.put(one.group(1), one.group(2));
            } else if (!part.isBlank()) {
                return Optional.empty();
            }
        }
        return Optional.of(values);
    }
}
