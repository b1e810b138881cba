package io.pilothouse.tasks.amc;

import io.pilothouse.domain.Problem;
import io.pilothouse.domain.ProblemCode;
import io.pilothouse.domain.ProblemException;
import io.pilothouse.domain.amc.Collection;
import io.pilothouse.domain.amc.Merge;
import io.pilothouse.domain.amc.ResultColumn;
import io.pilothouse.domain.amc.ResultInfo;
import io.pilothouse.domain.amc.ResultTable;
import io.pilothouse.domain.amc.Run;
import io.pilothouse.domain.amc.RunId;
import io.pilothouse.domain.amc.RunState;
import io.pilothouse.domain.amc.Trend;
import io.pilothouse.domain.instance.Instance;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.store.AmcRunRepository;
import java.io.IOException;
import java.io.OutputStream;
import java.io.Writer;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Results that are kept here. Opening one needs no network. Methods block on the disk.
public final class Results {

    private static final Duration KEPT = Duration.ofDays(400);
    private static final long MOST_BYTES = 5L << 30;

    private final AmcRunRepository store;
    private final ResultFiles files;
    private final Targets targets;

    Results(AmcRunRepository store, ResultFiles files, Targets targets) {
        this.store = store;
        this.files = files;
        this.targets = targets;
    }

    /// @param missing members without a result, with how they stand
    public record GroupResult(Merge.Merged merged, List<Missing> missing) {}

    public record Missing(String name, RunState state, String words) {}

    /// @throws ProblemException `forbidden` if the run belongs to somebody else
    public Optional<ResultInfo> info(RunId run) throws ProblemException {
        var found = store.find(run);
        if (found.isPresent()) {
            targets.requireOwn(found.get().instance());
        }
        return store.result(run);
    }

    public ResultTable open(Run run) throws ProblemException {
        var info = info(run.id()).orElseThrow(() -> none(run));
        try {
            return files.open(info);
        } catch (IOException e) {
            throw new ProblemException(
                    new Problem(
                            ProblemCode.STORE_IO,
                            "The result of “" + run.ask().title() + "” cannot be read.",
                            "Fetch it again, or restore the folder results of the data folder."),
                    e);
        }
    }

    private static ProblemException none(Run run) {
        var words = run.progress().words();
        return new ProblemException(new Problem(
                run.state().ended() ? ProblemCode.SERVICE : ProblemCode.PAUSED,
                "The run “" + run.ask().title() + "” has no result: it is "
                        + run.state().word() + (words.isEmpty() ? "." : " – " + words),
                run.state().ended() ? "Run it again." : "Wait for its end."));
    }

    /// The results of a group as one table; members without one are named, never taken for empty.
    public GroupResult merged(List<Run> group) throws ProblemException {
        var members = new ArrayList<Merge.Member>();
        var missing = new ArrayList<Missing>();
        for (var run : QuestionRuns.latest(group)) {
            var instance = targets.find(run.instance());
            if (run.state() == RunState.READY && store.result(run.id()).isPresent()) {
                members.add(member(run, instance, open(run)));
            } else {
                missing.add(new Missing(
                        targets.name(run.instance()),
                        run.state(),
                        run.progress().words()));
            }
        }
        return new GroupResult(Merge.of(members), List.copyOf(missing));
    }

    private static Merge.Member member(Run run, Optional<Instance> instance, ResultTable table) {
        return new Merge.Member(
                instance.map(Instance::name).orElse(run.instance().value()),
                instance.map(it -> Targets.setting(it, "instanceId")).orElse(""),
                run.ask().entity(),
                instance.map(it -> Targets.setting(it, "marketplaceId")).orElse(""),
                run.ask().brands(),
                run.ask().window(),
                run.progress().remoteId().orElse(""),
                instance.map(Targets::currency).orElse(""),
                table);
    }

