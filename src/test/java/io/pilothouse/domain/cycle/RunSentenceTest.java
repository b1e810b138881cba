package io.pilothouse.domain.cycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.pilothouse.domain.Wording.Place;
import io.pilothouse.domain.cycle.RunSentence.Part;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RunSentenceTest {

    private static String sample(Place place) {
        return switch (place) {
            case NUMBER -> "26";
            case FIGURE -> "1.5 TB";
            case TIME -> "2026-06-19T00:00:00Z";
            case DAY -> "monday";
            case STATE -> "identity changed";
            case DEED -> "removed with its files";
            case PASS -> "missing";
            case REASONS -> SkipReason.counted(Stream.of(SkipReason.GRACE, SkipReason.IN_QUEUE, SkipReason.GRACE));
            case NAME, LAST -> "Dr. Who is $1 \\ Radarr. HD";
            case WORDS -> "No indexer is (on). Ask 3 of 4.";
        };
    }

    @ParameterizedTest
    @EnumSource(RunSentence.class)
    void whatIsSaidIsHeardAgain(RunSentence sentence) {
        var values = sentence.places().stream().map(RunSentenceTest::sample).toList();
        var said = sentence.with(values.toArray());

        assertThat(said).doesNotContain("{");
        assertThat(RunSentence.heard(said)).containsExactly(new Part(Optional.of(sentence), values, said));
    }

    @Test
    void sentencesOneAfterTheOtherAreHeardEach() {
        var said = RunSentence.ASKED.with(3, 26) + " " + RunSentence.BUDGET_GONE.with();

        assertThat(RunSentence.heard(said))
                .extracting(it -> it.sentence().orElseThrow())
                .containsExactly(RunSentence.ASKED, RunSentence.BUDGET_GONE);
    }

    @Test
    void whatIsNoneOfThemStaysAsItIs() {
        var others = "Radarr HD did not answer: nothing listens on port 7878 of loft.";

        assertThat(RunSentence.heard(others)).containsExactly(new Part(Optional.empty(), List.of(), others));
        assertThat(RunSentence.heard(RunSentence.ASKED.with(1, 3) + " " + others))
                .extracting(Part::words)
                .containsExactly("Asked for 1 of 3.", others);
        assertThat(RunSentence.heard("")).isEmpty();
    }

    @Test
    void ourOwnSentenceIsHeardAfterForeignWords() {
        var others = "Radarr HD answered with an error. It said 3 of 4.";
        var ours = RunSentence.TAG_NOT_SET.with("No such tag. Ask again.");

        assertThat(RunSentence.heard(RunSentence.ASKED.with(1, 3) + " " + others + " " + ours))
                .extracting(Part::sentence, Part::words)
                .containsExactly(
                        tuple(Optional.of(RunSentence.ASKED), "Asked for 1 of 3."),
                        tuple(Optional.empty(), others),
                        tuple(Optional.of(RunSentence.TAG_NOT_SET), ours));
    }

    @Test
    void everyReasonIsHeardWithItsCount() {
        var all =
                SkipReason.counted(Stream.concat(Arrays.stream(SkipReason.values()), Stream.of(SkipReason.COOL_DOWN)));

        assertThat(SkipReason.heard(all))
                .containsOnlyKeys(SkipReason.values())
                .contains(Map.entry(SkipReason.COOL_DOWN, 2L), Map.entry(SkipReason.GRACE, 1L));
    }
}
