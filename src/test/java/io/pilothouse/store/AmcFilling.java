package io.pilothouse.store;

import io.pilothouse.domain.amc.Brand;
import io.pilothouse.domain.amc.Collection;
import io.pilothouse.domain.amc.EntityId;
import io.pilothouse.domain.amc.MarketplaceId;
import io.pilothouse.domain.amc.ParameterType;
import io.pilothouse.domain.amc.Policies;
import io.pilothouse.domain.amc.QueryParameter;
import io.pilothouse.domain.amc.Remote;
import io.pilothouse.domain.amc.ResultColumn;
import io.pilothouse.domain.amc.ResultInfo;
import io.pilothouse.domain.amc.Run;
import io.pilothouse.domain.amc.RunId;
import io.pilothouse.domain.amc.RunState;
import io.pilothouse.domain.amc.Schedule;
import io.pilothouse.domain.amc.ScheduleSlot;
import io.pilothouse.domain.amc.SqlPosition;
import io.pilothouse.domain.amc.TimeWindow;
import io.pilothouse.domain.amc.Trigger;
import io.pilothouse.domain.amc.WindowRule;
import io.pilothouse.domain.amc.Workflow;
import io.pilothouse.domain.instance.InstanceId;
import java.math.BigDecimal;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.TreeMap;

/// Puts something into every table of AMC, through the repositories.
final class AmcFilling {

    static final TimeWindow JUNE = new TimeWindow(LocalDate.of(2026, 6, 1), LocalDate.of(2026, 6, 8), ZoneOffset.UTC);

    private AmcFilling() {}

    static void fill(Database database, InstanceId id, Instant now) {
        var library = new AmcLibraryRepository(database);
        library.save(workflow(now), now);
        var brand = library.saveBrand(new Brand(
                        0,
                        "Tea",
                        Optional.of(io.pilothouse.domain.instance.IdentityColour.GRAPHITE),
                        Map.of("product", "x")))
                .or(() -> library.brands().stream().findFirst())
                .orElseThrow();
        library.setBrands(id, List.of(brand.number()));
        library.saveAccounts(List.of(new AmcLibraryRepository.SeenAccount(
                "login",
                new Remote.Account(
                        new EntityId("ENTITY1PH0USEA1"),
                        "Harbour",
                        Optional.of(new MarketplaceId("ATVPDKIKX0DER")),
                        "US",
                        false),
                "na",
                now)));
        library.remember(id, "facts", "{}", now);
        var call = new AmcCallRepository.Call(Optional.of(id), now, "GET workflows", 200, 12, 34);
        var old = new AmcCallRepository.Call(
                Optional.of(id), now.minus(Duration.ofDays(20)), "GET workflows", 200, 12, 34);
        new AmcCallRepository(database).add(List.of(old, call), now);
        fillRuns(database, id, now);
        fillSchedules(database, id, now);
    }

    static Workflow workflow(Instant now) {
        return new Workflow(
                "ph.x",
                "X",
                "SELECT 1",
                List.of(new QueryParameter("p", "P", "d", ParameterType.STRING, Optional.of("v"))),
                List.of("tag"),
                Map.of("spend", "microcents"),
                "REMOVE_VALUES",
                "filtered",
                1,
                false,
                now,
                now);
    }

    static Run run(InstanceId id, Instant now, int seed) {
        var values = new TreeMap<String, Object>(Map.of(
                "text",
                "O'Neil",
                "number",
                9007199254740993L,
                "exact",
                new BigDecimal("0.12345678901234567"),
                "on",
                true,
                "list",
                List.of("a", "b")));
        var ask = new Run.Ask(
                Optional.of("group"),
                Optional.of("ph.x"),
                1,
                "X",
                "SELECT 1",
                List.of(),
                values,
                Map.of(),
                "REMOVE_VALUES",
                "",
                JUNE,
                false,
                false,
                false,
                false,
                Run.Origin.SCHEDULE,
                "s",
                1,
                "ENTITY1PH0USEA1",
                List.of("Tea"),
                now);
        return new Run(RunId.draw(now, new Random(seed)), id, ask, Run.Progress.queued(now));
    }

    private static void fillRuns(Database database, InstanceId id, Instant now) {
        var runs = new AmcRunRepository(database);
        var run = run(id, now, id.hashCode());
        var waiting = run(id, now, id.hashCode() + 1);
        runs.add(List.of(run, waiting, run(id, now, id.hashCode() + 3)));
        var remote = run.with(run.progress().submitting(now).remote("remote", "RUNNING", now, true));
        runs.move(remote, RunState.QUEUED);
        var wrong = waiting.with(waiting.progress()
                .ended(RunState.SUBMIT_FAILED, now, "SQL_INVALID", "words", Optional.of(new SqlPosition(1, 2))));
        runs.move(wrong, RunState.QUEUED);
        var fetched = remote.with(
                remote.progress().taking(Optional.of(Duration.ofSeconds(4))).to(RunState.DOWNLOADING, now));
        runs.move(fetched, RunState.REMOTE);
        runs.finish(
                fetched.with(fetched.progress().ready(now, OptionalLong.of(3), OptionalLong.of(30))),
                new ResultInfo(
                        run.id(),
                        "results/x.csv.gz",
                        "00",
                        List.of(30L),
                        List.of(new ResultColumn(
                                "a", ResultColumn.ValueType.LONG, true, ResultColumn.Additive.YES, "")),
                        3,
                        30,
                        1,
                        List.of(),
                        now,
                        false));
    }

    private static void fillSchedules(Database database, InstanceId id, Instant now) {
        var schedules = new AmcScheduleRepository(database);
        var schedule = new Schedule(
                "s",
                "Weekly",
                "ph.x",
                Map.of("p", "v"),
                List.of(id),
                "",
                Trigger.of("0 9 * * 1"),
                ZoneOffset.UTC,
                WindowRule.of("last-days:7"),
                2,
                Policies.Missed.LATEST,
                Policies.Overlap.QUEUE,
                Duration.ofHours(6),
                now,
                0,
                "");
        schedules.save(schedule);
        var slot = new ScheduleSlot(
                "s", id, now, Policies.SlotState.DUE, "", Optional.empty(), 0, Optional.of(now.plusSeconds(1)));
        schedules.claim(schedule, List.of(slot), now.plusSeconds(1));
        schedules.saveSlot(slot.with(
                Policies.SlotState.HELD,
                "why",
                Optional.of(run(id, now, id.hashCode()).id()),
                Optional.of(now)));
        var collection = new Collection(
                "c",
                "Weeks",
                "ph.x",
                Map.of(),
                List.of(id),
                true,
                DayOfWeek.MONDAY,
                JUNE.start(),
                Optional.of(JUNE.end()),
                ZoneOffset.UTC,
                2,
                true,
                false);
        schedules.save(collection);
        var period = Collection.Period.pending("c", id, JUNE.start(), JUNE.end());
        schedules.addPeriods(List.of(period));
        schedules.savePeriod(
                period.with(
                                Collection.PeriodState.FAILED,
                                "",
                                Optional.of(run(id, now, id.hashCode() + 2).id()))
                        .retried(now, "Amazon did not answer."),
                Optional.empty());
    }
}
