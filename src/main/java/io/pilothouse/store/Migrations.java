package io.pilothouse.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/// The numbered changes of the schema, in order. Append only: a released one is never edited.
/// `pragma user_version` remembers how many were applied.
final class Migrations {

    /// Marks a file as a Pilothouse store (`pragma application_id`), "PHse" in ASCII.
    static final int APPLICATION_ID = 0x50487365;

    static final Migrations ALL = new Migrations(List.of(
            "001-instance",
            "002-health",
            "003-task",
            "004-window",
            "005-cycle",
            "006-secret",
            "007-view",
            "008-hunting",
            "009-shelf",
            "010-torrent",
            "011-library",
            "012-amc",
            "013-alert",
            "014-arr-list",
            "015-library-likeness",
            "016-amc-period",
            "017-shared-secret",
            "018-message",
            "019-owner",
            "020-torrent-brake",
            "021-amc-owner",
            "022-amc-account-owner",
            "023-title-search",
            "024-amc-call-hour"));

    private final List<String> names;

    private Migrations(List<String> names) {
        this.names = names;
    }

    /// The first `count` of them, as a store of an earlier version has.
    Migrations upTo(int count) {
        return new Migrations(names.subList(0, count));
    }

    List<String> names() {
        return names;
    }

    int newest() {
        return names.size();
    }

    /// Applies what `connection` lacks, all of it or nothing.
    void apply(Connection connection) throws SQLException {
        int version = version(connection);
        connection.setAutoCommit(false);
        try (var statement = connection.createStatement()) {
            for (int next = version; next < newest(); next++) {
                statement.executeUpdate(text(names.get(next)));
            }
            statement.executeUpdate("pragma application_id = " + APPLICATION_ID);
            statement.executeUpdate("pragma user_version = " + newest());
            connection.commit();
        } catch (SQLException e) {
            connection.rollback();
            throw e;
        } finally {
            connection.setAutoCommit(true);
        }
    }

    static int version(Connection connection) throws SQLException {
        return (int) Sql.number(connection, "pragma user_version");
    }

    private static String text(String name) {
        var path = "migrations/" + name + ".sql";
        try (var stream = Migrations.class.getResourceAsStream(path)) {
            if (stream == null) {
                throw new IllegalStateException("missing in this build: " + path);
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
