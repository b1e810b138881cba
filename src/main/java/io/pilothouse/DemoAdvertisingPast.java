package io.pilothouse;

import io.pilothouse.domain.ProblemException;
import io.pilothouse.domain.amc.Brand;
import io.pilothouse.domain.amc.Collection;
import io.pilothouse.domain.amc.Cron;
import io.pilothouse.domain.amc.Policies.Missed;
import io.pilothouse.domain.amc.Policies.Overlap;
import io.pilothouse.domain.amc.Policies.SlotState;
import io.pilothouse.domain.amc.Run;
import io.pilothouse.domain.amc.RunId;
import io.pilothouse.domain.amc.RunState;
import io.pilothouse.domain.amc.Schedule;
import io.pilothouse.domain.amc.ScheduleSlot;
import io.pilothouse.domain.amc.SqlText;
import io.pilothouse.domain.amc.TimeWindow;
import io.pilothouse.domain.amc.Trigger;
import io.pilothouse.domain.amc.WindowRule;
import io.pilothouse.domain.amc.Workflow;
import io.pilothouse.domain.guard.Consent;
import io.pilothouse.domain.instance.IdentityColour;
import io.pilothouse.domain.instance.Instance;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.domain.task.Origin;
import io.pilothouse.store.AmcCallRepository;
import io.pilothouse.store.AmcLibraryRepository;
import io.pilothouse.store.AmcScheduleRepository;
import io.pilothouse.tasks.amc.Amc;
import io.pilothouse.tasks.amc.Imports;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;

/// What the demo's advertising instances would remember of half a year: questions with versions, runs that
/// ended in every way, one question over all three, schedules with their turns, a collection by weeks,
/// brands and calls. Only ever written to the demo's own store. The same seed makes the same past.
final class DemoAdvertisingPast {

    private static final ZoneId ZONE = ZoneId.of("UTC");
    private static final String PATH = "ph.path-to-purchase";
    private static final String REACH = "ph.reach-by-campaign";
    private static final String SPEND = "ph.spend-by-campaign";
    private static final String PATH_SQL = """
            -- How many people each campaign reached with each search term, and what it cost.
            SELECT
              campaign,
              customer_search_term,
              COUNT(DISTINCT user_id) AS reach,
              SUM(impressions) AS impressions,
              SUM(clicks) AS clicks,
              SUM(spend) AS spend
            FROM sponsored_ads_traffic
            GROUP BY campaign, customer_search_term""";
    private static final List<String> CAMPAIGNS = List.of(
            "Autumn brand",
            "Breakfast video",
            "Harbour coffee – exact",
            "Harbour coffee – broad",
            "Holiday gifts",
            "Loose tea – category",
            "New flavours",
            "Prime week",
            "Retargeting 30 d",
            "Tea bags – competitors",
            "Weekend offers",
            "Winter range");
    private static final List<String> WORDS = List.of(
            "tea", "coffee", "beans", "green", "black", "loose", "bags", "organic", "gift", "set", "decaf", "strong");
    private static final int WEEKS = 26;
    private static final int MORNINGS = 30;
    private static final Duration CALLS_SINCE = Duration.ofDays(7);

    private final Amc amc;
    private final AmcScheduleRepository schedules;
    private final AmcLibraryRepository library;
    private final AmcCallRepository callStore;
    private final Instant now;
    private final Random random;
    private final List<Imports.Past> past = new ArrayList<>();
    private final List<ScheduleSlot> turns = new ArrayList<>();

    DemoAdvertisingPast(Wiring wiring, Instant now, long seed) {
        amc = wiring.amc;
        schedules = new AmcScheduleRepository(wiring.database);
        library = new AmcLibraryRepository(wiring.database);
        callStore = new AmcCallRepository(wiring.database);
        this.now = now;
        random = new Random(seed);
    }

