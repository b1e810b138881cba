package io.pilothouse.connectors.qbittorrent;

import io.pilothouse.connectors.Answer;
import io.pilothouse.connectors.Call;
import io.pilothouse.connectors.ConnectorException;
import io.pilothouse.connectors.InstanceHttp;
import io.pilothouse.domain.Problem;
import io.pilothouse.domain.health.FaultCode;
import io.pilothouse.domain.secret.Secret;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// The login of one server and the cookie that proves it. Thread-safe; only one login is under way at a
/// time. Login failures are counted by the server and end in a ban of this computer, so a refused
/// password is never sent again by itself, and during a ban nothing is sent at all.
///
/// The cookie is kept here and not in a cookie jar: jars do not tell ports apart, and the login to a
/// second server on the same host would throw the first one out.
final class Session {

    /// The server never says how long it bans; this is its usual hour and a minute more.
    static final Duration USUAL_BAN = Duration.ofMinutes(61);

    private static final Duration LOGIN_LIMIT = Duration.ofSeconds(10);
    private static final Duration LOGOUT_LIMIT = Duration.ofSeconds(2);
    private static final String NO_SESSION = "Forbidden";
    private static final String HOST_CHECK = "Unauthorized";

    /// How we prove who we are.
    sealed interface Method {
        /// The server lets everybody in, or everybody from this computer.
        record None() implements Method {}

        record Password(String user, Secret password) implements Method {}

        /// From qBittorrent 5.2 on.
        record ApiKey(Secret key) implements Method {}
    }

    /// @param number raised by every login: what the server told in one session does not continue in another
    private record Ticket(long number, Optional<Cookie> cookie) {}

    private record Cookie(String name, String value) {
        @Override
        public String toString() {
            return name;
        }
    }

    private final InstanceHttp http;
    private final Method method;
    private final Optional<String> hostHeader;
    private final Clock clock;
    private final Skew skew = new Skew();
    private final ReentrantLock lock = new ReentrantLock();
    private Ticket ticket = new Ticket(0, Optional.empty());
    private boolean open;
    private boolean bypassed;
    private @Nullable Instant bannedUntil;

    Session(InstanceHttp http, Method method, Optional<String> hostHeader, Clock clock) {
        this.http = http;
        this.method = method;
        this.hostHeader = hostHeader;
        this.clock = clock;
    }

    /// @return raised by every login
    long number() {
        lock.lock();
        try {
            return ticket.number;
        } finally {
            lock.unlock();
        }
    }

    /// @return whether the server asked for no login from here, though we have a password
    boolean bypassed() {
        lock.lock();
        try {
            return bypassed;
        } finally {
            lock.unlock();
        }
    }

    /// @return whether the session is that of an API key, which every program with the key shares
    boolean shared() {
        return method instanceof Method.ApiKey;
    }

    /// @return the server's clock minus ours
    Duration skew() {
        return skew.value();
    }

    /// Sends a call inside the session, logging in where there is none. A session that the server has
    /// forgotten (restart, expiry) is opened anew once: the refused call was not carried out.
    ///
    /// @throws ConnectorException if it is not qBittorrent that answers, or it does not let us in; every
    ///                            other status is an answer
    Answer send(Call call) throws ConnectorException, InterruptedException {
        var used = ensure();
        var answer = sendWith(used, call);
        if (!forgotten(answer)) {
            return answer;
        }
        drop(used);
        answer = sendWith(ensure(), call);
        if (forgotten(answer)) {
            throw http.refuse(notLetIn());
        }
        return answer;
    }

    /// Ends the session on the server, which keeps memory for it. Waits 2 s at most; its answer does not
    /// matter.
    void logOut() throws InterruptedException {
        Ticket last;
        lock.lockInterruptibly();
        try {
            last = ticket;
            ticket = new Ticket(last.number, Optional.empty());
            open = false;
        } finally {
            lock.unlock();
        }
        if (last.cookie.isEmpty() || method instanceof Method.ApiKey) {
            return;
        }
        try {
            http.send(with(last, Call.post("api/v2/auth/logout").within(LOGOUT_LIMIT)));
        } catch (ConnectorException e) {
            return; // the server forgets the session by itself within the hour
        }
    }

    private Ticket ensure() throws ConnectorException, InterruptedException {
        lock.lockInterruptibly();
        try {
            if (!open) {
                ticket = logIn(ticket.number + 1);
                open = true;
            }
            return ticket;
        } finally {
            lock.unlock();
        }
    }

