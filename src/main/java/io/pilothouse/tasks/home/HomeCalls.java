package io.pilothouse.tasks.home;

import io.pilothouse.connectors.ConnectorException;
import io.pilothouse.connectors.homeassistant.LiveHome;
import io.pilothouse.domain.Problem;
import io.pilothouse.domain.ProblemCode;
import io.pilothouse.domain.ProblemException;
import io.pilothouse.domain.guard.Act;
import io.pilothouse.domain.guard.ActionClass;
import io.pilothouse.domain.guard.Consent;
import io.pilothouse.domain.health.FaultCode;
import io.pilothouse.domain.home.CallResult;
import io.pilothouse.domain.home.HomeErrorKind;
import io.pilothouse.domain.home.HomeResult;
import io.pilothouse.domain.home.ServiceCall;
import io.pilothouse.domain.home.ServiceCatalogue;
import io.pilothouse.domain.home.ServiceCatalogue.Response;
import io.pilothouse.domain.home.Target;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.tasks.Published;
import io.pilothouse.tasks.activity.Activity;
import io.pilothouse.tasks.guard.Guards;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Calls of services: looked at before they are sent, put to the guards, and logged. Thread-safe.
final class HomeCalls {

    private static final int MOST_CALLS = 200;
    /// A call that acts on more is confirmed, whatever the guard level.
    private static final int MANY_ENTITIES = 20;

    private static final Set<String> IRREVERSIBLE = Set.of(
            "homeassistant.stop",
            "hassio.host_reboot",
            "hassio.host_shutdown",
            "hassio.restore_full",
            "hassio.restore_partial",
            "update.install",
            "recorder.purge",
            "recorder.purge_entities",
            "recorder.disable");
    private static final Set<String> EXPENSIVE = Set.of(
            "homeassistant.restart",
            "homeassistant.reload_all",
            "backup.create",
            "hassio.backup_full",
            "hassio.backup_partial",
            "homeassistant.reload_core_config");

    private final ConnectedHomes homes;
    private final Guards guards;
    private final Activity activity;
    private final Clock clock;
    private final Published<List<LoggedCall>> log = new Published<>(List.of());

    HomeCalls(ConnectedHomes homes, Guards guards, Activity activity, Clock clock) {
        this.homes = homes;
        this.guards = guards;
        this.activity = activity;
        this.clock = clock;
    }

    HomeResult<CallPreview> preview(InstanceId id, ServiceCall call) throws InterruptedException {
        return homes.ask(id, home -> preview(id, home, call));
    }

    private CallPreview preview(InstanceId id, LiveHome home, ServiceCall call)
            throws ConnectorException, InterruptedException {
        var service = home.services()
                .find(call.name())
                .orElseThrow(() -> ConnectorException.of(
                        FaultCode.NOT_FOUND,
                        homes.name(id) + " has no service “" + call.name() + "”.",
                        "Look at the list of services of " + homes.name(id) + "."));
        var states = home.currentStates();
        var target = call.target();
        var index = target.onlyEntities() ? home.index() : homes.placed(id, home);
        if (target.empty()) { // some still name what they act on in the data
            var named = call.data().get("entity_id");
            target = named instanceof String one && !one.isBlank()
                    ? Target.entity(one)
                    : named instanceof List<?> list
                            ? Target.entity(list.stream().map(String::valueOf).toArray(String[]::new))
                            : target;
        }
        var unknown = new ArrayList<>(index.unknown(target, states));
        unknown.removeIf(word -> word.equals("entity_id all") || word.equals("entity_id none"));
        var reached = new java.util.TreeSet<>(index.reached(target, states, service::serves));
        reached.removeAll(Set.of("all", "none"));
        return new CallPreview(service, reached, unknown);
    }

    Act act(InstanceId id, ServiceCall call, int reached) {
        return new Act(
                actionClass(call, reached),
                List.of(id),
                "call " + call.name(),
                call.target().entities(),
                reached);
    }

    private static ActionClass actionClass(ServiceCall call, int reached) {
        if (call.onlyReads()) {
            return ActionClass.READ;
        }
        if (IRREVERSIBLE.contains(call.name()) || reached > MANY_ENTITIES) {
            return ActionClass.DESTRUCTIVE;
        }
        return EXPENSIVE.contains(call.name()) ? ActionClass.COSTLY : ActionClass.REMOTE_REVERSIBLE;
    }

