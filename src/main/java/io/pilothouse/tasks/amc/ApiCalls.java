package io.pilothouse.tasks.amc;

import io.pilothouse.connectors.RequestLog;
import io.pilothouse.store.AmcCallRepository;
import io.pilothouse.store.AmcCallRepository.Call;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;

/// Hears of every request and remembers those of AMC's API for its metrics: the endpoint without ids,
/// nothing else of it. Looks at who answers, which carry no secret and are refused, are no such calls. Thread-safe.
public final class ApiCalls implements RequestLog {

    private static final int MOST_WAITING = 10_000;

    private final RequestLog next;
    private final ConcurrentLinkedQueue<Call> waiting = new ConcurrentLinkedQueue<>();

    /// @param next who hears of it, too
    public ApiCalls(RequestLog next) {
        this.next = next;
    }

    @Override
    public void record(Entry entry) {
        next.record(entry);
        var endpoint = endpoint(entry.method(), entry.path());
        if (entry.signed() && !endpoint.isEmpty() && waiting.size() < MOST_WAITING) {
            waiting.add(new Call(
                    entry.instance(),
                    entry.at(),
                    endpoint,
                    entry.status(),
                    entry.took().toMillis(),
                    entry.bytes()));
        }
    }

    /// @return empty for what is no call of the API
    static String endpoint(String method, String path) {
        var parts = path.split("/");
        if (parts.length < 3 || !parts[1].equals("amc")) {
            return path.equals("/auth/o2/token") ? "token" : path.startsWith("/adsAccounts") ? "adsAccounts" : "";
        }
        if (parts[2].equals("reporting") && parts.length > 4) {
            var rest = parts.length > 6 ? "/{id}/" + parts[6] : parts.length > 5 ? "/{id}" : "";
            return method + " " + parts[4] + rest;
        }
        if (parts[2].equals("audiences")) {
            return method + " " + path.substring("/amc/".length()); // no id is in it
        }
        return method + " " + parts[2] + (parts.length > 4 ? "/{id}/" + parts[4] : parts.length > 3 ? "/{id}" : "");
    }

    /// Writes what waits.
    void flush(AmcCallRepository store, Instant now) {
        List<Call> batch = new ArrayList<>();
        for (var call = waiting.poll(); call != null; call = waiting.poll()) {
            batch.add(call);
        }
        if (!batch.isEmpty()) {
            store.add(batch, now);
        }
    }
}
