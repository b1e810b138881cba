package io.pilothouse.ui.overview;

import io.pilothouse.domain.guard.GuardLevel;
import io.pilothouse.domain.health.CheckAnswer;
import io.pilothouse.domain.health.InstanceHealth;
import io.pilothouse.domain.health.ShownState;
import io.pilothouse.domain.instance.Instance;
import io.pilothouse.ui.common.Words;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What is known about an instance, as lines of a name and a value: from its configuration first, then
/// what the service said at the latest good check. Pure.
public final class Facts {

    /// @param sign the state to show in front of the value, where it has one
    public record Fact(String name, String value, Optional<ShownState> sign) {
        public Fact(String name, String value) {
            this(name, value, Optional.empty());
        }
    }

    /// Facts that stand in other lines or on the tabs, or repeat them; and what nobody asks for every day, which
    /// the page *System* has.
    private static final Set<String> ELSEWHERE = Set.of(
            "version",
            "instanceName",
            "totalBytes",
            "queueCount",
            "missingCount",
            "cutoffUnmetCount",
            "rootFolders",
            "docker");

    /// Worth a line only where it is so.
    private static final Set<String> ONLY_IF_SO = Set.of("queueErrors", "queueWarnings");

    /// Numbers that are names, never grouped by thousands.
    private static final Set<String> PLAIN = Set.of("listenPort", "databaseSchema");

    private final Words words;

    public Facts(Words words) {
        this.words = words;
    }

    public List<Fact> of(Instance instance, Optional<InstanceHealth> health, GuardLevel guard, Instant now) {
        var facts = new ArrayList<Fact>();
        facts.add(
                new Fact(text("overview.fact.address"), plain(instance.address().toString())));
        instance.configuration()
                .connection()
                .second()
                .ifPresent(second -> facts.add(new Fact(text("overview.fact.second"), plain(second.toString()))));
        var answer = health.flatMap(InstanceHealth::answer);
        instance.identity()
                .map(who -> who.version())
                .filter(version -> !version.isEmpty())
                .ifPresent(version -> facts.add(new Fact(text("overview.fact.version"), version)));
        answer.ifPresent(known -> answered(facts, known, now));
        facts.add(identity(instance, health));
        answer.flatMap(CheckAnswer::certificateEnds)
                .ifPresent(ends -> facts.add(new Fact(
                        text("overview.fact.certificate"),
                        ends.isAfter(now)
                                ? text("overview.until", words.time(ends, now), words.age(Duration.between(now, ends)))
                                : text("overview.expired", words.time(ends, now)))));
        facts.add(new Fact(
                text("overview.fact.guard"),
                instance.configuration().guard().isPresent()
                        ? words.guard(guard)
                        : text("overview.guard-inherited", words.guard(guard))));
        return facts;
    }

    private void answered(List<Fact> facts, CheckAnswer answer, Instant now) {
        var told = answer.facts();
        told.forEach((name, value) -> {
            boolean idle =
                    ONLY_IF_SO.contains(name) && Set.of("no", "false", "0").contains(value);
            if (!ELSEWHERE.contains(name) && !idle) {
                facts.add(new Fact(title(name), name.equals("freeBytes") ? free(told) : said(name, value, now)));
            }
        });
    }

    private String free(Map<String, String> told) {
        var free = said("freeBytes", told.getOrDefault("freeBytes", ""), Instant.EPOCH);
        var total = Optional.ofNullable(told.get("totalBytes"));
        return total.map(all -> text("overview.free-of", free, said("totalBytes", all, Instant.EPOCH)))
                .orElse(free);
    }

    private Fact identity(Instance instance, Optional<InstanceHealth> health) {
        boolean other =
                health.filter(one -> one.state() == ShownState.IDENTITY_CHANGED).isPresent();
        var name = text("overview.fact.identity");
        if (other) {
            return new Fact(name, text("overview.identity.other"), Optional.of(ShownState.IDENTITY_CHANGED));
        }
        return instance.identity().isPresent()
                ? new Fact(name, text("overview.identity.same"), Optional.of(ShownState.HEALTHY))
                : new Fact(name, text("overview.identity.none"), Optional.of(ShownState.UNKNOWN));
    }

    /// @return the name for people; of a fact that is not known here, its own name in words
    public String title(String name) {
        return words.texts().textOr("overview.fact." + name, inWords(name));
    }

    private static String inWords(String name) {
        var spaced = name.replaceAll("(Count|Bytes)$", "")
                .replaceAll("([a-z])([A-Z])", "$1 $2")
                .toLowerCase(Locale.ROOT);
        return Character.toUpperCase(spaced.charAt(0)) + spaced.substring(1);
    }

    /// The name says the unit; the rest is told by the value's form.
    public String said(String name, String value, Instant now) {
        if (name.endsWith("BytesPerSecond") && number(value)) {
            return text("overview.per-second", words.size(Long.parseLong(value)));
        }
        if (name.endsWith("Bytes") && number(value)) {
            return words.size(Long.parseLong(value));
        }
        if (name.endsWith("Seconds") && number(value)) {
            return words.age(Duration.ofSeconds(Long.parseLong(value)));
        }
        if (number(value)) {
            return PLAIN.contains(name) ? value : words.number(Long.parseLong(value));
        }
        return switch (value) {
            case "yes", "true" -> text("overview.yes");
            case "no", "false" -> text("overview.no");
            default ->
                time(value)
                        .map(at -> at.isAfter(now) ? words.time(at, now) : since(at, now))
                        .orElseGet(() -> inOurWords(name, value));
        };
    }

    /// @return what a service calls a state, in words; other values are names
    private String inOurWords(String name, String value) {
        return words.texts().textOr("overview.value." + name + "." + value.toLowerCase(Locale.ROOT), value);
    }

    private String since(Instant at, Instant now) {
        return text("overview.since", words.time(at, now), words.age(Duration.between(at, now)));
    }

    private static boolean number(String value) {
        return value.matches("\\d{1,18}");
    }

    private static Optional<Instant> time(String value) {
        if (!value.matches("\\d{4}-\\d\\d-\\d\\dT.*Z")) {
            return Optional.empty();
        }
        try {
            return Optional.of(Instant.parse(value));
        } catch (DateTimeParseException ignored) {
            return Optional.empty();
        }
    }

    /// @return the address without the slash that stands for an empty path
    private static String plain(String address) {
        return address.chars().filter(c -> c == '/').count() == 3 && address.endsWith("/")
                ? address.substring(0, address.length() - 1)
                : address;
    }

    private String text(String key, Object... arguments) {
        return words.texts().text(key, arguments);
    }
}
