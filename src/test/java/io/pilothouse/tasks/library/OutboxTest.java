package io.pilothouse.tasks.library;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.pilothouse.connectors.ConnectorException;
import io.pilothouse.connectors.LibraryLine;
import io.pilothouse.domain.Problem;
import io.pilothouse.domain.health.FaultCode;
import io.pilothouse.domain.instance.Instance;
import io.pilothouse.domain.library.EntityKey;
import io.pilothouse.domain.library.EntityType;
import io.pilothouse.store.LibraryPersonalRepository;
import io.pilothouse.testing.LibraryRig;
import io.pilothouse.testing.UnheardTask;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OutboxTest {

    private static final long REFUSED_SCENE = 13;

    @TempDir
    Path folder;

    private LibraryRig rig;
    private Instance north;
    private final List<Instant> plays = new ArrayList<>();
    private final List<Instant> os = new ArrayList<>();
    private final List<String> failed = new ArrayList<>();
    private boolean loses;

    @BeforeEach
    void open() throws Exception {
        rig = new LibraryRig(folder);
        north = rig.add("North", "scenes", "10");
        rig.library.writeBack(north.id(), "manual");
    }

    @AfterEach
    void close() {
        rig.close();
    }

    /// A server that keeps what it is told, whether its answer arrives or not.
    private Object answer(Method method, Object[] arguments) throws ConnectorException {
        switch (method.getName()) {
            case "addPlay", "addO" -> {
                if ((long) arguments[0] == REFUSED_SCENE) {
                    throw ConnectorException.of(FaultCode.REFUSED, "North refused it.", "Look at its log.");
                }
                (method.getName().equals("addO") ? os : plays)
                        .add(((Instant) arguments[1]).truncatedTo(ChronoUnit.SECONDS));
                if (loses) {
                    throw ConnectorException.of(FaultCode.NO_ANSWER, "The answer was lost.", "Try again.");
                }
                return null;
            }
            case "history" -> {
                return (boolean) arguments[1] ? os : plays;
            }
            case "find" -> {
                return new LibraryLine.Found(List.of(), Set.of(), Set.of(), rig.now());
            }
            default -> throw new AssertionError(method.getName() + " was not expected");
        }
    }

    private int send() throws Exception {
        var line = (LibraryLine) Proxy.newProxyInstance(
                OutboxTest.class.getClassLoader(),
                new Class<?>[] {LibraryLine.class},
                (_, method, arguments) -> answer(method, arguments));
        return new Outbox(rig.personal, rig.store, rig.engine.time, line, new UnheardTask() {
                    @Override
                    public void itemFailed(Problem problem) {
                        failed.add(problem.summary());
                    }
                })
                .send(rig.personal.orders(north.num()));
    }

    private void say(boolean o, EntityKey key) throws Exception {
        if (o) {
            rig.library.counted(key);
        } else {
            rig.library.watched(key, 1);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void anEventWhoseAnswerIsLostIsCountedOnce(boolean o) throws Exception {
        say(o, new EntityKey(north.num(), EntityType.SCENE, 3));
        loses = true;
        assertThatThrownBy(this::send).isInstanceOf(ConnectorException.class);

        loses = false;
        rig.later(3_600);
        assertThat(send()).isEqualTo(1);

        assertThat(o ? os : plays).hasSize(1);
        assertThat(o ? plays : os).isEmpty();
        assertThat(rig.personal.orders(north.num())).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whatIsNoSceneNeverCountsForTheSceneOfItsNumber(boolean o) throws Exception {
        say(o, new EntityKey(north.num(), EntityType.IMAGE, 3));

        assertThat(rig.personal.orders(north.num())).isEmpty();
    }

    @Test
    void whatIsRefusedHoldsUpNoOtherAndIsTold() throws Exception {
        rig.library.watched(new EntityKey(north.num(), EntityType.SCENE, REFUSED_SCENE), 1);
        rig.library.watched(new EntityKey(north.num(), EntityType.SCENE, 3), 1);

        assertThat(send()).isEqualTo(1);

        assertThat(plays).hasSize(1);
        assertThat(failed).containsExactly("North refused it.");
        assertThat(rig.personal.orders(north.num()))
                .extracting(order -> order.key().id(), LibraryPersonalRepository.Order::state)
                .containsExactly(tuple(REFUSED_SCENE, "failed"));
    }
}
