package io.pilothouse.ui.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import javafx.geometry.Rectangle2D;
import org.junit.jupiter.api.Test;

class WindowPlaceTest {

    private static final Rectangle2D LAPTOP = new Rectangle2D(0, 0, 1440, 900);
    private static final Rectangle2D RIGHT = new Rectangle2D(1440, 0, 2560, 1440);

    @Test
    void aPlaceOnAScreenStaysAsItIs() {
        var place = new WindowPlace(1500, 100, 1600, 1000, false);

        assertThat(place.clampedTo(List.of(LAPTOP, RIGHT))).isEqualTo(place);
    }

    @Test
    void aWindowOnAScreenThatIsGoneComesBack() {
        var place = new WindowPlace(1500, 100, 1600, 1000, false).clampedTo(List.of(LAPTOP));

        assertThat(place).isEqualTo(new WindowPlace(0, 0, 1440, 900, false));
    }

    @Test
    void aWindowWhoseHeadIsAboveTheScreenComesBack() {
        var place = new WindowPlace(100, -400, 1000, 700, true).clampedTo(List.of(LAPTOP));

        assertThat(place).isEqualTo(new WindowPlace(100, 0, 1000, 700, true));
    }

    @Test
    void aPlaceSurvivesWritingAndReading() {
        var place = new WindowPlace(-20, 40, 1200, 800, true);

        assertThat(WindowPlace.read(place.write())).contains(place);
        assertThat(WindowPlace.read("somewhere")).isEmpty();
        assertThat(WindowPlace.read("1,2,x,4,true")).isEmpty();
    }
}
