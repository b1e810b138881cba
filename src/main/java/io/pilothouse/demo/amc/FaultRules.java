package io.pilothouse.demo.amc;

import com.fasterxml.jackson.databind.JsonNode;
import io.pilothouse.demo.service.Json;
import io.pilothouse.demo.service.Reply;
import io.pilothouse.demo.service.Reply.Manner;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Supplier;

/// What goes wrong, by rule: an endpoint, an instance, how often. Section 19.1, 11.
public final class FaultRules {

    private final List<Rule> rules = new ArrayList<>();
    private final SplittableRandom random;

    FaultRules(SplittableRandom random) {
        this.random = random;
    }

    /// What goes wrong.
    public enum Kind {
        /// 429, with `Retry-After` in seconds, as a date, or without one
        THROTTLE,
        /// the status of the rule
        STATUS,
        /// answered as it should be, but this many milliseconds later
        SLOW,
        SILENT,
        /// the body ends in the middle, the connection with it
        CUT,
        BROKEN_JSON,
        HTML,
        /// done, but the connection ends without an answer
        DROP_AFTER,
        /// not done, and the connection ends without an answer
        DROP_BEFORE,
        TERMS,
        PRIVACY_BUDGET,
        DAILY_LIMIT,
        /// 415 unless the vendor's media type stands alone
        VENDOR_TYPE_ALONE
    }

    /// One rule.
    ///
    /// @param endpoint   name of [AmcSimulator]'s endpoints, for example `createExecution`; `*` for all
    /// @param instanceId the AMC instance concerned; empty for all
    /// @param times      how often it strikes yet; negative without end
    /// @param chance     of striking, 0 to 1
    /// @param number     status, seconds of `Retry-After` (negative for none) or milliseconds
    /// @param text       `date` makes `Retry-After` an HTTP date
    public record Rule(
            Kind kind, String endpoint, String instanceId, int times, double chance, int number, String text) {

        public static Rule of(Kind kind, String endpoint, int times, int number) {
            return new Rule(kind, endpoint, "", times, 1, number, "");
        }

        Rule once() {
            return times < 0 ? this : new Rule(kind, endpoint, instanceId, times - 1, chance, number, text);
        }
    }

    public void add(Rule rule) {
        rules.add(rule);
    }

    void clear() {
        rules.clear();
    }

    List<Rule> rules() {
        return List.copyOf(rules);
    }

    /// @return the rule that strikes now, which then has one strike less
    Optional<Rule> strike(String endpoint, String instanceId) {
        for (int i = 0; i < rules.size(); i++) {
            var rule = rules.get(i);
            boolean meant = (rule.endpoint().equals("*") || rule.endpoint().equals(endpoint))
                    && (rule.instanceId().isEmpty() || rule.instanceId().equals(instanceId))
                    && rule.times() != 0;
            if (meant && (rule.chance() >= 1 || random.nextDouble() < rule.chance())) {
                rules.set(i, rule.once());
                return Optional.of(rule);
            }
        }
        return Optional.empty();
    }

    /// Plays a rule.
    ///
    /// @param usual what would be answered; asking for it does the work
    static Reply play(Rule rule, Instant now, Supplier<Reply> usual) {
        return switch (rule.kind()) {
            case THROTTLE -> throttled(rule, now);
            case STATUS -> AmcSimulator.refusal(rule.number(), words(rule.number()));
            case SLOW -> usual.get().sent(new Manner.Late(Duration.ofMillis(rule.number())));
            case SILENT -> Reply.empty(200).sent(new Manner.Never());
            case CUT -> {
                var whole = usual.get();
                yield whole.sent(new Manner.Cut(whole.body().length / 2));
            }
            case BROKEN_JSON -> {
                var whole = usual.get();
                yield Reply.of(
                        whole.status(),
                        "application/json",
                        Arrays.copyOf(whole.body(), Math.max(1, whole.body().length / 2)));
            }
            case HTML ->
                Reply.html(503, "<html><head><title>503</title></head><body>Service Unavailable</body></html>");
            case DROP_AFTER -> usual.get().sent(new Manner.Dropped());
            case DROP_BEFORE -> Reply.empty(200).sent(new Manner.Dropped());
            case TERMS -> AmcSimulator.termsRequired();
            case PRIVACY_BUDGET ->
                AmcSimulator.refusal(
                        400,
                        "Too many workflows have already been run against this time window with these data sources.");
            case DAILY_LIMIT ->
                AmcSimulator.refusal(400, "The limit of 30 ad-hoc workflow executions per day has been reached.");
            case VENDOR_TYPE_ALONE -> usual.get(); // judged where media types are
        };
    }

    private static Reply throttled(Rule rule, Instant now) {
        var reply = AmcSimulator.refusal(429, "Too Many Requests");
        if (rule.number() < 0) {
            return reply;
        }
        return reply.withHeader(
                "Retry-After",
                rule.text().equals("date")
                        ? DateTimeFormatter.RFC_1123_DATE_TIME.format(
                                now.plusSeconds(rule.number()).atOffset(ZoneOffset.UTC))
                        : String.valueOf(rule.number()));
    }

    private static String words(int status) {
        return status == 504 ? "Endpoint request timed out" : "Internal error " + status;
    }

    /// Reads what the control endpoint takes.
    ///
    /// @throws IllegalArgumentException if the kind is unknown
    static Rule read(JsonNode json) {
        return new Rule(
                Kind.valueOf(json.path("kind").asText().toUpperCase(Locale.ROOT).replace('-', '_')),
                json.path("endpoint").asText("*"),
                json.path("instanceId").asText(""),
                json.path("times").asInt(1),
                json.path("chance").asDouble(1),
                json.path("number").asInt(json.path("kind").asText().equals("status") ? 500 : -1),
                json.path("text").asText(""));
    }

    static Map<String, ?> json(Rule rule) {
        return Json.object(
                "kind", rule.kind().name().toLowerCase(Locale.ROOT).replace('_', '-'),
                "endpoint", rule.endpoint(),
                "instanceId", rule.instanceId(),
                "times", rule.times(),
                "chance", rule.chance(),
                "number", rule.number(),
                "text", rule.text());
    }

    static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
