package io.meshws.internal.limit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.meshws.MeshConfig;
import io.meshws.MeshProperty;
import io.meshws.internal.limit.Places.NoPlace;
import io.meshws.internal.limit.Places.Place;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PlacesTest {
    private static Places places(int ofAll, int ofAddress, int ofUser) {
        return new Places(
                MeshConfig.builder()
                        .set(MeshProperty.MAX_CONNECTIONS, ofAll)
                        .set(MeshProperty.MAX_CONNECTIONS_PER_ADDRESS, ofAddress)
                        .set(MeshProperty.MAX_CONNECTIONS_PER_USER, ofUser)
                        .build(),
                new Refusals());
    }

    private static NoPlace refusal(Places places, String address) {
        return assertThrows(NoPlace.class, () -> places.take(address));
    }

    @Test
    void anInstanceHasSoManyAndNotOneMore() {
        Places places = places(2, 0, 0);
        Place first = places.take("192.0.2.1");
        places.take("");
        assertEquals(503, refusal(places, "192.0.2.2").httpStatus());
        assertEquals("mesh.max-connections is 2", refusal(places, "192.0.2.2").getMessage());
        first.leave();
        first.leave();
        assertEquals(1, places.taken());
        places.take("192.0.2.2");
        refusal(places, "192.0.2.2");
    }

    @Test
    void anAddressHasSoManyPlacesAndARefusedOneTakesNone() {
        Places places = places(5, 2, 0);
        Place first = places.take("192.0.2.1");
        places.take("192.0.2.1");
        for (int i = 0; i < 10; i++) {
            assertEquals(429, refusal(places, "192.0.2.1").httpStatus());
        }
        assertEquals(2, places.taken());
        places.take("192.0.2.2");
        first.leave();
        places.take("192.0.2.1");
        refusal(places, "192.0.2.1");
    }

    @Test
    void anIpv6NetworkIsOneAddress() {
        Places places = places(0, 2, 0);
        places.take("2001:db8:0:1::1");
        places.take("2001:db8:0:1::2");
        refusal(places, "2001:db8:0:1:ffff::3");
        places.take("2001:db8:0:2::1");
    }

    @Test
    void aUserHasSoManyPlacesFromAnyAddress() {
        Places places = places(0, 0, 2);
        Place first = places.take("192.0.2.1");
        Place third = places.take("192.0.2.3");
        first.takeFor("ann");
        first.takeFor("ann");
        places.take("192.0.2.2").takeFor("ann");
        NoPlace refusal = assertThrows(NoPlace.class, () -> third.takeFor("ann"));
        assertEquals("429 mesh.max-connections-per-user is 2", refusal.httpStatus() + " " + refusal.getMessage());
        third.takeFor("ben");
        first.leave();
        first.takeFor("ann");
        places.take("192.0.2.1").takeFor("ann");
        assertThrows(NoPlace.class, () -> places.take("192.0.2.1").takeFor("ann"));
    }

    @Test
    void nothingIsLeftOfClosedConnections() {
        Places places = places(10, 10, 10);
        List<Place> all = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            Place place = places.take("192.0.2." + i % 3);
            place.takeFor("user " + i % 2);
            all.add(place);
        }
        assertEquals(5, places.remembered());
        all.forEach(Place::leave);
        assertEquals(0, places.taken());
        assertEquals(0, places.remembered());
    }

    @Test
    void withoutLimitsNobodyIsRefusedAndNothingRemembered() {
        Places places = places(0, 0, 0);
        for (int i = 0; i < 1000; i++) {
            places.take("192.0.2.1").takeFor("ann");
        }
        assertEquals(1000, places.taken());
        assertEquals(0, places.remembered());
    }

    @Test
    void threadsGetNoMoreTogether() throws Exception {
        Places places = places(100, 60, 0);
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Future<Integer>> taken = IntStream.range(0, 4)
                    .mapToObj(i -> threads.submit(() -> taken(places, "192.0.2." + i % 2)))
                    .toList();
            int all = 0;
            for (Future<Integer> one : taken) {
                all += one.get();
            }
            assertEquals(100, all);
            assertEquals(100, places.taken());
        } finally {
            threads.shutdown();
        }
    }

    private static int taken(Places places, String address) {
        int taken = 0;
        for (int i = 0; i < 1000; i++) {
            try {
                places.take(address);
                taken++;
            } catch (NoPlace e) {
                Thread.onSpinWait();
            }
        }
        return taken;
    }
}
