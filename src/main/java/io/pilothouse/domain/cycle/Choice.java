package io.pilothouse.domain.cycle;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.ToIntFunction;

/// Chooses what a run searches. A pure function of the rule, the candidates, what is remembered of
/// them, the budget and the seed: the same input gives the same choice.
public final class Choice {

    /// The service's clock and ours may differ by so much.
    private static final Duration CLOCKS_DIFFER = Duration.ofMinutes(10);

    /// The search for a whole season takes no longer, its wait for a worker included.
    private static final Duration PACK_SEARCH = Duration.ofHours(1);

    private Choice() {}

    /// The same where every search costs one unit.
    public static List<Decision> decide(
            HuntRule rule,
            List<Candidate> candidates,
            Map<ItemKey, ItemState> states,
            int budget,
            Optional<Instant> budgetResets,
            Instant now,
            long seed) {
        return decide(rule, candidates, states, _ -> 1, budget, budgetResets, now, seed);
    }

    /// @param states what is remembered, by item; items never searched have none
    /// @param cost   units of budget that a search of an item takes
    /// @param budget units that may still be searched, over all limits that apply
    /// @param budgetResets when the budget grows again; empty when it does not limit
    /// @return one decision for every distinct candidate, the eligible ones first in the rule's order
    public static List<Decision> decide(
            HuntRule rule,
            List<Candidate> candidates,
            Map<ItemKey, ItemState> states,
            ToIntFunction<ItemKey> cost,
            int budget,
            Optional<Instant> budgetResets,
            Instant now,
            long seed) {
        var distinct = new LinkedHashMap<ItemKey, Candidate>();
        candidates.forEach(candidate -> distinct.putIfAbsent(candidate.item(), candidate));

        var eligible = new ArrayList<Candidate>();
        var left = new ArrayList<Decision>();
        var packs = searchedPacks(distinct.values(), states);
        for (var candidate : distinct.values()) {
            var skip = filter(rule, candidate, states, Optional.ofNullable(packs.get(candidate.item())), now);
            skip.ifPresentOrElse(left::add, () -> eligible.add(candidate));
        }
        var decisions = new ArrayList<Decision>();
        var perParent = new HashMap<ItemKey, Integer>();
        var inPack = new HashSet<ItemKey>();
        int chosen = 0;
        int affordable = budget;
        for (var candidate : ordered(rule, eligible, states, seed)) {
            int units = cost.applyAsInt(candidate.item());
            var skip = limit(rule, candidate, chosen, perParent, inPack, units > affordable);
            if (skip.isEmpty()) {
                chosen++;
                affordable -= units;
                candidate.parent().ifPresent(parent -> perParent.merge(parent, 1, Integer::sum));
                inPack.addAll(candidate.covers());
            }
            var until = skip.filter(SkipReason.BUDGET::equals).flatMap(_ -> budgetResets);
            decisions.add(new Decision(candidate, skip, until));
        }
        decisions.addAll(left);
        return List.copyOf(decisions);
    }

    /// @return of each single item what is remembered of the pack that covers it
    private static Map<ItemKey, ItemState> searchedPacks(
            Collection<Candidate> candidates, Map<ItemKey, ItemState> states) {
        var searched = new HashMap<ItemKey, ItemState>();
        for (var pack : candidates) {
            var state = states.get(pack.item());
            if (state != null) {
                pack.covers().forEach(item -> searched.put(item, state));
            }
        }
        return searched;
    }

    private static boolean inVain(ItemState pack) {
        return !pack.unsettled() && pack.fruitless() > 0;
    }

    private static Optional<SkipReason> limit(
            HuntRule rule,
            Candidate candidate,
            int chosen,
            Map<ItemKey, Integer> perParent,
            Set<ItemKey> inPack,
            boolean overBudget) {
        if (inPack.contains(candidate.item())) {
            return Optional.of(SkipReason.IN_PACK);
        }
        int ofParent = candidate
                .parent()
                .map(parent -> perParent.getOrDefault(parent, 0))
                .orElse(0);
        if (rule.perParent().isPresent() && ofParent >= rule.perParent().getAsInt()) {
            return Optional.of(SkipReason.PER_PARENT);
        }
        if (overBudget) {
            return Optional.of(SkipReason.BUDGET);
        }
        return chosen >= rule.perRun() ? Optional.of(SkipReason.PER_RUN) : Optional.empty();
    }

    private static Optional<Decision> filter(
            HuntRule rule, Candidate candidate, Map<ItemKey, ItemState> states, Optional<ItemState> pack, Instant now) {
        if (!candidate.monitored()) {
            return skipped(candidate, SkipReason.UNMONITORED);
        }
        if (!candidate.parentKnown()) {
            return skipped(candidate, SkipReason.PARENT_UNKNOWN);
        }
        if (candidate.inQueue()) {
            return skipped(candidate, SkipReason.IN_QUEUE);
        }
        var state = Optional.ofNullable(states.get(candidate.item()));
        if (state.isPresent()
                && state.get().unsettled()
                && now.isBefore(state.get().nextEligible())) {
            return skipped(candidate, SkipReason.UNSETTLED, state.get().nextEligible());
        }
        if (pack.filter(it -> it.unsettled() && now.isBefore(it.nextEligible())).isPresent()) {
            return skipped(candidate, SkipReason.UNSETTLED, pack.get().nextEligible());
        }
        var excluded = excluded(rule, candidate, now);
        if (excluded.isPresent()) {
            return excluded;
        }
        var released = candidate.releasedAt();
        if (released.isPresent() && now.isBefore(released.get())) {
            return skipped(candidate, SkipReason.NOT_RELEASED, released.get().plus(rule.grace()));
        }
        if (released.isPresent() && now.isBefore(released.get().plus(rule.grace()))) {
            return skipped(candidate, SkipReason.GRACE, released.get().plus(rule.grace()));
        }
        if (!candidate.available()) {
            return skipped(candidate, SkipReason.NOT_AVAILABLE);
        }
        return resting(rule, candidate, state, pack, now)
                .flatMap(until -> skipped(candidate, SkipReason.COOL_DOWN, until));
    }

