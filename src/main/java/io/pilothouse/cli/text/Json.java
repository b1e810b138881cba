package io.pilothouse.cli.text;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/// JSON answers from plain maps, lists and values, written by Jackson's generator: keys stay in the
/// order in which they were given, and no class has to be inspected when a command starts.
public final class Json {

    private static final JsonFactory FACTORY = new JsonFactory();

    private Json() {}

    /// @param pairs key, value, key, value and so on; a value is a string, number, boolean, instant,
    ///              enumeration, optional, collection, map, or null for unknown
    public static SequencedMap<String, @Nullable Object> object(@Nullable Object... pairs) {
        var object = new LinkedHashMap<String, @Nullable Object>();
        for (int i = 0; i < pairs.length; i += 2) {
            if (!(pairs[i] instanceof String key)) {
                throw new IllegalArgumentException("not a key: " + pairs[i]);
            }
            object.put(key, pairs[i + 1]);
        }
        return object;
    }

    /// @return one line, without a line end
    public static String line(@Nullable Object value) {
        var text = new StringWriter();
        try (var generator = FACTORY.createGenerator(text)) {
            write(generator, value);
        } catch (IOException e) {
            throw new UncheckedIOException(e); // a string writer does not fail
        }
        return text.toString();
    }

    /// @return the name of an enumeration's constant in scripts, lower case with hyphens
    public static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /// What is not known has no value, not an empty one.
    public static @Nullable String orNull(String text) {
        return text.isEmpty() ? null : text;
    }

    private static void write(JsonGenerator generator, @Nullable Object value) throws IOException {
        switch (value) {
            case null -> generator.writeNull();
            case Optional<?> optional -> write(generator, optional.orElse(null));
            case OptionalLong number -> {
                if (number.isPresent()) {
                    generator.writeNumber(number.getAsLong());
                } else {
                    generator.writeNull();
                }
            }
            case Boolean bool -> generator.writeBoolean(bool);
            case Double number -> {
                if (Double.isFinite(number)) {
                    generator.writeNumber(number);
                } else {
                    generator.writeNull();
                }
            }
            case BigDecimal number -> generator.writeNumber(number); // every digit of it
            case Number number -> generator.writeNumber(number.longValue());
            case Instant at ->
                generator.writeString(at.truncatedTo(ChronoUnit.MILLIS).toString());
            case Enum<?> constant -> generator.writeString(word(constant));
            case Map<?, ?> map -> {
                generator.writeStartObject();
                for (var entry : map.entrySet()) {
                    generator.writeFieldName(String.valueOf(entry.getKey()));
                    write(generator, entry.getValue());
                }
                generator.writeEndObject();
            }
            case Path path -> generator.writeString(path.toString()); // else its names would be a list
            case Iterable<?> list -> {
                generator.writeStartArray();
                for (var element : list) {
                    write(generator, element);
                }
                generator.writeEndArray();
            }
            default -> generator.writeString(value.toString());
        }
    }
}