    /// Writes the past of these three.
    ///
    /// @param refused the one whose login Amazon refuses
    void write(Instance north, Instance refused, Instance east) throws ProblemException, IOException {
        brands(north, refused, east);
        questions();
        mornings(north);
        weeks(List.of(north, east));
        months(refused);
        byWeek(List.of(north, east));
        asked(north, refused, east);
        amc.imports().keep(past);
        turns.forEach(turn -> {
            schedules
                    .schedule(turn.schedule())
                    .ifPresent(schedule -> schedules.claim(schedule, List.of(turn), schedule.cursor()));
            schedules.saveSlot(turn);
        });
        calls(List.of(north, refused, east));
    }

    private void coloured(String name, IdentityColour colour, Consent consent) throws ProblemException {
        var brand = amc.brands().find(name);
        amc.brands().save(new Brand(brand.number(), brand.name(), Optional.of(colour), brand.parameters()), consent);
    }

    private void brands(Instance north, Instance refused, Instance east) throws ProblemException {
        var consent = Consent.confirmed(Origin.PROGRAM);
        amc.brands().set(north.id(), List.of("Harbour Coffee", "Harbour Tea"), consent);
        amc.brands().set(refused.id(), List.of("Harbour Tea"), consent);
        amc.brands().set(east.id(), List.of("Harbour Coffee"), consent);
        coloured("Harbour Coffee", IdentityColour.COCOA, consent);
        coloured("Harbour Tea", IdentityColour.MOSS, consent);
    }

    private void questions() throws ProblemException {
        var first = PATH_SQL.replace("  customer_search_term,\n", "").replace(", customer_search_term", "");
        for (var sql : List.of(first, PATH_SQL)) {
            amc.library()
                    .save(new Workflow(
                            PATH,
                            "Path to purchase",
                            sql,
                            List.of(),
                            List.of("reach", "search"),
                            Map.of("spend", "microcents"),
                            "REMOVE_VALUES",
                            "",
                            0,
                            false,
                            now.minus(Duration.ofDays(60)),
                            now.minus(Duration.ofDays(20))));
        }
    }

    /// Every morning what the day before the day before cost.
    private void mornings(Instance north) throws ProblemException {
        var schedule = schedule(
                "spend-every-morning",
                "Spend, every morning",
                SPEND,
                List.of(north.id()),
                new Trigger.OfCron(Cron.of("30 6 * * *")),
                new WindowRule.LastDays(1));
        schedules.save(schedule);
        var slots = schedule.trigger().slots(now.minus(Duration.ofDays(MORNINGS + 1)), now, ZONE, MORNINGS);
        for (int i = 0; i < slots.size(); i++) {
            var window = window(schedule, slots.get(i));
            switch (i) {
                case 9 ->
                    turn(schedule, north, slots.get(i), SlotState.MISSED_SUPERSEDED, "found late", Optional.empty());
                case 17 -> {
                    var run = run(north, SPEND, window, slots.get(i), Run.Origin.SCHEDULE, schedule.id());
                    past.add(bad(run, RunState.FAILED, "SERVER_ERROR", "Amazon could not complete the workflow."));
                    turn(
                            schedule,
                            north,
                            slots.get(i),
                            SlotState.FAILED,
                            "Amazon could not complete the workflow.",
                            Optional.of(run));
                }
                default -> {
                    var run = run(north, SPEND, window, slots.get(i), Run.Origin.SCHEDULE, schedule.id());
                    past.add(good(run, spend("USD", window)));
                    turn(schedule, north, slots.get(i), SlotState.SUCCEEDED, "", Optional.of(run));
                }
            }
        }
    }

    /// Every Tuesday the week before, on both.
    private void weeks(List<Instance> on) throws ProblemException {
        var schedule = schedule(
                "reach-every-week",
                "Reach, every week",
                REACH,
                on.stream().map(Instance::id).toList(),
                new Trigger.OfCron(Cron.of("0 7 * * TUE")),
                new WindowRule.PreviousWeek(DayOfWeek.MONDAY));
        schedules.save(schedule);
        for (var slot : schedule.trigger().slots(now.minus(Duration.ofDays(85)), now, ZONE, 12)) {
            for (var instance : on) {
                var window = window(schedule, slot);
                var run = run(instance, REACH, window, slot, Run.Origin.SCHEDULE, schedule.id());
                past.add(good(run, reach(instance, window)));
                turn(schedule, instance, slot, SlotState.SUCCEEDED, "", Optional.of(run));
            }
        }
    }