    private static Optional<Decision> excluded(HuntRule rule, Candidate candidate, Instant now) {
        for (var key : new ItemKey[] {candidate.item(), candidate.parent().orElse(candidate.item())}) {
            var until = rule.exclude().items().get(key);
            if (until != null && now.isBefore(until)) {
                return until.equals(Instant.MAX)
                        ? skipped(candidate, SkipReason.ITEM_EXCLUDED)
                        : skipped(candidate, SkipReason.ITEM_EXCLUDED, until);
            }
        }
        var tag = candidate.tags().stream()
                .sorted()
                .filter(rule.exclude().tags()::contains)
                .findFirst();
        if (tag.isPresent()) {
            return skipped(candidate, SkipReason.TAG_EXCLUDED).map(it -> it.withDetail(tag.get()));
        }
        if (rule.exclude().profiles().contains(candidate.profile())) {
            return skipped(candidate, SkipReason.PROFILE_EXCLUDED).map(it -> it.withDetail(candidate.profile()));
        }
        if (rule.exclude().root(candidate.root())) {
            return skipped(candidate, SkipReason.ROOT_EXCLUDED).map(it -> it.withDetail(candidate.root()));
        }
        return Optional.empty();
    }

    /// The latest of our own memory, that of its pack and the service's: a search that somebody else made
    /// counts too. A search of the whole season in vain does not, neither ours nor what the service remembers
    /// of it: after it single episodes have their turn.
    private static Optional<Instant> resting(
            HuntRule rule, Candidate candidate, Optional<ItemState> state, Optional<ItemState> pack, Instant now) {
        var vain = pack.filter(Choice::inVain).map(ItemState::lastAttemptAt);
        var ours = state.map(ItemState::nextEligible);
        var packs = pack.filter(it -> !inVain(it)).map(ItemState::nextEligible);
        var theirs = candidate
                .lastSearchAt()
                .filter(at -> vain.filter(asked ->
                                !at.isBefore(asked.minus(CLOCKS_DIFFER)) && !at.isAfter(asked.plus(PACK_SEARCH)))
                        .isEmpty())
                .map(at -> at.plus(rule.coolDown()));
        return java.util.stream.Stream.of(ours, packs, theirs)
                .flatMap(Optional::stream)
                .max(Comparator.naturalOrder())
                .filter(now::isBefore);
    }

    private static List<Candidate> ordered(
            HuntRule rule, List<Candidate> eligible, Map<ItemKey, ItemState> states, long seed) {
        var byKey = new ArrayList<>(eligible);
        // the order is total, so that it can be repeated: what came out first, then the lower number
        byKey.sort(Comparator.comparing((Candidate it) -> it.releasedAt().orElse(Instant.MAX))
                .thenComparing(Candidate::item));
        Comparator<Candidate> packs =
                Comparator.comparing((Candidate it) -> it.covers().isEmpty());
        var first = rule.packsFirst() ? packs : Comparator.comparing((Candidate _) -> 0);
        switch (rule.order()) {
            case RANDOM -> {
                java.util.Collections.shuffle(byKey, new Random(seed));
                byKey.sort(first);
            }
            case OLDEST_SEARCH -> byKey.sort(first.thenComparing(it -> lastSearch(it, states)));
            case NEWEST ->
                byKey.sort(first.thenComparing(it -> it.releasedAt().orElse(Instant.MIN), Comparator.reverseOrder()));
            case OLDEST_GAP ->
                byKey.sort(first.thenComparing(it -> it.releasedAt().orElse(Instant.MAX)));
        }
        return byKey;
    }

    private static Instant lastSearch(Candidate candidate, Map<ItemKey, ItemState> states) {
        var ours = Optional.ofNullable(states.get(candidate.item())).map(ItemState::lastAttemptAt);
        return java.util.stream.Stream.of(ours, candidate.lastSearchAt())
                .flatMap(Optional::stream)
                .max(Comparator.naturalOrder())
                .orElse(Instant.MIN);
    }

    private static Optional<Decision> skipped(Candidate candidate, SkipReason reason) {
        return Optional.of(new Decision(candidate, Optional.of(reason), Optional.empty()));
    }

    private static Optional<Decision> skipped(Candidate candidate, SkipReason reason, Instant until) {
        return Optional.of(new Decision(candidate, Optional.of(reason), Optional.of(until)));
    }

    /// The share of `limit` that is left, never negative.
    public static int left(int limit, int used, int reserved) {
        return Math.max(0, limit - used - reserved);
    }

    /// @return when the local day that contains `now` ends
    public static Instant endOfDay(Instant now, java.time.ZoneId zone) {
        return now.atZone(zone).toLocalDate().plusDays(1).atStartOfDay(zone).toInstant();
    }

    /// @return when the clock hour that contains `now` ends
    public static Instant endOfHour(Instant now) {
        return now.truncatedTo(java.time.temporal.ChronoUnit.HOURS).plus(Duration.ofHours(1));
    }
}
