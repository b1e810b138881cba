package io.pilothouse.store;

import java.sql.Connection;
import java.sql.SQLException;

/// Something to do with the store in one transaction. Short, without any call to the network.
@FunctionalInterface
interface SqlWork<T> {

    T run(Connection connection) throws SQLException;
}
