package io.pilothouse.tasks.cycle;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pilothouse.domain.Problem;
import io.pilothouse.domain.ProblemCode;
import io.pilothouse.domain.ProblemException;
import io.pilothouse.domain.cycle.CareRule;
import io.pilothouse.domain.cycle.CycleRule;
import io.pilothouse.domain.cycle.CycleRule.BadRuleException;
import io.pilothouse.domain.cycle.HuntRule;
import io.pilothouse.domain.cycle.HuntRule.Exclusions;
import io.pilothouse.domain.cycle.ItemKey;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A rule as the JSON that people read and write. Unknown keys and bad values are refused with
/// their path; absent keys have their usual value.
public final class RuleDocument {

    private static final Duration HUNT_EVERY = Duration.ofHours(6);
    private static final Duration CARE_EVERY = Duration.ofMinutes(15);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern SPAN = Pattern.compile("(\\d{1,6})\\s*([smhdw])");
    private static final Set<String> KEYS = Set.of(
            "name",
            "pass",
            "unit",
            "perRun",
            "perHour",
            "perDay",
            "every",
            "jitter",
            "hours",
            "days",
            "order",
            "coolDown",
            "coolDownGrowth",
            "grace",
            "exclude",
            "perParent",
            "packsFirst",
            "queueGate",
            "seedingGate",
            "tagSearched",
            "askWhy",
            "enabled",
            "work");
    private static final Set<String> CARE_KEYS = Set.of(
            "name",
            "perRun",
            "perDay",
            "every",
            "jitter",
            "hours",
            "days",
            "strikes",
            "between",
            "reasons",
            "slowerThan",
            "unwanted",
            "imports",
            "removeFiles",
            "blocklist",
            "searchAgain",
            "keepPrivate",
            "keepTags",
            "enabled",
            "work");

    /// The work of a rule that tends the queue; a hunt's is `hunt`, which may be left out.
    static final String CARE = "queue-care";

    private static final Set<String> ITEM_KEYS = Set.of("type", "id", "until");
    private static final Set<String> EXCLUDE_KEYS = Set.of("tags", "profiles", "roots", "items");

    private RuleDocument() {}

    /// A hunting rule.
    ///
    /// @throws ProblemException with `bad-file` if it is no JSON object, with `bad-value` and the path
    ///                          of the first bad value otherwise
    public static HuntRule read(String text) throws ProblemException {
        return switch (rule(text, List.of(HuntRule.Unit.EPISODE))) {
            case HuntRule hunt -> hunt;
            case CareRule _ -> throw refuse(ProblemCode.BAD_VALUE, "\"work\" of the rule is not \"hunt\".");
        };
    }

    /// @param units those of the service, the smallest first; a rule that names none has the smallest, or
    ///              the largest where it chooses by tag
    /// @throws ProblemException as [#read]
    public static CycleRule rule(String text, List<HuntRule.Unit> units) throws ProblemException {
        JsonNode root;
        try {
            root = JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw refuse(ProblemCode.BAD_FILE, "The rule is not JSON: " + e.getOriginalMessage() + ".");
        }
        if (root == null || !root.isObject()) {
            throw refuse(ProblemCode.BAD_FILE, "The rule is not a JSON object.");
        }
        try {
            return switch (text(root, "work", "hunt")) {
                case "hunt" -> hunt(root, units);
                case CARE -> care(root);
                default -> throw new BadRuleException("work", "is hunt or " + CARE);
            };
        } catch (BadRuleException e) {
            throw refuse(ProblemCode.BAD_VALUE, "\"" + e.path() + "\" of the rule " + e.getMessage() + ".");
        }
    }

    private static Duration every(JsonNode root, Duration usual) {
        return span(root, "every", usual);
    }

    /// Where the rule says none, the usual one, but never more than a quarter of the time between runs.
    private static Duration jitter(JsonNode root, Duration usualEvery, Duration usual) {
        var quarter = every(root, usualEvery).dividedBy(4);
        return span(root, "jitter", quarter.compareTo(usual) < 0 ? quarter : usual);
    }

