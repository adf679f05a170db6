package io.meshws.internal.instance;

import static io.meshws.testing.Eventually.get;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshws.Identity;
import io.meshws.internal.connection.Connection;
import io.meshws.testing.CapturedLog;
import io.meshws.testing.Eventually;
import io.meshws.testing.ManualTransport;
import io.meshws.testing.TestClient;
import io.meshws.testing.TestInstance;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The promises about signing in if it is required, on every engine. */
abstract class SignInContract extends SignInSetting {
    @Test
    void nothingIsServedBeforeTheSignIn() {
        TestClient stranger = there.connect();
        JsonObject first = stranger.received().get(0);
        assertEquals("mesh/assign-id", first.getString("command"));
        assertTrue(first.getBoolean("authenticate"));
        for (String command : List.of("whoami", "mesh/noop", "mesh/join-room", "no such command")) {
            assertEquals(NOT_SIGNED_IN, code(stranger.call(command, "{\"roomName\":\"lobby\"}")), command);
        }
        stranger.sendText("{\"command\":\"whoami\"}");
        assertEquals(NOT_SIGNED_IN, code(stranger.event("mesh/error")));
        stranger.sendText("{\"command\":\"pong\"}");
        stranger.sendText("{\"id\":\"s:1\",\"command\":\"mesh/reply\",\"payload\":1}");
        get(here.mesh.broadcast("news", 1));
        assertFalse(get(here.mesh.connections().send(stranger.id(), "secret", 1))
                && !stranger.events("secret").isEmpty());
        assertEquals("EGONE", code(here.mesh.rooms().add("lobby", stranger.id())));

        assertUnknown(stranger);
        assertEquals(List.of(), stranger.events("news"));
        assertNull(stranger.closeCode());
        stranger.vanish();
        assertEquals(List.of(), there.closed, "whoever never came is not announced as gone");
    }

    @Test
    void anOpenCommandIsServedBeforeTheSignInAndTheClientStaysOutside() {
        CompletableFuture<String> slow = new CompletableFuture<>();
        List<Long> asked = new ArrayList<>();
        there.mesh
                .registry()
                .expose(
                        "news-of-today",
                        context -> {
                            asked.add(1L);
                            return "nothing";
                        },
                        true);
        there.mesh.registry().expose("news-of-tomorrow", context -> slow, true);
        there.mesh
                .registry()
                .expose(
                        "may-i",
                        context -> there.mesh
                                .rooms()
                                .add("lobby", context.connection().id()),
                        true);
        TestClient stranger = there.connect();
        assertEquals(json("\"nothing\""), stranger.call("news-of-today", "null"));
        for (int i = 0; i < 2; i++) {
            stranger.sendText("{\"command\":\"news-of-today\","
                    + "\"once\":{\"client\":\"a-long-secret-of-the-client\",\"number\":1,\"answered\":0}}");
        }
        assertEquals(3, asked.size(), "strangers take no memory of the cluster");
        assertEquals("EGONE", code(stranger.call("may-i", "null")));
        stranger.sendText("{\"id\":99,\"command\":\"news-of-tomorrow\"}");
        assertUnknown(stranger);
        there.clock.advance(PATIENCE.plusMillis(1));
        there.mesh.tick();
        assertEquals(4003, stranger.closeCode(), "it has to sign in in time all the same");
        slow.complete("too late");
        assertTrue(there.closed.isEmpty());
    }

    @Test
    void aClientThatSignsInIsAnnouncedAndServed() {
        TestClient ann = there.connect();
        assertEquals(json("{\"principal\":\"ann\"}"), signIn(ann, "ann"));

        assertEquals(json("\"ann\""), ann.call("whoami", "null"));
        assertEquals(ann.id(), there.opened.get(0).connection().id());
        assertEquals(
                "ann",
                there.opened.get(0).connection().principal().orElseThrow().getName());
        Eventually.holds(
                () -> get(here.mesh.connections().metadata(ann.id())).equals(Optional.of(json("{\"name\":\"ann\"}"))));
        get(here.mesh.broadcast("news", 1));
        assertEquals(json("1"), ann.event("news"));

        ann.vanish();
        assertEquals(1, there.closed.size());
        Eventually.holds(() -> get(here.mesh.connections().ids()).isEmpty());
    }

