package io.pilothouse.tasks.torrent;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pilothouse.domain.Problem;
import io.pilothouse.domain.ProblemCode;
import io.pilothouse.domain.ProblemException;
import io.pilothouse.domain.query.ValueType;
import io.pilothouse.domain.torrent.RuleKey;
import io.pilothouse.domain.torrent.RuleSet;
import io.pilothouse.domain.torrent.RuleSet.Departure;
import io.pilothouse.domain.torrent.TorrentRule;
import io.pilothouse.domain.torrent.TorrentRule.Mode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The torrent rules of one client as the JSON that people read and write. Unknown keys and bad values are
/// refused with their path; absent ones are as usual.
///
/// `{"rules":{"stalled":{"mode":"act","after":"30m"}},"exceptions":[{"tracker":"…","rules":{…}}]}`
public final class RuleSetDocument {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern SPAN = Pattern.compile("(\\d{1,6})([smhd])");
    private static final Set<String> TOP = Set.of("name", "enabled", "rules", "exceptions");
    private static final Set<String> EXCEPTION = Set.of("tracker", "category", "rules");
    private static final Map<String, Long> SIZES =
            Map.of("TB", 1_000_000_000_000L, "GiB", 1L << 30, "GB", 1_000_000_000L, "MB", 1_000_000L, "kB", 1_000L);

    private RuleSetDocument() {}

    /// @throws ProblemException with `bad-file` if it is no JSON object, with `bad-value` and the path of the
    ///                          first bad value otherwise
    public static RuleSet read(String text) throws ProblemException {
        JsonNode root;
        try {
            root = JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new ProblemException(
                    new Problem(
                            ProblemCode.BAD_FILE,
                            "The rules are not JSON: " + e.getOriginalMessage() + ".",
                            "Correct the file and set it again."),
                    e);
        }
        if (root == null || !root.isObject()) {
            throw new ProblemException(new Problem(
                    ProblemCode.BAD_FILE, "The rules are not a JSON object.", "Correct the file and set it again."));
        }
        known(root, TOP, "");
        var modes = new EnumMap<TorrentRule, Mode>(TorrentRule.class);
        var values = new EnumMap<RuleKey, Object>(RuleKey.class);
        rules(root.path("rules"), "rules", modes, values);
        var departures = new ArrayList<Departure>();
        int place = 0;
        for (var node : root.path("exceptions")) {
            var path = "exceptions[" + place++ + "]";
            known(node, EXCEPTION, path + ".");
            var tracker = node.path("tracker").asText("");
            var category = node.path("category").asText("");
            if (tracker.isEmpty() == category.isEmpty()) {
                throw bad(path, "needs either a tracker or a category");
            }
            var itsModes = new EnumMap<TorrentRule, Mode>(TorrentRule.class);
            var itsValues = new EnumMap<RuleKey, Object>(RuleKey.class);
            rules(node.path("rules"), path + ".rules", itsModes, itsValues);
            departures.add(new Departure(tracker, category, itsModes, itsValues));
        }
        return new RuleSet(modes, values, departures);
    }

    private static void known(JsonNode node, Set<String> keys, String path) throws ProblemException {
        for (var field : node.properties()) {
            if (!keys.contains(field.getKey())) {
                throw bad(path + field.getKey(), "is not known");
            }
        }
    }

    private static void rules(JsonNode node, String path, Map<TorrentRule, Mode> modes, Map<RuleKey, Object> values)
            throws ProblemException {
        for (var field : node.properties()) {
            var where = path + "." + field.getKey();
            var rule = TorrentRule.of(field.getKey());
            if (rule.isEmpty()) {
                throw bad(where, "is no rule");
            }
            for (var value : field.getValue().properties()) {
                var at = where + "." + value.getKey();
                if (value.getKey().equals("mode")) {
                    var mode = Mode.of(value.getValue().asText());
                    if (mode.isEmpty()) {
                        throw bad(at, "must be off, notify, preview or act");
                    }
                    modes.put(rule.get(), mode.get());
                } else {
                    var key = RuleKey.of(rule.get(), value.getKey());
                    if (key.isEmpty()) {
                        throw bad(at, "is not known");
                    }
                    values.put(key.get(), value(key.get(), value.getValue(), at));
                }
            }
        }
    }

    private static Object value(RuleKey key, JsonNode node, String path) throws ProblemException {
        return switch (key.usual()) {
            case Duration _ -> span(node, path);
            case Long _ -> {
                if (!node.isIntegralNumber() || node.asLong() < -1) {
                    throw bad(path, "must be a whole number");
                }
                yield node.asLong();
            }
            case Double _ -> {
                if (!node.isNumber() || node.asDouble() < 0) {
                    throw bad(path, "must be a number from 0");
                }
                yield node.asDouble();
            }
            case Boolean _ -> {
                if (!node.isBoolean()) {
                    throw bad(path, "must be true or false");
                }
                yield node.asBoolean();
            }
            case String _ -> {
                var words = key.choices();
                if (!node.isTextual() || !words.isEmpty() && !words.contains(node.asText())) {
                    throw bad(path, "must be " + (words.isEmpty() ? "a text" : "one of " + String.join(", ", words)));
                }
                yield node.asText();
            }
            default -> words(key, node, path);
        };
    }

