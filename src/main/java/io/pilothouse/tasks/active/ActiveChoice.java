package io.pilothouse.tasks.active;

import io.pilothouse.domain.active.Candidate;
import io.pilothouse.domain.active.Resolution;
import io.pilothouse.domain.active.Selection;
import io.pilothouse.domain.active.Unusable;
import io.pilothouse.domain.health.FaultCode;
import io.pilothouse.domain.health.InstanceHealth;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.domain.instance.KindId;
import io.pilothouse.tasks.health.HealthRounds;
import io.pilothouse.tasks.instance.Instances;
import java.util.List;
import java.util.Optional;

/// Which instance of a kind is the active one where no window chose: the stored preference, else the
/// first accessible one. Reads memory only.
public final class ActiveChoice {

    private final Instances instances;
    private final HealthRounds health;
    private final ActivePreference preference;

    public ActiveChoice(Instances instances, HealthRounds health, ActivePreference preference) {
        this.instances = instances;
        this.health = health;
        this.preference = preference;
    }

    /// All instances, trashed ones too, as the choice sees them.
    public static List<Candidate> candidates(Instances instances, HealthRounds health) {
        var healths = health.states().get();
        return instances.fleet().get().byId().values().stream()
                .map(instance -> {
                    var code = Optional.ofNullable(healths.get(instance.id())).flatMap(InstanceHealth::code);
                    return new Candidate(
                            instance,
                            code.filter(FaultCode.SECRET_MISSING::equals).isEmpty(),
                            code.filter(FaultCode::secretRefused).isPresent());
                })
                .toList();
    }

    /// A stored preference that cannot be followed any more is removed, so that it does not come back
    /// unasked when its instance does.
    public Resolution resolve(KindId kind) {
        var stored = new Selection(preference.byKind(), preference.lastKind());
        var resolution = Resolution.of(kind, Selection.NONE, stored, candidates(instances, health));
        if (!resolution.cleared().isEmpty()) {
            preference.clear(kind);
        }
        return resolution;
    }

    /// Remembers it as the active one of its kind.
    ///
    /// @return why it cannot be; empty when it is now
    public Optional<Unusable> choose(InstanceId id) {
        var reason = Resolution.unusable(id, candidates(instances, health));
        if (reason.isEmpty()) {
            preference.store(id);
        }
        return reason;
    }
}