    private static CareRule care(JsonNode root) {
        refuseUnknown(root, CARE_KEYS, "");
        return new CareRule(
                text(root, "name", "Queue care"),
                limit(root, "perRun").orElse(3),
                root.has("perDay") ? limit(root, "perDay") : OptionalInt.of(20),
                every(root, CARE_EVERY),
                jitter(root, CARE_EVERY, Duration.ofMinutes(1)),
                hours(root),
                days(root),
                limit(root, "strikes").orElse(3),
                span(root, "between", Duration.ofMinutes(10)),
                reasons(root),
                bytes(root, "slowerThan"),
                List.copyOf(texts(root, "unwanted")),
                word(root, "imports", CareRule.Imports.LEAVE, CareRule.Imports.values(), CareRule.Imports::word),
                truth(root, "removeFiles", true),
                truth(root, "blocklist", true),
                truth(root, "searchAgain", true),
                truth(root, "keepPrivate", true),
                texts(root, "keepTags"),
                truth(root, "enabled", false));
    }

    private static Set<CareRule.Reason> reasons(JsonNode root) {
        if (!root.has("reasons")) {
            return Set.of(CareRule.Reason.STALLED, CareRule.Reason.METADATA, CareRule.Reason.FAILED);
        }
        var reasons = EnumSet.noneOf(CareRule.Reason.class);
        for (var value : list(root, "reasons")) {
            reasons.add(Stream.of(CareRule.Reason.values())
                    .filter(it -> it.word().equals(value.asText()))
                    .findFirst()
                    .orElseThrow(() -> new BadRuleException(
                            "reasons",
                            "are among "
                                    + Stream.of(CareRule.Reason.values())
                                            .map(CareRule.Reason::word)
                                            .collect(Collectors.joining(", "))
                                    + ", not \"" + value.asText() + "\"")));
        }
        return reasons;
    }

    private static OptionalLong bytes(JsonNode root, String key) {
        var value = root.path(key);
        if (value.isMissingNode() || value.isNull()) {
            return OptionalLong.empty();
        }
        if (!value.isIntegralNumber()) {
            throw new BadRuleException(key, "is a whole number of bytes per second");
        }
        return OptionalLong.of(value.asLong());
    }

    private static ProblemException refuse(ProblemCode code, String summary) {
        return new ProblemException(new Problem(code, summary, "Correct the rule and set it again."));
    }

    private static HuntRule hunt(JsonNode root, List<HuntRule.Unit> units) {
        refuseUnknown(root, KEYS, "");
        var pass = word(root, "pass", HuntRule.Pass.MISSING, HuntRule.Pass.values(), HuntRule.Pass::word);
        var usual = pass == HuntRule.Pass.TAG ? units.getLast() : units.getFirst();
        return new HuntRule(
                text(root, "name", "Missing"),
                pass,
                word(root, "unit", usual, HuntRule.Unit.values(), HuntRule.Unit::word),
                limit(root, "perRun").orElse(5),
                limit(root, "perHour"),
                root.has("perDay") ? limit(root, "perDay") : OptionalInt.of(20),
                every(root, HUNT_EVERY),
                jitter(root, HUNT_EVERY, Duration.ofMinutes(15)),
                hours(root),
                days(root),
                word(root, "order", HuntRule.Order.OLDEST_SEARCH, HuntRule.Order.values(), HuntRule.Order::word),
                span(root, "coolDown", Duration.ofDays(7)),
                growth(root),
                span(root, "grace", Duration.ofHours(12)),
                exclusions(root.path("exclude")),
                limit(root, "perParent"),
                truth(root, "packsFirst", true),
                root.has("queueGate") ? limit(root, "queueGate") : OptionalInt.of(20),
                limit(root, "seedingGate"),
                text(root, "tagSearched", ""),
                truth(root, "askWhy", false),
                truth(root, "enabled", false));
    }

