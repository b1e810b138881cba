package io.pilothouse.tasks.connection;

import io.pilothouse.connectors.ConnectorException;
import io.pilothouse.connectors.HttpClients;
import io.pilothouse.connectors.InstanceHttp;
import io.pilothouse.connectors.PortProbe;
import io.pilothouse.connectors.Recogniser;
import io.pilothouse.connectors.ServerCertificate;
import io.pilothouse.connectors.Target;
import io.pilothouse.domain.health.CheckAnswer;
import io.pilothouse.domain.health.FaultCode;
import io.pilothouse.domain.health.Step;
import io.pilothouse.domain.instance.Address;
import io.pilothouse.tasks.connection.ConnectionTests.Diagnosis;
import io.pilothouse.tasks.connection.ConnectionTests.StepOutcome;
import io.pilothouse.tasks.connection.ConnectionTests.StepResult;
import java.net.InetAddress;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// One diagnosis: walks from the name to the data and stops at the first step that fails.
final class StepByStep {

    /// Longest wait of each step below HTTP, so that a silent host is named within three seconds.
    private static final Duration LIMIT = Duration.ofMillis(2_500);

    private final HttpClients clients;
    private final Recogniser recogniser;
    private final Target target;
    private final InstanceHttp line;
    private final Check check;
    private final Instant now;
    private final Map<Step, StepResult> results = new EnumMap<>(Step.class);
    private @Nullable ConnectorException failure;
    private @Nullable ServerCertificate certificate;

    /// One check by the connector of the target.
    @FunctionalInterface
    interface Check {
        CheckAnswer check() throws ConnectorException, InterruptedException;
    }

    /// @param line of the same target, to see the product without sending its secret
    StepByStep(HttpClients clients, Recogniser recogniser, Target target, InstanceHttp line, Check check, Instant now) {
        this.clients = clients;
        this.recogniser = recogniser;
        this.target = target;
        this.line = line;
        this.check = check;
        this.now = now;
    }

    Diagnosis walk() throws InterruptedException {
        var proxy = HttpClients.proxyOf(target.connection(), address());
        var reached = proxy.isPresent()
                ? reachesProxy(proxy.get().getHostString(), proxy.get().getPort())
                : reachesHost() && speaksTls();
        if (reached && answersHttp() && isTheProduct()) {
            proves();
        }
        return new Diagnosis(
                steps(),
                Optional.ofNullable(failure).map(ConnectorException::code),
                Optional.ofNullable(certificate).map(ConnectionTester::shown));
    }

    private List<StepResult> steps() {
        var all = new ArrayList<StepResult>();
        for (var step : Step.values()) {
            all.add(results.getOrDefault(
                    step, new StepResult(step, StepOutcome.SKIPPED, OptionalLong.empty(), "Not reached.", "")));
        }
        return all;
    }

    private Address address() {
        return target.connection().address();
    }

    private boolean reachesProxy(String host, int port) throws InterruptedException {
        var words = "The proxy " + host + ":" + port + " does this.";
        skip(Step.NAME, words);
        skip(Step.ADDRESS, words);
        var toProxy = new PortProbe(Address.of("http://" + host + ":" + port), LIMIT);
        if (!step(Step.CONNECT, () -> {
            try {
                toProxy.connect(target.label());
            } catch (ConnectorException e) {
                throw ConnectorException.of(
                                FaultCode.PROXY_FAILED,
                                "The proxy " + host + ":" + port + " does not answer.",
                                "Check the proxy in the settings of the instance or of this computer.")
                        .causedBy(e);
            }
            return "The proxy " + host + ":" + port + " takes connections.";
        })) {
            return false;
        }
        skip(Step.TLS, address().secure() ? "Judged together with the HTTP step." : "Not used by this address.");
        return true;
    }

    private boolean reachesHost() throws InterruptedException {
        var probe = new PortProbe(address(), LIMIT);
        var found = new ArrayList<InetAddress>();
        return step(Step.NAME, () -> {
                    found.addAll(resolved(probe));
                    return probe.numeric()
                            ? address().host() + " is an address already."
                            : address().host() + " has the address " + texts(found) + ".";
                })
                && step(
                        Step.ADDRESS,
                        () -> "Reached from "
                                + probe.route(found.getFirst(), target.label()).getHostAddress() + ".")
                && step(Step.CONNECT, () -> {
                    probe.connect(target.label());
                    return "Port " + address().port() + " takes connections.";
                });
    }

