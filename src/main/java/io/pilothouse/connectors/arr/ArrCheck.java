package io.pilothouse.connectors.arr;

import io.pilothouse.connectors.ConnectorException;
import io.pilothouse.connectors.InstanceHttp;
import io.pilothouse.connectors.Recognition;
import io.pilothouse.connectors.Target;
import io.pilothouse.domain.Problem;
import io.pilothouse.domain.health.CheckAnswer;
import io.pilothouse.domain.health.FaultCode;
import io.pilothouse.domain.health.ServiceWarning;
import io.pilothouse.domain.health.ServiceWarning.Severity;
import io.pilothouse.domain.instance.RemoteIdentity;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The health check of one app of the family: who answers, what it complains about, and the figures of its overview.
/// Thread-safe.
final class ArrCheck {

    /// Disk space and totals are asked at the first check and every so many after it (section 16.2).
    private static final int SURVEY_EVERY = 10;

    private final ArrApp app;
    private final InstanceHttp http;
    private final Target target;
    private final ArrApi api;
    private final MutedChecks muted;
    private final AtomicLong checks = new AtomicLong();
    private volatile Survey survey = new Survey(Map.of(), List.of());

    ArrCheck(ArrApp app, InstanceHttp http, Target target, ArrApi api) {
        this.app = app;
        this.http = http;
        this.target = target;
        this.api = api;
        muted = MutedChecks.of(target.settings());
    }

    CheckAnswer check() throws ConnectorException, InterruptedException {
        var question = api.get("system/status", ArrApi.SMALL);
        http.confirmed();
        var answer = api.send(question);
        if (answer.status() == 404) {
            stopIfAnother();
        }
        var proof = api.accepted(answer);
        var status = http.read(proof, SystemStatus.class);
        stopUnlessOurs(status);
        var warnings = new ArrayList<ServiceWarning>();
        correctedAddress().ifPresent(warnings::add);
        complaints().forEach(complaint -> complaint.warning().ifPresent(warnings::add));
        var facts = facts(status);
        facts.putAll(queueFacts());
        if (checks.getAndIncrement() % SURVEY_EVERY == 0) {
            survey = survey();
        }
        facts.putAll(survey.facts());
        if (warnings.stream().noneMatch(known -> known.source().equals("RootFolderCheck"))) {
            warnings.addAll(survey.warnings());
        }
        return new CheckAnswer(
                identity(status),
                warnings.stream().map(muted::heard).toList(),
                facts,
                http.certificateEnds(),
                http.usedSecondAddress(),
                Optional.of(proof.took()));
    }

    /// An app of the family that showed no name may speak the other version of the API.
    private void stopIfAnother() throws ConnectorException, InterruptedException {
        var answer = api.send(api.askedOtherwise());
        if (answer.ok() && !answer.html()) {
            stopUnlessOurs(http.read(answer, SystemStatus.class));
        }
    }

    private List<Complaint> complaints() throws ConnectorException, InterruptedException {
        var answer = api.send(api.get("health", ArrApi.SMALL));
        if (answer.status() == 404) { // not in every old build
            return List.of();
        }
        return Stream.of(http.read(api.accepted(answer), Complaint[].class))
                .filter(Objects::nonNull)
                .toList();
    }

    /// @throws ConnectorException if another app answers, or a version that is too old
    RemoteIdentity askWho() throws ConnectorException, InterruptedException {
        var status = api.read(api.get("system/status", ArrApi.SMALL), SystemStatus.class);
        stopUnlessOurs(status);
        return identity(status);
    }

