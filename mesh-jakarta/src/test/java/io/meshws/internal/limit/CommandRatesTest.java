package io.meshws.internal.limit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshws.Identity;
import io.meshws.MeshConfig;
import io.meshws.MeshProperty;
import io.meshws.testing.ManualClock;
import java.security.Principal;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CommandRatesTest {
    private final ManualClock clock = new ManualClock();

    private static Optional<Principal> user(String name) {
        return Optional.of(Identity.of(name).principal());
    }

    private CommandRates rates(int ofConnection, int ofUser) {
        return new CommandRates(
                MeshConfig.builder()
                        .set(MeshProperty.COMMANDS_PER_SECOND, ofConnection)
                        .set(MeshProperty.USER_COMMANDS_PER_SECOND, ofUser)
                        .build(),
                clock);
    }

    private long take(CommandRates rates, TokenBucket own, Optional<Principal> user) {
        return rates.take(own, user, clock.getAsLong());
    }

    @Test
    void withoutLimitsNothingIsRefusedAndNothingKept() {
        CommandRates rates = rates(0, 0);
        assertNull(rates.newBucket());
        for (int i = 0; i < 100_000; i++) {
            assertEquals(0, take(rates, null, user("ann")));
        }
        assertEquals(0, rates.users());
    }

    @Test
    void theConnectionsOfAUserShareTheUsersRate() {
        CommandRates rates = rates(10, 15);
        TokenBucket first = rates.newBucket();
        TokenBucket second = rates.newBucket();
        for (int i = 0; i < 20; i++) {
            assertEquals(0, take(rates, first, user("ann")));
        }
        assertTrue(take(rates, first, user("ann")) > 0, "all of its connection");
        for (int i = 0; i < 10; i++) {
            assertEquals(0, take(rates, second, user("ann")));
        }
        assertTrue(take(rates, second, user("ann")) < 0, "all of its user");
        assertEquals(0, take(rates, rates.newBucket(), user("ben")));
        assertEquals(0, take(rates, rates.newBucket(), Optional.empty()));
    }

    @Test
    void aCommandThatTheUserMayNotSendIsNotTakenFromTheConnection() {
        CommandRates rates = rates(10, 1);
        TokenBucket own = rates.newBucket();
        for (int i = 0; i < 2; i++) {
            assertEquals(0, take(rates, own, user("ann")));
        }
        for (int i = 0; i < 100; i++) {
            assertTrue(take(rates, own, user("ann")) < 0, "all of its user");
        }
        for (int i = 0; i < 18; i++) {
            assertEquals(0, take(rates, own, Optional.empty()), "the rest of its connection");
        }
        assertTrue(take(rates, own, Optional.empty()) > 0);
    }

    @Test
    void aUserIsForgottenOnceNothingIsMissing() {
        CommandRates rates = rates(0, 10);
        take(rates, null, user("ann"));
        take(rates, null, user("ann"));
        rates.tick(clock.getAsLong());
        assertEquals(1, rates.users());
        clock.advance(Duration.ofMillis(199));
        rates.tick(clock.getAsLong());
        assertEquals(1, rates.users());
        clock.advance(Duration.ofMillis(1));
        rates.tick(clock.getAsLong());
        assertEquals(0, rates.users());
    }
}
