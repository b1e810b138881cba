package io.pilothouse.ui;

import static org.assertj.core.api.Assertions.assertThat;

import io.pilothouse.testing.ui.FakeServices;
import io.pilothouse.testing.ui.FxToolkit;
import io.pilothouse.testing.ui.PictureFleet;
import io.pilothouse.testing.ui.Routes;
import io.pilothouse.testing.ui.Windows;
import io.pilothouse.ui.shell.ShellWindow;
import java.lang.ref.Reference;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;

/// What a closed window leaves behind: nothing.
class ClosedWindowsTest {

    /// One may be remembered by JavaFX itself; of two that are left one is ours.
    private static final int WINDOWS = 2;

    @Test
    void closedWindowsAreForgottenWhateverTheyShowed() {
        assertForgotten(new FakeServices());
        assertForgotten(PictureFleet.make());
    }

    /// @param fakes outlive their windows, as the engine does
    private static void assertForgotten(FakeServices fakes) {
        FxToolkit.start();
        var windows = new ArrayList<WeakReference<ShellWindow>>();
        for (int i = 0; i < WINDOWS; i++) {
            windows.add(FxToolkit.call(() -> openedAndClosed(fakes)));
        }

        for (int i = 0; i < 20 && windows.stream().anyMatch(window -> window.get() != null); i++) {
            System.gc();
            FxToolkit.run(() -> {});
        }

        // the last one it drew or gave the focus
        assertThat(windows.stream().filter(window -> window.get() != null)).hasSizeLessThanOrEqualTo(1);
        Reference.reachabilityFence(fakes);
    }

    private static WeakReference<ShellWindow> openedAndClosed(FakeServices fakes) {
        try (var window = Windows.open(fakes, false)) {
            for (var route : Routes.all(fakes, window)) {
                route.open().accept(window);
                Routes.settle(fakes, window);
            }
            return new WeakReference<>(window);
        }
    }
}
