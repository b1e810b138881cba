package io.pilothouse.tasks.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.dataformat.toml.TomlMapper;
import io.pilothouse.domain.cycle.HuntRule;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.domain.torrent.RuleKey;
import io.pilothouse.domain.torrent.RuleSet;
import io.pilothouse.domain.torrent.TorrentRule;
import io.pilothouse.domain.torrent.TorrentRule.Mode;
import io.pilothouse.tasks.cycle.RuleDocument;
import io.pilothouse.tasks.torrent.RuleSetDocument;
import io.pilothouse.testing.TestTorrents;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/// A qBitrr configuration as rules of ours: nothing that takes away acts, and no file goes.
class QbitrrRulesTest {

    private Findings found;

    private RuleSet.Values rules(String toml, String category) throws Exception {
        found = QbitrrSource.read(new TomlMapper().readTree(toml));
        var document = found.instances.stream()
                .filter(it -> it.configuration().kind().value().equals("qbittorrent"))
                .findFirst()
                .orElseThrow()
                .rules()
                .get("torrents");
        var torrent = TestTorrents.of(new InstanceId("qbittorrent-2605010000abc"), 1);
        torrent.category = category;
        return RuleSetDocument.read(document).of(torrent.make());
    }

    private static final String CONFIG = """
            [Settings]
            ConfigVersion = "5.14.4"
            FreeSpace = "50G"
            FailedCategory = "broken"
            [qBit]
            Host = "10.0.0.20"
            Port = 8080
            [Radarr-4K]
            URI = "http://10.0.0.21:7878"
            APIKey = "s3cret-two"
            Category = "films"
            ReSearch = true
            ArrErrorCodesToBlocklist = ["Unable to determine if file is a sample"]
            [Radarr-4K.Torrent]
            AutoDelete = true
            MaximumETA = "12h"
            DoNotRemoveSlow = false
            StalledDelay = 20
            FolderExclusionRegex = ["\\\\bextras?\\\\b", "(broken"]
            FileExtensionAllowlist = [".mkv", ".srt"]
            [Radarr-4K.Torrent.SeedingMode]
            MaxUploadRatio = 2.5
            MaxSeedingTime = 864000
            RemoveTorrent = 4
            [Sonarr-TV]
            URI = "http://10.0.0.21:8989"
            APIKey = "s3cret"
            Category = "tv"
            [Sonarr-TV.Torrent]
            DoNotRemoveSlow = true
            StalledDelay = -1
            """;

    @Test
    void eachArrIsAnExceptionForItsCategory() throws Exception {
        var films = rules(CONFIG, "films");
        assertThat(films.span(RuleKey.STALLED_AFTER)).isEqualTo(Duration.ofMinutes(20));
        assertThat(films.span(RuleKey.SLOW_LIMIT)).isEqualTo(Duration.ofHours(12));
        assertThat(films.truth(RuleKey.STALLED_SEARCH)).isTrue();
        assertThat(films.words(RuleKey.FOLDERS)).containsExactly("\\bextras?\\b");
        assertThat(films.words(RuleKey.ALLOWED)).isEqualTo(List.of("mkv", "srt"));
        assertThat(films.decimal(RuleKey.SEED_RATIO)).isEqualTo(2.5);
        assertThat(films.span(RuleKey.SEED_TIME)).isEqualTo(Duration.ofDays(10));
        assertThat(films.truth(RuleKey.SEED_ALL)).isTrue();
        var series = rules(CONFIG, "tv");
        assertThat(series.mode(TorrentRule.STALLED)).isEqualTo(Mode.OFF);
        assertThat(series.mode(TorrentRule.SLOW)).isEqualTo(Mode.OFF);
        assertThat(series.number(RuleKey.SPACE_RESERVE)).isEqualTo(50L << 30);
        assertThat(series.word(RuleKey.COMMAND_FAILED)).isEqualTo("broken");
    }

