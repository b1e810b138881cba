package io.pilothouse.ui.start;

import io.pilothouse.domain.Problem;
import io.pilothouse.domain.ProblemCode;
import io.pilothouse.tasks.backup.Backups.StoredCopy;
import io.pilothouse.ui.common.Words;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;

/// What a person is told about a store that cannot be opened, and what can be done. Knows no nodes. FX
/// thread only.
final class StartScreenViewModel {

    /// More are not offered: an older one is still in its folder.
    private static final int COPIES_SHOWN = 5;

    /// @param words when it was made and what is in it
    record Offered(StoredCopy copy, String words) {}

    private final StartTrouble trouble;
    private final StartWays ways;
    private final Words words;
    private final Instant now;
    private final ReadOnlyBooleanWrapper busy = new ReadOnlyBooleanWrapper();
    private final ReadOnlyObjectWrapper<Optional<Problem>> failure = new ReadOnlyObjectWrapper<>(Optional.empty());
    private final ReadOnlyObjectWrapper<Optional<StoredCopy>> chosen;

    StartScreenViewModel(StartTrouble trouble, StartWays ways, Words words, Instant now) {
        this.trouble = trouble;
        this.ways = ways;
        this.words = words;
        this.now = now;
        chosen = new ReadOnlyObjectWrapper<>(trouble.copies().stream().findFirst());
    }

    String headline() {
        var code = trouble.problem().code();
        return text(
                code == ProblemCode.STORE_DAMAGED
                        ? "start.damaged"
                        : code == ProblemCode.STORE_NEWER ? "start.newer" : "start.unopened");
    }

    String summary() {
        return words.said(words.texts().summary(trouble.problem()), now);
    }

    String advice() {
        return words.texts().advice(trouble.problem());
    }

    String file() {
        return trouble.store().toString();
    }

    List<Offered> copies() {
        return trouble.copies().stream()
                .limit(trouble.replaceable() ? COPIES_SHOWN : 0)
                .map(copy -> new Offered(
                        copy, words.texts().text("start.copy", words.time(copy.at(), now), copy.instances())))
                .toList();
    }

    boolean replaceable() {
        return trouble.replaceable();
    }

    boolean readable() {
        return trouble.problem().code() == ProblemCode.STORE_DAMAGED;
    }

    /// What a person sends who asks for help; there is no secret in it.
    String report() {
        return text(
                "start.report",
                trouble.problem().code().word(),
                summary(),
                file(),
                trouble.copies().size());
    }

    void choose(StoredCopy copy) {
        chosen.set(Optional.of(copy));
    }

    void restore() {
        chosen.get().ifPresent(copy -> {
            begin();
            ways.restore(copy.file(), this::failed);
        });
    }

    void beginAnew() {
        begin();
        ways.beginAnew(this::failed);
    }

    void look() {
        begin();
        ways.look(this::failed);
    }

    void showFile() {
        var folder = trouble.store().toAbsolutePath().getParent();
        ways.showFolder(folder == null ? trouble.store() : folder);
    }

    void showLog() {
        ways.showFolder(trouble.logs());
    }

    void quit() {
        ways.quit();
    }

    private void begin() {
        busy.set(true);
        failure.set(Optional.empty());
    }

    private void failed(Problem why) {
        busy.set(false);
        failure.set(Optional.of(why));
    }

    private String text(String key, Object... arguments) {
        return words.texts().text(key, arguments);
    }

    ReadOnlyBooleanProperty busy() {
        return busy.getReadOnlyProperty();
    }

    ReadOnlyObjectProperty<Optional<Problem>> failure() {
        return failure.getReadOnlyProperty();
    }

    ReadOnlyObjectProperty<Optional<StoredCopy>> chosen() {
        return chosen.getReadOnlyProperty();
    }
}
