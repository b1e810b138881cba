package io.pilothouse.tasks.connection;

import io.pilothouse.domain.ProblemException;
import io.pilothouse.domain.instance.Address;
import io.pilothouse.domain.instance.Instance;
import io.pilothouse.tasks.TaskContext;
import io.pilothouse.tasks.TaskRunner;
import io.pilothouse.tasks.connection.ConnectionTests.Recognised;
import io.pilothouse.tasks.instance.Instances;
import io.pilothouse.tasks.instance.Kinds;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.stream.Stream;

/// Finds what else answers on the host of an instance. Asks that one host alone, and there the usual ports of
/// the known kinds alone, once each; no secret is sent.
public final class Neighbours {

    private final ConnectionTests tests;
    private final Kinds kinds;
    private final Instances instances;

    public Neighbours(ConnectionTests tests, Kinds kinds, Instances instances) {
        this.tests = tests;
        this.kinds = kinds;
        this.instances = instances;
    }

    /// @return whether an instance is on a host, and not in a cloud
    public boolean possible(Instance instance) {
        return kinds.find(instance.kind()).flatMap(Kinds.Kind::usualPort).isPresent();
    }

    /// @return the ports that would be asked: those at which no instance is known
    public List<Integer> ports(Instance instance) {
        var host = instance.address().uri().getHost();
        var known = instances.fleet().get().live().stream()
                .flatMap(one ->
                        Stream.concat(Stream.of(one.address()), one.configuration().connection().second().stream()))
                .filter(at -> host.equalsIgnoreCase(at.uri().getHost()))
                .map(Address::port)
                .toList();
        return kinds.all().stream()
                .flatMap(kind -> kind.usualPort().stream())
                .distinct()
                .filter(port -> !known.contains(port))
                .toList();
    }

    /// @return what answers and is no instance yet, in the order of the kinds
    public List<Recognised> of(Instance instance, TaskContext task) throws InterruptedException {
        var ports = ports(instance);
        var found = new ArrayList<Recognised>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var asked = ports.stream()
                    .map(port -> Address.of("http://" + instance.address().uri().getHost() + ":" + port))
                    .map(at -> threads.submit(TaskRunner.carried(() -> ask(at))::call))
                    .toList();
            try {
                for (int i = 0; i < asked.size(); i++) {
                    task.progress(i, asked.size());
                    asked.get(i).get().ifPresent(found::add);
                }
            } catch (InterruptedException e) {
                threads.shutdownNow();
                throw e;
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
        return List.copyOf(found);
    }

    private Optional<Recognised> ask(Address at) throws InterruptedException {
        try {
            return Optional.of(tests.recognise(at)).filter(seen -> seen.sameAs().isEmpty());
        } catch (ProblemException nothing) { // at most ports nobody answers, and that is an answer
            return Optional.empty();
        }
    }
}
