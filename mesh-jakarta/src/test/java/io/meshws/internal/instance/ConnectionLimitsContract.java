package io.meshws.internal.instance;

import static io.meshws.testing.Eventually.get;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshws.Identity;
import io.meshws.MeshConfig;
import io.meshws.MeshProperty;
import io.meshws.internal.connection.Connection;
import io.meshws.internal.connection.Handshake;
import io.meshws.internal.identity.HandshakeRefused;
import io.meshws.testing.CapturedLog;
import io.meshws.testing.ManualTransport;
import io.meshws.testing.TestClient;
import io.meshws.testing.TestInstance;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How many clients may connect, on every engine. */
abstract class ConnectionLimitsContract extends SignInSetting {
    private static final int ALL = 6;
    private static final int OF_ADDRESS = 4;
    private static final int OF_USER = 2;
    private static final int MANY = 10_000;
    private static final long MEGABYTE = 1 << 20;

    static MeshConfig.Builder limited() {
        return settings()
                .set(MeshProperty.MAX_CONNECTIONS, ALL)
                .set(MeshProperty.MAX_CONNECTIONS_PER_ADDRESS, OF_ADDRESS)
                .set(MeshProperty.MAX_CONNECTIONS_PER_USER, OF_USER);
    }

    private static Handshake from(String address) {
        return TestInstance.handshake(address, Map.of(), Optional.empty());
    }

    private static Handshake from(String address, String credential) {
        return TestInstance.handshake(address, Map.of("pass", List.of(credential)), Optional.empty());
    }

    private TestClient connect(Handshake handshake) {
        return there.connect(there.mesh.check(handshake));
    }

    private String refusal(Handshake handshake) {
        HandshakeRefused refused = assertThrows(HandshakeRefused.class, () -> there.mesh.check(handshake));
        return refused.status() + " " + refused.reason().orElse("");
    }

    private Long refusals(String reason) {
        return new Gauges(there.mesh).getRefusals().get(reason);
    }

    private List<TestClient> fill() {
        List<TestClient> all = new ArrayList<>();
        for (int i = 0; i < ALL; i++) {
            all.add(connect(from("192.0.2." + i)));
        }
        return all;
    }

    @Test
    void anInstanceTakesSoManyClientsAndNotOneMore() {
        List<TestClient> all = fill();
        for (int i = 0; i < 5; i++) {
            assertEquals("503 mesh.max-connections", refusal(from("192.0.2.100")));
        }
        assertEquals(5L, refusals("503"));
        assertEquals(5L, refusals("mesh.max-connections"));
        if (hasSeveral()) {
            assertNull(here.connect().closeCode(), "each instance counts for itself");
        }
        all.get(0).vanish();
        assertNull(connect(from("192.0.2.100")).closeCode());
        assertEquals("503 mesh.max-connections", refusal(from("192.0.2.100")));
    }

    @Test
    void refusalsAreLoggedOnceAMinuteWithTheSetting() {
        fill();
        try (CapturedLog log = new CapturedLog()) {
            for (int i = 0; i < 5; i++) {
                refusal(from("192.0.2." + 100 + i));
            }
            assertEquals(1, log.withId("MESH-0412").size());
            there.clock.advance(Duration.ofMinutes(1));
            there.mesh.tick();
            String second = log.withId("MESH-0412").get(1);
            assertTrue(second.contains("mesh.max-connections is 6; again, 4 times"), second);
        }
    }

    @Test
    void anAddressGetsSoManyAndOthersGetTheRest() {
        for (int i = 0; i < OF_ADDRESS; i++) {
            connect(from("2001:db8::" + i));
        }
        assertEquals("429 mesh.max-connections-per-address", refusal(from("2001:db8::99")));
        assertEquals(1L, refusals("429"));
        assertEquals(1L, refusals("mesh.max-connections-per-address"));
        assertNull(connect(from("2001:db8:0:1::1")).closeCode(), "another network");
    }

    @Test
    void aUserGetsSoManyByTheHandshake() {
        connect(from("192.0.2.1", "ann"));
        TestClient second = connect(from("192.0.2.2", "ann"));
        assertEquals("429 mesh.max-connections-per-user", refusal(from("192.0.2.3", "ann")));
        Handshake ofServer = TestInstance.handshake(
                "192.0.2.3", Map.of(), Optional.of(Identity.of("ann").principal()));
        assertEquals("429 mesh.max-connections-per-user", refusal(ofServer));
        assertNull(connect(from("192.0.2.3", "amy")).closeCode());
        second.vanish();
        assertNull(connect(ofServer).closeCode());
    }

    @Test
    void aUserGetsSoManyBySigningIn() {
        TestClient first = connect(from("192.0.2.1"));
        signIn(first, "ann");
        TestClient renewing = connect(from("192.0.2.2"));
        signIn(renewing, "ann");
        TestClient third = connect(from("192.0.2.3"));
        assertEquals("ECONNECTIONS", code(signIn(third, "ann")));
        assertEquals(1013, third.closeCode(), "mesh's clients try again");
        assertEquals(2, there.opened.size());
        assertEquals(json("{\"principal\":\"ann\"}"), signIn(renewing, "ann"), "it has a place already");
        assertEquals(
                Map.of("ECONNECTIONS", 1L, "1013", 1L, "mesh.max-connections-per-user", 1L),
                new Gauges(there.mesh).getRefusals());
        first.vanish();
        assertEquals(json("{\"principal\":\"ann\"}"), signIn(connect(from("192.0.2.3")), "ann"));
    }

