package io.pilothouse.ui.common;

import java.time.format.DateTimeFormatter;
import javafx.scene.control.DatePicker;
import javafx.util.converter.LocalDateStringConverter;

/// Chooses a day, written as tables and the terminal write days: the toolkit's own way follows the computer, not
/// the language of the window.
public final class DayPicker extends DatePicker {

    public DayPicker() {
        setConverter(new LocalDateStringConverter(DateTimeFormatter.ISO_LOCAL_DATE, DateTimeFormatter.ISO_LOCAL_DATE));
    }
}
