package io.meshws.internal.instance;

import static io.meshws.testing.Eventually.get;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshws.MeshConfig;
import io.meshws.MeshProperty;
import io.meshws.testing.Eventually;
import io.meshws.testing.TestClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** No client is considered dead because an instance could not read, on every engine. */
@Timeout(120)
abstract class BusyInstanceContract extends MeshSetting {
    private static final int INTERVAL = 4;
    private static final Duration BRIEF = Duration.ofSeconds(1);

    private final CountDownLatch end = new CountDownLatch(1);
    private final List<Thread> held = new ArrayList<>();

    static MeshConfig.Builder settings() {
        return MeshConfig.builder()
                .set(MeshProperty.PING_INTERVAL, Duration.ofSeconds(INTERVAL))
                .set(MeshProperty.MAX_MISSED_PONGS, 1);
    }

    @AfterEach
    void letGo() throws InterruptedException {
        end.countDown();
        for (Thread thread : held) {
            thread.join();
        }
    }

    /** Handlers hold these threads of the container, which has no others. */
    private void holdThreads(int threads) throws InterruptedException {
        CountDownLatch begun = new CountDownLatch(threads);
        here.mesh.registry().expose("hold", context -> {
            begun.countDown();
            end.await();
            return null;
        });
        for (int i = 0; i < threads; i++) {
            TestClient client = here.connect();
            held.add(new Thread(() -> client.request("hold", "1")));
        }
        held.forEach(Thread::start);
        begun.await();
    }

    private void seconds(int seconds, Runnable eachSecond) {
        for (int i = 0; i < seconds; i++) {
            here.clock.advance(Duration.ofSeconds(1));
            here.mesh.tick();
            eachSecond.run();
        }
    }

    private static void pong(TestClient client) {
        client.sendText("{\"command\":\"pong\"}");
    }

    @Test
    void nobodyIsTakenForGoneWhileHandlersHoldAllThreads() throws InterruptedException {
        TestClient waiting = here.connect();
        seconds(INTERVAL, () -> pong(waiting));
        holdThreads(3);
        seconds(5 * INTERVAL, () -> {});
        assertEquals(List.of(), here.closed);
        here.clock.advance(Duration.ofMillis(1));
        letGo();
        // Its frames from the meantime are read only now.
        seconds(INTERVAL, () -> {});
        assertNull(waiting.closeCode());
        pong(waiting);
        seconds(INTERVAL, () -> {});
        assertNull(waiting.closeCode());
        seconds(INTERVAL, () -> {});
        assertEquals(4002, waiting.closeCode());
    }

    @Test
    void aVanishedClientIsFoundInTimeWhileOthersAreRead() throws InterruptedException {
        TestClient gone = here.connect();
        TestClient answering = here.connect();
        holdThreads(3);
        pong(answering);
        seconds(2 * INTERVAL, () -> pong(answering));
        assertEquals(4002, gone.closeCode());
        assertEquals(1, here.closed.size());
    }

    @Test
    void afterAPauseClientsGetTimeToAnswer() {
        TestClient gone = here.connect();
        TestClient answering = here.connect();
        seconds(INTERVAL, () -> {});
        here.clock.advance(Duration.ofSeconds(20 * INTERVAL));
        here.mesh.tick();
        assertEquals(List.of(), here.closed);
        pong(answering);
        seconds(INTERVAL, () -> {});
        assertEquals(4002, gone.closeCode());
        assertNull(answering.closeCode());
        seconds(INTERVAL, () -> {});
        assertEquals(4002, answering.closeCode());
    }

    @Test
    void afterAPauseItsOwnMembersAreRenewedAndNotTakenForGone() {
        here.mesh.presence().track("lobby", BRIEF);
        TestClient watching = here.connect();
        TestClient member = here.connect();
        PresenceSetting.subscribe(watching, "lobby");
        get(here.mesh.rooms().add("lobby", member.id()));
        // For a lease after the start nobody is considered gone.
        seconds(60, () -> List.of(watching, member).forEach(BusyInstanceContract::pong));
        int pings = member.events("ping").size();
        while (member.events("ping").size() == pings) {
            seconds(1, () -> pong(watching));
        }
        long begun = System.nanoTime();
        Eventually.holds(() -> System.nanoTime() - begun > 2 * BRIEF.toNanos());
        here.clock.advance(Duration.ofSeconds(INTERVAL));
        here.mesh.tick();
        Eventually.holds(() -> get(here.mesh.presence().present("lobby")).contains(member.id()));
        seconds(INTERVAL, () -> List.of(watching, member).forEach(BusyInstanceContract::pong));
        assertTrue(get(here.mesh.presence().present("lobby")).contains(member.id()));
        assertEquals(List.of("join " + member.id()), PresenceSetting.updates(watching));
    }
}
