package io.meshws.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshws.testing.Cable;
import io.meshws.testing.Eventually;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** When a client connects again, and how it reports that. */
@Timeout(60)
class ReconnectTest {
    private static final ReconnectPolicy FAST =
            ReconnectPolicy.DEFAULT.first(Duration.ofMillis(5)).ceiling(Duration.ofMillis(50));

    private final ScriptedServer server = new ScriptedServer().echo();
    private final Cable cable = new Cable(server.uri());
    private final List<ConnectionState> states = new CopyOnWriteArrayList<>();
    private MeshClient client;

    private MeshClient build(ReconnectPolicy policy) {
        client = MeshClient.builder(cable.uri()).reconnect(policy).build();
        client.onState(states::add);
        return client;
    }

    @AfterEach
    void close() {
        client.close();
        cable.close();
        server.close();
    }

    private static boolean isOnline(MeshClient client, String id) {
        return client.state().equals(new ConnectionState.Online(id));
    }

    @Test
    void aLostConnectionIsReplaced() {
        build(FAST).connectSync();
        CompletableFuture<Reconnected> back = new CompletableFuture<>();
        client.onReconnect(back::complete);
        cable.cut();
        assertEquals(new Reconnected("c-2", List.of()), Eventually.get(back));
        assertEquals("c-2", client.connectionId());
        assertEquals(7, client.commandSync("echo", 7, Integer.class));
    }

    @Test
    void statesFollowOneAnother() {
        build(FAST);
        assertEquals(new ConnectionState.Offline(""), client.state());
        client.connectSync();
        cable.cut();
        Eventually.holds("back", () -> isOnline(client, "c-2"));
        client.close();
        Eventually.holds("the last state", () -> states.contains(new ConnectionState.Closed()));
        assertEquals(new ConnectionState.Connecting(1), states.get(0));
        assertEquals(new ConnectionState.Online("c-1"), states.get(1));
        ConnectionState.Reconnecting lost = assertInstanceOf(ConnectionState.Reconnecting.class, states.get(2));
        assertEquals(1, lost.attempt());
        assertTrue(lost.delay().compareTo(FAST.first()) <= 0, lost.toString());
        assertFalse(lost.reason().isEmpty());
        assertEquals(new ConnectionState.Online("c-2"), states.get(states.size() - 2));
        assertEquals(new ConnectionState.Closed(), states.get(states.size() - 1));
    }

    @Test
    void aServerThatIsGoneForAWhileIsFoundAgain() {
        build(FAST).connectSync();
        cable.refuse(true);
        cable.cut();
        Eventually.holds(
                "some attempts",
                () -> client.state() instanceof ConnectionState.Reconnecting state && state.attempt() > 5);
        cable.refuse(false);
        Eventually.holds("back", () -> isOnline(client, "c-2"));
    }

    @Test
    void aServerThatIsGoneForAMinuteIsFoundAgainAndGetsTheQueuedCommands() {
        ManualTimers timers = new ManualTimers();
        client = MeshClient.builder(cable.uri())
                // This clock runs ahead of the network: no attempt may be late by it.
                .connectTimeout(Duration.ofDays(1))
                .build(timers.threads());
        client.connectSync();
        cable.refuse(true);
        cable.cut();
        // A command sent before the client notices would have an unknown outcome and not wait.
        awaitAttempt(1);
        CompletableFuture<Integer> late = client.command("echo", 1, Integer.class, Duration.ofSeconds(30));
        CompletableFuture<Integer> patient = client.command("echo", 2, Integer.class, Duration.ofDays(1));
        Duration gone = Duration.ZERO;
        for (int attempt = 1; gone.compareTo(Duration.ofMinutes(1)) < 0; attempt++) {
            Duration delay = awaitAttempt(attempt).delay();
            timers.advance(delay);
            gone = gone.plus(delay);
            cable.refuse(gone.compareTo(Duration.ofMinutes(1)) < 0);
        }
        assertEquals("ETIMEOUT", ClientFailure.of(late).code());
        Eventually.holds("back", () -> {
            if (client.state() instanceof ConnectionState.Reconnecting waits) {
                timers.advance(waits.delay());
            }
            return isOnline(client, "c-2");
        });
        assertEquals(2, Eventually.get(patient));
    }

    private ConnectionState.Reconnecting awaitAttempt(int number) {
        Eventually.holds(
                "attempt " + number,
                () -> client.state() instanceof ConnectionState.Reconnecting state && state.attempt() == number);
        return (ConnectionState.Reconnecting) client.state();
    }

    @Test
    void theAttemptsMayBeLimited() {
        build(FAST.attempts(3)).connectSync();
        cable.refuse(true);
        cable.cut();
        Eventually.holds("given up", () -> client.state() instanceof ConnectionState.Offline);
        assertEquals(4, cable.connections(), "the first, and three attempts");
        cable.refuse(false);
        assertEquals("c-2", client.connectSync());
    }

    @Test
    void aServerThatCannotBeReachedAtFirstIsAnError() {
        cable.refuse(true);
        build(FAST);
        assertEquals(
                "EGONE",
                assertThrows(MeshClientException.class, client::connectSync).code());
        assertInstanceOf(ConnectionState.Offline.class, client.state());
        assertEquals(1, cable.connections());
    }