    private static void refuseUnknown(JsonNode node, Set<String> known, String prefix) {
        for (Iterator<String> names = node.fieldNames(); names.hasNext(); ) {
            var name = names.next();
            if (!known.contains(name)) {
                throw new BadRuleException(prefix + name, "is not a key of a rule");
            }
        }
    }

    private static String text(JsonNode node, String key, String usual) {
        var value = node.path(key);
        if (value.isMissingNode() || value.isNull()) {
            return usual;
        }
        if (!value.isTextual()) {
            throw new BadRuleException(key, "is a text");
        }
        return value.textValue().strip();
    }

    private static boolean truth(JsonNode node, String key, boolean usual) {
        var value = node.path(key);
        if (value.isMissingNode() || value.isNull()) {
            return usual;
        }
        if (!value.isBoolean()) {
            throw new BadRuleException(key, "is true or false");
        }
        return value.booleanValue();
    }

    private static OptionalInt limit(JsonNode node, String key) {
        var value = node.path(key);
        if (value.isMissingNode() || value.isNull()) {
            return OptionalInt.empty();
        }
        if (!value.isInt()) {
            throw new BadRuleException(key, "is a whole number");
        }
        return OptionalInt.of(value.intValue());
    }

    private static double growth(JsonNode node) {
        var value = node.path("coolDownGrowth");
        if (value.isMissingNode() || value.isNull()) {
            return 2;
        }
        if (!value.isNumber()) {
            throw new BadRuleException("coolDownGrowth", "is a number");
        }
        return value.doubleValue();
    }

    private static Duration span(JsonNode node, String key, Duration usual) {
        var text = text(node, key, "");
        if (text.isEmpty()) {
            return usual;
        }
        var match = SPAN.matcher(text);
        if (!match.matches()) {
            throw new BadRuleException(key, "is a duration such as 15m, 6h or 14d, not \"" + text + "\"");
        }
        long count = Long.parseLong(match.group(1));
        return switch (match.group(2)) {
            case "s" -> Duration.ofSeconds(count);
            case "m" -> Duration.ofMinutes(count);
            case "h" -> Duration.ofHours(count);
            case "d" -> Duration.ofDays(count);
            default -> Duration.ofDays(7 * count);
        };
    }

    private static <E> E word(JsonNode node, String key, E usual, E[] all, Function<E, String> word) {
        var text = text(node, key, word.apply(usual));
        for (var value : all) {
            if (word.apply(value).equals(text)) {
                return value;
            }
        }
        var words = List.of(all).stream().map(word).toList();
        throw new BadRuleException(key, "is one of " + String.join(", ", words) + ", not \"" + text + "\"");
    }

    private static Set<Integer> hours(JsonNode node) {
        var hours = new TreeSet<Integer>();
        for (var value : list(node, "hours")) {
            if (!value.isInt()) {
                throw new BadRuleException("hours", "are whole numbers from 0 to 23");
            }
            hours.add(value.intValue());
        }
        return hours;
    }

    private static Set<DayOfWeek> days(JsonNode node) {
        var days = new TreeSet<DayOfWeek>();
        for (var value : list(node, "days")) {
            var text = value.asText().toUpperCase(Locale.ROOT);
            var day = List.of(DayOfWeek.values()).stream()
                    .filter(it -> text.length() >= 3 && it.name().startsWith(text))
                    .findFirst()
                    .orElseThrow(
                            () -> new BadRuleException("days", "are monday to sunday, not \"" + value.asText() + "\""));
            days.add(day);
        }
        return days;
    }

    private static JsonNode list(JsonNode node, String key) {
        var value = node.path(key);
        if (!value.isMissingNode() && !value.isNull() && !value.isArray()) {
            throw new BadRuleException(key, "is a list");
        }
        return value;
    }

