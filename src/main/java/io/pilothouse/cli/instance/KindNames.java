package io.pilothouse.cli.instance;

import io.pilothouse.cli.Session;
import io.pilothouse.domain.Nearest;
import io.pilothouse.domain.ProblemCode;
import io.pilothouse.domain.ProblemException;
import io.pilothouse.tasks.instance.Kinds.Kind;

/// Kinds as they are written on a command line.
final class KindNames {

    private KindNames() {}

    /// @throws ProblemException with the nearest right one
    static Kind find(Session session, String word) throws ProblemException {
        var kinds = session.services().kinds().all();
        for (var kind : kinds) {
            if (kind.id().value().equals(word)) {
                return kind;
            }
        }
        var right = kinds.stream().map(kind -> kind.id().value()).toList();
        throw Session.problem(
                ProblemCode.BAD_VALUE,
                "There is no kind “" + word + "”.",
                Nearest.to(word, right)
                        .map(nearest -> "Did you mean “" + nearest + "”?")
                        .orElse("Use one of " + String.join(", ", right) + "."));
    }
}
