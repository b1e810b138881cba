package io.pilothouse.ui.amc;

import static org.assertj.core.api.Assertions.assertThat;

import io.pilothouse.domain.amc.Trigger;
import io.pilothouse.domain.amc.WindowRule;
import io.pilothouse.ui.common.Texts;
import java.util.Locale;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScheduleWordsTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            0 9 * * *              | Daily at 09:00                                    | Täglich um 09:00
            30 2 * * 1             | Each Monday at 02:30                              | Jeden Montag um 02:30
            30 2 * * 0             | Each Sunday at 02:30                              | Jeden Sonntag um 02:30
            30 2 * * 7             | Each Sunday at 02:30                              | Jeden Sonntag um 02:30
            5 17 * * 1-5           | Monday to Friday at 17:05                         | Montag bis Freitag um 17:05
            0 7 * * TUE            | Each Tuesday at 07:00                             | Jeden Dienstag um 07:00
            0 7 * * sun            | Each Sunday at 07:00                              | Jeden Sonntag um 07:00
            0 6 1 * *              | On day 1 of each month at 06:00                   | Am 1. jedes Monats um 06:00
            0 0 L * *              | On the last day of each month at 00:00            | Am letzten Tag jedes Monats um 00:00
            0 8 1 * 1              | 0 8 1 * 1                                         | 0 8 1 * 1
            */30 2 * * *           | */30 2 * * *                                      | */30 2 * * *
            last-workday@08:00     | On the last working day of each month at 08:00    | Am letzten Arbeitstag jedes Monats um 08:00
            every-days:14:2026-06-01@07:30 | Every 14 days at 07:30, counted from 2026-06-01 | Alle 14 Tage um 07:30, gezählt ab 2026-06-01
            """)
    void timesAreSaidAsAPersonSaysThem(String word, String english, String german) {
        assertThat(new ScheduleWords(new Texts(Locale.ENGLISH)).trigger(Trigger.of(word)))
                .isEqualTo(english);
        assertThat(new ScheduleWords(new Texts(Locale.GERMAN)).trigger(Trigger.of(word)))
                .isEqualTo(german);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            last-days:7            | the last 7 days
            last-days:1            | the last day
            previous-week:monday   | the last whole week, beginning on Monday
            previous-month         | the last whole month
            month-to-date          | the month until now
            since-last-success:3   | everything since the last success, 3 days the first time
            fixed:2026-05-01:2026-06-01 | 2026-05-01 to 2026-05-31
            """)
    void daysAreSaidAsAPersonSaysThem(String word, String english) {
        assertThat(new ScheduleWords(new Texts(Locale.ENGLISH)).days(WindowRule.of(word)))
                .isEqualTo(english);
    }
}