    /// A wrong app or generation answers this API just as happily, so it is an error (section 6.1).
    private void stopUnlessOurs(SystemStatus status) throws ConnectorException {
        var name = Objects.requireNonNullElse(status.appName(), "");
        var version = Objects.requireNonNullElse(status.version(), "");
        if (name.isEmpty()) {
            throw ConnectorException.of(
                    FaultCode.MALFORMED,
                    target.label() + " does not say which product it is.",
                    "Check that the address leads to " + app.displayName() + ".");
        }
        var actual = ArrApp.of(name, version);
        if (actual.filter(app::equals).isEmpty()) {
            var words = actual.map(ArrApp::displayName).orElse(name);
            throw new ConnectorException(
                    FaultCode.WRONG_PRODUCT,
                    new Problem(
                            FaultCode.WRONG_PRODUCT.problemCode(),
                            target.label() + " is " + words + ", not " + app.displayName() + ".",
                            actual.isPresent()
                                    ? "Add it as " + words + "."
                                    : "Enter the address of " + app.displayName() + "."),
                    Optional.empty(),
                    actual.map(ArrApp::kind),
                    null);
        }
        if (app.tooOld(version)) {
            throw ConnectorException.of(
                    FaultCode.TOO_OLD,
                    target.label() + " runs version " + version + "; Pilothouse needs " + app.oldestMajor()
                            + ".0 or later.",
                    "Update " + app.displayName() + ".");
        }
    }

    private Optional<ServiceWarning> correctedAddress() {
        return http.recognition()
                .map(Recognition::address)
                .filter(found -> !found.equals(target.connection().address()))
                .filter(found -> !http.usedSecondAddress())
                .map(found -> new ServiceWarning(
                        Severity.NOTICE,
                        "UrlBase",
                        "It redirects to " + found + ": store this address to save a step.",
                        Optional.empty()));
    }

    /// Facts that stay through restarts and updates. The data folder is private, so only its fingerprint
    /// is kept; the name is what the user calls it inside the app.
    private static RemoteIdentity identity(SystemStatus status) {
        var facts = new TreeMap<String, String>();
        put(facts, "databaseType", status.databaseType());
        put(facts, "instanceName", status.instanceName());
        if (status.appData() != null) {
            facts.put("dataFolder", fingerprint(status.appData()));
        }
        facts.put("system", system(status));
        return new RemoteIdentity(
                Objects.requireNonNullElse(status.appName(), ""),
                Objects.requireNonNullElse(status.version(), ""),
                Objects.requireNonNullElse(status.instanceName(), ""),
                "",
                facts);
    }

