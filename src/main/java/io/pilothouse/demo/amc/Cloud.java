package io.pilothouse.demo.amc;

import io.pilothouse.demo.service.Json;
import io.pilothouse.demo.service.Setting;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The accounts and instances one credential may see, and the tables in them.
final class Cloud {

    static final String FOREIGN = "ENTITY1PH0FOREIGN";

    private final List<Account> accounts = new ArrayList<>();
    private final List<Instance> instances = new ArrayList<>();
    private final Instance own;

    record Account(String entityId, String name, String marketplaceId, String country, String region) {}

    /// @param type           `STANDARD` or `SANDBOX`
    /// @param creationStatus may be changed: an instance in progress completes
    record Instance(String id, String name, Account account, String type, String creationStatus, boolean display) {}

    record Table(String id, String description, List<Column> columns) {}

    record Column(String name, boolean metric) {}

    Cloud(Setting setting) {
        if (setting.spec().option("scenario", "").equals("harbour")) {
            var us = new Account("ENTITY1PH0USEA1", "Harbour Goods US", "ATVPDKIKX0DER", "US", "na");
            var de = new Account("ENTITY1PH0USEB2", "Harbour Goods DE", "A1PA6795UKMFR9", "DE", "eu");
            accounts.addAll(List.of(us, de));
            instances.addAll(List.of(
                    new Instance("amcpilot001", "harbour us main", us, "STANDARD", "COMPLETED", true),
                    new Instance("amcpilot002", "harbour us outlet", us, "STANDARD", "COMPLETED", true),
                    new Instance("amcpilot005", "harbour us new", us, "STANDARD", "IN_PROGRESS", false),
                    new Instance("amcpilot006", "harbour us broken", us, "STANDARD", "FAILED", false),
                    new Instance("amcpilot009", "harbour us rough", us, "STANDARD", "COMPLETED", true),
                    new Instance("amcpilot003", "harbour de", de, "STANDARD", "COMPLETED", false),
                    new Instance("amcpilot004", "harbour sandbox", de, "SANDBOX", "COMPLETED", false)));
            own = instances.getFirst();
            return;
        }
        var random = setting.random("account");
        var entity = new StringBuilder("ENTITY1PH0");
        for (int i = 0; i < 6; i++) {
            entity.append((char) ('A' + random.nextInt(26)));
        }
        var account = new Account(
                setting.spec().flag("foreign") ? FOREIGN : entity.toString(),
                setting.spec().name() + " account",
                "ATVPDKIKX0DER",
                "US",
                "na");
        accounts.add(account);
        var id =
                "amc" + setting.secret("instance " + setting.identitySeed(), 8, "abcdefghijklmnopqrstuvwxyz0123456789");
        own = new Instance(
                setting.identitySeed() == setting.accessSeed() ? id : "amc" + setting.secret("instance", 8, "abcdefgh"),
                setting.spec().name(),
                account,
                "STANDARD",
                setting.spec().option("creationStatus", "COMPLETED"),
                true);
        instances.add(own);
        instances.add(new Instance(
                id.substring(0, 8) + "sbx",
                setting.spec().name() + " sandbox",
                account,
                "SANDBOX",
                "COMPLETED",
                false));
    }

    /// The instance that the service stands for.
    Instance own() {
        return own;
    }

    List<Account> accounts() {
        return List.copyOf(accounts);
    }

    List<Instance> instances() {
        return List.copyOf(instances);
    }

    List<Instance> instancesOf(String entityId) {
        return instances.stream()
                .filter(instance -> instance.account().entityId().equals(entityId))
                .toList();
    }

    Optional<Instance> find(String id) {
        return instances.stream().filter(instance -> instance.id().equals(id)).findFirst();
    }

    /// An instance whose creation was in progress is ready.
    void complete() {
        instances.replaceAll(instance -> instance.creationStatus().equals("IN_PROGRESS")
                ? new Instance(
                        instance.id(),
                        instance.name(),
                        instance.account(),
                        instance.type(),
                        "COMPLETED",
                        instance.display())
                : instance);
    }

    static List<Table> tables(Instance instance) {
        var tables = new ArrayList<>(List.of(
                new Table(
                        "sponsored_ads_traffic",
                        "Sponsored ads impressions and clicks",
                        columns("campaign ad_product_type user_id event_dt", "impressions clicks spend")),
                new Table(
                        "amazon_attributed_events_by_traffic_time",
                        "Conversions by the time of the traffic",
                        columns("campaign user_id", "conversions purchases total_product_sales"))));
        if (instance.display()) {
            tables.add(new Table(
                    "dsp_impressions",
                    "Display impressions",
                    columns("campaign advertiser user_id", "impressions total_cost")));
        }
        return tables;
    }

    private static List<Column> columns(String dimensions, String metrics) {
        var columns = new ArrayList<Column>();
        for (var name : dimensions.split(" ")) {
            columns.add(new Column(name, false));
        }
        for (var name : metrics.split(" ")) {
            columns.add(new Column(name, true));
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
                instance.account().name(),
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
                    "description", column.name().replace('_', ' ')));
        }
        var json = new LinkedHashMap<String, @Nullable Object>(Json.object(
                "dataSourceId", table.id(),
                "description", table.description(),
                "owner", "AMAZON",
                "provider", "AMAZON",
                "tags", List.of()));
        json.put("columns", columns);
        return json;
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
