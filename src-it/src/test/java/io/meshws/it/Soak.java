package io.meshws.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshws.client.MeshClient;
import io.meshws.client.RecordMode;
import io.meshws.client.RecordUpdate;
import io.meshws.client.Room;
import io.meshws.it.live.LiveData.Publication;
import io.meshws.protocol.Json;
import io.meshws.testing.Cable;
import io.meshws.testing.CableDirection;
import io.meshws.testing.Eventually;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Clients whose links are cut, slowed down, swallowed and robbed of bytes at random, while records, channels and a room change;
 * from time to time the links are left alone, and the clients' data is compared with the truth.
 */
final class Soak implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    /** So long a link that carries nothing is left alone: the client, or the server, has to notice by itself. */
    private final long noticedNanos;

    private final Random random;
    private final Names names = new Names(UUID.randomUUID().toString());
    private final MeshClient observer;
    private final List<Cable> cables = new ArrayList<>();
    private final long[] aloneUntil;
    private final List<SoakClient> tried = new ArrayList<>();
    private final Map<Trouble, Integer> troubles = new EnumMap<>(Trouble.class);
    private final Versions versions = new Versions();
    private final AtomicInteger returns = new AtomicInteger();
    private final Map<String, Integer> once = new ConcurrentHashMap<>();
    private final int[] messages;
    private Room visit;
    private int work;
    private int checks;
    private int succeeded;
    private int failed;

    private enum Trouble {
        CUT,
        CUT_IN_FRAME,
        LOST_BYTES,
        SWALLOWED,
        DELAYED,
        REFUSED
    }

    /** The name of everything that is followed, without the prefixes that expose it. */
    record Names(String name) {
        String room() {
            return "room:" + name;
        }

        List<String> records() {
            return IntStream.range(0, 4).mapToObj(i -> "note:" + i + "-" + name).toList();
        }

        List<String> channels() {
            return IntStream.range(0, 2).mapToObj(i -> "kept:" + i + "-" + name).toList();
        }

        /** A channel in which each client publishes each text once. */
        String once() {
            return "kept:once-" + name;
        }
    }

    /**
     * @param uris of instances; the observer's good link is to the first
     * @param pingInterval of the instances
     */
    Soak(List<URI> uris, Duration pingInterval, int clients, long seed) {
        random = new Random(seed);
        noticedNanos = pingInterval.multipliedBy(4).toNanos();
        observer = MeshClient.builder(uris.get(0)).requestTimeout(PATIENCE).build();
        observer.connectSync();
        messages = new int[names.channels().size()];
        for (String id : names.records()) {
            observer.publishRecordUpdateSync(id, Map.of("begin", 0));
            var following = observer.subscribeRecordSync(
                    id,
                    JsonValue.class,
                    RecordMode.FULL,
                    update -> versions.told(id, update.version(), update.value()));
            versions.told(id, following.version(), following.value());
        }
        observer.onReconnect(back -> returns.incrementAndGet());
        observer.subscribeChannelSync(names.once(), 0, message -> once.merge(message.text(), 1, Integer::sum));
        aloneUntil = new long[clients];
        for (int i = 0; i < clients; i++) {
            Random targets = new Random(seed + i);
            Cable cable = new Cable(() -> uris.get(targets.nextInt(uris.size())));
            cables.add(cable);
            tried.add(new SoakClient(cable.uri(), pingInterval, names, "c" + i));
        }
    }

    /** Goes on for this long, and for so many troubles at least. */
    void run(Duration time, int least, Duration betweenChecks) {
        long end = System.nanoTime() + time.toNanos();
        long nextCheck = System.nanoTime() + betweenChecks.toNanos();
        for (int i = 0; i < least || System.nanoTime() - end < 0; i++) {
            trouble(random.nextInt(cables.size()));
            for (int n = random.nextInt(10); n >= 0; n--) {
                live();
            }
            if (System.nanoTime() - nextCheck > 0) {
                check();
                nextCheck = System.nanoTime() + betweenChecks.toNanos();
            }
        }
        check();
    }

    private void trouble(int number) {
        Cable cable = cables.get(number);
        if (System.nanoTime() - aloneUntil[number] < 0) {
            return;
        }
        cable.calm();
        Trouble trouble = Trouble.values()[random.nextInt(Trouble.values().length)];
        troubles.merge(trouble, 1, Integer::sum);
        CableDirection direction = random.nextBoolean() ? cable.toClient() : cable.toServer();
        switch (trouble) {
            case CUT -> cable.cut();
            case CUT_IN_FRAME -> direction.cutAfter(random.nextInt(2000));
            case LOST_BYTES -> direction.loseBytes(random.nextInt(2000), 1 + random.nextInt(4));
            case SWALLOWED -> {
                cable.swallow();
                aloneUntil[number] = System.nanoTime() + noticedNanos;
            }
            case DELAYED -> cable.delay(Duration.ofMillis(300));
            case REFUSED -> {
                cable.refuse(true);
                cable.cut();
            }
        }
    }

    /** Something of everything happens. */
    private void live() {
        work++;
        String id = names.records().get(random.nextInt(names.records().size()));
        observer.publishRecordUpdateSync(id, value());
        int channel = random.nextInt(messages.length);
        messages[channel]++;
        String text = String.valueOf(messages[channel]);
        observer.commandSync("publish", new Publication(names.channels().get(channel), text), Integer.class);
        tried.get(work % tried.size()).work(work);
        if (visit == null) {
            visit = observer.joinRoomSync(names.room());
            visit.publishStateSync(work);
        } else if (random.nextInt(5) == 0) {
            visit.close();
            visit = null;
        }
    }

    private JsonValue value() {
        var value = Json.object().add("work", work).add("text", "Grüße 😀 ".repeat(1 + random.nextInt(20)));
        for (int i = random.nextInt(4); i > 0; i--) {
            value.add("member" + random.nextInt(8), random.nextInt());
        }
        return value.build();
    }

    /** The links are good for a while: the clients know all that is true, and were told nothing else on the way. */
    private void check() {
        checks++;
        cables.forEach(Cable::calm);
        for (SoakClient client : tried) {
            Eventually.holds("calls end", PATIENCE, () -> client.published.values().stream()
                    .allMatch(CompletableFuture::isDone));
            Eventually.holds("it is connected", PATIENCE, client.client::isConnected);
            checkRecords(client);
            checkChannels(client);
            checkRoom(client);
            checkOnce(client);
            assertEquals(List.of(), List.copyOf(client.problems));
            assertEquals(List.of(), versions.disagreed());
        }
        for (int i = 0; i < names.records().size(); i++) {
            int record = i;
            versions.forget(
                    names.records().get(i),
                    tried.stream()
                            .mapToLong(client ->
                                    client.records.get(record).subscription.version())
                            .min()
                            .orElseThrow());
        }
    }

    private void checkRecords(SoakClient client) {
        for (SoakClient.RecordTold told : client.records) {
            Eventually.holds(told.id + " as it is in the store", PATIENCE, () -> isAsInStore(told));
            for (RecordUpdate<JsonValue> update = told.updates.poll(); update != null; update = told.updates.poll()) {
                versions.told(told.id, update.version(), update.value());
            }
        }
    }

    /** The observer has been told of it, too. */
    private boolean isAsInStore(SoakClient.RecordTold told) {
        JsonObject there = observer.commandSync("get", told.id, JsonObject.class);
        long version = there.getJsonNumber("version").longValue();
        return told.subscription.version() == version
                && told.subscription.value().equals(there.get("value"))
                && versions.knows(told.id, version);
    }

    private void checkChannels(SoakClient client) {
        for (int i = 0; i < messages.length; i++) {
            SoakClient.ChannelTold told = client.channels.get(i);
            Eventually.equal("the last message of " + told.name, PATIENCE, messages[i], told::last);
        }
    }

    private void checkRoom(SoakClient client) {
        Eventually.holds("the room as it is", PATIENCE, () -> client.room
                .value()
                .equals(observer.getPresenceStateSync(names.room())));
        String id = client.client.connectionId();
        assertTrue(client.room.value().present().contains(id));
        assertEquals(client.state, client.room.value().states().get(id));
        assertTrue(List.of(client.client.commandSync("members", names.room(), String[].class))
                .contains(id));
    }

    private void checkOnce(SoakClient client) {
        client.published.forEach((text, call) -> {
            if (!call.isCompletedExceptionally()) {
                succeeded++;
                Eventually.equal(text, PATIENCE, 1, () -> once.getOrDefault(text, 0));
            } else {
                failed++;
                assertTrue(once.getOrDefault(text, 0) <= 1, text);
            }
        });
        client.published.clear();
        assertTrue(once.values().stream().allMatch(count -> count == 1), once::toString);
    }

    /** A summary of the run. */
    String report() {
        return "%s; %d checks; %d reconnections, %d after a final close code; %d messages told, %d lost in %d gaps; %d records caught up;"
                        .formatted(
                                troubles,
                                checks,
                                sum(tried.stream().map(client -> client.returns)),
                                sum(tried.stream().map(client -> client.givenUp)),
                                sum(channels().map(told -> told.messages)),
                                sum(channels().map(told -> told.lost)),
                                sum(channels().map(told -> told.gaps)),
                                sum(tried.stream()
                                        .flatMap(client -> client.records.stream())
                                        .map(told -> told.caughtUp)))
                + " %d commands answered, %d failed; the observer returned %d times"
                        .formatted(succeeded, failed, returns.get());
    }

    private Stream<SoakClient.ChannelTold> channels() {
        return tried.stream().flatMap(client -> client.channels.stream());
    }

    private static int sum(Stream<AtomicInteger> counts) {
        return counts.mapToInt(AtomicInteger::get).sum();
    }

    @Override
    public void close() {
        tried.forEach(SoakClient::close);
        cables.forEach(Cable::close);
        observer.close();
    }
}
