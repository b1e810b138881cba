package io.pilothouse.connectors.arr;

import com.fasterxml.jackson.databind.JsonNode;
import io.pilothouse.connectors.Call;
import io.pilothouse.connectors.ConnectorException;
import java.util.LinkedHashMap;
import java.util.List;

/// Reads paged lists (section 5 of the contract) although their rows move: what comes twice is taken once,
/// what slipped past is looked for again, and a last page that repeats ends the reading.
final class ArrPages {

    private static final int SIZE = 250;

    /// How often a list is read from its beginning when it changed so much that rows are lacking.
    private static final int MOST_ROUNDS = 3;

    private ArrPages() {}

    /// @param most rows, no more pages are read than they need
    static List<JsonNode> read(ArrApi api, Call list, String sortKey, String direction, int most)
            throws ConnectorException, InterruptedException {
        var rows = new LinkedHashMap<String, JsonNode>();
        int size = Math.min(SIZE, most);
        for (int round = 0; round < MOST_ROUNDS; round++) {
            long total = 0;
            for (int page = 1; rows.size() < most; page++) {
                var body = api.tree(list.query("page", Integer.toString(page))
                        .query("pageSize", Integer.toString(size))
                        .query("sortKey", sortKey)
                        .query("sortDirection", direction));
                total = body.path("totalRecords").asLong();
                var records = body.path("records");
                records.forEach(row -> rows.putIfAbsent(row.path("id").asText(), row));
                int full = body.path("pageSize").asInt(size) > 0
                        ? body.path("pageSize").asInt(size)
                        : size;
                boolean last = (long) page * full >= total || body.path("page").asInt(page) < page || records.isEmpty();
                if (last) {
                    break;
                }
            }
            if (rows.size() >= Math.min(most, total)) {
                break;
            }
        }
        return rows.values().stream().limit(most).toList();
    }
}
