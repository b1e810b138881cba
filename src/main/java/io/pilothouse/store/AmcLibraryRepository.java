package io.pilothouse.store;

import io.pilothouse.domain.amc.Brand;
import io.pilothouse.domain.amc.EntityId;
import io.pilothouse.domain.amc.MarketplaceId;
import io.pilothouse.domain.amc.Remote;
import io.pilothouse.domain.amc.Workflow;
import io.pilothouse.domain.instance.IdentityColour;
import io.pilothouse.domain.instance.InstanceId;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/// Questions with their versions, brands, accounts, and what Amazon said of instances. Thread-safe.
public final class AmcLibraryRepository {

    private static final String NUM = "(select num from instance where id = ?)";

    private final Database database;

    public AmcLibraryRepository(Database database) {
        this.database = database;
    }

    /// @return by id
    public List<Workflow> workflows() {
        return database.read(connection -> Sql.list(
                connection,
                "select * from amc_workflow where " + InstanceRepository.OWN + " order by id",
                AmcLibraryRepository::workflow));
    }

    public Optional<Workflow> workflow(String id) {
        return database.read(connection -> workflow(connection, id));
    }

    private static Optional<Workflow> workflow(Connection connection, String id) throws SQLException {
        return Sql.first(
                connection,
                "select * from amc_workflow where id = ? and " + InstanceRepository.OWN,
                AmcLibraryRepository::workflow,
                id);
    }

    /// @return whether somebody else has a workflow of this id
    public boolean foreignWorkflow(String id) {
        return database.read(connection -> Sql.foreign(connection, "amc_workflow", id));
    }

    /// Stores a workflow as its next version; one that is as it was stays at its version, and one that was
    /// deleted and comes again goes on behind the versions that are kept of it.
    public Workflow save(Workflow workflow, Instant now) {
        return database.transaction(connection -> {
            var json = AmcJson.workflow(workflow);
            Sql.update(connection, """
                    insert into amc_workflow (id, workflow, version, created_at_ms, updated_at_ms)
                    values (?, ?, (select coalesce(max(version), 0) + 1 from amc_workflow_version where id = ?), ?, ?)
                    on conflict (id) do update set workflow = excluded.workflow, version = version + 1,
                        updated_at_ms = excluded.updated_at_ms
                    where workflow <> excluded.workflow
                    """, workflow.id(), json, workflow.id(), now, now);
            var saved = workflow(connection, workflow.id()).orElseThrow();
            Sql.update(
                    connection,
                    "insert into amc_workflow_version (id, version, workflow, at_ms) values (?, ?, ?, ?) on conflict do nothing",
                    saved.id(),
                    saved.version(),
                    json,
                    now);
            return saved;
        });
    }

    /// @return newest first
    public List<Workflow> versions(String id) {
        return database.read(connection -> Sql.list(
                connection,
                "select * from amc_workflow_version where id = ? and id not in (select id from amc_workflow where not "
                        + InstanceRepository.OWN + ") order by version desc",
                row -> AmcJson.workflow(
                        row.getString("id"),
                        row.getString("workflow"),
                        row.getInt("version"),
                        Sql.instant(row, "at_ms"),
                        Sql.instant(row, "at_ms")),
                id));
    }

    /// Its versions and runs stay.
    public boolean deleteWorkflow(String id) {
        return database.transaction(
                connection -> Sql.update(connection, "delete from amc_workflow where id = ?", id) > 0);
    }

    private static Workflow workflow(ResultSet row) throws SQLException {
        return AmcJson.workflow(
                row.getString("id"),
                row.getString("workflow"),
                row.getInt("version"),
                Sql.instant(row, "created_at_ms"),
                Sql.instant(row, "updated_at_ms"));
    }

    /// @return by name
    public List<Brand> brands() {
        return database.read(connection -> Sql.list(
                connection,
                "select * from amc_brand where " + InstanceRepository.OWN + " order by key",
                AmcLibraryRepository::brand));
    }

    /// Whether somebody else has a brand of this number.
    public boolean foreignBrand(long number) {
        return database.read(connection -> Sql.number(
                        connection,
                        "select count(*) from amc_brand where number = ? and not " + InstanceRepository.OWN,
                        number)
                > 0);
    }

