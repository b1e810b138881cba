package io.pilothouse.ui.instances;

import javafx.beans.property.BooleanProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;

/// One extra request header in a form.
///
/// @param stored whether its secret value is in the store and not on screen
record HeaderRow(StringProperty name, StringProperty value, BooleanProperty secret, boolean stored) {

    static HeaderRow of(String name, String value, boolean secret, boolean stored) {
        return new HeaderRow(
                new SimpleStringProperty(name),
                new SimpleStringProperty(value),
                new SimpleBooleanProperty(secret),
                stored);
    }
}