    private void drop(Ticket used) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            if (ticket.number == used.number) {
                open = false;
            }
        } finally {
            lock.unlock();
        }
    }

    private Ticket logIn(long number) throws ConnectorException, InterruptedException {
        if (method instanceof Method.ApiKey) {
            return new Ticket(number, Optional.empty());
        }
        failWhileBanned();
        http.confirmed();
        var knock = http.send(plain(Call.get(QBittorrentKind.VERSION)));
        skew.observe(knock, clock);
        bypassed = proveQBittorrent(knock);
        if (method instanceof Method.Password(String user, Secret password)) {
            var form = new LinkedHashMap<String, String>();
            form.put("username", user);
            form.put("password", password.value());
            var call = Call.postForm("api/v2/auth/login", form).carryingSecret().within(LOGIN_LIMIT);
            return entered(http.send(plain(call)), number);
        }
        if (!bypassed) {
            throw ConnectorException.of(
                    FaultCode.SECRET_MISSING,
                    http.label() + " wants a user name and a password.",
                    "Enter the user name and password of its web page.");
        }
        return new Ticket(number, cookie(knock));
    }

    private void failWhileBanned() throws ConnectorException {
        var until = bannedUntil;
        if (until != null && clock.instant().isBefore(until)) {
            throw banned(Duration.between(clock.instant(), until));
        }
    }

    /// Looks at the answer to the first question, asked without a login: a server that is well says
    /// "Forbidden".
    ///
    /// @return whether it needs no login from here
    private boolean proveQBittorrent(Answer answer) throws ConnectorException {
        int status = answer.status();
        if (status == 200 && Versions.looksLikeOne(answer.text())) {
            return true;
        }
        if (status == 403 && answer.text().strip().equals(NO_SESSION)) {
            return false;
        }
        if (status == 401 && answer.text().strip().equals(HOST_CHECK)) {
            throw hostRefused();
        }
        boolean inFront = answer.html() || answer.header("WWW-Authenticate").isPresent();
        if (answer.redirect() || (inFront && status != 404) || status == 429 || status >= 500) {
            throw http.fault(answer);
        }
        throw ConnectorException.of(
                FaultCode.UNKNOWN_PRODUCT,
                http.label() + " is not qBittorrent: something else answers at " + answer.address() + " (" + status
                        + ").",
                "Check the address and port of " + http.label() + "; no password was sent.");
    }

    private Ticket entered(Answer answer, long number) throws ConnectorException {
        int status = answer.status();
        var text = answer.text().strip();
        if (status == 204 || (status == 200 && text.equals("Ok."))) {
            bannedUntil = null;
            return new Ticket(number, cookie(answer));
        }
        if (status == 200 && text.equals("Fails.") || status == 401 && !answer.html()) {
            throw http.refuse(wrongPassword());
        }
        if (status == 403 && !answer.html()) {
            bannedUntil = clock.instant().plus(USUAL_BAN);
            throw banned(USUAL_BAN);
        }
        throw http.fault(answer);
    }

    private Answer sendWith(Ticket used, Call call) throws ConnectorException, InterruptedException {
        var answer = http.send(with(used, call));
        skew.observe(answer, clock);
        if (answer.status() == 401 && answer.text().strip().equals(HOST_CHECK)) {
            throw hostRefused();
        }
        if (method instanceof Method.ApiKey && (answer.status() == 401 || forgotten(answer))) {
            throw http.refuse(ConnectorException.of(
                    FaultCode.SECRET_REFUSED,
                    http.label() + " refuses the API key.",
                    "Copy the key from its web page (qBittorrent 5.2 or later), or use user name and password."));
        }
        renew(used, answer);
        return answer;
    }

    /// Servers re-issue the cookie now and then, and one that asks for no login gives one with its first
    /// answer: without it each request would open another session there.
    private void renew(Ticket used, Answer answer) throws InterruptedException {
        var fresh = cookie(answer);
        if (fresh.isEmpty()) {
            return;
        }
        lock.lockInterruptibly();
        try {
            if (ticket.number == used.number
                    && (ticket.cookie.isEmpty() || ticket.cookie.get().name.equals(fresh.get().name))) {
                ticket = new Ticket(ticket.number, fresh);
            }
        } finally {
            lock.unlock();
        }
    }

    private Call with(Ticket used, Call call) {
        var dressed = plain(call);
        if (method instanceof Method.ApiKey(Secret key)) {
            return dressed.secretHeader("Authorization", "Bearer ", key);
        }
        return used.cookie
                .map(cookie -> dressed.secretHeader("Cookie", cookie.name + "=", new Secret(cookie.value)))
                .orElse(dressed);
    }

    private Call plain(Call call) {
        return hostHeader.map(host -> call.header("Host", host)).orElse(call);
    }

    private static boolean forgotten(Answer answer) {
        return answer.status() == 403 && answer.text().strip().equals(NO_SESSION);
    }

    /// The first name and value of the answer's cookie, raw as received: encoding it again makes it
    /// another one.
    private static Optional<Cookie> cookie(Answer answer) {
        return answer.headers().allValues("Set-Cookie").stream()
                .map(line -> line.split(";", 2)[0])
                .filter(pair -> pair.indexOf('=') > 0 && pair.indexOf('=') < pair.length() - 1)
                .map(pair -> new Cookie(
                        pair.substring(0, pair.indexOf('=')).strip(),
                        pair.substring(pair.indexOf('=') + 1).strip()))
                .filter(cookie -> !cookie.value.isEmpty())
                .findFirst();
    }

    private ConnectorException wrongPassword() {
        var user = method instanceof Method.Password(String name, Secret _) ? name : "";
        return ConnectorException.of(
                FaultCode.SECRET_REFUSED,
                http.label() + " refuses the password of user " + user + ".",
                "Check both in its web page; a temporary password that it printed changes at each of its starts.");
    }

    private ConnectorException notLetIn() {
        return ConnectorException.of(
                FaultCode.SECRET_REFUSED,
                http.label() + " accepted the login and then did not let us in.",
                "Check that no proxy in front of it removes cookies, then test again.");
    }

    private ConnectorException banned(Duration left) {
        return new ConnectorException(
                FaultCode.BANNED,
                new Problem(
                        FaultCode.BANNED.problemCode(),
                        http.label() + " has banned this computer after too many failed logins; nothing is tried for "
                                + Math.max(1, left.toMinutes()) + " min.",
                        "Check the password, then wait, or restart qBittorrent, which ends the ban at once."),
                Optional.of(left),
                Optional.empty(),
                null);
    }

    private ConnectorException hostRefused() {
        return ConnectorException.of(
                FaultCode.HOST_REFUSED,
                http.label() + " refuses the host name or port number by which it is called.",
                "Give it the same port inside and outside, allow the name in its web page's settings, or set"
                        + " “Host header to send” here.");
    }
}
