package io.pilothouse.connectors.amc;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pilothouse.connectors.AnswersQuestions;
import io.pilothouse.connectors.Call;
import io.pilothouse.connectors.Connector;
import io.pilothouse.connectors.ConnectorException;
import io.pilothouse.connectors.FindsAccounts;
import io.pilothouse.connectors.InstanceHttp;
import io.pilothouse.connectors.Json;
import io.pilothouse.connectors.Target;
import io.pilothouse.domain.amc.AmcCode;
import io.pilothouse.domain.amc.AmcException;
import io.pilothouse.domain.amc.EntityId;
import io.pilothouse.domain.amc.ExecutionRequest;
import io.pilothouse.domain.amc.MarketplaceId;
import io.pilothouse.domain.amc.Remote;
import io.pilothouse.domain.health.CheckAnswer;
import io.pilothouse.domain.secret.Secret;
import io.pilothouse.domain.secret.Secrets;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/// A live line to one AMC instance, and to what its credential can see.
final class AmcConnector implements Connector, AnswersQuestions, FindsAccounts {

    private static final String ACCOUNTS = "application/vnd.amcaudiencesconnections.v1+json";
    private static final String ADS_ACCOUNTS = "application/vnd.listaccountsresource.v1+json";
    private static final String INSTANCES = "application/vnd.amcinstances.v1+json";
    private static final String DATA_SOURCES = "application/vnd.amcdatasources.v1+json";
    private static final String WORKFLOWS = "application/vnd.amcworkflows.v1+json";
    private static final String EXECUTIONS = "application/vnd.amcworkflowexecutions.v1+json";
    private static final String SCHEDULES = "application/vnd.amcschedules.v1+json";

