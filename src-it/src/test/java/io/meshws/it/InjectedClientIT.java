package io.meshws.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshws.client.MeshClient;
import io.meshws.it.live.LiveData;
import io.meshws.it.live.LiveData.Publication;
import io.meshws.it.presence.Tracking;
import io.meshws.it.shop.Shop;
import io.meshws.it.shop.Told;
import io.meshws.it.team.FarCommands.Connection;
import io.meshws.it.team.TeamCommands;
import io.meshws.it.team.TeamCommands.Note;
import io.meshws.protocol.Json;
import io.meshws.testing.EmbeddedRedis;
import io.meshws.testing.Eventually;
import jakarta.json.JsonValue;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Predicate;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** An application, the shop, that is a client of another one, the stock, on the same server. */
class InjectedClientIT {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final int TIMES = 5;
    /** Servers only release the last application when the next one comes. */
    private static final int KEPT_BY_SERVERS = 3;

    @RegisterExtension
    static final EmbeddedRedis redis = EmbeddedRedis.started();

    private static Redeployable server;
    private static WebArchive shop;

    private final String name = UUID.randomUUID().toString();

    @BeforeAll
    static void start() {
        server = Redeployable.start(
                Wars.withMesh()
                        .addPackages(
                                false,
                                Tracking.class.getPackage(),
                                TeamCommands.class.getPackage(),
                                LiveData.class.getPackage()),
                Map.of("mesh.redis.uri", redis.uri()));
        server.deploy();
        shop = Wars.configured(
                Wars.withClientAt("shop").addPackage(Shop.class.getPackage()),
                Map.of("stock.uri", server.uri("/mesh").toString()));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static MeshClient connect(String path) {
        MeshClient client = MeshClient.builder(server.uri(path)).build();
        client.connectSync();
        return client;
    }

    private static Told told(MeshClient customer) {
        return customer.commandSync("stock-told", null, Told.class);
    }

    private static void awaitTold(String what, MeshClient customer, Predicate<Told> condition) {
        Eventually.holds(what, PATIENCE, () -> condition.test(told(customer)));
    }

    private void tell(MeshClient stock, int number) {
        stock.commandSync("tell", new Note("room:" + name, "event " + number), Void.class);
        stock.commandSync("publish", new Publication("kept:" + name, "message " + number), Integer.class);
        stock.publishRecordUpdateSync("note:" + name, Map.of("number", number));
    }

    private static JsonValue note(int number) {
        return Json.object().add("number", number).build();
    }

    @Test
    void anApplicationTalksToAnotherOneAndSurvivesItsRestart() {
        server.deploy(shop);
        try (MeshClient customer = connect("/shop/mesh")) {
            try (MeshClient stock = connect("/mesh")) {
                assertEquals(5, customer.commandSync("stock-echo", 5, Integer.class));
                assertTrue(customer.commandSync("one-client", null, Boolean.class));
                customer.commandSync("stock-follow", name, Boolean.class);
                tell(stock, 1);
                awaitTold("the event", customer, told -> told.events().equals(List.of("event 1")));
                awaitTold("the message", customer, told -> told.messages().equals(List.of("message 1")));
                awaitTold("the record", customer, told -> note(1).equals(told.note()));
                assertEquals(List.of("names beans classes"), told(customer).contexts());
                String id = told(customer).id();
                assertEquals(List.of(id), told(customer).present());
                assertEquals(
                        Json.readTrusted("8"),
                        stock.commandSync(
                                "ask", new Connection(id, Json.provider().createValue(7)), JsonValue.class));
                assertEquals(2, customer.commandSync("stock-write", name, Long.class));
                awaitTold("what it wrote", customer, told -> told.version() == 2);
                String thread = customer.commandSync("managed", name, String.class);
                assertTrue(thread.startsWith("ETIMEOUT ") && !thread.contains("mesh-client"), thread);
            }
            server.undeploy();
            server.deploy();
            awaitTold("it is back", customer, told -> told.returns() == 1);
            try (MeshClient stock = connect("/mesh")) {
                assertEquals(6, customer.commandSync("stock-echo", 6, Integer.class));
                tell(stock, 2);
                awaitTold(
                        "another message", customer, told -> told.messages().equals(List.of("message 1", "message 2")));
                awaitTold("another event", customer, told -> told.events()
                        .equals(List.of("event 1", "hello", "event 2")));
                awaitTold("another value", customer, told -> note(2).equals(told.note()));
                assertTrue(customer.commandSync("stock-is-followed", null, Boolean.class));
            }
        } finally {
            server.undeploy(shop);
        }
    }

    @Test
    void redeploymentsLeaveNoThreadAndNoClassLoaderOfTheClient() {
        for (int i = 0; i < TIMES; i++) {
            server.deploy(shop);
            try (MeshClient customer = connect("/shop/mesh")) {
                customer.commandSync("stock-follow", name, Boolean.class);
                assertEquals(5, customer.commandSync("stock-echo", 5, Integer.class));
                if (i == TIMES - 1) {
                    // A connection that is refused must not keep threads either.
                    server.undeploy();
                    Eventually.holds(
                            "some attempts", PATIENCE, () -> !customer.commandSync("is-online", null, Boolean.class));
                }
            }
            server.undeploy(shop);
        }
        server.deploy();
        Eventually.equal("threads", PATIENCE, List.of(), () -> Jcmd.threads(server.pid()).stream()
                .filter(line -> line.matches("^\"(mesh-client|.*tyrus-jdk).*"))
                .toList());
        // Finalizers take their time, and classes go with the collection after that.
        Eventually.holds("class loaders", PATIENCE, () -> {
            Jcmd.run(server.pid(), "GC.run");
            return loaders() <= KEPT_BY_SERVERS;
        });
    }

    /** An enum of the client: one line for each class loader that still has it. */
    private static long loaders() {
        return Jcmd.run(server.pid(), "GC.class_histogram")
                .lines()
                .filter(line -> line.matches(".* io\\.meshws\\.client\\.WhenOffline( .*)?$"))
                .count();
    }
}
