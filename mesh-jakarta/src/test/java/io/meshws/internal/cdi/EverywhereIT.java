package io.meshws.internal.cdi;

import static io.meshws.testing.Eventually.failure;
import static io.meshws.testing.Eventually.get;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshws.ClusterUnavailableException;
import io.meshws.Everywhere;
import io.meshws.MeshConfig;
import io.meshws.internal.cdi.Shop.Arrived;
import io.meshws.internal.cdi.Shop.Left;
import io.meshws.internal.cdi.Shop.OrderSeen;
import io.meshws.internal.cdi.Shop.PriceChanged;
import io.meshws.internal.cdi.Shop.StockChanged;
import io.meshws.internal.cdi.Shop.Unobserved;
import io.meshws.testing.CapturedLog;
import io.meshws.testing.Clusters;
import io.meshws.testing.EmbeddedRedis;
import io.meshws.testing.Eventually;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** CDI events between two applications, each with its own CDI container. */
class EverywhereIT {
    private final String prefix = "test-" + UUID.randomUUID();
    private final List<CdiInstance> opened = new ArrayList<>();

    @ApplicationScoped
    static class Thrower {
        void first(@Observes @Everywhere @Priority(1) PriceChanged event) {
            throw new IllegalStateException("I throw");
        }
    }

    @AfterEach
    void close() {
        opened.forEach(CdiInstance::close);
    }

    private CdiInstance instance(EmbeddedRedis redis, Class<?>... beans) {
        CdiInstance instance = new CdiInstance(
                Clusters.withRedis(MeshConfig.builder(), redis.uri(), prefix, Duration.ofSeconds(5))
                        .build(),
                beans);
        opened.add(instance);
        return instance;
    }

    private CdiInstance shop() {
        return instance(Shop.class, Shop.Call.class);
    }

    private CdiInstance instance(Class<?>... beans) {
        CdiInstance instance = instance(EmbeddedRedis.shared(), beans);
        Eventually.holds(instance.server()::isClusterAvailable);
        get(instance.mesh().eventTable().listening());
        return instance;
    }

    @Test
    void anEventReachesOwnObserversAtOnceAndOthersSoonEachOnce() {
        CdiInstance here = shop();
        CdiInstance there = shop();
        Shop own = here.bean(Shop.class);
        Shop other = there.bean(Shop.class);

        List<Object> sent = new ArrayList<>(
                IntStream.range(0, 500).mapToObj(i -> new PriceChanged("é", i)).toList());
        sent.forEach(price -> own.change((PriceChanged) price));

        assertEquals(sent, own.everywhere());
        assertEquals(sent, own.plain());
        assertEquals(sent, own.all());
        Eventually.equal("everywhere", sent, other::everywhere);
        Eventually.equal("elsewhere", sent, other::elsewhere);
        Eventually.equal("plain", sent, other::plain);
        Eventually.equal("all", sent, other::all);
        Eventually.equal("async", sent.size(), () -> other.async().size());
        assertEquals(List.of(), own.async());
        other.change(new PriceChanged("back", 1));
        Eventually.equal("elsewhere", List.of(new PriceChanged("back", 1)), own::elsewhere);
        assertEquals(sent.size() + 1, own.everywhere().size());
    }

    @Test
    void anAsynchronousEventReachesAsynchronousObserversHereAndAllOthersThere() {
        CdiInstance here = shop();
        CdiInstance there = shop();
        PriceChanged price = new PriceChanged("X", 3);

        assertEquals(price, get(here.bean(Shop.class).changeLater(price)));

        assertEquals(List.of(price), here.bean(Shop.class).async());
        assertEquals(List.of(), here.bean(Shop.class).everywhere());
        Eventually.equal("async", List.of(price), there.bean(Shop.class)::async);
        Eventually.equal("everywhere", List.of(price), there.bean(Shop.class)::everywhere);
    }

    @Test
    void eventsOfASealedTypeArriveAsTheirOwnType() {
        CdiInstance here = shop();
        CdiInstance there = shop();

        here.everywhere(Left.class).fire(new Left("Ada"));
        Eventually.equal("left", List.of(new Left("Ada")), there.bean(Shop.class)::everywhere);
        here.everywhere(Arrived.class).fire(new Arrived("Bob"));
        Eventually.equal("arrived", List.of(new Left("Ada"), new Arrived("Bob")), there.bean(Shop.class)::everywhere);
    }

