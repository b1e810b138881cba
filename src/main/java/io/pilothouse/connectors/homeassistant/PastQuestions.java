package io.pilothouse.connectors.homeassistant;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.pilothouse.connectors.ConnectorException;
import io.pilothouse.domain.Problem;
import io.pilothouse.domain.ProblemCode;
import io.pilothouse.domain.health.FaultCode;
import io.pilothouse.domain.home.Past;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Questions about what was (contract section 16). Keeps nothing. Thread-safe.
final class PastQuestions {

    private static final Duration USUAL = Duration.ofSeconds(60);
    /// For a span of more than a week.
    private static final Duration LONG = Duration.ofSeconds(90);
    /// More rows than that make the server answer slowly.
    private static final int MOST_SERIES = 50;
    /// What one request may span: its entities times its days.
    private static final long MOST_ENTITY_DAYS = 70;

    private final HomeQuestions questions;

    PastQuestions(HomeQuestions questions) {
        this.questions = questions;
    }

    /// From statistics where the span is long, else from states.
    ///
    /// @param units by entity
    List<Past.Series> history(List<String> entityIds, Map<String, String> units, Instant from, Instant to)
            throws ConnectorException, InterruptedException {
        if (entityIds.isEmpty() || entityIds.size() > MOST_SERIES) {
            throw new ConnectorException(
                    FaultCode.INVALID_INPUT,
                    new Problem(
                            ProblemCode.BAD_VALUE,
                            "A chart shows 1 to " + MOST_SERIES + " entities.",
                            "Choose fewer entities."),
                    null);
        }
        var rows = Past.statistics(Duration.between(from, to));
        var series = new ArrayList<Past.Series>();
        var left = new ArrayList<>(entityIds);
        if (rows.isPresent()) {
            var answer = statistics(entityIds, from, to, rows.get());
            for (var id : entityIds) {
                if (!answer.path(id).isEmpty()) {
                    series.add(new Past.Series(
                            id, units.getOrDefault(id, ""), PastAnswers.statistics(answer.path(id)), rows.get()));
                    left.remove(id);
                }
            }
        }
        if (!left.isEmpty()) { // a short span, or an entity that keeps no statistics
            var states = states(left, from, to, true);
            for (var id : left) {
                series.add(
                        new Past.Series(id, units.getOrDefault(id, ""), states.getOrDefault(id, List.of()), "history"));
            }
        }
        series.sort(Comparator.comparingInt(one -> entityIds.indexOf(one.entityId())));
        return series;
    }

    private JsonNode statistics(List<String> entityIds, Instant from, Instant to, String rows)
            throws ConnectorException, InterruptedException {
        return questions
                .askIfGiven(
                        "recorder/statistics_during_period",
                        Map.of(
                                "start_time",
                                from.toString(),
                                "end_time",
                                to.toString(),
                                "statistic_ids",
                                entityIds,
                                "period",
                                rows,
                                "types",
                                List.of("mean", "min", "max", "state", "sum")))
                .orElse(MissingNode.getInstance());
    }

    /// @param whetherBefore whether the state at the beginning is told too
    /// @return by entity, oldest first; those without rows are missing
    Map<String, List<Past.Point>> states(List<String> entityIds, Instant from, Instant to, boolean whetherBefore)
            throws ConnectorException, InterruptedException {
        long days = Math.max(1, Duration.between(from, to).toDays());
        int atOnce = (int) Math.max(1, MOST_ENTITY_DAYS / days);
        var states = new LinkedHashMap<String, List<Past.Point>>();
        for (int i = 0; i < entityIds.size(); i += atOnce) {
            var some = entityIds.subList(i, Math.min(entityIds.size(), i + atOnce));
            var parameters = new LinkedHashMap<>(ofStates(some, from, whetherBefore));
            parameters.put("end_time", to.toString());
            states.putAll(PastAnswers.byEntity(
                    questions.ask("history/history_during_period", parameters, days > 7 ? LONG : USUAL)));
        }
        return states;
    }

    /// Without an end.
    static Map<String, Object> ofStates(List<String> entityIds, Instant from, boolean whetherBefore) {
        return Map.of(
                "start_time",
                from.toString(),
                "entity_ids",
                List.copyOf(entityIds),
                "include_start_time_state",
                whetherBefore,
                "significant_changes_only",
                false,
                "minimal_response",
                true,
                "no_attributes",
                true);
    }

    /// Newest first.
    ///
    /// @param entityIds only about these; empty for everything
    List<Past.Entry> logbook(List<String> entityIds, Instant from, Instant to)
            throws ConnectorException, InterruptedException {
        var parameters = new LinkedHashMap<>(ofLogbook(entityIds, from));
        parameters.put("end_time", to.toString());
        return PastAnswers.logbook(questions.ask("logbook/get_events", parameters, USUAL));
    }

    /// Without an end.
    static Map<String, Object> ofLogbook(List<String> entityIds, Instant from) {
        var parameters = new LinkedHashMap<String, Object>();
        parameters.put("start_time", from.toString());
        if (!entityIds.isEmpty()) {
            parameters.put("entity_ids", List.copyOf(entityIds));
        }
        return parameters;
    }
}
