package io.pilothouse.domain.amc;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LineDiffTest {

    private static String words(List<LineDiff.Line> lines) {
        return lines.stream()
                .map(it -> (switch (it.kind()) {
                            case SAME -> "=";
                            case GONE -> "-";
                            case NEW -> "+";
                        })
                        + it.text())
                .collect(Collectors.joining(" "));
    }

    private static String side(List<LineDiff.Line> lines, LineDiff.Kind without) {
        return lines.stream()
                .filter(it -> it.kind() != without)
                .map(LineDiff.Line::text)
                .collect(Collectors.joining("\n"));
    }

    @Test
    void whatChangedIsNamedWithWhatIsGoneFirst() {
        assertThat(words(LineDiff.of("a\nb\nc", "a\nx\nc\nd"))).isEqualTo("=a -b +x =c +d");
        assertThat(words(LineDiff.of("", "a"))).isEqualTo("+a");
        assertThat(words(LineDiff.of("a", ""))).isEqualTo("-a");
        assertThat(words(LineDiff.of("a\nb", "a\nb"))).isEqualTo("=a =b");
    }

    @Test
    void bothTextsAreInIt() {
        var random = new Random(7);
        for (int i = 0; i < 200; i++) {
            var before = text(random);
            var after = text(random);
            var lines = LineDiff.of(before, after);
            assertThat(side(lines, LineDiff.Kind.NEW)).isEqualTo(before);
            assertThat(side(lines, LineDiff.Kind.GONE)).isEqualTo(after);
        }
    }

    private static String text(Random random) {
        return IntStream.range(0, random.nextInt(12))
                .mapToObj(_ -> "line " + random.nextInt(4))
                .collect(Collectors.joining("\n"));
    }
}
