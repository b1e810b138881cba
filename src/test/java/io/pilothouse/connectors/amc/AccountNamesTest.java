package io.pilothouse.connectors.amc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.pilothouse.domain.amc.AmcCode;
import io.pilothouse.domain.amc.AmcException;
import io.pilothouse.domain.amc.EntityId;
import io.pilothouse.domain.amc.Remote;
import io.pilothouse.domain.instance.Address;
import io.pilothouse.domain.secret.Secret;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class AccountNamesTest {

    private static final EntityId ACCOUNT = new EntityId("ENTITY1PH0USEA1");
    private static final LwaLogin LOGIN = new LwaLogin(
            new LwaCredential(new Secret("client"), new Secret("secret"), new Secret("token")),
            Address.of("https://api.amazon.com"));

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-07-01T12:00:00Z"));
    private final AccountNames names = new AccountNames(now::get);
    private final List<String> asked = new ArrayList<>();

    private Optional<String> named(String name) throws Exception {
        return names.of(ACCOUNT, LOGIN, () -> {
            asked.add(name);
            if (name.isEmpty()) {
                throw AmcException.of(AmcCode.SERVER_ERROR, "Amazon has a fault.", "Try again later.");
            }
            return List.of(new Remote.Account(ACCOUNT, name, Optional.empty(), "", false));
        });
    }

    @Test
    void aListThatCannotBeHadIsAskedForAgainAfterAnHourOnly() throws Exception {
        assertThatExceptionOfType(AmcException.class).isThrownBy(() -> named(""));
        assertThat(named("Harbour")).isEmpty();
        now.updateAndGet(at -> at.plus(Duration.ofMinutes(61)));

        assertThat(named("Harbour")).hasValue("Harbour");
        assertThat(named("Other")).hasValue("Harbour");
        assertThat(asked).containsExactly("", "Harbour");
    }

    @Test
    void anAccountThatIsInNoListHasNoName() throws Exception {
        assertThat(names.of(new EntityId("ENTITY1PH0OTHER"), LOGIN, List::of)).isEmpty();
    }
}