    @Test
    void theApplicationIsToldBeforeTheClient() {
        there.observer = event -> {};
        TestClient ann = there.connect();
        ann.sendText("{\"command\":\"mesh/authenticate\",\"payload\":" + credential("ann") + "}");
        assertEquals(1, there.opened.size());
        assertEquals(json("\"ann\""), ann.call("whoami", "null"), "an event signs in too, without a reply");
        assertEquals(2, ann.received().size());
    }

    @ParameterizedTest
    @ValueSource(strings = {"wrong", "", "says no", "knows nobody"})
    void aRefusedClientIsClosedForGoodAndNothingBehindItIsRead(String wrong) {
        TestClient stranger = there.connectStuck();
        JsonObject refusal = signIn(stranger, wrong).asJsonObject();
        assertEquals(wrong.equals("says no") ? "ETICKET" : NOT_SIGNED_IN, refusal.getString("code"));
        assertEquals(4003, stranger.closeCode());

        // The close handshake is not over: the container still reads.
        int before = stranger.received().size();
        for (String pipelined : List.of(credential("ann"), credential("wrong"))) {
            stranger.request("mesh/authenticate", pipelined);
            stranger.request("whoami", "null");
        }
        stranger.sendText("no JSON");
        there.mesh.binary(stranger.connection(), null);
        assertEquals(before, stranger.received().size());
        assertUnknown(stranger);
        stranger.vanish();
        assertEquals(List.of(), there.closed);
    }

    @Test
    void aRefusalIsLoggedOnceForAnAddressWithoutTheCredential() {
        try (CapturedLog log = new CapturedLog()) {
            signIn(there.connect(), "my secret");
            signIn(there.connect(), "my other secret");
            assertEquals(1, log.withId("MESH-0411").size(), log.messages()::toString);
            assertTrue(log.withId("MESH-0411").get(0).contains("192.0.2.1 (EUNAUTHENTICATED)"));
            there.clock.advance(Duration.ofMinutes(1));
            there.mesh.tick();
            assertTrue(log.withId("MESH-0411").get(1).contains("again, 1 time"), log.messages()::toString);
            assertFalse(log.messages().toString().contains("secret"));
        }
    }

    @Test
    void aClientMayTryAgainElsewhereIfTheAuthenticatorIsBusy() {
        TestClient ann = there.connectStuck();
        assertEquals("EBUSY", code(signIn(ann, "is busy")));
        assertEquals(1011, ann.closeCode());
    }

    @Test
    void aClientOutsideThatNothingCanBeSentToIsGone() {
        ManualTransport transport = new ManualTransport().hold();
        Connection stranger = there.connect(transport);
        transport.release(new IOException("reset"));
        assertFalse(stranger.isOpen());
        assertEquals(List.of(1011), transport.closeCodes());
        assertEquals(List.of(), there.opened);
        assertEquals(List.of(), there.closed);
    }

    @ParameterizedTest
    @ValueSource(strings = {"throws", "null", "stage of null", "stage fails", "too much"})
    void anAuthenticatorThatFailsLetsNobodyInAndTheClientMayTryAgainElsewhere(String failing) {
        TestClient stranger = there.connectStuck();
        JsonObject failure = signIn(stranger, failing).asJsonObject();
        assertEquals("ESERVER", failure.getString("code"));
        assertFalse(failure.toString().contains("own words"));
        assertEquals(1011, stranger.closeCode());
        stranger.request("mesh/authenticate", credential("ann"));
        assertUnknown(stranger);
    }

