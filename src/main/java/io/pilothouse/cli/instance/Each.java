package io.pilothouse.cli.instance;

import io.pilothouse.cli.Answer;
import io.pilothouse.cli.Session;
import io.pilothouse.cli.text.Json;
import io.pilothouse.domain.Problem;
import io.pilothouse.domain.ProblemException;
import io.pilothouse.domain.guard.Consent;
import io.pilothouse.domain.instance.Instance;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The same act on several instances: each is tried, and for each is said what was done.
final class Each {

    private Each() {}

    /// @param verb for people, for example `Enabled`
    /// @throws ProblemException when there was only one instance and it failed, or all failed alike
    static Answer of(Session session, List<Instance> instances, String kind, String title, String verb, Act act)
            throws ProblemException, InterruptedException {
        var done = new ArrayList<Instance>();
        var failed = new LinkedHashMap<Instance, Problem>();
        for (var instance : instances) {
            try {
                done.add(session.act(
                        List.of(instance), kind, title + " " + instance.name(), consent -> act.on(instance, consent)));
            } catch (ProblemException e) {
                if (instances.size() == 1) {
                    throw e;
                }
                failed.put(instance, e.problem());
            }
        }
        var services = session.services();
        // one alone is answered as itself, too
        var json = instances.size() == 1 ? InstanceAnswers.json(services, done.getFirst()) : Json.object();
        json.put(
                "instances",
                done.stream()
                        .map(instance -> InstanceAnswers.json(services, instance))
                        .toList());
        json.put("failed", failed.entrySet().stream().map(Each::json).toList());
        return Answer.of(json, page -> {
                    done.forEach(instance -> page.done(verb + " “" + instance.name() + "”."));
                    failed.forEach((instance, problem) ->
                            page.line("“" + instance.name() + "”: " + problem.summary() + " " + problem.advice()));
                })
                .notWellIf(!failed.isEmpty());
    }

    private static Object json(Map.Entry<Instance, Problem> failure) {
        return Json.object(
                "id", failure.getKey().id(),
                "code", failure.getValue().code().word(),
                "message", failure.getValue().summary(),
                "next", failure.getValue().advice());
    }

    @FunctionalInterface
    interface Act {
        /// @return the instance afterwards
        Instance on(Instance instance, Consent consent) throws ProblemException;
    }
}
