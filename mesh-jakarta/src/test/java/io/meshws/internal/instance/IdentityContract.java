package io.meshws.internal.instance;

import static io.meshws.testing.Eventually.get;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.meshws.Identity;
import io.meshws.testing.Eventually;
import io.meshws.testing.TestClient;
import io.meshws.testing.TestInstance;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Clients after they signed in, on every engine. */
abstract class IdentityContract extends SignInSetting {
    private final String client = UUID.randomUUID().toString();

    @Test
    void anIdentityEndsUnlessItIsRenewed() {
        TestClient renewing = there.connectStuck();
        TestClient forgetting = there.connectStuck();
        for (TestClient ann : List.of(renewing, forgetting)) {
            assertEquals(json("{\"principal\":\"ann\"}"), signIn(ann, "short"));
        }
        there.clock.advance(SHORT.minusSeconds(10));
        there.mesh.tick();
        assertEquals(json("{\"principal\":\"ann\"}"), signIn(renewing, "short"));
        there.clock.advance(Duration.ofSeconds(9));
        there.mesh.tick();
        // A one-shot finds it before the next tick.
        there.clock.advance(Duration.ofSeconds(1));

        assertEquals(4004, forgetting.closeCode());
        forgetting.request("whoami", "null");
        assertEquals(List.of(), run, "nothing more is read");
        assertNull(renewing.closeCode());
        assertEquals(json("\"ann\""), renewing.call("whoami", "null"));
        assertEquals(json("{\"principal\":\"ann\"}"), signIn(renewing, "ann"));
        there.clock.advance(SHORT.multipliedBy(2));
        there.mesh.tick();
        assertNull(renewing.closeCode(), "the last one has no end");
    }

    @Test
    void anEndedIdentityLetsNobodyIn() {
        TestClient stranger = there.connectStuck();
        assertEquals(NOT_SIGNED_IN, code(signIn(stranger, "expired")));
        assertEquals(4003, stranger.closeCode());
        assertUnknown(stranger);
    }

    @Test
    void aUserIsClosedEverywhere() {
        TestClient ann = here.connectStuck();
        TestClient annElsewhere = there.connectStuck();
        TestClient amy = there.connect();
        TestClient stranger = there.connect();
        signIn(ann, "ann");
        signIn(annElsewhere, "ann");
        signIn(amy, "amy");

        assertEquals(2, get(here.mesh.connections().closeUser("ann")));
        for (TestClient closed : List.of(ann, annElsewhere)) {
            assertEquals(4003, closed.closeCode());
            closed.request("whoami", "null");
        }
        assertEquals(List.of(), run, "nothing more is read");
        assertNull(amy.closeCode());
        assertNull(stranger.closeCode());
        assertEquals(0, get(there.mesh.connections().closeUser("nobody")));
        assertEquals(
                json("{\"principal\":\"ann\"}"), signIn(there.connect(), "ann"), "whoever signs in again is let in");
    }

    @Test
    void aUserWhoIsLoggedOutWhileTheCredentialIsCheckedIsNotLetIn() {
        TestClient ann = there.connectStuck();
        long id = ann.request("mesh/authenticate", credential("later"));
        TestClient amy = there.connect();
        signIn(amy, "amy");
        assertEquals(0, get(here.mesh.connections().closeUser("ann")));
        later.complete(Optional.of(Identity.of("ann")));

        assertEquals(NOT_SIGNED_IN, code(ann.reply(id)));
        assertEquals(4003, ann.closeCode());
        ann.request("whoami", "null");
        assertEquals(List.of(), run);
        assertEquals(1, there.opened.size(), "amy alone");
        assertNull(amy.closeCode());
        assertEquals(json("{\"principal\":\"ann\"}"), signIn(there.connect(), "ann"), "afterwards it is let in");
    }

    @Test
    void aNumberedRequestThatWaitsDoesNotRunOnceItsUserIsLoggedOut() {
        TestClient ann = there.connectStuck();
        signIn(ann, "ann");
        there.mesh.commands().remove("leave");
        there.mesh.commands().expose("leave", context -> {
            ann.sendText(numbered(2, "whoami"));
            return there.mesh
                    .connections()
                    .closeUser("ann")
                    .toCompletableFuture()
                    .isCancelled();
        });
        ann.sendText(numbered(1, "leave"));
        Eventually.holds(() -> Integer.valueOf(4003).equals(ann.closeCode()));

        TestClient again = there.connect();
        signIn(again, "ann");
        again.sendText(numbered(2, "whoami"));
        TestInstance.eventually(() -> again.received().size() > 2, there);
        assertEquals(NOT_SIGNED_IN, code(again.reply(2)), "it was answered, but not run");
        assertEquals(List.of(), run);
    }

    private String numbered(int number, String command) {
        return "{\"id\":" + number + ",\"command\":\"" + command + "\",\"payload\":null,\"once\":{\"client\":\""
                + client + "\",\"number\":" + number + ",\"answered\":0}}";
    }

    @Test
    void errorsOfSigningInAreCounted() {
        TestClient ann = there.connectStuck();
        ann.call("mesh/authenticate", "{}");
        signIn(ann, "wrong");
        Map<String, Long> refusals = new Gauges(there.mesh).getRefusals();
        assertEquals(Map.of("EPAYLOAD", 1L, NOT_SIGNED_IN, 1L, "4003", 1L), refusals);
    }

    @Test
    void aLogoutOfAnotherUserConcernsNobody() {
        TestClient ann = there.connect();
        long id = ann.request("mesh/authenticate", credential("later"));
        get(here.mesh.connections().closeUser("amy"));
        later.complete(Optional.of(Identity.of("ann")));
        assertEquals(json("{\"principal\":\"ann\"}"), ann.reply(id));
        assertNull(ann.closeCode());
    }

    @Test
    void aSecondSignInRenewsForTheSameUserOnly() {
        TestClient ann = there.connectStuck();
        long id = ann.request("mesh/authenticate", credential("later"));
        later.complete(Optional.of(Identity.of("ann")));
        assertEquals(json("{\"principal\":\"ann\"}"), ann.reply(id));
        assertEquals(json("{\"principal\":\"ann\"}"), signIn(ann, "ann"));
        assertEquals(1, there.opened.size());

        assertEquals(NOT_SIGNED_IN, code(signIn(ann, "amy")));
        assertEquals(4003, ann.closeCode());
        ann.request("whoami", "null");
        assertEquals(List.of(), run);
        ann.vanish();
        assertEquals(1, there.closed.size());
    }
}