    /// A metric of every instance of a collection over its periods. Reads the results that are here.
    public List<Trend> trends(Collections.Status collection, String metric) throws ProblemException {
        var byInstance = new LinkedHashMap<InstanceId, List<Trend.Point>>();
        for (var period : collection.periods()) {
            var value = table(period)
                    .flatMap(table -> Trend.sum(table, metric)
                            .map(sum -> inCurrency(
                                    sum,
                                    table.columns().get(table.column(metric)).perCurrencyUnit())));
            byInstance
                    .computeIfAbsent(period.instance(), _ -> new ArrayList<>())
                    .add(new Trend.Point(period.start(), value));
        }
        var trends = new ArrayList<Trend>();
        byInstance.forEach((id, points) -> {
            points.sort(java.util.Comparator.comparing(Trend.Point::start));
            trends.add(new Trend(targets.name(id), metric, List.copyOf(points)));
        });
        return List.copyOf(trends);
    }

    /// The same for every brand of its instances. Money of several currencies is not added up: such a brand has no
    /// value.
    public List<Trend> trendsByBrand(Collections.Status collection, String metric) throws ProblemException {
        var byBrand = new LinkedHashMap<String, List<Trend>>();
        var currencies = new HashMap<String, Set<String>>();
        for (var trend : trends(collection, metric)) {
            var instance = collection.collection().instances().stream()
                    .filter(id -> targets.name(id).equals(trend.name()))
                    .findFirst();
            for (var brand : instance.map(targets::brands).orElse(List.of())) {
                byBrand.computeIfAbsent(brand, _ -> new ArrayList<>()).add(trend);
                currencies
                        .computeIfAbsent(brand, _ -> new HashSet<>())
                        .add(instance.flatMap(targets::find)
                                .map(Targets::currency)
                                .orElse(""));
            }
        }
        boolean money = money(collection, metric);
        return byBrand.entrySet().stream()
                .map(it -> money && currencies.get(it.getKey()).size() > 1
                        ? new Trend(it.getKey(), metric, List.of())
                        : Trend.together(it.getKey(), it.getValue()))
                .toList();
    }

    private boolean money(Collections.Status collection, String metric) throws ProblemException {
        for (var period : collection.periods()) {
            var table = table(period).filter(it -> it.column(metric) >= 0);
            if (table.isPresent()) {
                return table.get().columns().get(table.get().column(metric)).additive()
                        == ResultColumn.Additive.WITHIN_CURRENCY;
            }
        }
        return false;
    }

    /// @return whether any of its instances has a brand
    public boolean branded(Collections.Status collection) {
        return collection.collection().instances().stream()
                .anyMatch(id -> !targets.brands(id).isEmpty());
    }

    /// @return metrics of a collection that may be added up over the rows of a period
    public List<String> metrics(Collections.Status collection) throws ProblemException {
        for (var period : collection.periods()) {
            var table = table(period);
            if (table.isPresent()) {
                return table.get().columns().stream()
                        .filter(it -> it.metric() && it.additive() != ResultColumn.Additive.NO)
                        .map(ResultColumn::name)
                        .toList();
            }
        }
        return List.of();
    }

    private Optional<ResultTable> table(Collection.Period period) throws ProblemException {
        var run = period.run().flatMap(store::find).filter(it -> it.state() == RunState.READY);
        return run.isPresent() && store.result(run.get().id()).isPresent()
                ? Optional.of(open(run.get()))
                : Optional.empty();
    }

    /// One result that is kept, with the run that brought it.
    public record KeptResult(Run run, ResultInfo info) {}

    /// @param instance empty for all
    /// @return newest first
    public List<KeptResult> kept(Optional<InstanceId> instance) {
        return store.kept(instance).stream()
                .map(kept -> new KeptResult(kept.run(), kept.result().orElseThrow()))
                .toList();
    }

    /// Forms in which a table leaves the program.
    public enum Form {
        /// with the values as they came
        CSV,
        /// as people see it
        CSV_SHOWN,
        TSV,
        XLSX;

        public String ending() {
            return switch (this) {
                case CSV, CSV_SHOWN -> "csv";
                case TSV -> "tsv";
                case XLSX -> "xlsx";
            };
        }
    }

    /// Writes a table; the stream stays open unless the form ends it.
    public static void write(ResultTable table, Form form, OutputStream to) throws IOException {
        if (form == Form.XLSX) {
            ResultXlsx.write(table, to);
            return;
        }
        var writer =
                new java.io.BufferedWriter(new java.io.OutputStreamWriter(to, java.nio.charset.StandardCharsets.UTF_8));
        if (form == Form.CSV) {
            asSent(table, writer);
        } else {
            asShown(table, form == Form.TSV ? '\t' : ',', writer);
        }
        writer.flush();
    }