    private static Exclusions exclusions(JsonNode node) {
        if (node.isMissingNode() || node.isNull()) {
            return Exclusions.NONE;
        }
        if (!node.isObject()) {
            throw new BadRuleException("exclude", "is an object with tags, profiles, roots and items");
        }
        refuseUnknown(node, EXCLUDE_KEYS, "exclude.");
        var items = new HashMap<ItemKey, Instant>();
        for (var item : list(node, "items")) {
            if (!item.isObject()) {
                throw new BadRuleException("exclude.items", "are objects with type, id and, if it ends, until");
            }
            refuseUnknown(item, ITEM_KEYS, "exclude.items.");
            var key = new ItemKey(item.path("type").asText(), item.path("id").asText());
            CycleRule.refuseUnless(
                    !key.type().isBlank() && !key.id().isBlank(), "exclude.items", "have a type and an id");
            items.put(key, item.hasNonNull("until") ? instant(item.path("until").asText()) : Instant.MAX);
        }
        return new Exclusions(texts(node, "tags"), texts(node, "profiles"), texts(node, "roots"), items);
    }

    private static Instant instant(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeException e) {
            throw new BadRuleException("exclude.items.until", "is a time such as 2026-06-20T12:00:00Z");
        }
    }

    private static Set<String> texts(JsonNode node, String key) {
        var texts = new LinkedHashSet<String>();
        list(node, key).forEach(value -> texts.add(value.asText()));
        return texts;
    }

    /// A document with one value changed, for who offers it in a form.
    ///
    /// @param value a text, number, boolean, list of texts, or null
    /// @throws ProblemException if the document is not JSON
    public static String changed(String document, String key, @Nullable Object value) throws ProblemException {
        try {
            if (!(JSON.readTree(document) instanceof ObjectNode root)) {
                throw refuse(ProblemCode.BAD_FILE, "The rule is not a JSON object.");
            }
            var at = root;
            var path = key.split("\\.");
            for (int i = 0; i < path.length - 1; i++) {
                at = at.withObjectProperty(path[i]);
            }
            at.set(path[path.length - 1], JSON.valueToTree(value));
            return root.toPrettyString();
        } catch (JsonProcessingException e) {
            throw refuse(ProblemCode.BAD_FILE, "The rule is not JSON: " + e.getOriginalMessage() + ".");
        }
    }

    /// @param key with dots, for example `exclude.tags`
    /// @return the value as a text, a list with commas between; empty for null, absent, or no JSON
    public static String value(String document, String key) {
        try {
            var node = JSON.readTree(document).at("/" + key.replace('.', '/'));
            if (node.isArray()) {
                return Stream.iterate(0, i -> i < node.size(), i -> i + 1)
                        .map(i -> node.get(i).asText())
                        .collect(Collectors.joining(", "));
            }
            return node.isNull() ? "" : node.asText("");
        } catch (JsonProcessingException e) {
            return "";
        }
    }

    /// A document that was read before as plain values, for who writes JSON otherwise.
    public static Map<String, Object> values(String document) {
        try {
            return JSON.readValue(document, new TypeReference<Map<String, Object>>() {});
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("not a rule: " + document, e);
        }
    }

    /// A rule as it is stored: under its name, and whether it is on is not part of it.
    static String stored(CycleRule rule, String name) throws ProblemException {
        var root = tree(rule);
        root.put("name", name);
        root.put("enabled", false);
        var text = root.toPrettyString();
        rule(text, List.of(HuntRule.Unit.EPISODE)); // the name may be bad
        return text;
    }

    static String shown(CycleRule rule, boolean enabled) {
        return tree(rule).put("enabled", enabled).toPrettyString();
    }

    /// @return the document with every key, in the order in which people read it
    public static String write(CycleRule rule) {
        return tree(rule).toPrettyString();
    }

    private static ObjectNode tree(CycleRule rule) {
        return switch (rule) {
            case HuntRule hunt -> tree(hunt);
            case CareRule care -> tree(care);
        };
    }

    private static ObjectNode tree(CareRule rule) {
        var root = JSON.createObjectNode();
        root.put("name", rule.name());
        root.put("work", CARE);
        root.put("perRun", rule.perRun());
        put(root, "perDay", rule.perDay());
        putTimes(root, rule);
        root.put("strikes", rule.strikes());
        root.put("between", words(rule.between()));
        var reasons = root.putArray("reasons");
        rule.reasons().stream().sorted().forEach(it -> reasons.add(it.word()));
        if (rule.slowerThan().isPresent()) {
            root.put("slowerThan", rule.slowerThan().getAsLong());
        } else {
            root.putNull("slowerThan");
        }
        var unwanted = root.putArray("unwanted");
        rule.unwanted().forEach(unwanted::add);
        root.put("imports", rule.imports().word());
        root.put("removeFiles", rule.removeFiles());
        root.put("blocklist", rule.blocklist());
        root.put("searchAgain", rule.searchAgain());
        root.put("keepPrivate", rule.keepPrivate());
        putTexts(root.putArray("keepTags"), rule.keepTags());
        root.put("enabled", rule.enabled());
        return root;
    }

    private static void putTimes(ObjectNode root, CycleRule rule) {
        root.put("every", words(rule.every()));
        root.put("jitter", words(rule.jitter()));
        put(root.putArray("hours"), new TreeSet<>(rule.hours()));
        var days = root.putArray("days");
        rule.days().stream().sorted().forEach(day -> days.add(day.name().toLowerCase(Locale.ROOT)));
    }

    private static ObjectNode tree(HuntRule rule) {
        var root = JSON.createObjectNode();
        root.put("name", rule.name());
        root.put("pass", rule.pass().word());
        root.put("unit", rule.unit().word());
        root.put("perRun", rule.perRun());
        put(root, "perHour", rule.perHour());
        put(root, "perDay", rule.perDay());
        putTimes(root, rule);
        root.put("order", rule.order().word());
        root.put("coolDown", words(rule.coolDown()));
        root.put("coolDownGrowth", rule.coolDownGrowth());
        root.put("grace", words(rule.grace()));
        var exclude = root.putObject("exclude");
        putTexts(exclude.putArray("tags"), rule.exclude().tags());
        putTexts(exclude.putArray("profiles"), rule.exclude().profiles());
        putTexts(exclude.putArray("roots"), rule.exclude().roots());
        var items = exclude.putArray("items");
        rule.exclude().items().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(item -> {
                    var node = items.addObject();
                    node.put("type", item.getKey().type());
                    node.put("id", item.getKey().id());
                    node.put(
                            "until",
                            item.getValue().equals(Instant.MAX)
                                    ? null
                                    : item.getValue().toString());
                });
        put(root, "perParent", rule.perParent());
        root.put("packsFirst", rule.packsFirst());
        put(root, "queueGate", rule.queueGate());
        put(root, "seedingGate", rule.seedingGate());
        root.put("tagSearched", rule.tagSearched());
        root.put("askWhy", rule.askWhy());
        root.put("enabled", rule.enabled());
        return root;
    }

    private static void put(ObjectNode node, String key, OptionalInt value) {
        if (value.isPresent()) {
            node.put(key, value.getAsInt());
        } else {
            node.putNull(key);
        }
    }

    private static void put(ArrayNode node, Collection<Integer> values) {
        values.forEach(node::add);
    }

    private static void putTexts(ArrayNode node, Collection<String> values) {
        new TreeSet<>(new HashSet<>(values)).forEach(node::add);
    }

    private static String words(Duration span) {
        long seconds = span.toSeconds();
        if (seconds > 0 && seconds % 86_400 == 0) {
            return seconds / 86_400 + "d";
        }
        if (seconds > 0 && seconds % 3_600 == 0) {
            return seconds / 3_600 + "h";
        }
        return seconds % 60 == 0 ? seconds / 60 + "m" : seconds + "s";
    }
}
