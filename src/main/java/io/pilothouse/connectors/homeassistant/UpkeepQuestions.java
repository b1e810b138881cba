package io.pilothouse.connectors.homeassistant;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.pilothouse.connectors.Answer;
import io.pilothouse.connectors.Call;
import io.pilothouse.connectors.ConnectorException;
import io.pilothouse.connectors.InstanceHttp;
import io.pilothouse.domain.health.FaultCode;
import io.pilothouse.domain.home.HomeFacts;
import io.pilothouse.domain.home.Rendered;
import io.pilothouse.domain.home.RepairStep;
import io.pilothouse.domain.home.SystemReports.AddOn;
import io.pilothouse.domain.secret.Secret;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// [HouseUpkeep] over both ways to a house. Keeps nothing. Thread-safe.
final class UpkeepQuestions implements HouseUpkeep {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Duration BACKUP = Duration.ofSeconds(30);
    /// What the server waits for it, and 5 s.
    private static final Duration SUPERVISOR = Duration.ofSeconds(15);
    private static final Duration RELOAD = Duration.ofSeconds(60);
    private static final Duration RENDER = Duration.ofSeconds(5);
    /// A backup that sends its first byte later has failed.
    private static final Duration FIRST_BYTE = Duration.ofMinutes(2);

    private final HomeQuestions questions;
    private final HouseLine line;
    private final InstanceHttp http;
    private final PlainRequests.Words words;
    private final Facts facts;

    /// What the house says of itself.
    interface Facts {
        HomeFacts get() throws ConnectorException, InterruptedException;
    }

    UpkeepQuestions(
            HomeQuestions questions, HouseLine line, InstanceHttp http, PlainRequests.Words words, Facts facts) {
        this.questions = questions;
        this.line = line;
        this.http = http;
        this.words = words;
        this.facts = facts;
    }

    // --- backups

    @Override
    public void deleteBackup(String backupId) throws ConnectorException, InterruptedException {
        var answer = questions.askIfKnown("backup/delete", Map.of("backup_id", backupId), BACKUP);
        if (answer.isEmpty()) {
            questions.ask("backup/remove", Map.of("slug", backupId), BACKUP); // before 2025.1
            return;
        }
        for (var error : answer.get().path("agent_errors").properties()) {
            throw ConnectorException.of(
                    FaultCode.REFUSED,
                    http.label() + " could not delete the backup at " + error.getKey() + ": "
                            + error.getValue().asText() + ".",
                    "Look into the log of Home Assistant.");
        }
    }

    @Override
    public void restoreBackup(String backupId, String place, Optional<Secret> password)
            throws ConnectorException, InterruptedException {
        var parameters = new LinkedHashMap<String, Object>();
        parameters.put("backup_id", backupId);
        parameters.put("agent_id", place);
        password.ifPresent(secret -> parameters.put("password", secret.value()));
        try {
            questions.ask("backup/restore", parameters, RELOAD);
        } catch (ConnectorException e) {
            if (e.code() != FaultCode.CONNECTION_CUT) { // it restarts, which ends the line: that is its success
                throw e;
            }
        }
    }

    @Override
    public long download(String backupId, String place, OutputStream to)
            throws ConnectorException, IOException, InterruptedException {
        administrator("download backups");
        var agent = place.isEmpty() || place.equals("local") ? "" : "?agent_id=" + Call.segment(place);
        return download(
                "api/backup/download/" + Call.segment(backupId),
                agent,
                "the backup",
                ConnectorException.of(
                        FaultCode.NOT_FOUND,
                        http.label() + " has no such backup at “" + place + "”.",
                        "Look at the list of backups again."),
                to);
    }

    @Override
    public long downloadLog(OutputStream to) throws ConnectorException, IOException, InterruptedException {
        administrator("download the log");
        var house = facts.get();
        boolean journal = house.supervised()
                && HomeAssistantVersion.parse(house.version())
                        .filter(version -> version.compareTo(HomeAssistantVersion.JOURNAL) >= 0)
                        .isPresent();
        return download(
                journal ? "api/hassio/core/logs/latest" : "api/error_log",
                "",
                "the log",
                ConnectorException.of(
                        FaultCode.NOT_FOUND,
                        http.label() + " writes no log file.",
                        "What it remembers of its log stands on its page."),
                to);
    }

    private long download(String path, String query, String what, ConnectorException missing, OutputStream to)
            throws ConnectorException, IOException, InterruptedException {
        var address = http.confirmed();
        var uri = URI.create(address.resolve(path) + query);
        var request = HttpRequest.newBuilder(uri).timeout(FIRST_BYTE).GET();
        http.extraHeaders().forEach(header -> request.header(header.name(), header.value()));
        request.setHeader("Authorization", "Bearer " + words.token().value());
        var client = http.client();
        long began = System.nanoTime();
        HttpResponse<java.io.InputStream> response;
        try {
            response = client.send(request.build(), BodyHandlers.ofInputStream());
        } catch (IOException e) {
            throw http.fault(address, e);
        }
        try (var body = response.body()) {
            var took = Duration.ofNanos(System.nanoTime() - began);
            http.record(uri.resolve(uri.getRawPath()), "GET", response.statusCode(), took, Optional.empty());
            switch (response.statusCode()) {
                case 200 -> {
                    return copy(body, to, address);
                }
                case 401 -> throw http.refuse(words.refused());
                case 403 -> throw isJson(response) ? refusal(what) : words.banned();
                case 400, 404 -> throw missing;
                default ->
                    throw ConnectorException.of(
                            FaultCode.REFUSED,
                            http.label() + " answered " + response.statusCode() + " instead of " + what + ".",
                            "Look into the log of Home Assistant.");
            }
        }
    }

