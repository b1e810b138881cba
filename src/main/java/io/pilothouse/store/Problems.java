package io.pilothouse.store;

import io.pilothouse.domain.Problem;
import io.pilothouse.domain.ProblemCode;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;

/// Problems in the three columns `problem_code`, `problem_summary` and `problem_advice`.
final class Problems {

    private Problems() {}

    static Optional<Problem> read(ResultSet row) throws SQLException {
        var code = row.getString("problem_code");
        return code == null
                ? Optional.empty()
                : Optional.of(new Problem(
                        ProblemCode.valueOf(code), row.getString("problem_summary"), row.getString("problem_advice")));
    }
}
