package io.meshws.internal.instance;

import static io.meshws.testing.Eventually.get;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshws.Authenticator;
import io.meshws.ClientHandshake;
import io.meshws.Identity;
import io.meshws.MeshConfig;
import io.meshws.MeshConnection;
import io.meshws.MeshProperty;
import io.meshws.internal.connection.Handshake;
import io.meshws.internal.identity.HandshakeRefused;
import io.meshws.testing.CapturedLog;
import io.meshws.testing.Clusters;
import io.meshws.testing.Eventually;
import io.meshws.testing.ManualTransport;
import io.meshws.testing.TestClient;
import io.meshws.testing.TestInstance;
import jakarta.json.JsonValue;
import java.security.Principal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The application's answers to handshakes, on every engine. */
abstract class HandshakeCheckContract extends SignInSetting {
    private static Map<String, List<String>> pass(String credential) {
        return Map.of("pass", List.of(credential));
    }

    private static Handshake handshake() {
        return TestInstance.handshake("192.0.2.1", pass("ann"), Optional.empty());
    }

    @Test
    void aClientWhomTheHandshakeSaysNeedNotSignIn() {
        TestClient ann = there.connect(pass("ann"));
        assertFalse(ann.received().get(0).containsKey("authenticate"));
        assertEquals(json("\"ann\""), ann.call("whoami", "null"));
        assertEquals(
                "ann",
                there.opened.get(0).connection().principal().orElseThrow().getName());
        Eventually.holds(
                () -> get(here.mesh.connections().metadata(ann.id())).equals(Optional.of(json("{\"name\":\"ann\"}"))));
        assertEquals(1, get(here.mesh.connections().closeUser("ann")));
        assertEquals(4003, ann.closeCode());
    }

    @Test
    void aHandshakeThatSaysNothingLeavesTheClientOutside() {
        TestClient stranger = there.connect();
        assertTrue(stranger.received().get(0).getBoolean("authenticate"));
        assertUnknown(stranger);
    }

    @ParameterizedTest
    @CsvSource({
        "not signed in, 401, EUNAUTHENTICATED",
        "knows nobody, 401, EUNAUTHENTICATED",
        "expired, 401, EUNAUTHENTICATED",
        "says no, 403, ETICKET",
        "is busy, 429, EBUSY",
        "throws, 503, ESERVER",
        "stage fails, 503, ESERVER",
        "null, 503, ESERVER",
        "stage of null, 503, ESERVER",
        "too much, 503, ESERVER"
    })
    void aHandshakeIsRefusedWithAStatusAndNothingIsLeftOfIt(String credential, int status, String reason) {
        try (CapturedLog log = new CapturedLog()) {
            HandshakeRefused refusal = assertThrows(HandshakeRefused.class, () -> there.connect(pass(credential)));
            assertEquals(status, refusal.status());
            assertEquals(reason, refusal.reason().orElse(""));
            assertEquals(
                    status == 401 || status == 403 ? 1 : 0,
                    log.withId("MESH-0411").size());
            assertEquals(status == 503 ? 1 : 0, log.withId("MESH-0201").size());
        }
        assertEquals(Set.of(), get(here.mesh.connections().ids()));
        assertEquals(List.of(), there.opened);
    }

    @Test
    void anAuthenticatorThatHangsRefuses() {
        MeshConfig impatient = MeshConfig.builder()
                .set(MeshProperty.AUTHENTICATION_TIMEOUT, Duration.ofMillis(20))
                .build();
        try (TestInstance alone = new TestInstance(Clusters.memory(), impatient, Runnable::run, authenticator())) {
            HandshakeRefused refusal = assertThrows(HandshakeRefused.class, () -> alone.connect(pass("later")));
            assertEquals(503, refusal.status());
            assertEquals("ETIMEOUT", refusal.reason().orElseThrow());
        }
    }

    @Test
    void anIdentityOfTheHandshakeEndsUnlessItIsRenewed() {
        TestClient ann = there.connect(pass("short"));
        TestClient renewing = there.connect(pass("short"));
        assertEquals(json("{\"principal\":\"ann\"}"), signIn(renewing, "ann"));
        there.clock.advance(SHORT.plusSeconds(1));
        there.mesh.tick();
        assertEquals(4004, ann.closeCode());
        assertNull(renewing.closeCode());
        assertEquals(NOT_SIGNED_IN, code(signIn(renewing, "amy")), "it belongs to ann");
    }

    @Test
    void rolesAreThoseOfTheLastIdentity() {
        TestClient ann = there.connect(pass("clerk"));
        assertEquals(Set.of("clerk"), ann.connection().roles());
        signIn(ann, "ann");
        assertEquals(Set.of(), ann.connection().roles());
        signIn(ann, "clerk");
        assertEquals(Set.of("clerk"), ann.connection().roles());
    }

    @Test
    void aUserWhoIsLoggedOutBetweenHandshakeAndConnectionIsNotLetIn() {
        Handshake handshake = there.mesh.check(handshake());
        assertEquals(0, get(here.mesh.connections().closeUser("ann")));
        ManualTransport ann = new ManualTransport();
        there.mesh.opened(handshake, ann);
        assertEquals(List.of(4003), ann.closeCodes());
        assertEquals(List.of(), there.opened);
    }

