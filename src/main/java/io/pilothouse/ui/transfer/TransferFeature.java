package io.pilothouse.ui.transfer;

import io.pilothouse.ui.action.Action;
import io.pilothouse.ui.shell.Feature;
import io.pilothouse.ui.shell.WindowContext;
import java.nio.file.Path;
import java.util.Optional;
import javafx.scene.Node;
import javafx.stage.FileChooser;
import org.kordamp.ikonli.octicons.Octicons;

/// Import, export and restore, in every window.
public final class TransferFeature implements Feature {

    @Override
    public void register(WindowContext window) {
        window.actions()
                .add(Action.ofWindow(
                                "import.open",
                                _ -> choose(window, "transfer.import-choose")
                                        .ifPresent(file -> new ImportDialog(window, file).open()))
                        .withIcon(Octicons.DOWNLOAD_16));
        window.actions()
                .add(Action.ofWindow("export.open", _ -> new ExportDialog(window, () -> name(window)).open())
                        .withIcon(Octicons.UPLOAD_16));
        window.actions()
                .add(Action.ofWindow(
                                "restore.open",
                                _ -> choose(window, "transfer.restore-choose").ifPresent(file -> restore(window, file)))
                        .withIcon(Octicons.HISTORY_16));
    }

    /// Asks, with what it would do, whether a copy shall take the place of the store.
    public static void restore(WindowContext window, Path copy) {
        new RestoreDialog(window, copy).open();
    }

    private static Optional<Path> name(WindowContext window) {
        var chooser = new FileChooser();
        chooser.setTitle(window.texts().text("transfer.export-choose"));
        chooser.setInitialFileName("pilothouse-instances.json");
        Node inside = window.toasts();
        return Optional.ofNullable(chooser.showSaveDialog(inside.getScene().getWindow()))
                .map(file -> file.toPath());
    }

    private static Optional<Path> choose(WindowContext window, String title) {
        var chooser = new FileChooser();
        chooser.setTitle(window.texts().text(title));
        Node inside = window.toasts();
        return Optional.ofNullable(chooser.showOpenDialog(inside.getScene().getWindow()))
                .map(file -> file.toPath());
    }
}