    @Test
    void aServerThatCannotBeReachedAtFirstMayBeWaitedFor() {
        cable.refuse(true);
        build(FAST.retriesFirstConnect(true));
        CompletableFuture<String> connecting = client.connect();
        Eventually.holds("some attempts", () -> cable.connections() > 3);
        assertInstanceOf(ConnectionState.Connecting.class, client.state());
        cable.refuse(false);
        assertEquals("c-1", Eventually.get(connecting));
    }

    @ParameterizedTest
    @ValueSource(ints = {1000, 1009})
    void someCodesMeanNotToComeBack(int code) {
        build(FAST).connectSync();
        server.close(code, "go away");
        Eventually.holds("offline", () -> client.state() instanceof ConnectionState.Offline);
        assertTrue(((ConnectionState.Offline) client.state()).reason().contains("go away"));
        assertEquals(1, cable.connections());
    }

    @ParameterizedTest
    @ValueSource(ints = {1001, 1008, 1011, 1012, 4001, 4002, 4999})
    void othersMeanToComeBack(int code) {
        build(FAST).connectSync();
        server.close(code, "come again");
        Eventually.holds("back", () -> isOnline(client, "c-2"));
    }

    @Test
    void aServerThatClosesAtOnceIsTriedMoreAndMoreSlowly() {
        ManualTimers timers = new ManualTimers();
        server.onOpen(s -> {
            s.assignId();
            s.close(1001, "not now");
        });
        client = MeshClient.builder(server.uri())
                .reconnect(ReconnectPolicy.DEFAULT)
                .build(timers.threads());
        client.connect();
        Duration longest = Duration.ZERO;
        for (int i = 1; i < 20; i++) {
            int attempt = i;
            Eventually.holds(
                    "attempt " + attempt,
                    () -> client.state() instanceof ConnectionState.Reconnecting state && state.attempt() == attempt);
            Duration delay = ((ConnectionState.Reconnecting) client.state()).delay();
            longest = delay.compareTo(longest) > 0 ? delay : longest;
            timers.advance(delay);
        }
        // The longest of a dozen waits of up to 30 s; the first ones last up to half a second.
        assertTrue(longest.compareTo(Duration.ofSeconds(2)) > 0, longest.toString());
    }

    @Test
    void anExplicitConnectDoesNotWaitForTheNextAttempt() {
        ManualTimers timers = new ManualTimers();
        client = MeshClient.builder(server.uri()).build(timers.threads());
        client.connectSync();
        server.close(1001, "restart");
        Eventually.holds("lost", () -> client.state() instanceof ConnectionState.Reconnecting);
        assertEquals("c-2", client.connectSync(), "though no time passes");
    }

    @Test
    void aJumpOfTheClockMakesOneAttemptOfMany() {
        ManualTimers timers = new ManualTimers();
        client = MeshClient.builder(server.uri()).build(timers.threads());
        client.connectSync();
        server.close(1001, "restart");
        Eventually.holds("lost", () -> client.state() instanceof ConnectionState.Reconnecting);
        timers.jump(Duration.ofDays(1));
        Eventually.holds("back", () -> isOnline(client, "c-2"));
        assertEquals(2, server.connections());
        assertEquals(1, client.commandSync("echo", 1, Integer.class));
    }

    @Test
    void headersAndParametersAreAskedForAtEachAttempt() {
        AtomicInteger tokens = new AtomicInteger();
        AtomicInteger tickets = new AtomicInteger();
        client = MeshClient.builder(URI.create(server.uri() + "?fixed=1"))
                .reconnect(FAST)
                .bearerToken(() -> "t" + tokens.incrementAndGet())
                .query("ticket", () -> "a&b " + tickets.incrementAndGet())
                .build();
        client.connectSync();
        assertEquals("Bearer t1", server.header("Authorization"));
        assertEquals("fixed=1&ticket=a%26b%201", server.query());
        server.close(1001, "restart");
        Eventually.holds("back", () -> isOnline(client, "c-2"));
        assertEquals("Bearer t2", server.header("Authorization"));
        assertEquals("fixed=1&ticket=a%26b%202", server.query());
    }

    @Test
    void aTokenThatCannotBeHadIsAFailedAttempt() {
        AtomicInteger asked = new AtomicInteger();
        client = MeshClient.builder(server.uri())
                .reconnect(FAST.retriesFirstConnect(true))
                .bearerToken(() -> {
                    if (asked.incrementAndGet() < 3) {
                        throw new IllegalStateException("no token today");
                    }
                    return "t";
                })
                .build();
        assertEquals("c-1", client.connectSync());
        assertEquals(3, asked.get());
    }

    @Test
    void aClientClosesWhileItWaitsForTheNextAttempt() {
        build(FAST.ceiling(Duration.ofHours(1)).first(Duration.ofHours(1))).connectSync();
        cable.cut();
        Eventually.holds("lost", () -> client.state() instanceof ConnectionState.Reconnecting);
        CompletableFuture<Integer> waits = client.command("echo", 1, Integer.class);
        client.close();
        assertEquals("EGONE", ClientFailure.of(waits).code());
        assertEquals(new ConnectionState.Closed(), client.state());
        Threads.assertNoneLeft();
    }
}