    @Test
    void aUserOfTheServerWhoIsLoggedOutBetweenHandshakeAndConnectionIsNotLetInEither() {
        TestInstance without =
                new TestInstance(Clusters.memory(), MeshConfig.builder().build(), Runnable::run);
        for (TestInstance instance : List.of(there, without)) {
            Handshake ofRoot = TestInstance.handshake("192.0.2.1", Map.of(), Optional.of(() -> "root"));
            Handshake handshake = instance.mesh.check(ofRoot);
            assertEquals(0, get(instance.mesh.connections().closeUser("root")));
            ManualTransport root = new ManualTransport();
            instance.mesh.opened(handshake, root);
            assertEquals(List.of(4003), root.closeCodes());
            assertEquals(List.of(), instance.opened);
            assertNull(instance.connect(instance.mesh.check(ofRoot)).closeCode(), "afterwards it is let in");
        }
        without.close();
    }

    @Test
    void onlySoManyHandshakesAreCheckedAtOnce() {
        AtomicInteger asked = new AtomicInteger();
        CompletableFuture<Optional<Identity>> answer = new CompletableFuture<>();
        try (TestInstance alone = new TestInstance(
                        Clusters.memory(),
                        settings().set(MeshProperty.MAX_HANDSHAKE_CHECKS, 1).build(),
                        Runnable::run,
                        answering(asked, answer));
                CapturedLog log = new CapturedLog()) {
            CompletableFuture<Handshake> first = CompletableFuture.supplyAsync(() -> alone.mesh.check(handshake()));
            Eventually.holds(() -> asked.get() == 1);
            for (int i = 0; i < 3; i++) {
                HandshakeRefused refusal = assertThrows(HandshakeRefused.class, () -> alone.mesh.check(handshake()));
                assertEquals(503, refusal.status());
                assertEquals("mesh.max-handshake-checks", refusal.reason().orElseThrow());
            }
            assertEquals(Map.of("503", 3L, "mesh.max-handshake-checks", 3L), new Gauges(alone.mesh).getRefusals());
            assertEquals(1, log.withId("MESH-0412").size());
            assertEquals(1, asked.get());
            answer.complete(Optional.of(Identity.of("ann")));
            assertEquals("ann", get(first).principal().orElseThrow().getName());
            assertEquals(
                    "ann",
                    alone.mesh.check(handshake()).principal().orElseThrow().getName());
        }
    }

    @Test
    void aCheckNeverBeginsIfItsHandshakeWasAnswered() {
        AtomicInteger asked = new AtomicInteger();
        Queue<Runnable> waiting = new ConcurrentLinkedQueue<>();
        MeshConfig impatient = MeshConfig.builder()
                .set(MeshProperty.AUTHENTICATION_TIMEOUT, Duration.ofMillis(20))
                .set(MeshProperty.MAX_HANDSHAKE_CHECKS, 1)
                .build();
        TestInstance alone = new TestInstance(
                Clusters.memory(),
                impatient,
                waiting::add,
                answering(asked, CompletableFuture.completedFuture(Optional.empty())));
        assertEquals(503, refusal(alone));
        assertEquals(503, refusal(alone), "the first one still waits for a thread");
        assertEquals(1, waiting.size());
        waiting.remove().run();
        assertEquals(0, asked.get());
        assertEquals(503, refusal(alone));
        assertEquals(1, waiting.size(), "another may wait");
    }

    @Test
    void aCheckThatNoThreadTakesMakesRoomForTheNext() {
        AtomicBoolean full = new AtomicBoolean(true);
        Executor workers = task -> {
            if (full.get()) {
                throw new RejectedExecutionException("no thread");
            }
            task.run();
        };
        TestInstance alone = new TestInstance(
                Clusters.memory(),
                settings().set(MeshProperty.MAX_HANDSHAKE_CHECKS, 1).build(),
                workers,
                answering(new AtomicInteger(), CompletableFuture.completedFuture(Optional.of(Identity.of("ann")))));
        assertEquals(503, refusal(alone));
        full.set(false);
        assertEquals(
                "ann", alone.mesh.check(handshake()).principal().orElseThrow().getName());
    }

    private static int refusal(TestInstance instance) {
        return assertThrows(HandshakeRefused.class, () -> instance.mesh.check(handshake()))
                .status();
    }

    private static Authenticator answering(AtomicInteger asked, CompletableFuture<Optional<Identity>> answer) {
        return new Authenticator() {
            @Override
            public CompletionStage<Optional<Identity>> authenticate(MeshConnection connection, JsonValue credential) {
                return answer;
            }

            @Override
            public CompletionStage<Optional<Identity>> authenticate(ClientHandshake handshake) {
                asked.incrementAndGet();
                return answer;
            }
        };
    }

    @Test
    void aHandshakeThatIsFollowedTooLateIsOver() {
        Handshake handshake = there.mesh.check(handshake());
        there.clock.advance(Duration.ofMinutes(2));
        there.mesh.tick();
        ManualTransport ann = new ManualTransport();
        there.mesh.opened(handshake, ann);
        assertEquals(List.of(1013), ann.closeCodes());
        assertEquals(List.of(), there.opened);
    }

    @Test
    void theApplicationPrevailsOverTheContainer() {
        Principal container = () -> "root";
        Handshake handshake =
                new Handshake("/mesh", "192.0.2.1", pass("ann"), Map.of(), Optional.of(container), Set.of("admin"));
        TestClient ann = there.connect(there.mesh.check(handshake));
        assertEquals(json("\"ann\""), ann.call("whoami", "null"));
        assertEquals(Set.of(), ann.connection().roles());

        Handshake silent =
                new Handshake("/mesh", "192.0.2.1", Map.of(), Map.of(), Optional.of(container), Set.of("admin"));
        TestClient root = there.connect(there.mesh.check(silent));
        assertEquals(json("\"root\""), root.call("whoami", "null"));
        assertEquals(Set.of("admin"), root.connection().roles());
    }
}