    /// Writes a result byte for byte as it came.
    public void original(Run run, OutputStream to) throws ProblemException, IOException {
        files.copy(info(run.id()).orElseThrow(() -> none(run)), to);
    }

    /// Writes a table as people see it: money in its currency, text that a spreadsheet would take for a
    /// formula with an apostrophe before it.
    ///
    /// @param separator `,` or a tab
    public static void asShown(ResultTable table, char separator, Writer to) throws IOException {
        for (int column = 0; column < table.columns().size(); column++) {
            to.write(column == 0 ? "" : String.valueOf(separator));
            to.write(quoted(guarded(table.columns().get(column).name()), separator));
        }
        to.write('\n');
        for (int row = 0; row < table.rows(); row++) {
            for (int column = 0; column < table.columns().size(); column++) {
                to.write(column == 0 ? "" : String.valueOf(separator));
                to.write(quoted(shown(table, row, column), separator));
            }
            to.write('\n');
        }
    }

    /// Writes a table with the values as they came, whatever the number of parts; a value that privacy
    /// took away is empty, an empty text is quoted.
    public static void asSent(ResultTable table, Writer to) throws IOException {
        for (int column = 0; column < table.columns().size(); column++) {
            to.write(column == 0 ? "" : ",");
            to.write(quoted(table.columns().get(column).name(), ','));
        }
        to.write('\n');
        for (int row = 0; row < table.rows(); row++) {
            for (int column = 0; column < table.columns().size(); column++) {
                to.write(column == 0 ? "" : ",");
                var text = table.text(row, column);
                to.write(text == null ? "" : text.isEmpty() ? "\"\"" : quoted(text, ','));
            }
            to.write('\n');
        }
    }

    /// @return a value as people see it; empty where there is none
    public static String shown(ResultTable table, int row, int column) {
        var number = table.number(row, column);
        if (number != null) {
            return inCurrency(number, table.columns().get(column).perCurrencyUnit())
                    .toPlainString();
        }
        var text = table.text(row, column);
        return text == null ? "" : guarded(text);
    }

    /// @return a number of small units as an amount of the currency
    public static BigDecimal inCurrency(BigDecimal number, long perUnit) {
        if (perUnit == 1) {
            return number;
        }
        return number.divide(BigDecimal.valueOf(perUnit), 8, RoundingMode.HALF_UP)
                .stripTrailingZeros();
    }

    private static String guarded(String text) {
        return !text.isEmpty() && "=+-@".indexOf(text.charAt(0)) >= 0 ? "'" + text : text;
    }

    private static String quoted(String text, char separator) {
        boolean needed = text.indexOf(separator) >= 0
                || text.indexOf('"') >= 0
                || text.indexOf('\n') >= 0
                || text.indexOf('\r') >= 0;
        return needed ? "\"" + text.replace("\"", "\"\"") + "\"" : text;
    }

    public void pin(RunId run, boolean pinned) throws ProblemException {
        info(run);
        store.pin(run, pinned);
    }

    /// Deletes a result; the run stays in the history.
    public void delete(RunId run) throws ProblemException, IOException {
        var info = info(run);
        if (info.isPresent()) {
            delete(info.get());
        }
    }

    private void delete(ResultInfo info) throws IOException {
        store.deleteResult(info.run());
        files.delete(info);
    }

    /// Deletes what is too old or too much, oldest first; what is pinned stays.
    ///
    /// @return how many were deleted
    int tidy(Instant now) throws IOException {
        var all = store.results();
        long sum = all.stream().mapToLong(ResultInfo::bytes).sum();
        int deleted = 0;
        for (var info : all) {
            boolean old = info.fetchedAt().plus(KEPT).isBefore(now);
            if (!info.pinned() && (old || sum > MOST_BYTES)) {
                delete(info);
                sum -= info.bytes();
                deleted++;
            }
        }
        return deleted;
    }
}
