package io.pilothouse.ui.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import javafx.geometry.Rectangle2D;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.DoubleRange;
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
    void aWindowThatIsMadeNarrowerDoesNotLeaveTheScreenByThat() {
        var place = new WindowPlace(-1900, 100, 2000, 700, false).clampedTo(List.of(LAPTOP));

        assertThat(place).isEqualTo(new WindowPlace(0, 100, 1440, 700, false));
    }

    /// Bar A6: whatever became of the screens, the head of the window can be grasped.
    @Property
    void noWindowEndsUpOffScreen(
            @ForAll @DoubleRange(min = -8000, max = 8000) double x,
            @ForAll @DoubleRange(min = -4000, max = 4000) double y,
            @ForAll @DoubleRange(min = 1, max = 8000) double width,
            @ForAll @DoubleRange(min = 1, max = 4000) double height,
            @ForAll("arrangements") List<Rectangle2D> screens) {
        var place = new WindowPlace(x, y, width, height, false).clampedTo(screens);

        assertThat(screens).anySatisfy(screen -> {
            double seen = Math.min(place.x() + place.width(), screen.getMaxX()) - Math.max(place.x(), screen.getMinX());
            assertThat(seen).isGreaterThanOrEqualTo(Math.min(64, place.width()));
            assertThat(place.y()).isBetween(screen.getMinY(), screen.getMaxY() - 64);
        });
    }

    /// One to four screens of usual sizes beside, above and below each other.
    @Provide
    Arbitrary<List<Rectangle2D>> arrangements() {
        var at = Arbitraries.of(-2560, -1440, 0, 1080, 1440, 1920, 2560);
        var size = Arbitraries.of(
                new Rectangle2D(0, 0, 1024, 640),
                new Rectangle2D(0, 0, 1440, 900),
                new Rectangle2D(0, 0, 1080, 1920),
                new Rectangle2D(0, 0, 3840, 2160));
        return Combinators.combine(at, at, size)
                .as((x, y, shape) -> new Rectangle2D(x, y, shape.getWidth(), shape.getHeight()))
                .list()
                .ofMinSize(1)
                .ofMaxSize(4);
    }

    @Test
    void aPlaceSurvivesWritingAndReading() {
        var place = new WindowPlace(-20, 40, 1200, 800, true);

        assertThat(WindowPlace.read(place.write())).contains(place);
        assertThat(WindowPlace.read("somewhere")).isEmpty();
        assertThat(WindowPlace.read("1,2,x,4,true")).isEmpty();
    }
}
