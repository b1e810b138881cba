package io.pilothouse.tasks.cycle;

import io.pilothouse.domain.cycle.HuntRule;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.OptionalInt;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// In which order a run reads the pages of a list: the first, then on from where the last run came to, round
/// and round; a rule that leaves the choice to chance draws its pages by the seed.
final class PageOrder {

    private final boolean firstCounts;
    private final Deque<Integer> pages = new ArrayDeque<>();
    private int nextRun;

    /// @param count pages there are
    /// @param from  where the last run came to
    PageOrder(HuntRule.Order order, int count, int from, long seed) {
        if (order == HuntRule.Order.RANDOM) {
            var drawn = IntStream.rangeClosed(1, count).boxed().collect(Collectors.toList());
            Collections.shuffle(drawn, new Random(seed));
            firstCounts = drawn.getFirst() == 1;
            drawn.remove(Integer.valueOf(1));
            pages.addAll(drawn);
        } else {
            int start = from < 2 || from > count ? 2 : from;
            firstCounts = true;
            IntStream.rangeClosed(start, count).forEach(pages::add);
            IntStream.range(2, Math.min(start, count + 1)).forEach(pages::add);
        }
        nextRun = pages.isEmpty() ? 1 : pages.getFirst();
    }

    /// @return whether the first page, which is read in any case, is drawn from
    boolean firstCounts() {
        return firstCounts;
    }

    /// @param enough whether what was read so far is enough
    /// @return the page to read after `page`; empty when none is
    OptionalInt after(int page, boolean enough) {
        if (enough) {
            nextRun = page > 1 ? page : nextRun; // what is left of it comes first
            return OptionalInt.empty();
        }
        if (pages.isEmpty()) {
            return OptionalInt.empty();
        }
        nextRun = pages.removeFirst();
        return OptionalInt.of(nextRun);
    }

    /// @return where the next run goes on after the first page
    int nextRun() {
        return nextRun;
    }
}
