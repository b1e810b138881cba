package io.pilothouse.connectors.amc;

import io.pilothouse.domain.Problem;
import io.pilothouse.domain.amc.AmcCode;
import io.pilothouse.domain.amc.AmcException;
import io.pilothouse.domain.amc.SqlPosition;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// What Amazon's refusals mean (section 10): the first hit wins.
public final class Refusals {

    private static final String PRIVACY = "too many workflows have already been run against";
    private static final String TIMED_OUT = "endpoint request timed out";
    private static final Pattern PLACE = Pattern.compile("line (\\d+), column (\\d+)", Pattern.CASE_INSENSITIVE);
    private static final Pattern UNDECLARED =
            Pattern.compile("undeclared parameter[s:]*\\s*['\"`]?([\\w.-]+)", Pattern.CASE_INSENSITIVE);
    private static final Pattern OBJECT = Pattern.compile("Object '([^']+)' not found", Pattern.CASE_INSENSITIVE);

    private Refusals() {}

    /// @param text    the service's words; empty for none
    /// @param path    that was asked
    /// @param changes whether it must not be sent again when it may have been done all the same
    static AmcException of(
            int status, String text, String path, String label, Optional<Duration> retryAfter, boolean changes) {
        var code = code(status, text, path);
        boolean maybeDone = changes && (status >= 500 || code == AmcCode.SERVER_ERROR);
        return new AmcException(code, problem(code, text, label, status), retryAfter, place(text), maybeDone, null);
    }

    /// Why a run ended badly, from its `statusReason`.
    ///
    /// @return empty for words that say nothing known
    public static Optional<AmcCode> ofReason(String reason) {
        var text = reason.toLowerCase(Locale.ROOT);
        return text.contains(TIMED_OUT) ? Optional.of(AmcCode.SERVER_ERROR) : sql(text);
    }

    /// Where in the SQL that was sent.
    public static Optional<SqlPosition> place(String text) {
        var match = PLACE.matcher(text);
        return match.find()
                ? Optional.of(new SqlPosition(Integer.parseInt(match.group(1)), Integer.parseInt(match.group(2))))
                : Optional.empty();
    }

    static AmcCode code(int status, String words, String path) {
        var text = words.toLowerCase(Locale.ROOT);
        if (AmcLine.termsMissing(text)) {
            return AmcCode.TERMS_REQUIRED;
        }
        if (status == 401) {
            return AmcCode.AUTH_EXPIRED;
        }
        if (status == 400 && text.contains("entityid provided is null")) {
            return AmcCode.CONFIG_ACCOUNT_MISSING;
        }
        if (status == 403) {
            return AmcCode.ACCESS_DENIED;
        }
        if (path.endsWith("downloadUrls") && (status == 404 || text.contains("unavailable for download"))) {
            return AmcCode.RESULT_NOT_READY;
        }
        boolean unknown = text.contains("does not exist") && !text.contains("unable to compile");
        if (status == 404 || (status == 400 && unknown)) {
            return AmcCode.NOT_FOUND;
        }
        if (status == 410) {
            return AmcCode.RETIRED_API;
        }
        if (status == 400 && text.contains("already exists")) {
            return AmcCode.WORKFLOW_EXISTS;
        }
        var sql = status == 400 || status == 422 ? sql(text) : Optional.<AmcCode>empty();
        if (sql.isPresent()) {
            return sql.get();
        }
        if (text.contains(PRIVACY)) {
            return AmcCode.PRIVACY_BUDGET;
        }
        if (status == 429) {
            return AmcCode.RATE_LIMITED;
        }
        if (status >= 500 || text.contains(TIMED_OUT)) {
            return AmcCode.SERVER_ERROR;
        }
        return status == 406 || status == 415 ? AmcCode.MEDIA_TYPE : AmcCode.REQUEST_INVALID;
    }

    private static Optional<AmcCode> sql(String text) {
        if (text.contains("undeclared parameter")) {
            return Optional.of(AmcCode.PARAM_UNDECLARED);
        }
        if (text.contains("unable to compile") || text.contains("sql query was invalid")) {
            return Optional.of(AmcCode.SQL_INVALID);
        }
        if (text.contains("unsupported scalar operation")) {
            return Optional.of(AmcCode.SQL_UNSUPPORTED);
        }
        if (text.contains(PRIVACY)) {
            return Optional.of(AmcCode.PRIVACY_BUDGET);
        }
        return Optional.empty();
    }

    /// What people read about a refusal.
    public static Problem problem(AmcCode code, String text, String label, int status) {
        var quoted = text.isBlank() ? "" : " Amazon says: “" + text.strip() + "”";
        return switch (code) {
            case TERMS_REQUIRED ->
                said(
                        code,
                        "Amazon's terms for AMC are not accepted for " + label + ".",
                        "Accept them in the AMC console of this region, with the same e-mail address.");
            case AUTH_EXPIRED ->
                said(code, "Amazon did not accept the sign-in for " + label + ".", "Check the client id; try again.");
            case CONFIG_ACCOUNT_MISSING ->
                said(
                        code,
                        "The entity id of " + label + " did not reach Amazon.",
                        "Check that no proxy removes request headers.");
            case ACCESS_DENIED ->
                said(
                        code,
                        "Amazon denies access to " + label + ".",
                        "Check that the entity id and marketplace id belong to the account that owns the instance,"
                                + " that vendor and seller entities are not mixed up, that your user is invited, and that the scope"
                                + " was granted.");
            case RESULT_NOT_READY ->
                said(code, "The result is not published yet on " + label + ".", "Wait a little and fetch it again.");
            case NOT_FOUND ->
                said(
                        code,
                        "Amazon knows no such thing on " + label + "." + quoted,
                        "Check the id, and the marketplace id of the account.");
            case RETIRED_API ->
                said(
                        code,
                        "The address of " + label + " belongs to an API that Amazon has switched off.",
                        "Use the address of the region, for example https://advertising-api.amazon.com.");
            case WORKFLOW_EXISTS ->
                said(code, "A workflow of that id is on " + label + " already.", "Replace it, or choose another id.");
            case PARAM_UNDECLARED ->
                said(
                        code,
                        "The SQL uses a parameter that is not declared" + name(UNDECLARED, text) + "." + quoted,
                        "Declare the parameter.");
            case SQL_INVALID ->
                said(
                        code,
                        "The SQL does not compile on " + label + name(OBJECT, text) + "." + quoted,
                        "Correct the SQL at the place shown.");
            case SQL_UNSUPPORTED ->
                said(code, "The SQL uses what AMC does not support on " + label + "." + quoted, "Rewrite the SQL.");
            case PRIVACY_BUDGET ->
                said(
                        code,
                        "AMC has answered too many questions about this window on " + label
                                + " and protects people in it.",
                        "Widen or move the window, or use the result that is here already.");
            case RATE_LIMITED ->
                said(code, "Amazon asks for fewer requests for " + label + ".", "Wait; Pilothouse goes on by itself.");
            case SERVER_ERROR ->
                said(code, "Amazon has a fault of its own for " + label + " (" + status + ").", "Try again later.");
            default ->
                said(
                        code,
                        "Amazon refused the request for " + label + " (" + status + ")." + quoted,
                        "Check what was asked, its ids and its region.");
        };
    }

    private static String name(Pattern pattern, String text) {
        var match = pattern.matcher(text);
        return match.find() ? ": “" + match.group(1) + "”" : "";
    }

    private static Problem said(AmcCode code, String summary, String advice) {
        return new Problem(code.problemCode(), summary, advice);
    }
}
