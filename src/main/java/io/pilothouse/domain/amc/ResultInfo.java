package io.pilothouse.domain.amc;

import java.time.Instant;
import java.util.List;

/// What is known of a fetched result without opening it.
///
/// @param file      below the data folder
/// @param sha256    of the files as fetched, one after the other, lower-case hex
/// @param parts     bytes of each file as fetched, unpacked
/// @param suppressed rows with at least one value that privacy took away
/// @param irregular lines whose number of values differs from the header; empty for a clean result
/// @param pinned    whether retention leaves it alone
public record ResultInfo(
        RunId run,
        String file,
        String sha256,
        List<Long> parts,
        List<ResultColumn> columns,
        long rows,
        long bytes,
        long suppressed,
        List<Long> irregular,
        Instant fetchedAt,
        boolean pinned) {}
