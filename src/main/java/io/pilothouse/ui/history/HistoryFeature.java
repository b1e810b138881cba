package io.pilothouse.ui.history;

import io.pilothouse.domain.instance.Instance;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.ui.common.Views;
import io.pilothouse.ui.shell.Feature;
import io.pilothouse.ui.shell.InstancePage;
import io.pilothouse.ui.shell.PageView;
import io.pilothouse.ui.shell.WindowContext;
import javafx.scene.Parent;

/// The history of every instance.
public final class HistoryFeature implements Feature {

    @Override
    public void register(WindowContext window) {
        window.pages().add(new InstancePage("history", 910, _ -> true, id -> new Page(window, id)));
    }

    private static final class Page implements PageView {
        private final HistoryViewModel model;
        private final HistoryController controller;
        private final Parent root;

        Page(WindowContext window, InstanceId id) {
            model = new HistoryViewModel(window.services(), window.words(), id);
            var name =
                    window.services().instances().find(id).map(Instance::name).orElse(id.value());
            controller = new HistoryController(model, window, id, name);
            root = Views.load(controller, window.texts());
        }

        @Override
        public Parent root() {
            return root;
        }

        @Override
        public void shown() {
            model.refresh();
        }

        @Override
        public void hidden() {
            model.rest();
        }

        @Override
        public void close() {
            model.rest();
            controller.close();
        }

        @Override
        public boolean focusFilter() {
            return controller.focusFilter();
        }
    }
}
