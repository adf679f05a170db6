package io.meshws.internal.cdi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshws.testing.Eventually;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** On a JVM without JNDI, as on a plain servlet container. */
class ServerSchedulerTest {
    private final List<Thread> ran = new CopyOnWriteArrayList<>();
    private final ServerScheduler scheduler = ServerScheduler.find(ServerThreads.factory());

    private void note() {
        ran.add(Thread.currentThread());
    }

    @Test
    void aServerWithoutAnExecutorIsTickedByADaemonThreadThatEndsWithTheApplication() {
        scheduler.everySecond(this::note);
        scheduler.schedule(this::note, Duration.ofMillis(1));
        Eventually.holds(() -> ran.size() >= 3);
        Thread thread = ran.get(0);
        assertEquals("mesh-ticks", thread.getName());
        assertTrue(thread.isDaemon());
        assertEquals(List.of(thread), ran.stream().distinct().toList());

        scheduler.close();
        Eventually.holds(() -> !thread.isAlive());
    }

    @Test
    void theLogSaysSo() {
        assertEquals("mesh's own thread (the server has no managed scheduled executor)", scheduler.toString());
    }
}