    /// A refusal of this one thing is JSON; a ban refuses everything, in plain text.
    private static boolean isJson(HttpResponse<?> response) {
        return response.headers()
                .firstValue("Content-Type")
                .filter(type -> type.toLowerCase(Locale.ROOT).startsWith("application/json"))
                .isPresent();
    }

    private ConnectorException refusal(String what) {
        return ConnectorException.of(
                FaultCode.REFUSED,
                http.label() + " refuses to give " + what + ".",
                "Do it on the pages of Home Assistant.");
    }

    private long copy(java.io.InputStream body, OutputStream to, io.pilothouse.domain.instance.Address address)
            throws ConnectorException, IOException, InterruptedException {
        var buffer = new byte[1 << 16];
        long sum = 0;
        while (true) {
            int count;
            try {
                count = body.read(buffer);
            } catch (IOException e) {
                throw http.fault(address, e);
            }
            if (count < 0) {
                return sum;
            }
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            to.write(buffer, 0, count);
            sum += count;
        }
    }

    // --- repairs and integrations

    @Override
    public RepairStep beginRepair(String domain, String issueId, String language)
            throws ConnectorException, InterruptedException {
        administrator("mend repairs");
        return step(domain, issueId, post(FIX, Map.of("handler", domain, "issue_id", issueId), USUAL), language);
    }

    @Override
    public RepairStep goOn(String domain, String issueId, String flowId, Map<String, ?> answers, String language)
            throws ConnectorException, InterruptedException {
        administrator("mend repairs");
        return step(domain, issueId, post(FIX + "/" + Call.segment(flowId), answers, RELOAD), language);
    }

    private static final String FIX = "api/repairs/issues/fix";
    private static final Duration USUAL = Duration.ofSeconds(10);

    private RepairStep step(String domain, String issueId, JsonNode told, String language)
            throws ConnectorException, InterruptedException {
        var texts = questions.askIfGiven(
                "frontend/get_translations",
                Map.of("language", language, "category", "issues", "integration", List.of(domain)));
        return RepairAnswers.step(told, issueId, texts.orElse(MissingNode.getInstance()));
    }

    @Override
    public boolean reload(String entryId) throws ConnectorException, InterruptedException {
        administrator("reload integrations");
        var path = "api/config/config_entries/entry/" + Call.segment(entryId) + "/reload";
        return post(path, Map.of(), RELOAD).path("require_restart").asBoolean();
    }

    private JsonNode post(String path, Map<String, ?> content, Duration within)
            throws ConnectorException, InterruptedException {
        Answer answer;
        try {
            answer = line.plain()
                    .send(Call.postJson(path, JSON.writeValueAsString(content)).within(within));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("plain values are always JSON", e);
        }
        if (answer.ok()) {
            return http.tree(answer);
        }
        var said = PlainRequests.message(answer);
        throw switch (answer.status()) {
            case 404 ->
                ConnectorException.of(
                        FaultCode.NOT_FOUND,
                        http.label() + " does not have that any more" + (said.isEmpty() ? "." : ": " + said),
                        "Look at the list again.");
            case 400, 403 ->
                ConnectorException.of(
                        FaultCode.REFUSED,
                        http.label() + " refuses it" + (said.isEmpty() ? "." : ": " + said),
                        "Do it on the pages of Home Assistant.");
            default -> http.fault(answer);
        };
    }

    /// What is for administrators is not asked with a token that is known to be none.
    ///
    /// @param what they alone may do, as "reload integrations"
    void administrator(String what) throws ConnectorException, InterruptedException {
        if (!facts.get().administrator()) {
            throw ConnectorException.of(
                    FaultCode.PERMISSION_MISSING,
                    http.label() + " lets only administrators " + what + ".",
                    "Use the token of an administrator, or leave it.");
        }
    }

    // --- templates

    @Override
    public List<AddOn> addOns() throws ConnectorException, InterruptedException {
        administrator("see add-ons");
        if (!facts.get().supervised()) {
            return List.of();
        }
        var told = questions.ask("supervisor/api", Map.of("endpoint", "/addons", "method", "get"), SUPERVISOR);
        return SystemAnswers.addOns(told.path("addons"));
    }

    @Override
    public Rendered render(String template) throws ConnectorException, InterruptedException {
        if (line.byPlainRequests()) {
            throw HomeQuestions.needsSocket(http.label(), "what a template comes to");
        }
        var told = new LinkedBlockingQueue<JsonNode>();
        var stop = line.listen("render_template", Map.of("template", template, "report_errors", true), told::add);
        try {
            var event = told.poll(RENDER.toMillis(), TimeUnit.MILLISECONDS);
            if (event == null) {
                return new Rendered("The house gave no answer to this template.", false);
            }
            if (event.has("error")) {
                return new Rendered(event.path("error").asText(), false);
            }
            var result = event.path("result");
            return new Rendered(result.isTextual() ? result.asText() : result.toString(), true);
        } finally {
            stop.run();
        }
    }
}