    @Test
    void aCredentialThatIsMissingMayFollow() {
        TestClient ann = there.connect();
        for (String bad : List.of("null", "{}", "[]", "\"ann\"", "1")) {
            assertEquals("EPAYLOAD", code(ann.call("mesh/authenticate", bad)), bad);
        }
        assertEquals(json("{\"principal\":\"ann\"}"), signIn(ann, "ann"));
    }

    @Test
    void aClientThatDoesNotSignInInTimeIsClosedForGood() {
        TestClient stranger = there.connectStuck();
        there.clock.advance(PATIENCE.minusMillis(1));
        there.mesh.tick();
        assertNull(stranger.closeCode());
        // A one-shot finds it before the next tick.
        there.clock.advance(Duration.ofMillis(1));
        assertEquals(NOT_SIGNED_IN, code(stranger.event("mesh/error")));
        assertEquals(4003, stranger.closeCode());
        stranger.request("mesh/authenticate", credential("ann"));
        assertUnknown(stranger);
    }

    @Test
    void anAuthenticatorThatTakesTooLongLetsNobodyIn() {
        TestClient stranger = there.connectStuck();
        long id = stranger.request("mesh/authenticate", credential("later"));
        assertEquals("EBUSY", code(signIn(stranger, "ann")), "one at a time");
        assertEquals(NOT_SIGNED_IN, code(stranger.call("whoami", "null")));
        there.clock.advance(PATIENCE.minusMillis(1));
        there.mesh.tick();
        assertNull(stranger.closeCode());
        there.clock.advance(Duration.ofMillis(1));
        assertEquals("ETIMEOUT", code(stranger.reply(id)));
        assertEquals(1011, stranger.closeCode());

        int before = stranger.received().size();
        later.complete(Optional.of(Identity.of("ann")));
        assertUnknown(stranger);
        assertEquals(before, stranger.received().size());
    }

    @Test
    void aClientThatGoesWhileItSignsInIsNeverAnnounced() {
        TestClient gone = there.connect();
        gone.request("mesh/authenticate", credential("later"));
        gone.vanish();
        later.complete(Optional.of(Identity.of("ann")));
        assertUnknown(gone);
        assertEquals(List.of(), there.closed);
    }

    @Test
    void ofTwoSignInsAtOnceOnAConnectionTheFirstCounts() {
        TestClient ann = there.connect();
        long first = ann.request("mesh/authenticate", credential("later"));
        assertEquals("EBUSY", code(signIn(ann, "amy")));
        later.complete(Optional.of(Identity.of("ann")));
        assertEquals(json("{\"principal\":\"ann\"}"), ann.reply(first));
        assertEquals(
                "ann",
                there.opened.get(0).connection().principal().orElseThrow().getName());
        assertEquals(1, there.opened.size());
    }

    @Test
    void aTicketThatCountsOnceLetsOneOfTwoInAtOnce() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            for (int round = 0; round < 50; round++) {
                CyclicBarrier start = new CyclicBarrier(2);
                List<Future<String>> both = new ArrayList<>();
                for (TestInstance instance : List.of(here, there)) {
                    String ticket = "once " + round;
                    both.add(threads.submit(() -> {
                        TestClient client = instance.connect();
                        start.await();
                        signIn(client, ticket);
                        return client.closeCode() + "";
                    }));
                }
                Set<String> ends = Set.of(both.get(0).get(), both.get(1).get());
                assertEquals(Set.of("null", "4003"), ends);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void anOversizedCredentialIsRefusedLikeAnyOther() {
        TestClient stranger = there.connect();
        assertEquals(NOT_SIGNED_IN, code(signIn(stranger, "x".repeat(1_000_000))));
        assertEquals(4003, stranger.closeCode());
        assertUnknown(stranger);
    }

    @Test
    void aClientStillOutsideIsSentAwayWhenTheInstanceStops() {
        TestInstance leaving = newInstance();
        TestClient stranger = leaving.connect();
        leaving.close();
        assertEquals(1001, stranger.closeCode());
        assertEquals(List.of(), leaving.closed);
    }
}