    /// The system's resolver can neither be interrupted nor limited.
    private List<InetAddress> resolved(PortProbe probe) throws ConnectorException, InterruptedException {
        var lookup = new FutureTask<>(() -> probe.resolve(target.label()));
        Thread.ofVirtual().name("look up " + address().host()).start(lookup);
        try {
            return lookup.get(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw ConnectorException.of(
                            FaultCode.NAME_UNKNOWN,
                            target.label() + " cannot be found: nobody answers who "
                                    + address().host() + " is.",
                            "Check this computer's network and name server, or use the IP address.")
                    .causedBy(e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof ConnectorException known) {
                throw known;
            }
            throw new IllegalStateException("look up " + address().host(), e);
        }
    }

    private static String texts(List<InetAddress> found) {
        return found.stream().map(InetAddress::getHostAddress).limit(4).collect(Collectors.joining(", "));
    }

    private boolean speaksTls() throws InterruptedException {
        if (!address().secure()) {
            skip(Step.TLS, "Not used by this address.");
            return true;
        }
        var probe = new PortProbe(address(), LIMIT);
        return step(Step.TLS, () -> {
            var shown = probe.trusted(target.connection().trust(), target.label());
            var until = shown.ends().toString().substring(0, 10);
            long days = Duration.between(now, shown.ends()).toDays();
            if (shown.ends().isBefore(now)) { // trusted all the same, as it is pinned
                return "Certificate of " + shown.subject() + ", expired since " + until + ".";
            }
            return days < 2
                    ? "Certificate of " + shown.subject() + ", good until " + until + "."
                    : "Certificate of " + shown.subject() + ", good until " + until + ", in " + days + " days.";
        });
    }

    private boolean answersHttp() throws InterruptedException {
        return step(Step.HTTP, () -> {
            var page = clients.visit(target.connection(), target.label()).get("");
            return "It answers (" + page.status() + ").";
        });
    }

    private boolean isTheProduct() throws InterruptedException {
        return step(Step.PRODUCT, () -> {
            try {
                line.confirmed();
                return line.recognition()
                        .map(found -> "This is " + found.product()
                                + (found.version().isEmpty() ? "" : " " + found.version())
                                + ", seen without sending a key.")
                        .orElseThrow();
            } catch (ConnectorException e) {
                throw recogniser.explain(e, target.connection(), target.label(), target.kind());
            }
        });
    }

    private void proves() throws InterruptedException {
        long began = System.nanoTime();
        try {
            var answer = check.check();
            var took = millisSince(began);
            ok(Step.SECRET, took, "It was accepted.");
            ok(Step.PERMISSION, OptionalLong.empty(), "What is needed may be read.");
            ok(Step.DATA, OptionalLong.empty(), ConnectionTester.found(answer));
        } catch (ConnectorException e) {
            var took = millisSince(began);
            var known = recogniser.explain(e, target.connection(), target.label(), target.kind());
            for (var step : List.of(Step.SECRET, Step.PERMISSION)) {
                if (step.compareTo(known.code().step()) < 0) {
                    ok(
                            step,
                            OptionalLong.empty(),
                            step == Step.SECRET ? "It was accepted." : "What is needed may be read.");
                }
            }
            fail(known, took);
        }
    }

    @FunctionalInterface
    private interface Question {
        String ask() throws ConnectorException, InterruptedException;
    }

    /// @return whether it went well
    private boolean step(Step step, Question question) throws InterruptedException {
        long began = System.nanoTime();
        try {
            ok(step, OptionalLong.empty(), question.ask());
            results.computeIfPresent(
                    step,
                    (key, result) -> new StepResult(step, StepOutcome.OK, millisSince(began), result.message(), ""));
            return true;
        } catch (ConnectorException e) {
            fail(e, millisSince(began));
            return false;
        }
    }

    private void ok(Step step, OptionalLong millis, String message) {
        results.put(step, new StepResult(step, StepOutcome.OK, millis, message, ""));
    }

    private void skip(Step step, String message) {
        results.put(step, new StepResult(step, StepOutcome.SKIPPED, OptionalLong.empty(), message, ""));
    }

    /// The failure belongs to its own step: an answer in the wrong language is seen at HTTP, and is TLS.
    private void fail(ConnectorException reason, OptionalLong millis) throws InterruptedException {
        failure = reason;
        var step = reason.code().step();
        results.keySet().removeIf(later -> later.compareTo(step) > 0);
        results.put(
                step,
                new StepResult(
                        step,
                        StepOutcome.FAILED,
                        millis,
                        reason.problem().summary(),
                        reason.problem().advice()));
        if (step == Step.TLS) {
            var secure =
                    Address.of("https://" + URI.create(address().toString()).getRawAuthority());
            certificate =
                    PortProbe.certificateAt(target.connection(), secure, LIMIT).orElse(null);
        }
    }

    private static OptionalLong millisSince(long nanos) {
        return OptionalLong.of(Duration.ofNanos(System.nanoTime() - nanos).toMillis());
    }
}
