package io.pilothouse.ui.table;

import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.kordamp.ikonli.Ikon;

/// A button of the bulk bar. The guards ask in `tasks`; the act opens the guard sheet where it must.
///
/// @param id     stable name, also of its button
/// @param title  what the button says
/// @param danger whether it destroys something: stands at the right, in red
/// @param fits   whether it is offered for what is chosen
/// @param run    gets what was chosen when the button was pressed; on the FX thread, must not wait
public record BulkAct<R>(
        String id,
        String title,
        Optional<Ikon> icon,
        boolean danger,
        Predicate<Chosen<R>> fits,
        Consumer<Chosen<R>> run) {

    public BulkAct(String id, String title, Optional<Ikon> icon, boolean danger, Consumer<Chosen<R>> run) {
        this(id, title, icon, danger, _ -> true, run);
    }

    public static <R> BulkAct<R> of(String id, String title, Ikon icon, Consumer<Chosen<R>> run) {
        return new BulkAct<>(id, title, Optional.of(icon), false, run);
    }

    public BulkAct<R> destroying() {
        return new BulkAct<>(id, title, icon, true, fits, run);
    }

    public BulkAct<R> onlyWhere(Predicate<Chosen<R>> wanted) {
        return new BulkAct<>(id, title, icon, danger, wanted, run);
    }
}