    /// Makes a brand, or changes the one of that number; schedules that choose by it follow its name.
    ///
    /// @param brand number 0 for a new one
    /// @return empty if another brand has that name, whoever it belongs to, or there is none of that number
    public Optional<Brand> saveBrand(Brand brand) {
        return database.transaction(connection -> {
            long others = Sql.number(
                    connection,
                    "select count(*) from amc_brand where key = ? and number <> ?",
                    brand.key(),
                    brand.number());
            if (others > 0) {
                return Optional.empty();
            }
            if (brand.number() == 0) {
                Sql.update(
                        connection,
                        "insert into amc_brand (name, key, colour, parameters) values (?, ?, ?, ?)",
                        brand.name(),
                        brand.key(),
                        brand.colour().map(Enum::name).orElse(""),
                        AmcJson.texts(brand.parameters()));
            } else {
                var before = brand(connection, brand.number());
                Sql.update(
                        connection,
                        "update amc_brand set name = ?, key = ?, colour = ?, parameters = ? where number = ? and "
                                + InstanceRepository.OWN,
                        brand.name(),
                        brand.key(),
                        brand.colour().map(Enum::name).orElse(""),
                        AmcJson.texts(brand.parameters()),
                        brand.number());
                if (before.isPresent() && !before.get().name().equals(brand.name())) {
                    chooseBy(connection, before.get(), brand.name());
                }
            }
            return Sql.first(
                    connection, "select * from amc_brand where key = ?", AmcLibraryRepository::brand, brand.key());
        });
    }

    private static Optional<Brand> brand(Connection connection, long number) throws SQLException {
        return Sql.first(
                connection,
                "select * from amc_brand where number = ? and " + InstanceRepository.OWN,
                AmcLibraryRepository::brand,
                number);
    }

    /// Schedules that chose their instances by one brand choose by another name from now on.
    private static void chooseBy(Connection connection, Brand before, String name) throws SQLException {
        var schedules = Sql.list(
                connection,
                "select id, json_extract(schedule, '$.brand') as brand from amc_schedule where "
                        + InstanceRepository.OWN,
                row -> Map.entry(row.getString("id"), Objects.requireNonNullElse(row.getString("brand"), "")));
        for (var schedule : schedules) {
            if (before.isCalled(schedule.getValue())) {
                Sql.update(
                        connection,
                        "update amc_schedule set schedule = json_set(schedule, '$.brand', ?) where id = ?",
                        name,
                        schedule.getKey());
            }
        }
    }

    public boolean deleteBrand(long number) {
        return database.transaction(connection ->
                Sql.update(connection, "delete from amc_brand where number = ? and " + InstanceRepository.OWN, number)
                        > 0);
    }

    /// Replaces the brands of an instance, all or nothing; duplicates are merged, order is kept. A number
    /// that is not of an own brand is a fault of the caller.
    ///
    /// @return false if there is no such instance
    public boolean setBrands(InstanceId instance, List<Long> numbers) {
        return database.transaction(connection -> {
            if (Sql.number(connection, "select count(*) from instance where id = ?", instance) == 0) {
                return false;
            }
            Sql.update(connection, "delete from amc_instance_brand where instance_num = " + NUM, instance);
            int position = 0;
            for (var number : new LinkedHashSet<>(numbers)) {
                int linked = Sql.update(
                        connection,
                        "insert into amc_instance_brand (instance_num, brand_number, position) select " + NUM
                                + ", number, ? from amc_brand where number = ? and " + InstanceRepository.OWN,
                        instance,
                        position++,
                        number);
                if (linked == 0) {
                    throw new SQLException("there is no own brand " + number);
                }
            }
            return true;
        });
    }

    /// Moves the links of `from` to `into`, lets schedules follow, and removes `from`.
    ///
    /// @return false if one of them is not there, or not ours
    public boolean mergeBrands(long from, long into) {
        return database.transaction(connection -> {
            var gone = brand(connection, from);
            var kept = brand(connection, into);
            if (gone.isEmpty() || kept.isEmpty() || from == into) {
                return false;
            }
            Sql.update(connection, """
                    insert into amc_instance_brand (instance_num, brand_number, position)
                    select instance_num, ?, position from amc_instance_brand where brand_number = ?
                    on conflict do nothing
                    """, into, from);
            chooseBy(connection, gone.get(), kept.get().name());
            return Sql.update(connection, "delete from amc_brand where number = ?", from) > 0;
        });
    }

