package io.pilothouse.tasks.torrent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.pilothouse.domain.ProblemException;
import io.pilothouse.domain.torrent.RuleKey;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class RuleSetDocumentTest {

    @ParameterizedTest
    @EnumSource
    void whatIsShownIsUnderstood(RuleKey key) throws Exception {
        assertThat(RuleSetDocument.typed(key, RuleSetDocument.shown(key, key.usual())))
                .isEqualTo(key.usual());
    }

    @Test
    void valuesAreTypedAsPeopleWriteThem() throws Exception {
        assertThat(RuleSetDocument.typed(RuleKey.SPACE_RESERVE, "50 GB")).isEqualTo(50_000_000_000L);
        assertThat(RuleSetDocument.typed(RuleKey.UPKEEP_DOWN, "")).isEqualTo(-1L);
        assertThat(RuleSetDocument.typed(RuleKey.SEED_RATIO, "2,5")).isEqualTo(2.5);
        assertThat(RuleSetDocument.typed(RuleKey.STALLED_AFTER, " 45m ")).isEqualTo(Duration.ofMinutes(45));
        assertThat(RuleSetDocument.typed(RuleKey.FORBIDDEN, "exe\n\n scr \n")).isEqualTo(List.of("exe", "scr"));
        assertThat(RuleSetDocument.shown(RuleKey.SPACE_RESERVE, 50_000_000_000L))
                .isEqualTo("50 GB");
    }

    @ParameterizedTest
    @CsvSource({
        "STALLED_AFTER, soon",
        "STALLED_STRIKES, many",
        "STALLED_STRIKES, -2",
        "SPACE_RESERVE, 5 apples",
        "SEED_RATIO, -1",
        "SEED_ACTION, burn",
        "FILE_NAMES, [",
    })
    void whatCannotBeIsRefusedWithItsName(RuleKey key, String typed) {
        var refused = catchThrowableOfType(ProblemException.class, () -> RuleSetDocument.typed(key, typed));

        assertThat(refused.problem().summary()).contains(key.word());
    }
}