    /// @param text as a person types it: lists with a line for each word, sizes as `50 GB`, nothing for a limit
    ///             that is left as it is
    /// @throws ProblemException with `bad-value`
    public static Object typed(RuleKey key, String text) throws ProblemException {
        var nodes = JsonNodeFactory.instance;
        var words = text.strip();
        JsonNode node =
                switch (key.usual()) {
                    case Long usual ->
                        words.isEmpty() && usual < 0
                                ? nodes.numberNode(usual)
                                : number(key.bytes() ? ValueType.SIZE : ValueType.NUMBER, words, true);
                    case Double _ -> number(ValueType.NUMBER, words, false);
                    case Boolean _ -> nodes.booleanNode(Boolean.parseBoolean(words));
                    case List<?> _ -> {
                        var array = nodes.arrayNode();
                        words.lines()
                                .map(String::strip)
                                .filter(line -> !line.isEmpty())
                                .forEach(array::add);
                        yield array;
                    }
                    default -> nodes.textNode(words);
                };
        return value(key, node, key.rule().word() + "." + key.word());
    }

    /// @return a text where it is no number, which is refused with the reason
    private static JsonNode number(ValueType type, String words, boolean whole) {
        var nodes = JsonNodeFactory.instance;
        var number = type.number(words);
        if (number.isEmpty()) {
            return nodes.textNode(words);
        }
        return whole ? nodes.numberNode(Math.round(number.getAsDouble())) : nodes.numberNode(number.getAsDouble());
    }

    /// @return as [#typed] understands it
    public static String shown(RuleKey key, Object value) {
        return switch (value) {
            case Duration span -> text(span);
            case Long number when key.bytes() -> number < 0 ? "" : size(number);
            case List<?> words -> words.stream().map(Object::toString).collect(Collectors.joining("\n"));
            default -> value.toString();
        };
    }

    private static String size(long bytes) {
        return Stream.of("TB", "GiB", "GB", "MB", "kB")
                .filter(unit -> bytes > 0 && bytes % SIZES.get(unit) == 0)
                .findFirst()
                .map(unit -> bytes / SIZES.get(unit) + " " + unit)
                .orElse(Long.toString(bytes));
    }

    private static Duration span(JsonNode node, String path) throws ProblemException {
        var match = SPAN.matcher(node.asText("").strip());
        if (!match.matches()) {
            throw bad(path, "must be a span such as 90s, 15m, 6h or 14d");
        }
        long count = Long.parseLong(match.group(1));
        return switch (match.group(2)) {
            case "s" -> Duration.ofSeconds(count);
            case "m" -> Duration.ofMinutes(count);
            case "h" -> Duration.ofHours(count);
            default -> Duration.ofDays(count);
        };
    }

    private static List<String> words(RuleKey key, JsonNode node, String path) throws ProblemException {
        if (!node.isArray()) {
            throw bad(path, "must be a list of texts");
        }
        var words = new ArrayList<String>();
        for (var each : node) {
            if (!each.isTextual()) {
                throw bad(path, "must be a list of texts");
            }
            if (key == RuleKey.FOLDERS || key == RuleKey.FILE_NAMES) {
                try {
                    Pattern.compile(each.asText());
                } catch (PatternSyntaxException e) {
                    throw bad(path, "holds a pattern that cannot be read: " + e.getDescription());
                }
            }
            words.add(each.asText());
        }
        return List.copyOf(words);
    }

    private static ProblemException bad(String path, String why) {
        return new ProblemException(new Problem(
                ProblemCode.BAD_VALUE,
                "“" + path + "” of the rules " + why + ".",
                "Correct it and set the rules again."));
    }

    /// @return the document with every key
    public static String write(RuleSet rules) {
        var root = JSON.createObjectNode();
        var all = root.putObject("rules");
        var general = rules.general();
        for (var rule : TorrentRule.values()) {
            var node = all.putObject(rule.word());
            node.put("mode", general.mode(rule).word());
            for (var key : RuleKey.of(rule)) {
                put(node, key, rules.values().getOrDefault(key, key.usual()));
            }
        }
        var exceptions = root.putArray("exceptions");
        for (var departure : rules.departures()) {
            var node = exceptions.addObject();
            if (!departure.tracker().isEmpty()) {
                node.put("tracker", departure.tracker());
            }
            if (!departure.category().isEmpty()) {
                node.put("category", departure.category());
            }
            var inner = node.putObject("rules");
            departure
                    .modes()
                    .forEach((rule, mode) -> inner.withObject("/" + rule.word()).put("mode", mode.word()));
            departure
                    .values()
                    .forEach((key, value) ->
                            put(inner.withObject("/" + key.rule().word()), key, value));
        }
        return root.toPrettyString();
    }

    private static void put(ObjectNode node, RuleKey key, Object value) {
        switch (value) {
            case Duration span -> node.put(key.word(), text(span));
            case Long number -> node.put(key.word(), number);
            case Double number -> node.put(key.word(), number);
            case Boolean truth -> node.put(key.word(), truth);
            case List<?> words -> {
                var array = node.putArray(key.word());
                words.forEach(word -> array.add(word.toString()));
            }
            default -> node.put(key.word(), value.toString());
        }
    }

    static String text(Duration span) {
        long seconds = span.toSeconds();
        if (seconds % 86_400 == 0 && seconds > 0) {
            return seconds / 86_400 + "d";
        }
        if (seconds % 3600 == 0 && seconds > 0) {
            return seconds / 3600 + "h";
        }
        return seconds % 60 == 0 ? seconds / 60 + "m" : seconds + "s";
    }

    /// The document as plain values, for who writes JSON otherwise.
    public static Map<String, Object> values(String document) {
        try {
            return JSON.readValue(document, new TypeReference<Map<String, Object>>() {});
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("not rules", e);
        }
    }
}
