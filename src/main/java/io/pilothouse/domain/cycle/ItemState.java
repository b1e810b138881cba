package io.pilothouse.domain.cycle;

import java.time.Instant;
import java.util.Optional;

/// What Pilothouse remembers of its own searches for one item of one instance.
///
/// @param attempts     searches accepted by the service since the last reset
/// @param fruitless    searches in a row that brought nothing
/// @param unsettled    whether the latest search has no outcome yet
/// @param nextEligible when it may be searched again
public record ItemState(
        ItemKey item, Instant lastAttemptAt, int attempts, int fruitless, boolean unsettled, Instant nextEligible) {

    /// @return the state after a search that the service accepted at `now`
    public static ItemState afterSearch(Optional<ItemState> before, ItemKey item, HuntRule rule, Instant now) {
        int attempts = before.map(ItemState::attempts).orElse(0) + 1;
        int fruitless = before.map(ItemState::fruitless).orElse(0);
        return new ItemState(item, now, attempts, fruitless, true, now.plus(rule.restAfter(fruitless + 1)));
    }

    /// @return the state after the outcome became known
    public ItemState settled(boolean broughtSomething, HuntRule rule) {
        int nowFruitless = broughtSomething ? 0 : fruitless + 1;
        return new ItemState(
                item, lastAttemptAt, attempts, nowFruitless, false, lastAttemptAt.plus(rule.restAfter(nowFruitless)));
    }
}
