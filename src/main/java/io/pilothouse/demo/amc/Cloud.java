package io.pilothouse.demo.amc;

import io.pilothouse.demo.service.Json;
import io.pilothouse.demo.service.Setting;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The accounts and instances of the scenario, who may see them, and the tables in them.
final class Cloud {

    static final String FOREIGN = "ENTITY1PH0FOREIGN";
    private static final Duration CREATION = Duration.ofMinutes(5);

    private final List<Account> accounts = new ArrayList<>();
    private final List<Instance> instances = new ArrayList<>();
    private final Instant start;
    private final Instance own;

    /// @param letter      of the credential that may see it; empty for nobody
    /// @param selfService reached by instant self-service access: its entity is a sponsored-ads one (R3)
    /// @param currency    of its marketplace
    record Account(
            String letter,
            String entityId,
            String name,
            String marketplaceId,
            String country,
            String region,
            String currency,
            boolean selfService) {

        /// Whom the account is of, in whatever country.
        String customer() {
            return name.endsWith(" " + country) ? name.substring(0, name.length() - country.length() - 1) : name;
        }
    }

    /// @param type           `STANDARD` or `SANDBOX`
    /// @param creationStatus may be changed: an instance in progress completes
    /// @param display        whether it has DSP data
    /// @param rough          whether it is slow and flaky
    record Instance(
            String id,
            String name,
            Account account,
            String type,
            String creationStatus,
            boolean display,
            boolean rough) {

        Instance ready() {
            return new Instance(id, name, account, type, "COMPLETED", display, rough);
        }
    }

    record Table(String id, String description, List<Column> columns) {}

    /// @param type   as live answers carry it beside the schema
    /// @param secret `NONE`, `LOW`, `MEDIUM`, `HIGH`, `VERY_HIGH`
    record Column(String name, boolean metric, String type, String secret) {}

    Cloud(Setting setting, Instant now) {
        start = now;
        if (setting.spec().option("scenario", "").equals("harbour")) {
            harbour();
            own = instances.getFirst();
            return;
        }
        var random = setting.random("account");
        var entity = new StringBuilder("ENTITY1PH0");
        for (int i = 0; i < 6; i++) {
            entity.append((char) ('A' + random.nextInt(26)));
        }
        var account = new Account(
                "A",
                setting.spec().flag("foreign") ? FOREIGN : entity.toString(),
                setting.spec().name() + " account",
                "ATVPDKIKX0DER",
                "US",
                "na",
                "USD",
                false);
        accounts.add(account);
        var id =
                "amc" + setting.secret("instance " + setting.identitySeed(), 8, "abcdefghijklmnopqrstuvwxyz0123456789");
        own = new Instance(
                setting.identitySeed() == setting.accessSeed() ? id : "amc" + setting.secret("instance", 8, "abcdefgh"),
                setting.spec().name(),
                account,
                "STANDARD",
                setting.spec().option("creationStatus", "COMPLETED"),
                true,
                false);
        instances.add(own);
        instances.add(new Instance(
                id.substring(0, 8) + "sbx",
                setting.spec().name() + " sandbox",
                account,
                "SANDBOX",
                "COMPLETED",
                false,
                false));
        int more = Integer.parseInt(setting.spec().option("instances", "0"));
        for (int i = 0; i < more; i++) {
            instances.add(new Instance(
                    "amcx%07d".formatted(i),
                    "%s %03d".formatted(setting.spec().name(), i + 1),
                    account,
                    "STANDARD",
                    "COMPLETED",
                    i % 2 == 0,
                    false));
        }
        int moreAccounts = Integer.parseInt(setting.spec().option("accounts", "0"));
        for (int i = 0; i < moreAccounts; i++) {
            accounts.add(new Account(
                    "A",
                    "ENTITY2PH0%06d".formatted(i),
                    "Account %03d".formatted(i),
                    "ATVPDKIKX0DER",
                    "US",
                    "na",
                    "USD",
                    false));
        }
    }

