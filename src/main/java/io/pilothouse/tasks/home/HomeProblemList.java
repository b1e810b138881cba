package io.pilothouse.tasks.home;

import io.pilothouse.domain.Problem;
import io.pilothouse.domain.instance.InstanceId;
import java.util.List;
import java.util.Map;

/// The problems of several houses.
///
/// @param problems what does not work first
/// @param notAsked houses that did not answer
/// @param notes    what could not be looked at, for people
public record HomeProblemList(List<HomeProblem> problems, Map<InstanceId, Problem> notAsked, List<String> notes) {

    public HomeProblemList {
        problems = List.copyOf(problems);
        notAsked = Map.copyOf(notAsked);
        notes = List.copyOf(notes);
    }
}
