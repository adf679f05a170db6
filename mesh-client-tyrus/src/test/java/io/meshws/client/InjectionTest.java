package io.meshws.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshws.testing.Eventually;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.se.SeContainer;
import jakarta.enterprise.inject.se.SeContainerInitializer;
import jakarta.inject.Inject;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Clients that CDI injects, in a container of their own. */
@Timeout(120)
class InjectionTest {
    private static final String PORT = "stock.port";

    private final ScriptedServer server = new ScriptedServer().echo();

    @ApplicationScoped
    static class Shop {
        @Inject
        @MeshEndpointUri("ws://127.0.0.1:${stock.port}/mesh")
        MeshClient stock;

        @Inject
        @MeshEndpointUri("ws://${stock.host:127.0.0.1}:${stock.port:1}/mesh")
        MeshClient same;

        @Inject
        @MeshEndpointUri("ws://${stock.host:127.0.0.1}:${stock.port}/mesh?other")
        MeshClient other;

        MeshClient stock() {
            return stock;
        }

        MeshClient same() {
            return same;
        }

        MeshClient other() {
            return other;
        }
    }

    @ApplicationScoped
    static class Settings {
        private final List<URI> built = new CopyOnWriteArrayList<>();

        void set(@Observes MeshClientBuilder builder) {
            built.add(builder.uri());
            builder.header("X-Shop", "7");
        }

        List<URI> built() {
            return built;
        }
    }

    @ApplicationScoped
    static class Own {
        @Inject
        @MeshEndpointUri("ws://127.0.0.1:${stock.port}/mesh")
        MeshClient stock;

        void set(@Observes MeshClientBuilder builder) {
            builder.header("X-Shop", "own");
        }

        int echo(int number) {
            return stock.commandSync("echo", number, Integer.class);
        }
    }

    @ApplicationScoped
    static class Circle {
        @Inject
        @MeshEndpointUri("ws://127.0.0.1:${stock.port}/mesh")
        MeshClient stock;

        void set(@Observes MeshClientBuilder builder) {
            builder.header("X-State", stock.state().toString());
        }

        MeshClient stock() {
            return stock;
        }
    }

    static class WithoutProperty {
        @Inject
        @MeshEndpointUri("ws://${nobody.sets.this}/mesh")
        MeshClient client;
    }

    static class NoAddress {
        @Inject
        @MeshEndpointUri("https://example.com")
        MeshClient client;
    }

    static class Asking {
        @Inject
        @Any
        Instance<MeshClient> clients;
    }

    @BeforeEach
    void set() {
        System.setProperty(PORT, String.valueOf(server.uri().getPort()));
    }

    @AfterEach
    void close() {
        System.clearProperty(PORT);
        server.close();
    }

    private static SeContainer container(Class<?>... beans) {
        // Not the other beans of these tests.
        return SeContainerInitializer.newInstance()
                .disableDiscovery()
                .addExtensions(new io.meshws.client.internal.cdi.EndpointCheck())
                .addPackages(io.meshws.client.internal.cdi.EndpointCheck.class)
                .addBeanClasses(beans)
                .initialize();
    }

    @Test
    void anApplicationHasOneClientForEachAddress() {
        try (SeContainer container = container(Shop.class)) {
            Shop shop = container.select(Shop.class).get();
            assertSame(shop.stock(), shop.same());
            assertNotSame(shop.stock(), shop.other());
        }
    }

    @Test
    void itIsMadeWhenItIsUsedAndConnectsWithItsFirstCommand() {
        try (SeContainer container = container(Shop.class, Settings.class)) {
            Settings settings = container.select(Settings.class).get();
            MeshClient stock = container.select(Shop.class).get().stock();
            assertEquals(List.of(), settings.built());
            assertInstanceOf(ConnectionState.Offline.class, stock.state());
            assertEquals(List.of(server.uri()), settings.built());

            assertEquals(5, stock.commandSync("echo", 5, Integer.class));
            assertEquals(1, server.connections());
            assertEquals("7", server.header("x-shop"));
        }
    }

