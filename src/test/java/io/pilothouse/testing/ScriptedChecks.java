package io.pilothouse.testing;

import io.pilothouse.domain.Problem;
import io.pilothouse.domain.health.CheckAnswer;
import io.pilothouse.domain.health.FaultCode;
import io.pilothouse.domain.health.HealthCheck;
import io.pilothouse.domain.instance.Instance;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.domain.instance.RemoteIdentity;
import io.pilothouse.tasks.Time;
import io.pilothouse.tasks.health.InstanceChecks;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/// Checks that answer as a test says: well, unless told otherwise. Thread-safe.
public final class ScriptedChecks implements InstanceChecks {

    private final Time time;
    private final Map<InstanceId, FaultCode> faults = new ConcurrentHashMap<>();
    private final Map<InstanceId, Duration> latencies = new ConcurrentHashMap<>();
    private final Map<InstanceId, String> identities = new ConcurrentHashMap<>();
    private final Map<InstanceId, CountDownLatch> blocked = new ConcurrentHashMap<>();
    private final Map<InstanceId, AtomicInteger> counts = new ConcurrentHashMap<>();
    private final Map<InstanceId, AtomicInteger> anew = new ConcurrentHashMap<>();
    private final AtomicInteger atOnce = new AtomicInteger();
    private final AtomicInteger mostAtOnce = new AtomicInteger();

    public ScriptedChecks(Time time) {
        this.time = time;
    }

    public void fail(Instance instance, FaultCode code) {
        faults.put(instance.id(), code);
    }

    public void heal(Instance instance) {
        faults.remove(instance.id());
    }

    /// It answers well, after so long.
    public void takes(Instance instance, Duration latency) {
        latencies.put(instance.id(), latency);
    }

    /// The service at its address is another one from now on.
    public void becomes(Instance instance, String identity) {
        identities.put(instance.id(), identity);
    }

    /// Checks of this instance wait until the latch is opened.
    public CountDownLatch block(Instance instance) {
        var latch = new CountDownLatch(1);
        blocked.put(instance.id(), latch);
        return latch;
    }

    public int count(Instance instance) {
        return counts.getOrDefault(instance.id(), new AtomicInteger()).get();
    }

    /// How often a person wanted it tried although it had said to wait.
    public int anew(Instance instance) {
        return anew.getOrDefault(instance.id(), new AtomicInteger()).get();
    }

    @Override
    public void anew(InstanceId id) {
        anew.computeIfAbsent(id, _ -> new AtomicInteger()).incrementAndGet();
    }

    public int total() {
        return counts.values().stream().mapToInt(AtomicInteger::get).sum();
    }

    public int mostAtOnce() {
        return mostAtOnce.get();
    }

    @Override
    public Answered check(Instance instance) {
        counts.computeIfAbsent(instance.id(), _ -> new AtomicInteger()).incrementAndGet();
        mostAtOnce.accumulateAndGet(atOnce.incrementAndGet(), Math::max);
        try {
            var latch = blocked.get(instance.id());
            if (latch != null) {
                latch.await();
            }
            return answer(instance);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Answered(new HealthCheck.Cancelled(time.instant()), Optional.empty());
        } finally {
            atOnce.decrementAndGet();
        }
    }

    private Answered answer(Instance instance) {
        var fault = faults.get(instance.id());
        if (fault != null) {
            return new Answered(failed(instance, fault), Optional.empty());
        }
        var identity = new RemoteIdentity(
                "Sonarr", "4.0", instance.name(), identities.getOrDefault(instance.id(), "one"), new TreeMap<>());
        if (instance.identity()
                .filter(known -> !known.id().equals(identity.id()))
                .isPresent()) {
            return new Answered(failed(instance, FaultCode.IDENTITY_CHANGED), Optional.of(identity));
        }
        var answer = new CheckAnswer(identity, List.of(), new LinkedHashMap<>(), Optional.empty(), false);
        var latency = latencies.getOrDefault(instance.id(), Duration.ofMillis(40));
        return new Answered(new HealthCheck.Passed(time.instant(), latency, answer), Optional.of(identity));
    }

    private HealthCheck failed(Instance instance, FaultCode fault) {
        return new HealthCheck.Failed(
                time.instant(),
                fault,
                new Problem(fault.problemCode(), instance.name() + ": " + fault + ".", "Look at it."),
                Optional.empty());
    }
}
