package io.meshws.it;

import io.meshws.testing.Eventually;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** Many clients that join and leave a room in random order, on all servers, in every possible way of leaving. */
final class Churn {
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final int THREADS = 8;
    private static final int STEPS = 10;

    private final Visitors visitors;
    private final List<URI> uris;
    private final int connections;
    private final Map<String, Integer> stays = new ConcurrentHashMap<>();
    private final Set<String> inside = ConcurrentHashMap.newKeySet();
    private final AtomicInteger steps = new AtomicInteger();
    private final List<Thread> threads = new ArrayList<>();
    private final List<Throwable> faults = new CopyOnWriteArrayList<>();

    /**
     * @param connections how many there are at each time, in equal parts at each address
     */
    Churn(Visitors visitors, List<URI> uris, int connections) {
        this.visitors = visitors;
        this.uris = uris;
        this.connections = connections;
    }

    void begin() {
        for (int i = 0; i < THREADS; i++) {
            // The same each time, as far as threads allow.
            Random random = new Random(i);
            Thread thread = new Thread(() -> run(random));
            threads.add(thread);
            thread.start();
        }
    }

    private void run(Random random) {
        try {
            List<Visitor> own = new ArrayList<>();
            for (int i = 0; i < connections / THREADS; i++) {
                own.add(visitors.connect(uris.get(i % uris.size())));
            }
            for (int i = 0; i < STEPS * own.size(); i++) {
                int who = random.nextInt(own.size());
                own.set(who, step(own.get(who), uris.get(who % uris.size()), random.nextInt(100)));
                steps.incrementAndGet();
            }
        } catch (Throwable e) {
            faults.add(e);
        }
    }

    /** @return the same client, or the one that replaced it */
    private Visitor step(Visitor visitor, URI uri, int dice) {
        String id = visitor.id();
        if (inside.add(id)) {
            visitor.join(visitors.room());
            stays.merge(id, 1, Integer::sum);
            return visitor;
        }
        inside.remove(id);
        if (dice < 60) {
            visitor.leave(visitors.room());
            return visitor;
        }
        if (dice < 80) {
            visitor.goAway();
        } else {
            visitor.close();
        }
        return visitors.connect(uri);
    }

    void awaitHalf() {
        Eventually.holds("half is done", PATIENCE, () -> steps.get() >= connections * STEPS / 2 || !faults.isEmpty());
    }

    void awaitDone() {
        for (Thread thread : threads) {
            try {
                thread.join(PATIENCE.toMillis());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
            if (thread.isAlive()) {
                throw new AssertionError("The churn does not end");
            }
        }
        for (Throwable fault : faults) {
            throw new AssertionError(fault);
        }
    }

    /** The members of the room at the end. */
    Set<String> inside() {
        return new HashSet<>(inside);
    }

    /** How often each was in the room. */
    Map<String, Integer> stays() {
        return stays;
    }
}