    /// Section 19.2.
    private void harbour() {
        var us = new Account("A", "ENTITY1PH0USEA1", "Harbour Goods US", "ATVPDKIKX0DER", "US", "na", "USD", false);
        var de = new Account("A", "ENTITY1PH0USEB2", "Harbour Goods DE", "A1PA6795UKMFR9", "DE", "eu", "EUR", false);
        var jp = new Account("B", "ENTITY1PH0USEC3", "Harbour Tea JP", "A1VC38T7YXB528", "JP", "fe", "JPY", true);
        var foreign = new Account("", FOREIGN, "Somebody else", "A1VC38T7YXB528", "JP", "fe", "JPY", false);
        accounts.addAll(List.of(us, de, jp));
        instances.addAll(List.of(
                new Instance("amcpilot001", "harbour us main", us, "STANDARD", "COMPLETED", true, false),
                new Instance("amcpilot002", "harbour us outlet", us, "STANDARD", "COMPLETED", true, false),
                new Instance("amcpilot005", "harbour us new", us, "STANDARD", "IN_PROGRESS", false, false),
                new Instance("amcpilot006", "harbour us broken", us, "STANDARD", "FAILED", false, false),
                new Instance("amcpilot009", "harbour us rough", us, "STANDARD", "COMPLETED", true, true),
                new Instance("amcpilot003", "harbour de", de, "STANDARD", "COMPLETED", false, false),
                new Instance("amcpilot004", "harbour sandbox", de, "SANDBOX", "COMPLETED", false, false),
                new Instance("amcpilot007", "harbour jp tea", jp, "STANDARD", "COMPLETED", false, false),
                new Instance("amcpilot008", "harbour jp lost", foreign, "STANDARD", "COMPLETED", false, false)));
    }

    /// Instances whose creation takes its time are ready when that has passed.
    void advance(Instant now) {
        if (!now.isBefore(start.plus(CREATION))) {
            instances.replaceAll(instance -> instance.creationStatus().equals("IN_PROGRESS")
                            && instance.id().equals("amcpilot005")
                    ? instance.ready()
                    : instance);
        }
    }

    /// The instance that the service stands for.
    Instance own() {
        return own;
    }

    List<Account> accountsOf(String letter) {
        return accounts.stream().filter(it -> it.letter().equals(letter)).toList();
    }

    List<Instance> instances() {
        return List.copyOf(instances);
    }

    List<Instance> instancesOf(Account account) {
        return instances.stream()
                .filter(instance -> instance.account().equals(account))
                .toList();
    }

    Optional<Instance> find(String id) {
        return instances.stream().filter(instance -> instance.id().equals(id)).findFirst();
    }

    /// An instance whose creation was in progress is ready.
    void complete() {
        instances.replaceAll(instance -> instance.creationStatus().equals("IN_PROGRESS") ? instance.ready() : instance);
    }

    static List<Table> tables(Instance instance) {
        var tables = new ArrayList<>(List.of(
                new Table(
                        "sponsored_ads_traffic",
                        "Sponsored ads impressions and clicks",
                        columns(
                                "advertiser campaign ad_product_type customer_search_term currency_iso_code event_dt"
                                        + " postal_code user_id",
                                "impressions clicks spend")),
                new Table(
                        "amazon_attributed_events_by_traffic_time",
                        "Conversions by the time of the traffic",
                        columns(
                                "campaign ad_product_type tracked_item user_id",
                                "conversions purchases units_sold total_product_sales new_to_brand_purchases")),
                new Table(
                        "conversions",
                        "Conversions whether attributed or not",
                        columns("tracked_item event_type user_id", "conversions total_product_sales")),
                new Table(
                        "sponsored_ads_traffic_for_audiences",
                        "The twin of sponsored_ads_traffic for audiences",
                        columns("campaign user_id", "impressions clicks"))));
        if (instance.display()) {
            tables.add(new Table(
                    "dsp_impressions",
                    "Display impressions",
                    columns(
                            "campaign advertiser device_type creative_category impression_dt user_id",
                            "impressions total_cost impression_cost")));
            tables.add(new Table(
                    "dsp_clicks", "Display clicks", columns("campaign advertiser user_id", "clicks click_cost")));
        }
        return tables;
    }

