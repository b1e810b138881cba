package io.pilothouse.tasks.cycle;

import io.pilothouse.demo.arr.ArrActivity;
import io.pilothouse.domain.cycle.LedgerEntry.Outcome;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/// What a simulated app knows of a search, in the words of the ledger.
final class SearchTruth {

    private SearchTruth() {}

    /// @return what the ledger may say of it
    static List<Outcome> outcomes(ArrActivity.Search search) {
        if (!search.status().equals("completed")) {
            return List.of(search.status().equals("cancelled") ? Outcome.WITHDRAWN : Outcome.FAILED);
        }
        if (search.grabs().isEmpty()) {
            return List.of(Outcome.NOTHING_FOUND);
        }
        var ends = search.grabs().stream().map(ArrActivity.Grab::end).collect(Collectors.toSet());
        var first = search.grabs().stream()
                .filter(it -> it.end().equals("imported") || it.end().equals("upgraded"))
                .min(Comparator.comparing(it -> it.endedAt().orElseThrow()));
        if (first.isPresent()) {
            return List.of(first.get().end().equals("imported") ? Outcome.IN_PLACE : Outcome.UPGRADED);
        }
        if (ends.contains("")) {
            return List.of(Outcome.DOWNLOADING);
        }
        return List.of(ends.contains("failed") ? Outcome.FAILED : Outcome.WITHDRAWN);
    }
}
