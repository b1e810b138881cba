package io.pilothouse.ui.palette;

import io.pilothouse.ui.action.Action;
import io.pilothouse.ui.common.Views;
import io.pilothouse.ui.shell.Dialogs;
import io.pilothouse.ui.shell.Feature;
import io.pilothouse.ui.shell.WindowContext;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import javafx.geometry.Insets;
import javafx.geometry.Pos;
import javafx.scene.layout.StackPane;
import org.kordamp.ikonli.octicons.Octicons;

/// The palette: Ctrl+K, or the search field in the header.
public final class PaletteFeature implements Feature {

    @Override
    public void register(WindowContext window) {
        var kept = new AtomicReference<Optional<Palette>>(Optional.empty());
        window.actions()
                .add(Action.ofWindow("palette.open", _ -> {
                            if (kept.get().isEmpty()) {
                                kept.set(Optional.of(new Palette(window)));
                            }
                            kept.get().orElseThrow().open();
                        })
                        .withIcon(Octicons.SEARCH_16)
                        .withKey("Shortcut+K"));
    }

    /// The palette of a window: made when it is opened first.
    private static final class Palette {

        private final PaletteViewModel model;
        private final PaletteController controller;
        private final Dialogs.Kept kept;
        private Dialogs.Open opened = () -> {};

        Palette(WindowContext window) {
            model = new PaletteViewModel(window);
            controller = new PaletteController(window, model, then -> {
                opened.close();
                then.run();
            });
            var box = Views.load(controller, window.texts());
            StackPane.setMargin(box, new Insets(68, 16, 16, 16));
            kept = window.dialogs().keep(box, Pos.TOP_CENTER);
        }

        void open() {
            opened.close();
            model.begin();
            opened = kept.open(() -> true, model::close);
            controller.focus("");
        }
    }
}