    @Test
    void theBeanThatUsesItMaySettleHowItIsBuilt() {
        try (SeContainer container = container(Own.class)) {
            assertEquals(5, container.select(Own.class).get().echo(5));
            assertEquals("own", server.header("x-shop"));
        }
    }

    @Test
    void aBuilderOfTheClientMustNotUseIt() {
        try (SeContainer container = container(Circle.class)) {
            MeshClient stock = container.select(Circle.class).get().stock();
            IllegalStateException e = assertThrows(IllegalStateException.class, stock::state);
            assertTrue(e.getMessage().contains(server.uri().toString()), e.getMessage());
        }
    }

    @Test
    void itsFailuresAreThoseOfAnyClient() {
        server.onCall(
                (any, call) -> any.reply(call, "{\"error\":\"no\",\"code\":\"ENONE\",\"name\":\"CommandError\"}"));
        try (SeContainer container = container(Own.class)) {
            Own own = container.select(Own.class).get();
            assertEquals(
                    "ENONE",
                    assertThrows(MeshClientException.class, () -> own.echo(5)).code());
        }
    }

    @Test
    void aFirstEventOrSubscriptionConnectsToo() throws Exception {
        server.reply("mesh/subscribe-record", request -> "{\"success\":true,\"record\":1,\"version\":1}");
        try (SeContainer container = container(Shop.class)) {
            Shop shop = container.select(Shop.class).get();
            shop.stock().send("sold", 3);
            assertEquals("sold", server.next().command());
            assertEquals(
                    1,
                    shop.other().subscribeRecordSync("r", Integer.class, null).value());
        }
    }

    @Test
    void itWaitsForAServerThatIsNotThereYet() throws Exception {
        int free;
        try (java.net.ServerSocket socket = new java.net.ServerSocket(0)) {
            free = socket.getLocalPort();
        }
        System.setProperty(PORT, String.valueOf(free));
        try (SeContainer container = container(Shop.class)) {
            MeshClient stock = container.select(Shop.class).get().stock();
            CompletableFuture<Integer> asked = stock.command("echo", 5, Integer.class);
            Eventually.holds(
                    "some attempts",
                    () -> stock.state() instanceof ConnectionState.Connecting connecting && connecting.attempt() > 1);
            assertFalse(asked.isDone());
        }
    }

    @Test
    void itIsClosedWithTheApplicationAndLeavesNoThread() {
        MeshClient stock;
        try (SeContainer container = container(Shop.class)) {
            stock = container.select(Shop.class).get().stock();
            stock.connectSync();
        }
        assertInstanceOf(ConnectionState.Closed.class, stock.state());
        Eventually.get(server.closed);
        Threads.assertNoneLeft();
    }

    @Test
    void oneThatTheApplicationClosedIsReplaced() {
        try (SeContainer container = container(Asking.class)) {
            Asking asking = container.select(Asking.class).get();
            MeshEndpointUri stock = MeshEndpointUri.Literal.of("ws://127.0.0.1:${stock.port}/mesh");
            MeshClient first = asking.clients.select(stock).get();
            assertSame(first, asking.clients.select(stock).get());
            first.close();
            assertEquals(5, asking.clients.select(stock).get().commandSync("echo", 5, Integer.class));
        }
    }

    private static void assertRefused(Class<?> bean, String... parts) {
        Exception e = assertThrows(Exception.class, () -> container(bean).close());
        for (String part : parts) {
            assertTrue(e.getMessage().contains(part), e.getMessage());
        }
    }

    @Test
    void aMissingPropertyFailsTheDeployment() {
        assertRefused(WithoutProperty.class, "${nobody.sets.this}", "NOBODY_SETS_THIS", "WithoutProperty.client");
    }

    @Test
    void aMalformedAddressFailsTheDeployment() {
        assertRefused(NoAddress.class, "@MeshEndpointUri(\"https://example.com\")", "ws://host", "NoAddress.client");
    }
}
