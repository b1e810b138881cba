package io.pilothouse.ui.palette;

import io.pilothouse.ui.action.Action;
import io.pilothouse.ui.common.Views;
import io.pilothouse.ui.shell.Dialogs;
import io.pilothouse.ui.shell.Feature;
import io.pilothouse.ui.shell.WindowContext;
import java.util.concurrent.atomic.AtomicReference;
import javafx.geometry.Insets;
import javafx.geometry.Pos;
import javafx.scene.layout.StackPane;
import org.kordamp.ikonli.octicons.Octicons;

/// The palette: Ctrl+K, or the search field in the header.
public final class PaletteFeature implements Feature {

    @Override
    public void register(WindowContext window) {
        window.actions()
                .add(Action.ofWindow("palette.open", _ -> open(window))
                        .withIcon(Octicons.SEARCH_16)
                        .withKey("Shortcut+K"));
    }

    private static void open(WindowContext window) {
        var model = new PaletteViewModel(window);
        var opened = new AtomicReference<Dialogs.Open>(() -> {});
        var controller = new PaletteController(window, model, then -> {
            opened.get().close();
            then.run();
        });
        var box = Views.load(controller, window.texts());
        StackPane.setMargin(box, new Insets(68, 16, 16, 16));
        opened.set(window.dialogs().openFree(box, Pos.TOP_CENTER, () -> true, model::close));
        controller.focus("");
    }
}
