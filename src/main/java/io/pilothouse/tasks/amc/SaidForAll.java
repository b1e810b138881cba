package io.pilothouse.tasks.amc;

import io.pilothouse.domain.amc.ParameterType.BadValueException;
import io.pilothouse.domain.amc.QueryParameter;
import io.pilothouse.domain.amc.Question;
import io.pilothouse.domain.amc.Run;
import io.pilothouse.domain.amc.Workflow;
import io.pilothouse.domain.instance.InstanceId;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/// What was said for all members of a group when they were asked, and so counts for one more of them. What one
/// member alone was given, or has from its settings and brands, is not another's.
final class SaidForAll {

    private final Workflow workflow;
    private final List<Run> members;
    private final Function<InstanceId, Map<String, String>> own;

    /// @param workflow as it was when they were asked
    /// @param own      values that an instance has where nothing is said
    SaidForAll(Workflow workflow, List<Run> members, Function<InstanceId, Map<String, String>> own) {
        this.workflow = workflow;
        this.members = members;
        this.own = own;
    }

    /// @return texts by parameter name
    Map<String, String> texts() {
        var said = new HashMap<String, String>();
        for (var parameter : workflow.parameters()) {
            var values = members.stream()
                    .map(run -> Optional.ofNullable(run.ask().values().get(parameter.name())))
                    .distinct()
                    .toList();
            boolean agreed = values.size() == 1 && values.getFirst().isPresent();
            if (agreed && members.stream().anyMatch(run -> !values.getFirst().equals(unsaid(parameter, run)))) {
                said.put(parameter.name(), text(values.getFirst().get()));
            }
        }
        return said;
    }

    private Optional<Object> unsaid(QueryParameter parameter, Run run) {
        var text = Optional.ofNullable(own.apply(run.instance()).get(parameter.name()))
                .or(parameter::defaultValue);
        try {
            return text.isPresent() ? Optional.of(parameter.type().read(text.get())) : Optional.empty();
        } catch (BadValueException e) {
            return Optional.empty(); // it cannot have been asked with that
        }
    }

    /// @return as [io.pilothouse.domain.amc.ParameterType#read] takes it
    private static String text(Object value) {
        return switch (value) {
            case List<?> list -> list.stream().map(SaidForAll::text).collect(Collectors.joining(", "));
            case BigDecimal number -> number.toPlainString();
            default -> value.toString();
        };
    }

    /// Whether that is all that was said: a value in `{{…}}` is part of the SQL that was sent, and kept nowhere else.
    boolean whole() {
        var said = texts();
        return members.stream().allMatch(run -> {
            var values = new HashMap<>(own.apply(run.instance()));
            values.putAll(said); // and what it was sent beside its SQL
            workflow.parameters()
                    .forEach(it -> Optional.ofNullable(run.ask().values().get(it.name()))
                            .ifPresent(value -> values.put(it.name(), text(value))));
            try {
                return Question.of(workflow, values)
                        .sql()
                        .sent()
                        .equals(run.ask().sql());
            } catch (BadValueException e) {
                return false;
            }
        });
    }
}
