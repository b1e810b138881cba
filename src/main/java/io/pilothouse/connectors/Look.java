package io.pilothouse.connectors;

import io.pilothouse.domain.instance.Address;
import java.io.IOException;
import java.net.URI;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One visit of an instance's line. Keeps the pages it saw, and what of them may not be the service's own.
final class Look implements Visit {

    /// So much of a page is read.
    static final int PAGE_LIMIT = 256 << 10;

    /// Sends one call to the address.
    @FunctionalInterface
    interface Asking {
        Answer ask(Call call) throws ConnectorException, InterruptedException;
    }

    private final Address address;
    private final Optional<ConnectorKind> expected;
    private final Faults faults;
    private final InstantSource clock;
    private final Asking asking;
    private final Map<String, Page> pages = new HashMap<>();
    private @Nullable ConnectorException trouble;
    private @Nullable ConnectorException inFront;

    /// @param expected which product should answer
    /// @param faults   of answers of [#PAGE_LIMIT]
    Look(Address address, Optional<ConnectorKind> expected, Faults faults, InstantSource clock, Asking asking) {
        this.address = address;
        this.expected = expected;
        this.faults = faults;
        this.clock = clock;
        this.asking = asking;
    }

    /// @return why the answers may not be the service's own: a sign-in in front of it, an error
    Optional<ConnectorException> trouble() {
        return Optional.ofNullable(trouble);
    }

    /// @return that a web page came where the kind never answers with one
    Optional<ConnectorException> inFront() {
        return Optional.ofNullable(inFront);
    }

    @Override
    public Address address() {
        return address;
    }

    @Override
    public Page get(String path) throws ConnectorException, InterruptedException {
        return page(path, Call.get(path));
    }

    @Override
    public Page post(String path, String json) throws ConnectorException, InterruptedException {
        return page(path + "\n" + json, Call.postJson(path, json));
    }

    private Page page(String key, Call call) throws ConnectorException, InterruptedException {
        var known = pages.get(key);
        if (known != null) {
            return known;
        }
        var answer = asking.ask(call);
        if (answer.status() == 400 && call.safe() && !address.secure()) {
            stopIfTlsIsExpected();
        }
        brokenJson(answer).ifPresent(fault -> trouble = fault);
        if (!answer.ok()) {
            note(faults.of(answer, clock.instant()));
        } else if (answer.html()
                && expected.flatMap(ConnectorKind::plainPage)
                        .filter(key::equals)
                        .isPresent()) {
            inFront = faults.of(answer, clock.instant());
        }
        var page = new Page(
                answer.uri(),
                answer.status(),
                answer.contentType(),
                answer.redirect() ? answer.location().map(URI::toString) : Optional.empty(),
                answer.text());
        pages.put(key, page);
        return page;
    }

    /// What calls itself JSON and is none may be the right product in a bad moment: that is no reason
    /// to take it for another.
    private Optional<ConnectorException> brokenJson(Answer answer) {
        if (!answer.contentType().endsWith("json")) {
            return Optional.empty();
        }
        if (answer.body().length >= PAGE_LIMIT) {
            return Optional.of(faults.tooLarge());
        }
        try {
            Json.MAPPER.readTree(answer.body());
            return Optional.empty();
        } catch (IOException ignored) { // its message quotes the answer
            return Optional.of(faults.malformed());
        }
    }

    private void note(ConnectorException fault) {
        switch (fault.code()) {
            case PROXY_PAGE, REDIRECTED_AWAY, PROXY_FAILED, SERVER_ERROR, THROTTLED -> trouble = fault;
            default -> {} // a missing page or a refusal is how other products answer
        }
    }

    /// Servers that speak TLS answer a plain request with 400, or not at all.
    private void stopIfTlsIsExpected() throws ConnectorException, InterruptedException {
        if (faults.proxy().isEmpty()
                && new PortProbe(address, InstanceHttp.PROBE_LIMIT)
                        .certificate()
                        .isPresent()) {
            throw faults.tlsExpected();
        }
    }
}