    private static String fingerprint(String text) {
        try {
            var digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, 6);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String system(SystemStatus status) {
        return status.isWindows() ? "windows" : status.isOsx() ? "macos" : status.isLinux() ? "linux" : "other";
    }

    private static SequencedMap<String, String> facts(SystemStatus status) {
        var facts = new LinkedHashMap<String, String>();
        put(facts, "instanceName", status.instanceName());
        put(facts, "branch", status.branch());
        put(facts, "startedAt", status.startTime());
        put(facts, "database", status.databaseType());
        put(
                facts,
                "system",
                status.osName() == null
                        ? null
                        : status.osName() + (status.osVersion() == null ? "" : " " + status.osVersion()));
        put(facts, "docker", status.isDocker() ? "yes" : null);
        return facts;
    }

    private Map<String, String> queueFacts() throws ConnectorException, InterruptedException {
        var answer = api.send(api.get("queue/status", ArrApi.SMALL));
        if (answer.status() == 404) { // not in every old build
            return Map.of();
        }
        var queue = http.read(api.accepted(answer), QueueStatus.class);
        var facts = new LinkedHashMap<String, String>();
        facts.put("queueCount", Long.toString(queue.totalCount()));
        facts.put("queueErrors", yes(queue.errors() || queue.unknownErrors()));
        facts.put("queueWarnings", yes(queue.warnings() || queue.unknownWarnings()));
        return facts;
    }

    /// What is asked less often, as it is slow on large libraries. A part that fails is left out: it says
    /// nothing about the health of the app.
    private Survey survey() throws InterruptedException {
        var facts = new LinkedHashMap<String, String>();
        var folders = optional(
                        () -> api.list(api.get("rootfolder", ArrApi.LIST), RootFolder[].class)) // looks into each
                .orElse(List.of());
        if (!folders.isEmpty()) {
            facts.put("rootFolders", Integer.toString(folders.size()));
        }
        var disks = optional(() -> api.list("diskspace", Disk[].class)).orElse(List.of());
        folders.stream()
                .flatMap(folder -> folder.on(disks).stream())
                .min(Comparator.comparingLong(Disk::freeSpace))
                .ifPresent(fullest -> {
                    facts.put("freeBytes", Long.toString(fullest.freeSpace()));
                    facts.put("totalBytes", Long.toString(fullest.totalSpace()));
                });
        optional(() -> total("wanted/missing")).ifPresent(count -> facts.put("missingCount", count));
        optional(() -> total("wanted/cutoff")).ifPresent(count -> facts.put("cutoffUnmetCount", count));
        return new Survey(
                facts,
                folders.stream()
                        .filter(folder -> Boolean.FALSE.equals(folder.accessible()))
                        .map(folder -> new ServiceWarning(
                                Severity.ERROR,
                                "RootFolderUnreachable",
                                "The folder " + folder.path() + " cannot be reached.",
                                Optional.empty()))
                        .toList());
    }

    private record Survey(Map<String, String> facts, List<ServiceWarning> warnings) {}

    private String total(String list) throws ConnectorException, InterruptedException {
        var call = api.get(list, ArrApi.LIST)
                .query("page", "1")
                .query("pageSize", "1")
                .query("monitored", "true");
        return Long.toString(api.read(call, Page.class).totalRecords());
    }

    private static <T> Optional<T> optional(Question<T> question) throws InterruptedException {
        try {
            return Optional.of(question.ask());
        } catch (ConnectorException ignored) { // an absent fact says enough; the next check tells if it is down
            return Optional.empty();
        }
    }

    @FunctionalInterface
    private interface Question<T> {
        T ask() throws ConnectorException, InterruptedException;
    }

    private static void put(Map<String, String> facts, String name, @Nullable String value) {
        if (value != null && !value.isBlank()) {
            facts.put(name, value);
        }
    }

    private static String yes(boolean value) {
        return value ? "yes" : "no";
    }

    /// The part of `GET system/status` that we read (section 6.1).
    private record SystemStatus(
            @Nullable String appName,
            @Nullable String instanceName,
            @Nullable String version,
            @Nullable String branch,
            @Nullable String startTime,
            @Nullable String databaseType,
            @Nullable String appData,
            @Nullable String osName,
            @Nullable String osVersion,
            boolean isLinux,
            boolean isWindows,
            boolean isOsx,
            boolean isDocker) {}

    /// One element of `GET health` (section 6.2).
    private record Complaint(
            @Nullable String source,
            @Nullable String type,
            @Nullable String message,
            @Nullable String wikiUrl) {

        Optional<ServiceWarning> warning() {
            if ("ok".equals(type) || message == null || message.isBlank()) {
                return Optional.empty();
            }
            var severity =
                    switch (Objects.requireNonNullElse(type, "")) {
                        case "error" -> Severity.ERROR;
                        case "notice" -> Severity.NOTICE;
                        default -> Severity.WARNING;
                    };
            return Optional.of(new ServiceWarning(
                    severity,
                    Objects.requireNonNullElse(source, ""),
                    message.strip(),
                    Optional.ofNullable(wikiUrl).filter(link -> link.startsWith("https://"))));
        }
    }

    /// `GET queue/status` (section 10.4).
    private record QueueStatus(
            long totalCount, boolean errors, boolean warnings, boolean unknownErrors, boolean unknownWarnings) {}

    /// The part of `GET rootfolder` that all apps share (section 7.2).
    private record RootFolder(
            @Nullable String path, @Nullable Boolean accessible) {

        /// @return the mount it lies on
        Optional<Disk> on(List<Disk> disks) {
            return disks.stream()
                    .filter(disk -> path != null && disk.path() != null && path.startsWith(disk.path()))
                    .max(Comparator.comparingInt(
                            disk -> Objects.requireNonNull(disk.path()).length()));
        }
    }

    /// `GET diskspace` (section 7.1), bytes.
    private record Disk(@Nullable String path, long freeSpace, long totalSpace) {}

    /// The part of a page that tells how much there is (section 5).
    private record Page(long totalRecords) {}
}