    /// @return brands of each instance that has some, in its order
    public Map<InstanceId, List<Brand>> brandsByInstance() {
        return database.read(connection -> {
            var map = new LinkedHashMap<InstanceId, List<Brand>>();
            Sql.list(
                            connection,
                            """
                            select i.id, b.* from amc_instance_brand l join amc_brand b on b.number = l.brand_number
                            join instance i on i.num = l.instance_num and i.%s
                            where b.%s order by i.id, l.position
                            """.formatted(InstanceRepository.OWN, InstanceRepository.OWN),
                            row -> Map.entry(new InstanceId(row.getString("id")), brand(row)))
                    .forEach(entry -> map.computeIfAbsent(entry.getKey(), _ -> new java.util.ArrayList<>())
                            .add(entry.getValue()));
            return map;
        });
    }

    private static Brand brand(ResultSet row) throws SQLException {
        return new Brand(
                row.getLong("number"),
                row.getString("name"),
                Optional.of(row.getString("colour"))
                        .filter(colour -> !colour.isEmpty())
                        .map(IdentityColour::valueOf),
                AmcJson.texts(AmcJson.read(row.getString("parameters"))));
    }

    /// An account as a login saw it.
    ///
    /// @param login  the hash by which it is known
    /// @param region `na`, `eu` or `fe`
    public record SeenAccount(String login, Remote.Account account, String region, Instant at) {}

    public void saveAccounts(List<SeenAccount> accounts) {
        database.transaction(connection -> {
            for (var seen : accounts) {
                var account = seen.account();
                if (account.marketplace().isPresent()) {
                    Sql.update(
                            connection,
                            """
                            insert into amc_account (login, entity_id, marketplace_id, name, country, region,
                                self_service, seen_at_ms)
                            values (?, ?, ?, ?, ?, ?, ?, ?)
                            on conflict (login, entity_id, marketplace_id) do update set name = excluded.name,
                                country = excluded.country, region = excluded.region, seen_at_ms = excluded.seen_at_ms
                            """,
                            seen.login(),
                            account.entity().value(),
                            account.marketplace().get().value(),
                            account.name(),
                            account.country(),
                            seen.region(),
                            account.selfService(),
                            seen.at());
                }
            }
            return accounts.size();
        });
    }

    /// @return by name
    public List<SeenAccount> accounts() {
        return database.read(connection -> Sql.list(
                connection,
                "select * from amc_account where " + InstanceRepository.OWN + " order by name, entity_id",
                row -> new SeenAccount(
                        row.getString("login"),
                        new Remote.Account(
                                new EntityId(row.getString("entity_id")),
                                row.getString("name"),
                                Optional.of(new MarketplaceId(row.getString("marketplace_id"))),
                                row.getString("country"),
                                row.getBoolean("self_service")),
                        row.getString("region"),
                        Sql.instant(row, "seen_at_ms"))));
    }

    /// A login goes by another name since its refresh token was replaced.
    public void renameLogin(String before, String after) {
        database.transaction(connection ->
                Sql.update(connection, "update or replace amc_account set login = ? where login = ?", after, before));
    }

    /// What Amazon said.
    ///
    /// @param json as the caller wrote it
    public record Told(String json, Instant at) {}

    public Optional<Told> told(InstanceId instance, String what) {
        return database.read(connection -> Sql.first(
                connection,
                "select answer, at_ms from amc_remote where instance_num = " + NUM + " and what = ?",
                row -> new Told(row.getString("answer"), Sql.instant(row, "at_ms")),
                instance,
                what));
    }

    public void remember(InstanceId instance, String what, String json, Instant at) {
        database.transaction(connection -> Sql.update(connection, """
                        insert into amc_remote (instance_num, what, answer, at_ms)
                        select num, ?, ?, ? from instance where id = ?
                        on conflict (instance_num, what) do update set answer = excluded.answer, at_ms = excluded.at_ms
                        """, what, json, at, instance));
    }

    /// Forgets everything Amazon said of an instance whose identity was changed.
    public void forget(InstanceId instance) {
        database.transaction(
                connection -> Sql.update(connection, "delete from amc_remote where instance_num = " + NUM, instance));
    }
}
