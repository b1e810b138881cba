package io.pilothouse.tasks.library;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.pilothouse.connectors.ConnectorException;
import io.pilothouse.connectors.LibraryLine;
import io.pilothouse.domain.Problem;
import io.pilothouse.domain.ProblemException;
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
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.FutureTask;
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
    private final List<Instant> sentAt = new ArrayList<>();
    private final List<Instant> triedAt = new ArrayList<>();
    private boolean loses;
    private int locked;

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
                triedAt.add(rig.now());
                if (locked-- > 0) {
                    throw ConnectorException.of(FaultCode.THROTTLED, "Its database is locked.", "Wait.");
                }
                sentAt.add(rig.now());
                (method.getName().equals("addO") ? os : plays)
                        .add(((Instant) arguments[1]).truncatedTo(ChronoUnit.SECONDS));
                if (loses) {
                    throw ConnectorException.of(FaultCode.NO_ANSWER, "The answer was lost.", "Try again.");
                }
                return null;
            }
            case "deleteEvent" -> {
                ((boolean) arguments[1] ? os : plays).remove((Instant) arguments[2]);
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

    /// Sends, while time goes by.
    private int sendInTime() throws Exception {
        var sending = new FutureTask<>(this::send);
        Thread.ofVirtual().start(sending);
        while (!sending.isDone()) {
            if (rig.engine.time.waitedFor()) {
                rig.engine.time.advance(Duration.ofMillis(100));
            }
            Thread.onSpinWait();
        }
        return sending.get();
    }

    @Test
    void noMoreThanFiveAreWrittenInASecond() throws Exception {
        for (int i = 1; i <= 12; i++) {
            rig.library.watched(new EntityKey(north.num(), EntityType.SCENE, i), 1);
        }

        assertThat(sendInTime()).isEqualTo(12);

        assertThat(sentAt).hasSize(12);
        for (int i = 5; i < sentAt.size(); i++) {
            assertThat(Duration.between(sentAt.get(i - 5), sentAt.get(i)))
                    .isGreaterThanOrEqualTo(Duration.ofSeconds(1));
        }
    }

    @Test
    void aServerWhoseDatabaseIsLockedIsAskedAgainUpToItsPauses() throws Exception {
        var key = new EntityKey(north.num(), EntityType.SCENE, 3);
        rig.library.watched(key, 1);
        locked = 5;

        assertThat(sendInTime()).isEqualTo(1);

        assertThat(plays).hasSize(1);
        assertThat(triedAt).hasSize(6);
        var pauses = List.of(1, 2, 5, 10, 30);
        for (int i = 0; i < pauses.size(); i++) {
            var pause = Duration.between(triedAt.get(i), triedAt.get(i + 1));
            assertThat(pause).isGreaterThanOrEqualTo(Duration.ofSeconds(pauses.get(i)));
            if (i > 0) { // before its first wait time goes by for it as for everybody
                assertThat(pause).isLessThan(Duration.ofSeconds(2L * pauses.get(i) + 5));
            }
        }
    }

    @Test
    void aServerThatStaysLockedLeavesTheOrderWaiting() throws Exception {
        rig.library.watched(new EntityKey(north.num(), EntityType.SCENE, 3), 1);
        locked = 100;

        assertThatThrownBy(this::sendInTime).hasRootCauseInstanceOf(ConnectorException.class);

        assertThat(plays).isEmpty();
        assertThat(rig.personal.orders(north.num()))
                .extracting(LibraryPersonalRepository.Order::state)
                .containsExactly("waiting");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whatAServerKnowsIsTakenBackThereOnceAlsoWhenTheAnswerIsLost(boolean o) throws Exception {
        var key = new EntityKey(north.num(), EntityType.SCENE, 3);
        say(o, key);
        assertThat(send()).isEqualTo(1);
        rig.later(60);
        say(o, key);
        assertThat(send()).isEqualTo(1);
        var first = (o ? os : plays).getFirst();

        takeBack(o, key);
        loses = true;
        assertThatThrownBy(this::send).isInstanceOf(ConnectorException.class);
        loses = false;
        rig.later(3_600);
        assertThat(send()).isEqualTo(1);

        assertThat(o ? os : plays).containsExactly(first);
        assertThat(rig.personal.orders(north.num())).isEmpty();
        assertThat(rig.personal.events()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whatNoServerHeardOfIsTakenBackHereAlone(boolean o) throws Exception {
        var key = new EntityKey(north.num(), EntityType.SCENE, 3);
        say(o, key);

        takeBack(o, key);

        assertThat(rig.personal.orders(north.num())).isEmpty();
        assertThat(rig.personal.events()).isEmpty();
        assertThatThrownBy(() -> takeBack(o, key)).isInstanceOf(ProblemException.class);
    }

    @Test
    void whatMayHaveArrivedIsLookedForAndThenTakenBack() throws Exception {
        var key = new EntityKey(north.num(), EntityType.SCENE, 3);
        rig.library.watched(key, 1);
        loses = true;
        assertThatThrownBy(this::send).isInstanceOf(ConnectorException.class);
        loses = false;
        takeBack(false, key);
        assertThat(send()).as("it waits for what is unclear").isZero();
        rig.later(3_600);

        assertThat(send()).isEqualTo(2);

        assertThat(plays).isEmpty();
        assertThat(rig.personal.orders(north.num())).isEmpty();
    }

    private void takeBack(boolean o, EntityKey key) throws Exception {
        if (o) {
            rig.library.uncounted(key);
        } else {
            rig.library.unwatched(key);
        }
    }
}
