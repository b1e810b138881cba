package io.pilothouse.ui.fleet;

import io.pilothouse.ui.common.Views;
import io.pilothouse.ui.shell.PageView;
import io.pilothouse.ui.shell.WindowContext;
import javafx.beans.value.ObservableValue;
import javafx.scene.Parent;

/// The Fleet as a page of a window.
final class FleetPage implements PageView {

    private final FleetViewModel model;
    private final FleetController controller;
    private final Parent root;

    FleetPage(WindowContext window) {
        model = new FleetViewModel(window.services(), window.words(), window.background());
        controller = new FleetController(window, model);
        root = Views.load(controller, window.texts());
    }

    @Override
    public Parent root() {
        return root;
    }

    @Override
    public void shown() {
        model.follow();
    }

    @Override
    public void hidden() {
        controller.rest();
        model.rest();
    }

    @Override
    public void close() {
        controller.close();
    }

    @Override
    public ObservableValue<String> subtitle() {
        return model.view().map(FleetViewModel.View::subtitle);
    }

    @Override
    public boolean focusFilter() {
        return controller.focusFilter();
    }
}