    /// It could not start for months, and stands still since.
    private void months(Instance refused) throws ProblemException {
        var schedule = schedule(
                        "purchases-of-the-month",
                        "Purchases of the month",
                        "ph.purchases-by-campaign",
                        List.of(refused.id()),
                        new Trigger.FirstWorkday(LocalTime.of(8, 0)),
                        new WindowRule.PreviousMonth())
                .withFailures(Schedule.MOST_FAILURES);
        schedules.save(schedule);
        for (var slot : schedule.trigger().slots(now.minus(Duration.ofDays(160)), now, ZONE, Schedule.MOST_FAILURES)) {
            turn(
                    schedule,
                    refused,
                    slot,
                    SlotState.FAILED_TO_START,
                    refused.name() + " is in error.",
                    Optional.empty());
        }
    }

    /// Half a year by weeks, all there but one.
    private void byWeek(List<Instance> on) {
        var today = LocalDate.ofInstant(now, ZONE);
        var collection = new Collection(
                "reach-by-week",
                "Reach by week",
                REACH,
                Map.of(),
                on.stream().map(Instance::id).toList(),
                true,
                DayOfWeek.MONDAY,
                today.minusWeeks(WEEKS + 1),
                Optional.empty(),
                ZONE,
                2,
                true,
                false);
        var windows = collection.eligible(today);
        var periods = new ArrayList<Collection.Period>();
        for (int week = 0; week < windows.size(); week++) {
            for (var instance : on) {
                var window = windows.get(week);
                var at = now.minus(Duration.ofDays(12)).plusSeconds(90L * week);
                var run = run(instance, REACH, window, at, Run.Origin.COLLECTION, collection.id());
                boolean failed = week == 7 && instance.equals(on.getLast());
                past.add(
                        failed
                                ? bad(
                                        run,
                                        RunState.FAILED,
                                        "PRIVACY_BUDGET",
                                        "Too many workflows have already been run against this data.")
                                : good(run, reach(instance, window)));
                periods.add(Collection.Period.pending(collection.id(), instance.id(), window.start(), window.end())
                        .with(
                                failed ? Collection.PeriodState.FAILED : Collection.PeriodState.SUCCEEDED,
                                failed ? "Too many workflows have already been run against this data." : "",
                                Optional.of(run.id())));
            }
        }
        // periods first: the collection is only seen once nothing of it is left to ask
        schedules.save(collection.withPaused(true));
        schedules.addPeriods(periods);
        periods.forEach(period -> schedules.savePeriod(period, Optional.empty()));
        schedules.save(collection);
    }

    /// By hand: one question over all three, and single ones that ended in other ways.
    private void asked(Instance north, Instance refused, Instance east) throws ProblemException {
        var today = LocalDate.ofInstant(now, ZONE);
        var month = new TimeWindow(today.minusMonths(1).withDayOfMonth(1), today.withDayOfMonth(1), ZONE);
        var at = now.minus(Duration.ofHours(3));
        var group = Optional.of("group-" + RunId.draw(at, random).value().substring(3));
        past.add(good(run(north, PATH, month, at, group), path(1034)));
        past.add(bad(
                run(refused, PATH, month, at, group),
                RunState.SUBMIT_FAILED,
                "AUTH_REVOKED",
                "Amazon refuses the refresh token of " + refused.name() + "."));
        past.add(good(run(east, PATH, month, at, group), path(611)));
        var week = new TimeWindow(today.minusDays(10), today.minusDays(3), ZONE);
        var before = now.minus(Duration.ofDays(2));
        past.add(
                bad(
                        run(north, "ph.display-cost", week, before, Optional.empty()),
                        RunState.REJECTED,
                        "SQL_INVALID",
                        "Was unable to compile workflow: From line 1, column 61 to line 1, column 75: Object 'dsp_impressions' not found"));
        past.add(bad(
                run(east, "ph.clicks-by-term", week, before.plusSeconds(600), Optional.empty()),
                RunState.CANCELLED,
                "",
                ""));
        past.add(good(
                run(east, "ph.purchases-by-campaign", week, before.plusSeconds(1200), Optional.empty()),
                "campaign,purchases,sales\n"));
    }