    @Test
    void whatTakesAwayIsInPreviewAndFilesStay() throws Exception {
        var films = rules(CONFIG, "films");
        for (var rule : List.of(
                TorrentRule.STALLED,
                TorrentRule.SLOW,
                TorrentRule.METADATA,
                TorrentRule.CONTENT,
                TorrentRule.IMPORT_FAILED,
                TorrentRule.SEEDING_END,
                TorrentRule.SPACE)) {
            assertThat(films.mode(rule)).as(rule.word()).isEqualTo(Mode.PREVIEW);
        }
        assertThat(films.mode(TorrentRule.COMMAND_CATEGORIES)).isEqualTo(Mode.OFF);
        assertThat(films.word(RuleKey.SEED_ACTION)).isEqualTo("remove");
        assertThat(films.truth(RuleKey.STALLED_DATA)).isFalse();
    }

    @Test
    void everyKeyHasItsLine() throws Exception {
        rules(CONFIG, "films");
        assertThat(found.lines)
                .extracting(line -> line.toString())
                .anyMatch(line -> line.contains("(broken"))
                .anyMatch(line -> line.contains("AutoDelete"))
                .anyMatch(line -> line.contains("RemoveTorrent"))
                .noneMatch(line -> line.contains("s3cret"));
    }

    @Test
    void aDurationOrSizeThatCannotBeReadIsNotTaken() throws Exception {
        var odd = CONFIG.replace("\"50G\"", "\"lots\"")
                        .replace("\"12h\"", "\"bogus\"")
                        .replace("StalledDelay = 20", "StalledDelay = 9223372036854775807")
                        .replace("864000", "\"ten days\"")
                + "[Sonarr-TV.EntrySearch]\nSearchMissing = true\nSearchRequestsEvery = \"often\"\n";

        var films = rules(odd, "films");

        assertThat(films.mode(TorrentRule.SPACE)).isEqualTo(Mode.OFF);
        for (var key : List.of("FreeSpace", "MaximumETA", "MaxSeedingTime", "SearchRequestsEvery")) {
            assertThat(found.lines)
                    .filteredOn(line -> line.key().equals(key))
                    .extracting(ReportLine::outcome)
                    .as(key)
                    .containsExactly(ReportLine.Outcome.LEFT_OUT);
        }
        assertThat(found.lines)
                .filteredOn(line -> line.key().equals("StalledDelay"))
                .extracting(ReportLine::outcome)
                .as("the other app's is whole")
                .containsExactly(ReportLine.Outcome.LEFT_OUT, ReportLine.Outcome.TAKEN);
    }

    @Test
    void aLongDurationInSecondsIsTakenInHours() throws Exception {
        var films = rules(CONFIG.replace("864000", "1234567").replace("\"12h\"", "\"999999999M\""), "films");

        assertThat(films.span(RuleKey.SEED_TIME)).isEqualTo(Duration.ofHours(343));
        assertThat(found.lines)
                .filteredOn(line -> line.key().equals("MaximumETA"))
                .extracting(ReportLine::outcome)
                .containsExactly(ReportLine.Outcome.LEFT_OUT);
    }

    private static final String CLIENT = """
            [qBit]
            Host = "10.0.0.20"
            ManagedCategories = ["seed", "long"]
            [[qBit.Trackers]]
            Name = "One"
            URI = "https://tracker.example.org/announce"
            MaxUploadRatio = 3.0
            HitAndRunMode = "and"
            MinSeedRatio = 1.2
            MinSeedingTimeDays = 4
            HitAndRunMinimumDownloadPercent = 25
            AddTags = ["one"]
            [qBit.CategorySeeding]
            MaxUploadRatio = 1.5
            RemoveTorrent = 1
            UploadRateLimitPerTorrent = 100
            [[qBit.CategorySeeding.Categories]]
            Name = "long"
            MaxSeedingTime = "30d"
            RemoveTorrent = 2
            [Sonarr-TV]
            URI = "http://10.0.0.21:8989"
            APIKey = "s3cret"
            Category = "tv"
            [Sonarr-TV.EntrySearch]
            SearchMissing = true
            DoUpgradeSearch = true
            SearchBySeries = "smart"
            SearchRequestsEvery = 600
            SearchLimit = 5
            [Sonarr-TV.Torrent.SeedingMode]
            UploadRateLimitPerTorrent = 50
            """;

