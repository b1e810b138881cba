package io.pilothouse.ui.common;

import atlantafx.base.controls.SegmentedControl;
import atlantafx.base.controls.ToggleLabel;
import java.util.function.Consumer;

/// How far back history is shown, as buttons in one: 24 h, 7 d, 90 d. The first is chosen.
public final class SpanChoice extends SegmentedControl {

    /// @param chosen hears each choice, the first one at once
    public SpanChoice(Texts texts, Consumer<Span> chosen) {
        setAccessibleText(texts.text("common.span"));
        for (var span : Span.values()) {
            var label = new ToggleLabel(texts.text("common.span." + span.word()));
            label.setId("span-" + span.word());
            label.setUserData(span);
            getSegments().add(label);
        }
        getToggleGroup().selectedToggleProperty().subscribe(toggle -> {
            if (toggle != null && toggle.getUserData() instanceof Span span) {
                chosen.accept(span);
            }
        });
    }
}
