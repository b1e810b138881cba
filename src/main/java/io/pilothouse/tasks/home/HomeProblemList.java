package io.pilothouse.tasks.home;

import io.pilothouse.domain.Problem;
import io.pilothouse.domain.instance.InstanceId;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The problems of several houses.
///
/// @param problems what does not work first
/// @param notAsked houses that did not answer
/// @param untold   what could not be looked at in houses that did
public record HomeProblemList(List<HomeProblem> problems, Map<InstanceId, Problem> notAsked, List<Untold> untold) {

    public HomeProblemList {
        problems = List.copyOf(problems);
        notAsked = Map.copyOf(notAsked);
        untold = List.copyOf(untold);
    }

    /// What problems are looked for in.
    public enum Source {
        REPAIRS("repairs"),
        UPDATES("updates"),
        INTEGRATIONS("integrations"),
        BACKUPS("backups"),
        AUTOMATIONS("automations"),
        RUNS("latest runs of automations");

        private final String words;

        Source(String words) {
            this.words = words;
        }
    }

    /// What could not be looked at in one house.
    ///
    /// @param house name of the instance, for people
    /// @param why   empty where all it takes is the token of an administrator
    public record Untold(String house, Source source, Optional<Problem> why) {

        /// @return in English, for the terminal
        public String sentence() {
            var subject = "The " + source.words + " of " + house;
            return why.map(problem -> subject + " are not known: " + problem.summary())
                    .orElse(subject + " are told only to administrators.");
        }
    }
}