    @Test
    void categoriesThatTheClientManagesAreExceptions() throws Exception {
        var seed = rules(CLIENT, "seed");
        assertThat(seed.mode(TorrentRule.SEEDING_END)).isEqualTo(Mode.PREVIEW);
        assertThat(seed.decimal(RuleKey.SEED_RATIO)).isEqualTo(1.5);
        assertThat(seed.word(RuleKey.SEED_ACTION)).isEqualTo("remove");
        assertThat(seed.number(RuleKey.UPKEEP_UP)).isEqualTo(102_400);
        var longer = rules(CLIENT, "long");
        assertThat(longer.span(RuleKey.SEED_TIME)).isEqualTo(Duration.ofDays(30));
        assertThat(longer.decimal(RuleKey.SEED_RATIO)).as("time alone decides").isZero();
        assertThat(rules(CLIENT, "tv").mode(TorrentRule.SEEDING_END)).isEqualTo(Mode.OFF);
    }

    @Test
    void whatATrackerDemandsCountsForItsTorrents() throws Exception {
        found = QbitrrSource.read(new TomlMapper().readTree(CLIENT));
        var torrent = TestTorrents.of(new InstanceId("qbittorrent-2605010000abc"), 1);
        torrent.tracker = "https://tracker.example.org/announce?passkey=x";
        var document = found.instances.getFirst().rules().get("torrents");

        var values = RuleSetDocument.read(document).of(torrent.make());

        assertThat(values.decimal(RuleKey.DUTY_RATIO)).isEqualTo(1.2);
        assertThat(values.span(RuleKey.DUTY_SEEDING)).isEqualTo(Duration.ofDays(4));
        assertThat(values.truth(RuleKey.DUTY_ALL)).isTrue();
        assertThat(values.decimal(RuleKey.DUTY_FROM)).isEqualTo(0.25);
        assertThat(values.words(RuleKey.UPKEEP_TAGS)).containsExactly("one");
        assertThat(values.decimal(RuleKey.SEED_RATIO)).isEqualTo(3.0);
    }

    @Test
    void whatItSearchedBecomesHuntingRulesThatAreOff() throws Exception {
        found = QbitrrSource.read(new TomlMapper().readTree(CLIENT));

        var rules = found.instances.getLast().rules();

        assertThat(rules).containsOnlyKeys("Missing (qBitrr)", "Upgrades (qBitrr)");
        var missing = RuleDocument.read(rules.get("Missing (qBitrr)"));
        assertThat(missing.enabled()).isFalse();
        assertThat(missing.unit()).isEqualTo(HuntRule.Unit.SEASON);
        assertThat(missing.every()).isEqualTo(Duration.ofMinutes(10));
        assertThat(missing.perRun()).isEqualTo(1);
        assertThat(RuleDocument.read(rules.get("Upgrades (qBitrr)")).pass()).isEqualTo(HuntRule.Pass.CUTOFF);
        assertThat(found.lines)
                .extracting(ReportLine::key)
                .contains("SearchMissing", "SearchLimit", "ManagedCategories", "CategorySeeding", "Trackers");
        assertThat(found.lines)
                .as("qBitrr itself reads this limit in two units")
                .anyMatch(line -> line.key().equals("UploadRateLimitPerTorrent")
                        && line.outcome() == ReportLine.Outcome.LEFT_OUT);
    }

    @Test
    void linesOfWhatIsTheSameForEveryClientStandOnce() throws Exception {
        rules(CONFIG + """
                [qBit-Second]
                Host = "10.0.0.30"
                """, "films");

        assertThat(found.lines)
                .filteredOn(line -> line.key().equals("FreeSpace"))
                .hasSize(1);
        assertThat(found.instances)
                .filteredOn(it -> it.configuration().kind().value().equals("qbittorrent"))
                .allMatch(it -> it.rules().containsKey("torrents"))
                .hasSize(2);
    }
}
