package io.pilothouse.tasks.cycle;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pilothouse.domain.cycle.Candidate;
import io.pilothouse.domain.cycle.CycleRun;
import io.pilothouse.domain.cycle.CycleRun.Budget;
import io.pilothouse.domain.cycle.CycleRun.DoneAct;
import io.pilothouse.domain.cycle.CycleRun.Ended;
import io.pilothouse.domain.cycle.CycleRun.Gate;
import io.pilothouse.domain.cycle.Decision;
import io.pilothouse.domain.cycle.ItemKey;
import io.pilothouse.domain.cycle.SkipReason;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.store.CycleRepository.StoredRun;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// A run as the JSON in which it is stored and shown on the terminal (`reference/command-line`,
/// "Cycles").
public final class RunDocument {

    private static final ObjectMapper JSON = new ObjectMapper();

    private RunDocument() {}

    /// The same as plain values, for who writes JSON otherwise.
    public static Map<String, Object> values(CycleReport run) {
        return JSON.convertValue(write(run), new TypeReference<Map<String, Object>>() {});
    }

    /// As it is stored: what is shown, and what the choice went by.
    static ObjectNode write(CycleRun run) {
        var root = write(CycleReport.of(run));
        for (int i = 0; i < run.decisions().size(); i++) {
            var item = (ObjectNode) root.path("decisions").path(i).path("item");
            var searched = run.decisions().get(i).candidate().lastSearchAt();
            item.put("lastSearchAt", searched.map(RunDocument::millis).orElse(null));
        }
        return root;
    }

    private static ObjectNode write(CycleReport run) {
        var root = JSON.createObjectNode();
        root.put("cycle", run.cycle());
        root.put("instance", run.instance().value());
        root.put("rule", run.rule());
        root.put("dryRun", run.dryRun());
        root.put("seed", run.seed());
        root.put("startedAt", millis(run.startedAt()));
        root.put("endedAt", millis(run.endedAt()));
        root.put("ended", run.ended().word());
        root.put("reason", run.reason());
        var gates = root.putArray("gates");
        run.gates()
                .forEach(gate -> gates.addObject()
                        .put("gate", gate.gate())
                        .put("passed", gate.passed())
                        .put("reason", gate.passed() ? null : gate.reason()));
        root.putObject("counts")
                .put("candidates", run.decisions().size())
                .put("chosen", run.chosen())
                .put("skipped", run.decisions().size() - run.chosen())
                .put("accepted", run.accepted())
                .put("requests", run.requests());
        run.budget()
                .ifPresentOrElse(
                        budget -> root.putObject("budget")
                                .put("limit", budget.limit())
                                .put("used", budget.used())
                                .put("reserved", budget.reserved())
                                .put("resetsAt", millis(budget.resetsAt())),
                        () -> root.putNull("budget"));
        var decisions = root.putArray("decisions");
        for (var decision : run.decisions()) {
            var node = decisions.addObject();
            node.putObject("item")
                    .put("type", decision.item().type())
                    .put("id", decision.item().id())
                    .put("title", decision.title())
                    .put("parent", decision.parent().map(ItemKey::id).orElse(null))
                    .put(
                            "lastSearchAt",
                            decision.searchedAt().map(RunDocument::millis).orElse(null));
            node.put("decision", decision.chosen() ? "chosen" : "skipped");
            node.put("reason", decision.reason().orElse(null));
            node.put("until", decision.until().map(RunDocument::millis).orElse(null));
            node.put("detail", decision.detail().isEmpty() ? null : decision.detail());
        }
        var acts = root.putArray("acts");
        for (var act : run.acts()) {
            var node = acts.addObject().put("act", act.act());
            var items = node.putArray("items");
            act.items().forEach(item -> items.add(item.id()));
            node.put("remoteId", act.remoteId().isEmpty() ? null : act.remoteId());
            node.put("accepted", act.accepted());
            node.put("at", millis(act.at()));
            node.put("error", act.error().isEmpty() ? null : act.error());
        }
        return root;
    }

    /// @throws IllegalStateException if the stored document is not one of ours
    static CycleRun read(InstanceId instance, StoredRun stored) {
        JsonNode root;
        try {
            root = JSON.readTree(stored.document());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the stored run " + stored.number() + " cannot be read", e);
        }
        var gates = new ArrayList<Gate>();
        root.path("gates")
                .forEach(it -> gates.add(new Gate(
                        it.path("gate").asText(),
                        it.path("passed").asBoolean(),
                        it.path("reason").asText(""))));
        var decisions = new ArrayList<Decision>();
        root.path("decisions").forEach(it -> decisions.add(decision(it)));
        var acts = new ArrayList<DoneAct>();
        root.path("acts").forEach(it -> acts.add(act(it)));
        var budget = root.path("budget");
        return new CycleRun(
                stored.number(),
                instance,
                stored.rule(),
                stored.dryRun(),
                root.path("seed").asLong(),
                stored.startedAt(),
                stored.endedAt(),
                Ended.valueOf(stored.ended()),
                stored.reason(),
                gates,
                budget.isObject()
                        ? Optional.of(new Budget(
                                budget.path("limit").asInt(),
                                budget.path("used").asInt(),
                                budget.path("reserved").asInt(),
                                Instant.parse(budget.path("resetsAt").asText())))
                        : Optional.empty(),
                decisions,
                acts,
                root.path("counts").path("requests").asInt());
    }

    private static Decision decision(JsonNode node) {
        var item = node.path("item");
        var key = new ItemKey(item.path("type").asText(), item.path("id").asText());
        var candidate = new Candidate(
                key,
                optional(item, "parent").map(id -> new ItemKey("parent", id)),
                item.path("title").asText(),
                true,
                false,
                Set.of(),
                "",
                "",
                Optional.empty(),
                true,
                optional(item, "lastSearchAt").map(Instant::parse),
                List.of());
        var reason = optional(node, "reason")
                .flatMap(word -> List.of(SkipReason.values()).stream()
                        .filter(it -> it.word().equals(word))
                        .findFirst());
        return new Decision(
                candidate,
                reason,
                optional(node, "until").map(Instant::parse),
                optional(node, "detail").orElse(""));
    }

    private static DoneAct act(JsonNode node) {
        var items = new ArrayList<ItemKey>();
        node.path("items").forEach(id -> items.add(new ItemKey("item", id.asText())));
        return new DoneAct(
                node.path("act").asText(),
                items,
                node.path("remoteId").asText(""),
                node.path("accepted").asBoolean(),
                Instant.parse(node.path("at").asText()),
                node.path("error").asText(""));
    }

    /// As precise as every other time in an answer.
    private static String millis(Instant at) {
        return at.truncatedTo(ChronoUnit.MILLIS).toString();
    }

    private static Optional<String> optional(JsonNode node, String key) {
        return node.hasNonNull(key) ? Optional.of(node.path(key).asText()) : Optional.empty();
    }
}
