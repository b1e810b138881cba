package io.pilothouse;

import static org.assertj.core.api.Assertions.assertThat;

import io.pilothouse.testing.Eventually;
import io.pilothouse.testing.HandTime;
import io.pilothouse.testing.ui.FxToolkit;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import javafx.event.Event;
import javafx.event.EventType;
import javafx.scene.Scene;
import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.Pane;
import javafx.stage.Stage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Memory is given back while nobody uses a window, also when the pointer rests on rows that move.
class IdleMemoryTest {

    private static final Duration LONG = Duration.ofMinutes(1);

    private final HandTime time = new HandTime(Instant.parse("2026-03-04T05:06:07Z"));
    private final AtomicInteger given = new AtomicInteger();
    private IdleMemory memory;
    private Stage stage;

    @BeforeEach
    void watch() {
        memory = new IdleMemory(time, given::incrementAndGet);
        stage = FxToolkit.call(() -> {
            var window = new Stage();
            window.setScene(new Scene(new Pane(), 100, 100));
            memory.watch(window);
            return window;
        });
        pointer(MouseEvent.MOUSE_MOVED, 10);
        time.advance(LONG);
    }

    @AfterEach
    void close() {
        FxToolkit.run(stage::close);
    }

    @Test
    void whatMovesUnderAPointerThatRestsIsNoUse() {
        assertThat(memory.idle()).isTrue();

        pointer(MouseEvent.MOUSE_ENTERED_TARGET, 10);
        pointer(MouseEvent.MOUSE_EXITED_TARGET, 10);
        pointer(MouseEvent.MOUSE_MOVED, 10);

        assertThat(memory.idle()).isTrue();
    }

    @Test
    void aPointerThatMovesOrPressesIsUse() {
        pointer(MouseEvent.MOUSE_MOVED, 11);
        assertThat(memory.idle()).isFalse();

        time.advance(LONG);
        assertThat(memory.idle()).isTrue();
        pointer(MouseEvent.MOUSE_PRESSED, 11);
        assertThat(memory.idle()).isFalse();
    }

    @Test
    void whatIsOnlyKeptToBeQuickIsGivenBackOnceNobodyUsesAWindow() throws Exception {
        pointer(MouseEvent.MOUSE_PRESSED, 11);
        memory.look();
        time.advance(LONG);
        memory.look();

        Eventually.that(() -> given.get() == 1);
    }

    /// What the start needed is free later, without any growth that would tell.
    @Test
    void itIsDoneAgainAfterAWhileEachTimeALongerOne() throws Exception {
        for (int minute = 0; minute < 60; minute++) {
            time.advance(LONG);
            memory.look();
            Eventually.that(() -> memory.rests());
        }
        assertThat(given.get()).as("after 2, 4, 8 and 16 minutes").isBetween(4, 8);
    }

    private void pointer(EventType<MouseEvent> type, double x) {
        FxToolkit.run(() -> Event.fireEvent(
                stage,
                new MouseEvent(
                        type,
                        x,
                        5,
                        x,
                        5,
                        MouseButton.NONE,
                        0,
                        false,
                        false,
                        false,
                        false,
                        false,
                        false,
                        false,
                        false,
                        false,
                        false,
                        null)));
    }
}