    private Run run(Instance instance, String workflow, TimeWindow window, Instant at, Optional<String> group)
            throws ProblemException {
        return run(instance, amc.library().find(workflow), window, at, Run.Origin.MANUAL, "", group);
    }

    private Run run(Instance instance, String workflow, TimeWindow window, Instant at, Run.Origin origin, String ref) {
        return run(
                instance,
                amc.library().workflows().get().stream()
                        .filter(it -> it.id().equals(workflow))
                        .findFirst()
                        .orElseThrow(),
                window,
                at,
                origin,
                ref,
                Optional.empty());
    }

    private Run run(
            Instance instance,
            Workflow workflow,
            TimeWindow window,
            Instant at,
            Run.Origin origin,
            String ref,
            Optional<String> group) {
        var values = new TreeMap<String, Object>();
        workflow.parameters()
                .forEach(parameter -> parameter.defaultValue().ifPresent(value -> values.put(parameter.name(), value)));
        var ask = new Run.Ask(
                group,
                Optional.of(workflow.id()),
                workflow.version(),
                workflow.title(),
                SqlText.of(workflow.sql()).sent(),
                workflow.parameters(),
                values,
                workflow.units(),
                workflow.privacy(),
                workflow.marker(),
                window,
                false,
                false,
                false,
                false,
                origin,
                ref,
                1,
                instance.configuration().settings().getOrDefault("entityId", ""),
                amc.brands().byInstance().getOrDefault(instance.id(), List.of()).stream()
                        .map(brand -> brand.name())
                        .toList(),
                at);
        return new Run(RunId.draw(at, random), instance.id(), ask, Run.Progress.queued(at));
    }

    private Imports.Past good(Run run, String csv) {
        return new Imports.Past(
                run.with(sent(run, "SUCCEEDED").ended(RunState.READY, endOf(run), "", "", Optional.empty())),
                Optional.of(csv.getBytes(StandardCharsets.UTF_8)));
    }

    private Imports.Past bad(Run run, RunState end, String code, String words) {
        var progress = end == RunState.SUBMIT_FAILED ? run.progress() : sent(run, end.name());
        return new Imports.Past(
                run.with(progress.ended(end, endOf(run), code, words, Optional.empty())), Optional.empty());
    }

    private Run.Progress sent(Run run, String status) {
        var submitted = run.ask().createdAt().plusSeconds(2 + random.nextInt(20));
        var remote = new java.util.UUID(random.nextLong(), random.nextLong()).toString();
        return run.progress()
                .submitting(submitted)
                .remote(remote, status, submitted, false)
                .taking(Optional.of(Duration.ofSeconds(35 + random.nextInt(400))));
    }

    private Instant endOf(Run run) {
        return run.ask().createdAt().plusSeconds(60 + random.nextInt(500));
    }

    private String reach(Instance instance, TimeWindow window) {
        var csv = new StringBuilder("campaign,reach,impressions,clicks\n");
        // a season: more towards the end of the year, less in August
        double season = 1 + 0.35 * Math.sin((window.start().getDayOfYear() - 250) / 58.0);
        double size = 1 + (instance.name().length() % 4) * 0.4;
        for (int i = 0; i < CAMPAIGNS.size(); i++) {
            long impressions = (long) (size * season * (14_000 + 5_200 * i) * (0.9 + 0.2 * random.nextDouble()));
            long reach = impressions / (3 + i % 3);
            long clicks = Math.round(impressions * (0.004 + 0.0006 * i));
            csv.append(CAMPAIGNS.get(i))
                    .append(',')
                    .append(random.nextInt(24) == 0 ? "" : Long.toString(reach))
                    .append(',')
                    .append(impressions)
                    .append(',')
                    .append(clicks)
                    .append('\n');
        }
        return csv.toString();
    }

