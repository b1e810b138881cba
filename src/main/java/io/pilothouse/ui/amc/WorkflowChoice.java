package io.pilothouse.ui.amc;

import io.pilothouse.domain.amc.Workflow;
import java.util.Optional;
import javafx.scene.control.ComboBox;
import javafx.util.StringConverter;
import org.jspecify.annotations.Nullable;

/// One question of the library, chosen by its title. FX thread only.
final class WorkflowChoice extends ComboBox<Workflow> {

    /// @param chosen the id of the one to begin with; else it is the first
    WorkflowChoice(Desk desk, Optional<String> chosen) {
        var all = desk.amc().library().workflows().get();
        getItems().setAll(all);
        setMaxWidth(Double.MAX_VALUE);
        setAccessibleText(desk.text("amc.run.workflow"));
        setConverter(new StringConverter<>() {
            @Override
            public String toString(@Nullable Workflow it) {
                return it == null ? "" : it.title();
            }

            @Override
            public @Nullable Workflow fromString(String text) {
                return all.stream()
                        .filter(it -> it.title().equals(text))
                        .findFirst()
                        .orElse(null);
            }
        });
        setValue(all.stream()
                .filter(it -> chosen.filter(it.id()::equals).isPresent())
                .findFirst()
                .orElse(chosen.isPresent() || all.isEmpty() ? null : all.getFirst()));
    }
}
