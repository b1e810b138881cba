package io.pilothouse.ui.home;

import io.pilothouse.domain.guard.Act;
import io.pilothouse.domain.guard.ActionClass;
import io.pilothouse.domain.home.Upkeep.Backup;
import io.pilothouse.domain.secret.Secret;
import io.pilothouse.ui.common.Icon;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.PasswordField;
import javafx.stage.FileChooser;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.octicons.Octicons;

/// One backup: what it holds, and what can be done with it. FX thread only.
final class BackupPane {

    private final HouseDesk desk;
    private final Backup backup;
    private final PasswordField password = new PasswordField();

    private BackupPane(HouseDesk desk, Backup backup) {
        this.desk = desk;
        this.backup = backup;
    }

    static Node of(HouseDesk desk, Backup backup) {
        return new BackupPane(desk, backup).pane();
    }

    private Node pane() {
        var download = button("download", Octicons.DOWNLOAD_16, this::download);
        var restore = button("restore", Octicons.HISTORY_16, this::restore);
        var delete = button("delete", Octicons.TRASH_16, this::delete);
        var facts = new LinkedHashMap<String, String>();
        facts.put(desk.text("home.column.made"), backup.at().map(desk::time).orElse(""));
        facts.put(desk.text("home.column.size"), desk.window().words().size(backup.sizeBytes()));
        facts.put(desk.text("home.column.where"), String.join(", ", backup.places()));
        facts.put(desk.text("home.column.encrypted"), backup.encrypted() ? desk.text("home.yes") : "");
        var pane = new DetailPane(desk.name() + " · " + backup.name(), backup.id()).facts(facts);
        if (backup.encrypted()) {
            password.setPromptText(desk.text("home.backups.password"));
            password.setAccessibleText(desk.text("home.backups.password"));
            pane.with(password);
        }
        return pane.buttons(download, restore, delete);
    }

    private Button button(String key, Ikon icon, Runnable run) {
        var button = new Button(desk.text("home.backups." + key), new Icon(icon));
        button.setId("home-backup-" + key);
        button.setOnAction(_ -> run.run());
        return button;
    }

    private void download() {
        var chooser = new FileChooser();
        chooser.setTitle(desk.text("home.backups.download.title", backup.name(), desk.name()));
        chooser.setInitialFileName(
                HousePages.fileName(desk.name(), backup.at().orElseGet(desk::now), backup.id(), ".tar"));
        Optional.ofNullable(chooser.showSaveDialog(
                        password.getScene() == null ? null : password.getScene().getWindow()))
                .ifPresent(file -> desk.act(
                        Act.reading(desk.id(), "download the backup “" + backup.name() + "”"),
                        desk.text("home.backups.download.title", backup.name(), desk.name()),
                        desk.text("home.backups.download"),
                        "",
                        (homes, _) -> homes.upkeep().download(desk.id(), backup, file.toPath()),
                        bytes -> desk.said(desk.text(
                                "home.backups.download.done",
                                desk.window().words().size(bytes),
                                file.getPath()))));
    }

    private void restore() {
        var typed =
                password.getText().isEmpty() ? Optional.<Secret>empty() : Optional.of(new Secret(password.getText()));
        desk.act(
                act("restore"),
                desk.text("home.backups.restore.title", backup.name()),
                desk.text("home.backups.restore.verb"),
                desk.text("home.backups.restore.effect", desk.name()),
                (homes, consent) -> homes.upkeep().restoreBackup(desk.id(), backup, typed, consent),
                _ -> desk.said(desk.text("home.backups.restore.done", desk.name())));
    }

    private void delete() {
        desk.act(
                act("delete"),
                desk.text("home.backups.delete.title", backup.name()),
                desk.text("home.backups.delete.verb"),
                desk.text("home.backups.delete.effect", desk.name()),
                (homes, consent) -> homes.upkeep().deleteBackup(desk.id(), backup, consent),
                _ -> desk.said(desk.text("home.backups.delete.done", backup.name())));
    }

    private Act act(String verb) {
        return new Act(
                ActionClass.DESTRUCTIVE,
                List.of(desk.id()),
                verb + " the backup “" + backup.name() + "”",
                List.of(backup.name()),
                1);
    }
}