    private String spend(String currency, TimeWindow window) {
        var csv = new StringBuilder("campaign,currency_iso_code,clicks,spend\n");
        boolean weekend = window.start().getDayOfWeek().getValue() > 5;
        for (int i = 0; i < CAMPAIGNS.size(); i++) {
            long clicks = (long) ((40 + 11 * i) * (weekend ? 1.4 : 1) * (0.8 + 0.4 * random.nextDouble()));
            csv.append(CAMPAIGNS.get(i))
                    .append(',')
                    .append(currency)
                    .append(',')
                    .append(clicks)
                    .append(',')
                    .append(clicks * (62_000_000L + 1_000_000L * random.nextInt(20)))
                    .append('\n');
        }
        return csv.toString();
    }

    private String path(int terms) {
        var csv = new StringBuilder("campaign,customer_search_term,reach,impressions,clicks,spend\n");
        int most = 6_500;
        for (var campaign : CAMPAIGNS) {
            most = most * 6 / 7; // campaigns are not alike
            for (int term = 0; term < terms; term++) {
                long impressions = 40 + random.nextInt(most);
                long clicks = Math.round(impressions * 0.01 * random.nextDouble());
                csv.append(campaign)
                        .append(',')
                        .append(term(term))
                        .append(',')
                        .append(impressions < 100 ? "" : Long.toString(impressions / 3))
                        .append(',')
                        .append(impressions)
                        .append(',')
                        .append(clicks)
                        .append(',')
                        .append(String.format(Locale.ROOT, "%d", clicks * 71_000_000L))
                        .append('\n');
            }
        }
        return csv.toString();
    }

    private static String term(int number) {
        int many = WORDS.size();
        return WORDS.get(number % many) + " " + WORDS.get(number / many % many)
                + (number < many * many ? "" : " " + WORDS.get((number / many / many) % many));
    }

    private Schedule schedule(
            String id, String name, String workflow, List<InstanceId> on, Trigger trigger, WindowRule window)
            throws ProblemException {
        return new Schedule(
                id,
                name,
                amc.library().find(workflow).id(),
                Map.of(),
                on,
                "",
                trigger,
                ZONE,
                window,
                2,
                Missed.LATEST,
                Overlap.QUEUE,
                Duration.ofHours(6),
                now,
                0,
                "");
    }

    private TimeWindow window(Schedule schedule, Instant slot) {
        return schedule.window()
                .windowOf(LocalDate.ofInstant(slot, ZONE), schedule.lagDays(), ZONE, Optional.empty())
                .orElseThrow();
    }

    private void turn(
            Schedule schedule, Instance instance, Instant slot, SlotState state, String reason, Optional<Run> run) {
        turns.add(new ScheduleSlot(
                schedule.id(), instance.id(), slot, state, reason, run.map(Run::id), 0, Optional.empty()));
    }

    /// A week of calls, some of them throttled.
    private void calls(List<Instance> on) {
        var calls = new ArrayList<AmcCallRepository.Call>();
        var endpoints = List.of(
                "GET instances/{id}",
                "GET workflows",
                "POST workflowExecutions",
                "GET workflowExecutions/{id}",
                "GET workflowExecutions",
                "GET workflowExecutions/{id}/downloadUrls",
                "token");
        for (var at = now.minus(CALLS_SINCE).truncatedTo(ChronoUnit.HOURS);
                at.isBefore(now.minus(Duration.ofMinutes(1)));
                at = at.plus(Duration.ofMinutes(20))) {
            var instance = on.get(random.nextInt(on.size()));
            var endpoint = endpoints.get(random.nextInt(endpoints.size()));
            int dice = random.nextInt(60);
            boolean refused = instance.equals(on.get(1)) && endpoint.equals("token");
            calls.add(new AmcCallRepository.Call(
                    Optional.of(instance.id()),
                    at,
                    endpoint,
                    refused ? 400 : dice == 0 ? 429 : dice == 1 ? 503 : 200,
                    180 + random.nextInt(350),
                    400 + random.nextInt(6_000)));
        }
        callStore.add(calls, now);
    }
}