    private static List<Column> columns(String dimensions, String metrics) {
        var columns = new ArrayList<Column>();
        for (var name : dimensions.split(" ")) {
            columns.add(new Column(
                    name,
                    false,
                    name.endsWith("_dt") ? "TIMESTAMP" : "STRING",
                    switch (name) {
                        case "user_id" -> "VERY_HIGH";
                        case "postal_code" -> "HIGH";
                        case "customer_search_term" -> "MEDIUM";
                        default -> "LOW";
                    }));
        }
        for (var name : metrics.split(" ")) {
            columns.add(new Column(name, true, "LONG", "NONE"));
        }
        return columns;
    }

    static Map<String, @Nullable Object> json(Account account) {
        return Json.object(
                "accountId", account.entityId(),
                "accountName", account.name(),
                "marketplaceId", account.marketplaceId());
    }

    static Map<String, @Nullable Object> json(Instance instance, String apiEndpoint) {
        return Json.object(
                "instanceId",
                instance.id(),
                "instanceName",
                instance.name(),
                "instanceType",
                instance.type(),
                "customerCanonicalName",
                instance.account().customer(),
                "creationStatus",
                instance.creationStatus(),
                "creationDatetime",
                "2025-04-02T09:14:31.221Z",
                "s3BucketName",
                "",
                "s3BucketRegion",
                null,
                "awsAccountId",
                "",
                "entities",
                List.of("NA"),
                "dataUploadAwsAccountId",
                "000000000000",
                "apiEndpoint",
                apiEndpoint,
                "acrCollaboration",
                null,
                "optionalDatasets",
                List.of(),
                "advertiserTypes",
                instance.display() ? List.of("SPONSORED_ADS", "DISPLAY") : List.of("SPONSORED_ADS"));
    }

    static Map<String, @Nullable Object> json(Table table) {
        var columns = new ArrayList<Object>();
        for (var column : table.columns()) {
            columns.add(Json.object(
                    "name", column.name(),
                    "columnType", column.metric() ? "METRIC" : "DIMENSION",
                    "description", description(column),
                    "dataType", column.type(),
                    "sensitivity", column.secret()));
        }
        var json = new LinkedHashMap<String, @Nullable Object>(Json.object(
                "dataSourceId",
                table.id(),
                "description",
                table.description(),
                "owner",
                "AMAZON",
                "provider",
                "AMAZON",
                "tags",
                table.id().equals("conversions")
                        ? List.of(Json.object("type", "NEW", "title", "New", "description", "", "subtext", ""))
                        : List.of(),
                "isPremium",
                false));
        json.put("columns", columns);
        return json;
    }

    private static String description(Column column) {
        return switch (column.name()) {
            case "spend" -> "Spend in microcents";
            case "total_cost", "impression_cost", "click_cost" -> column.name().replace('_', ' ') + " in millicents";
            default ->
                Character.toUpperCase(column.name().charAt(0))
                        + column.name().substring(1).replace('_', ' ');
        };
    }

    static List<Object> advertisers(Instance instance) {
        var advertisers = new ArrayList<Object>();
        advertisers.add(Json.object(
                "id",
                "ENTITY9SPADS0001",
                "name",
                instance.account().name() + " Tea",
                "type",
                "SPONSORED_ADS",
                "marketplaceId",
                instance.account().marketplaceId(),
                "configuredAdvertiserTypes",
                List.of("SPONSORED_PRODUCTS", "SPONSORED_BRANDS")));
        if (instance.display()) {
            advertisers.add(Json.object(
                    "id",
                    "580011223344556677",
                    "name",
                    instance.account().name() + " Coffee DSP",
                    "type",
                    "DISPLAY",
                    "marketplaceId",
                    null));
        }
        return advertisers;
    }
}
