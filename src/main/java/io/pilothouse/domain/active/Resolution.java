package io.pilothouse.domain.active;

import io.pilothouse.domain.instance.Instance;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.domain.instance.KindId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Which instance of a kind is the active one, and how that was found out.
///
/// @param instance empty when there is none
/// @param level    which level spoke
/// @param cleared  levels that named an instance that cannot be it any more; the caller removes them
public record Resolution(Optional<Instance> instance, Level level, List<Cleared> cleared) {

    /// Who said which instance it is.
    public enum Level {
        /// Given with the request; never asks any level.
        EXPLICIT,
        SESSION,
        STORED,
        FIRST_ACCESSIBLE,
        /// None: no instance of the kind exists.
        NO_INSTANCE,
        /// None: there are instances, but no usable one.
        ALL_UNUSABLE
    }

    /// @param level SESSION or STORED
    public record Cleared(Level level, InstanceId id, Unusable reason) {}

    public Resolution {
        cleared = List.copyOf(cleared);
    }

    private static final Comparator<Instance> FIRST = Comparator.comparingInt(
                    (Instance instance) -> instance.configuration().priority())
            .thenComparing(instance -> instance.name().toLowerCase(Locale.ROOT))
            .thenComparing(Instance::id);

    /// Asks the three levels in turn. Pure, without network.
    ///
    /// @param session    what the window chose since it was opened
    /// @param stored     what a person chose in earlier runs
    /// @param candidates all instances, trashed ones too
    public static Resolution of(KindId kind, Selection session, Selection stored, Collection<Candidate> candidates) {
        var cleared = new ArrayList<Cleared>();
        for (var level : List.of(Level.SESSION, Level.STORED)) {
            var named = (level == Level.SESSION ? session : stored).of(kind);
            if (named.isEmpty()) {
                continue;
            }
            var unusable = unusable(named.get(), candidates);
            if (unusable.isEmpty()) {
                return new Resolution(find(named.get(), candidates).map(Candidate::instance), level, cleared);
            }
            cleared.add(new Cleared(level, named.get(), unusable.get()));
        }
        var defined = candidates.stream()
                .filter(one ->
                        one.instance().kind().equals(kind) && !one.instance().trashed())
                .toList();
        var valid = defined.stream().filter(one -> unusable(one).isEmpty()).toList();
        var first = valid.stream()
                .filter(one -> !one.rejected())
                .map(Candidate::instance)
                .min(FIRST)
                .or(() -> valid.stream().map(Candidate::instance).min(FIRST));
        var level =
                first.isPresent() ? Level.FIRST_ACCESSIBLE : defined.isEmpty() ? Level.NO_INSTANCE : Level.ALL_UNUSABLE;
        return new Resolution(first, level, cleared);
    }

    /// @return why the instance cannot be the active one; empty when it can
    public static Optional<Unusable> unusable(InstanceId id, Collection<Candidate> candidates) {
        var candidate = find(id, candidates);
        return candidate.isEmpty() ? Optional.of(Unusable.DELETED) : unusable(candidate.get());
    }

    /// @return why the candidate cannot be the active one; empty when it can
    public static Optional<Unusable> unusable(Candidate candidate) {
        var instance = candidate.instance();
        if (instance.trashed()) {
            return Optional.of(Unusable.ARCHIVED);
        }
        if (!instance.enabled()) {
            return Optional.of(Unusable.DISABLED);
        }
        return candidate.configured() ? Optional.empty() : Optional.of(Unusable.NOT_CONFIGURED);
    }

    private static Optional<Candidate> find(InstanceId id, Collection<Candidate> candidates) {
        return candidates.stream().filter(one -> one.instance().id().equals(id)).findFirst();
    }
}