    @Test
    void aClientThatWaitsOutsideHasAPlace() {
        TestClient stranger = connect(from("192.0.2.1"));
        for (int i = 1; i < OF_ADDRESS; i++) {
            connect(from("192.0.2.1"));
        }
        assertEquals("429 mesh.max-connections-per-address", refusal(from("192.0.2.1")));
        there.clock.advance(PATIENCE.plusMillis(1));
        there.mesh.tick();
        assertEquals(4003, stranger.closeCode());
        assertNull(connect(from("192.0.2.1")).closeCode());
    }

    @ParameterizedTest
    @ValueSource(strings = {"vanishes", "closed", "refused", "silent", "broken"})
    void aPlaceIsFreeAgainHoweverAConnectionEnds(String way) {
        for (int round = 0; round < 3; round++) {
            List<Connection> all = new ArrayList<>();
            List<ManualTransport> transports = new ArrayList<>();
            for (int i = 0; i < ALL; i++) {
                ManualTransport transport = way.equals("broken") ? new ManualTransport().hold() : new ManualTransport();
                transports.add(transport);
                all.add(there.mesh.opened(there.mesh.check(from("192.0.2." + i)), transport));
            }
            assertEquals("503 mesh.max-connections", refusal(from("192.0.2.100")));
            switch (way) {
                case "vanishes" -> all.forEach(each -> there.mesh.closed(each, 1006, ""));
                case "closed" -> all.forEach(end(Connection::close));
                case "refused" ->
                    all.forEach(end(each -> there.mesh.text(
                            each, "{\"command\":\"mesh/authenticate\",\"payload\":" + credential("no") + "}")));
                case "broken" -> transports.forEach(each -> each.release(new IOException("reset")));
                default -> {
                    for (int i = 0; i < 100; i++) {
                        there.clock.advance(Duration.ofSeconds(1));
                        there.mesh.tick();
                    }
                }
            }
            all.forEach(each -> assertEquals(false, each.isOpen()));
        }
    }

    private Consumer<Connection> end(Consumer<Connection> way) {
        return connection -> {
            way.accept(connection);
            there.mesh.closed(connection, 1000, "");
        };
    }

    @Test
    void aHandshakeThatNothingFollowsFreesItsPlace() {
        for (int i = 0; i < ALL; i++) {
            there.mesh.check(from("192.0.2." + i));
        }
        assertEquals("503 mesh.max-connections", refusal(from("192.0.2.100")));
        there.clock.advance(Duration.ofSeconds(61));
        there.mesh.tick();
        fill();
        assertEquals("503 mesh.max-connections", refusal(from("192.0.2.100")));
    }

    @Test
    void aContainerThatDoesNotAskFirstIsToldByACloseCode() {
        fill();
        for (int i = 0; i < 3; i++) {
            ManualTransport late = new ManualTransport();
            Connection refused = there.connect(late);
            assertEquals(List.of(1013), late.closeCodes());
            assertEquals(List.of(), late.sent());
            there.mesh.text(refused, "{\"command\":\"mesh/authenticate\",\"payload\":" + credential("ann") + "}");
            there.mesh.closed(refused, 1013, "");
        }
        assertEquals(List.of(), there.opened);
        assertEquals(List.of(), there.closed);
        assertEquals(3L, refusals("1013"));
        assertEquals(3L, refusals("mesh.max-connections"));
    }

    @Test
    void tenThousandRefusedHandshakesLeaveNothingBehind() {
        refuse(MANY);
        int threads = ManagementFactory.getThreadMXBean().getThreadCount();
        long before = used();
        refuse(MANY);
        assertTrue(used() - before < 8 * MEGABYTE, () -> "grew by " + (used() - before));
        assertTrue(ManagementFactory.getThreadMXBean().getThreadCount() <= threads + 4);
        assertEquals(Set.of(), get(there.mesh.connections().ids()));
        fill();
    }

    /** By the application, for an address, and, with all places taken, for the instance. */
    private void refuse(int times) {
        List<TestClient> all = fill();
        for (int i = 0; i < times / 3; i++) {
            assertEquals("503 mesh.max-connections", refusal(from("198.51.100." + i % 256)));
        }
        all.forEach(TestClient::vanish);
        for (int i = 0; i < times / 3; i++) {
            assertEquals("403 ETICKET", refusal(from("198.51.100." + i % 256, "says no")));
        }
        List<TestClient> some = new ArrayList<>();
        for (int i = 0; i < OF_ADDRESS; i++) {
            some.add(connect(from("203.0.113.1")));
        }
        for (int i = 0; i < times / 3; i++) {
            assertEquals("429 mesh.max-connections-per-address", refusal(from("203.0.113.1")));
        }
        some.forEach(TestClient::vanish);
    }

    private static long used() {
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 3; i++) {
            System.gc();
            least = Math.min(
                    least,
                    ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
        }
        return least;
    }
}