    @Test
    void observersAndListenersOfANameHearTheSame() {
        CdiInstance here = shop();
        CdiInstance there = shop();
        List<Object> heard = new CopyOnWriteArrayList<>();
        here.server().events().on("stock", StockChanged.class, heard::add);

        get(here.server().events().emit("stock", Map.of("article", "X", "count", 3)));

        StockChanged first = new StockChanged("X", 3);
        assertEquals(List.of(first), heard);
        assertEquals(List.of(first), here.bean(Shop.class).everywhere());
        Eventually.equal("there", List.of(first), there.bean(Shop.class)::everywhere);

        StockChanged second = new StockChanged("Y", 0);
        there.everywhere(StockChanged.class).fire(second);
        Eventually.equal("here", List.of(first, second), here.bean(Shop.class)::everywhere);
        Eventually.equal("listener", List.of(first, second), () -> heard);
        assertEquals(List.of(first, second), there.bean(Shop.class).everywhere());
    }

    @Test
    void anObserverThatThrowsElsewhereIsLoggedAndStopsNoOther() {
        CdiInstance here = shop();
        try (CapturedLog log = new CapturedLog()) {
            CdiInstance there = instance(Thrower.class, Shop.class, Shop.Call.class);

            here.bean(Shop.class).change(new PriceChanged("X", 1));
            here.bean(Shop.class).change(new PriceChanged("X", 2));

            Eventually.equal(
                    "heard", 2, () -> there.bean(Shop.class).everywhere().size());
            assertThrows(
                    IllegalStateException.class, () -> there.bean(Shop.class).change(new PriceChanged("own", 1)));
            String logged = log.withId("MESH-0901").get(0);
            assertTrue(logged.contains(PriceChanged.class.getName()), logged);
        }
    }

    @Test
    void nothingIsSentToAnInstanceThatObservesNothing() {
        CdiInstance here = shop();
        CdiInstance deaf = instance();
        List<String> came = new CopyOnWriteArrayList<>();
        deaf.server().events().onAny((name, payload) -> came.add(name));
        get(deaf.server().events().on("end", Integer.class, number -> {}).ready());

        here.bean(Shop.class).change(new PriceChanged("X", 1));
        here.everywhere(Unobserved.class).fire(new Unobserved("?"));
        get(here.server().events().emit("end", 1));

        Eventually.equal("came", List.of("end"), () -> came);
    }

    @Test
    void eventsOfClientsReachObserversEverywhere() {
        CdiInstance here = shop();
        CdiInstance there = shop();

        OrderSeen seen = new OrderSeen("7", 2);
        assertEquals("null", new CdiClient(here).call("order-seen", "{\"order\":\"7\",\"screen\":2}"));

        assertEquals(List.of(seen), here.bean(Shop.class).everywhere());
        Eventually.equal("there", List.of(seen), there.bean(Shop.class)::everywhere);
    }

    @Test
    void withoutRedisOwnObserversRunAndTheCallerIsToldIfPossible() {
        try (EmbeddedRedis redis = EmbeddedRedis.absent();
                CapturedLog log = new CapturedLog()) {
            CdiInstance lonely = instance(redis, Shop.class, Shop.Call.class);
            Shop shop = lonely.bean(Shop.class);
            PriceChanged price = new PriceChanged("X", 1);

            shop.change(price);
            assertEquals(List.of(price), shop.everywhere());
            assertInstanceOf(ClusterUnavailableException.class, failure(shop.changeLater(price)));
            assertEquals(List.of(price), shop.async());
            assertTrue(new CdiClient(lonely)
                    .call("order-seen", "{\"order\":\"7\",\"screen\":2}")
                    .contains("EUNAVAILABLE"));
            assertEquals(List.of(price, new OrderSeen("7", 2)), shop.everywhere());
            assertEquals(2, log.withId("MESH-0902").size());
        }
    }
}