    private static final int MOST_PAGES = 1_000;
    private static final DateTimeFormatter LOCAL =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);

    private final AmcCheck check;
    private final AmcLine line;
    private final Target target;
    private final Secrets secrets;
    private final InstanceHttp api;
    private final Downloader downloader;

    AmcConnector(AmcCheck check, AmcLine line, Target target, Secrets secrets, InstanceHttp api) {
        this.check = check;
        this.line = line;
        this.target = target;
        this.secrets = secrets;
        this.api = api;
        downloader = new Downloader(api, target.label());
    }

    @Override
    public CheckAnswer check() throws ConnectorException, InterruptedException {
        return check.check();
    }

    @Override
    public void close() {
        api.close();
    }

    // --- what a credential sees

    @Override
    public List<Remote.Account> accounts() throws AmcException, InterruptedException {
        return pages(everybody(), Call.get("amc/accounts"), ACCOUNTS, "amcAccounts", Wire::account);
    }

    @Override
    public List<Remote.Account> advertiserAccounts() throws AmcException, InterruptedException {
        var all = new ArrayList<Remote.Account>();
        var seen = new HashSet<String>();
        var token = "";
        do {
            var body = Json.MAPPER.createObjectNode().put("maxResults", 100);
            if (!token.isEmpty()) {
                body.put("nextToken", token);
            }
            var page = line.repeatable(
                    everybody(), Call.postJson("adsAccounts/list", body.toString()), ADS_ACCOUNTS, it -> it);
            page.path("adsAccounts").forEach(account -> all.addAll(Wire.advertiserAccounts(account)));
            token = page.path("nextToken").asText("");
        } while (!token.isEmpty() && seen.add(token) && seen.size() < MOST_PAGES);
        return List.copyOf(all);
    }

    @Override
    public List<Remote.InstanceFacts> instancesOf(EntityId entity, MarketplaceId marketplace)
            throws AmcException, InterruptedException {
        var who = new AmcLine.Caller(everybody().login(), Optional.of(entity), Optional.of(marketplace));
        try {
            return pages(who, Call.get("amc/instances"), INSTANCES, "instances", Wire::instance);
        } catch (AmcException e) {
            boolean noAccess = e.code() == AmcCode.ACCESS_DENIED
                    || e.code() == AmcCode.NOT_FOUND
                    || e.code() == AmcCode.AUTH_EXPIRED;
            if (noAccess) {
                return List.of();
            }
            throw e;
        }
    }

    @Override
    public boolean termsAccepted() throws AmcException, InterruptedException {
        return line.repeatable(
                everybody(),
                Call.get("amc/audiences/connections/terms"),
                ACCOUNTS,
                it -> it.path("hasAccepted").asBoolean());
    }

    @Override
    public Secret refreshTokenFor(Secret code, String returnUrl, Secret verifier)
            throws AmcException, InterruptedException {
        var who = everybody(AmcAccess::asking);
        try {
            return line.refreshTokenFor(who.login(), code, returnUrl, verifier);
        } catch (ConnectorException e) {
            throw line.translated(e, who, false);
        }
    }

    private AmcLine.Caller everybody() throws AmcException {
        return everybody(AmcAccess::signIn);
    }

    private interface SigningIn {
        LwaLogin of(Target target, Secrets secrets) throws ConnectorException;
    }

    private AmcLine.Caller everybody(SigningIn with) throws AmcException {
        try {
            return new AmcLine.Caller(with.of(target, secrets), Optional.empty(), Optional.empty());
        } catch (ConnectorException e) {
            throw AmcException.of(
                    AmcCode.CONFIG_CREDENTIAL_MISSING,
                    e.problem().summary(),
                    e.problem().advice());
        }
    }

    // --- the instance

    @Override
    public Remote.InstanceFacts facts() throws AmcException, InterruptedException {
        var access = access();
        return line.repeatable(
                access.caller(),
                Call.get("amc/instances/" + Call.segment(access.instance().value())),
                INSTANCES,
                it -> Wire.instance(Wire.unwrapped(it, "instance")));
    }

    @Override
    public List<Remote.Advertiser> advertisers() throws AmcException, InterruptedException {
        var access = access();
        var path = "amc/instances/" + Call.segment(access.instance().value()) + "/advertisers";
        return pages(access.caller(), Call.get(path), INSTANCES, "advertisers", Wire::advertiser);
    }

    @Override
    public List<Remote.DataSource> dataSources() throws AmcException, InterruptedException {
        return pages(
                access().caller(), Call.get(reporting("dataSources")), DATA_SOURCES, "dataSources", Wire::dataSource);
    }

    // --- workflows

    @Override
    public List<Remote.SavedWorkflow> workflows() throws AmcException, InterruptedException {
        return pages(
                access().caller(),
                Call.get(reporting("workflows")),
                WORKFLOWS,
                "workflows",
                it -> new Remote.SavedWorkflow(
                        Wire.text(it, "workflowId"), it.path("sqlQuery").asText(""), it.toString()));
    }

    @Override
    public void saveWorkflow(ExecutionRequest request) throws AmcException, InterruptedException {
        save("workflows", request.workflowId(), Wire.workflow(request), WORKFLOWS, false);
    }

    @Override
    public void deleteWorkflow(String workflowId) throws AmcException, InterruptedException {
        remove("workflows", workflowId, WORKFLOWS);
    }

    // --- runs

    @Override
    public Remote.Run create(ExecutionRequest request) throws AmcException, InterruptedException {
        var access = access();
        var answer = line.single(
                access.caller(),
                Call.postJson(
                        reporting("workflowExecutions"), Wire.execution(request).toString()),
                EXECUTIONS,
                true);
        var run = Wire.run(Wire.unwrapped(answer, "workflowExecution"));
        if (run.id().isEmpty()) { // it was done: nobody knows under which id
            throw new AmcException(
                    AmcCode.MALFORMED,
                    AmcException.of(
                                    AmcCode.MALFORMED,
                                    "Amazon gave no id for a run on " + target.label() + ".",
                                    "Wait; Pilothouse looks for the run.")
                            .problem(),
                    Optional.empty(),
                    Optional.empty(),
                    true,
                    null);
        }
        return run;
    }

    @Override
    public Remote.Run run(String remoteId) throws AmcException, InterruptedException {
        return line.repeatable(
                access().caller(),
                Call.get(reporting("workflowExecutions/" + Call.segment(remoteId))),
                EXECUTIONS,
                it -> Wire.run(Wire.unwrapped(it, "workflowExecution")));
    }

    @Override
    public List<Remote.Run> runs(Optional<String> workflowId, Instant createdSince)
            throws AmcException, InterruptedException {
        var call = Call.get(reporting("workflowExecutions"))
                .query("minCreationTime", LOCAL.format(createdSince.truncatedTo(ChronoUnit.SECONDS)))
                .query("includeCancelled", "true");
        if (workflowId.isPresent()) {
            call = call.query("workflowId", workflowId.get());
        }
        return pages(access().caller(), call, EXECUTIONS, "executions", Wire::run);
    }

    @Override
    public void cancel(String remoteId) throws AmcException, InterruptedException {
        line.repeatable(
                access().caller(),
                json("PUT", reporting("workflowExecutions/" + Call.segment(remoteId)), "{\"status\":\"CANCELLED\"}"),
                EXECUTIONS,
                it -> it);
    }

    @Override
    public List<Secret> downloads(String remoteId) throws AmcException, InterruptedException {
        var all = new ArrayList<Secret>();
        var path = reporting("workflowExecutions/" + Call.segment(remoteId) + "/downloadUrls");
        var seen = new HashSet<String>();
        var token = "";
        do {
            var call = token.isEmpty() ? Call.get(path) : Call.get(path).query("nextToken", token);
            var page = line.repeatable(access().caller(), call, EXECUTIONS, it -> it);
            page.path("downloadUrls").forEach(url -> all.add(new Secret(url.asText())));
            token = page.path("nextToken").asText("");
        } while (!token.isEmpty() && seen.add(token));
        return List.copyOf(all);
    }

    @Override
    public boolean download(Secret address, OutputStream to) throws AmcException, IOException, InterruptedException {
        return downloader.download(address, to);
    }

    // --- schedules

    @Override
    public List<Remote.Schedule> schedules() throws AmcException, InterruptedException {
        return pages(
                access().caller(),
                Call.get(reporting("schedules"))
                        .header("Amazon-Ads-AccountId", access().entity().value()),
                SCHEDULES,
                "schedules",
                Wire::schedule);
    }

    @Override
    public void saveSchedule(Remote.Schedule schedule) throws AmcException, InterruptedException {
        save("schedules", schedule.id(), Wire.schedule(schedule), SCHEDULES, true);
    }

    @Override
    public void deleteSchedule(String scheduleId) throws AmcException, InterruptedException {
        remove("schedules", scheduleId, SCHEDULES);
    }

    /// Replaces, and creates where there is nothing to replace; both may be repeated.
    private void save(String what, String id, ObjectNode body, String type, boolean withAccount)
            throws AmcException, InterruptedException {
        var access = access();
        var replace = json("PUT", reporting(what + "/" + Call.segment(id)), body.toString());
        try {
            line.repeatable(access.caller(), account(replace, access, withAccount), type, it -> it);
        } catch (AmcException e) {
            if (e.code() != AmcCode.NOT_FOUND) {
                throw e;
            }
            var create = Call.postJson(reporting(what), body.toString());
            line.single(access.caller(), account(create, access, withAccount), type, true);
        }
    }

    private void remove(String what, String id, String type) throws AmcException, InterruptedException {
        var access = access();
        var call = Call.of("DELETE", reporting(what + "/" + Call.segment(id)), Optional.empty());
        line.repeatable(access.caller(), account(call, access, what.equals("schedules")), type, it -> it);
    }

    private static Call account(Call call, AmcAccess access, boolean with) {
        return with ? call.header("Amazon-Ads-AccountId", access.entity().value()) : call;
    }

    private static Call json(String method, String path, String body) {
        return Call.of(
                method, path, Optional.of(new Call.Content("application/json", body.getBytes(StandardCharsets.UTF_8))));
    }

    private AmcAccess access() throws AmcException {
        try {
            return AmcAccess.of(target, secrets);
        } catch (ConnectorException e) {
            var code =
                    switch (e.code()) {
                        case SECRET_MISSING -> AmcCode.CONFIG_CREDENTIAL_MISSING;
                        case REFUSED -> AmcCode.RETIRED_API;
                        default ->
                            target.settings()
                                            .getOrDefault(AmcKind.MARKETPLACE_ID, "")
                                            .isBlank()
                                    ? AmcCode.CONFIG_MARKETPLACE_MISSING
                                    : AmcCode.CONFIG_ACCOUNT_MISSING;
                    };
            throw AmcException.of(code, e.problem().summary(), e.problem().advice());
        }
    }

    private String reporting(String rest) throws AmcException {
        return "amc/reporting/" + Call.segment(access().instance().value()) + "/" + rest;
    }

    /// All pages of a list: until there is no further token, or one comes again.
    private <T> List<T> pages(AmcLine.Caller who, Call call, String type, String name, Function<JsonNode, T> element)
            throws AmcException, InterruptedException {
        var all = new ArrayList<T>();
        var seen = new HashSet<String>();
        var token = "";
        do {
            var limited = name.equals("amcAccounts") ? call : call.query("limit", "100");
            var page =
                    line.repeatable(who, token.isEmpty() ? limited : limited.query("nextToken", token), type, it -> it);
            if (page.path(name).isArray()) {
                page.path(name).forEach(it -> all.add(element.apply(it)));
            } else if (page.path("instance").isObject()) { // a list of one was seen as this
                all.add(element.apply(page.path("instance")));
            }
            token = page.path("nextToken").asText("");
        } while (!token.isEmpty() && !token.equals("null") && seen.add(token) && seen.size() < MOST_PAGES);
        return List.copyOf(all);
    }
}