    HomeResult<CallResult> call(InstanceId id, ServiceCall call, Consent consent)
            throws ProblemException, InterruptedException {
        Optional<HomeResult<CallResult>> unusable = homes.unusable(id);
        if (unusable.isPresent()) {
            return logged(call, unusable.get());
        }
        // without the network first: what is refused whatever it reaches must not wake anything. What only
        // lacks a confirmation is looked at, so that nobody confirms a call that cannot be made
        var unconfirmed =
                unconfirmed(new Act(actionClass(call, 1), List.of(id), "call " + call.name(), List.of(), 1), consent);
        var preview = preview(id, call);
        if (preview instanceof HomeResult.Failed<CallPreview> failed) {
            return logged(call, homes.failed(id, failed.kind(), failed.problem()));
        }
        var seen = preview.orThrow();
        if (!seen.unknown().isEmpty()) {
            return logged(
                    call,
                    homes.failed(
                            id,
                            HomeErrorKind.INVALID_INPUT,
                            new Problem(
                                    ProblemCode.NOT_FOUND,
                                    homes.name(id) + " knows nothing called " + String.join(", ", seen.unknown()) + ".",
                                    "Choose what is there: the call would do nothing.")));
        }
        var wrong = wrong(id, call, seen);
        if (wrong.isPresent()) {
            return logged(call, homes.failed(id, HomeErrorKind.INVALID_INPUT, wrong.get()));
        }
        if (unconfirmed.isPresent()) {
            throw unconfirmed.get();
        }
        guards.require(act(id, call, seen.entities().size()), consent);
        var sent = seen.service().response() == Response.ALWAYS && !call.response()
                ? new ServiceCall(call.domain(), call.service(), call.target(), call.data(), true)
                : call;
        var result = logged(call, homes.ask(id, home -> {
            homes.requireSame(id, home);
            return home.call(sent);
        }));
        activity.record(Activity.now(
                clock.instant(),
                id,
                consent.origin(),
                "home-call",
                "Called " + call.name() + " at " + homes.name(id)
                        + (result instanceof HomeResult.Failed<CallResult> failed
                                ? "; it failed: " + failed.problem().summary()
                                : ".")));
        return result;
    }

    /// @return that a confirmation is missing
    /// @throws ProblemException if it is refused for another reason
    private Optional<ProblemException> unconfirmed(Act act, Consent consent) throws ProblemException {
        try {
            guards.require(act, consent);
            return Optional.empty();
        } catch (ProblemException e) {
            if (e.problem().code() != ProblemCode.CONFIRM) {
                throw e;
            }
            return Optional.of(e);
        }
    }

    /// What the house would refuse without a reason worth reading.
    private Optional<Problem> wrong(InstanceId id, ServiceCall call, CallPreview seen) {
        var service = seen.service();
        var missing = service.fields().stream()
                .filter(field -> field.required() && !call.data().containsKey(field.key()))
                .map(ServiceCatalogue.Field::key)
                .toList();
        if (!missing.isEmpty()) {
            return Optional.of(new Problem(
                    ProblemCode.BAD_VALUE,
                    call.name() + " at " + homes.name(id) + " needs " + String.join(", ", missing) + ".",
                    "Give " + missing.getFirst() + "."));
        }
        if (call.response() && service.response() == Response.NONE) {
            return Optional.of(new Problem(
                    ProblemCode.BAD_VALUE,
                    call.name() + " at " + homes.name(id) + " answers with nothing.",
                    "Leave out the wish for a response."));
        }
        return Optional.empty();
    }

    private HomeResult<CallResult> logged(ServiceCall call, HomeResult<CallResult> result) {
        log.update(before -> {
            var after = new ArrayList<LoggedCall>();
            after.add(new LoggedCall(clock.instant(), result.instance(), call, result));
            after.addAll(before.subList(0, Math.min(before.size(), MOST_CALLS - 1)));
            return List.copyOf(after);
        });
        return result;
    }

    Published<List<LoggedCall>> log() {
        return log;
    }

    HomeResult<CallResult> restartHouse(InstanceId id, Consent consent) throws ProblemException, InterruptedException {
        var call = new ServiceCall("homeassistant", "restart", Target.NONE, Map.of(), false);
        Optional<HomeResult<CallResult>> unusable = homes.unusable(id);
        if (unusable.isPresent()) {
            return unusable.get();
        }
        guards.require(act(id, call, 0), consent);
        var checked = homes.ask(id, LiveHome::checkConfiguration);
        if (checked instanceof HomeResult.Failed<List<String>> failed) {
            return homes.failed(id, failed.kind(), failed.problem());
        }
        var wrong = checked.orThrow();
        if (!wrong.isEmpty()) {
            return homes.failed(
                    id,
                    HomeErrorKind.REMOTE_ERROR,
                    new Problem(
                            ProblemCode.SERVICE,
                            homes.name(id) + " would not start again: " + String.join(" ", wrong),
                            "Correct the configuration of " + homes.name(id) + " first."));
        }
        return call(id, call, consent);
    }
}
