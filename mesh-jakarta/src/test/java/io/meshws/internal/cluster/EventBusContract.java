package io.meshws.internal.cluster;

import static io.meshws.testing.Eventually.get;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.meshws.internal.cluster.ClusterFixture.Instance;
import io.meshws.internal.cluster.ClusterMessage.Fired;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The promises of {@link EventBus}. */
public abstract class EventBusContract extends ClusterContract {
    private static final String NAME = "price {changed} % é";

    protected Instance other() {
        assumeTrue(fixture.hasSeveral());
        return fixture.another();
    }

    protected static void listen(Instance instance, String name) {
        get(instance.cluster().events().listen(name));
    }

    protected static void send(Instance instance, String name, String payload) {
        get(instance.cluster().events().send(name, payload));
    }

    /** Sends to one instance alone: everything sent before has arrived when this does. */
    private static void assertNothingBefore(Instance sender, Instance receiver) {
        listen(receiver, "end");
        send(sender, "end", "0");
        assertEquals(new Fired(sender.id(), "end", "0"), receiver.receiver().next());
    }

    @Test
    void anEventIsSentEvenIfNobodyListens() {
        send(first, NAME, "1");
    }

    @Test
    void anEventReachesAllListenersAndNobodyElse() {
        Instance second = other();
        Instance third = fixture.another();
        Instance stranger = fixture.another();
        listen(second, NAME);
        listen(third, NAME);
        listen(stranger, "another name");

        send(first, NAME, "{\"a\":\"\\ud800\"}");

        Fired event = new Fired(first.id(), NAME, "{\"a\":\"\\ud800\"}");
        assertEquals(event, second.receiver().next());
        assertEquals(event, third.receiver().next());
        assertNothingBefore(first, stranger);
    }

    @Test
    void anInstanceThatListensTwiceGetsAnEventOnce() {
        Instance second = other();
        listen(second, NAME);
        listen(second, NAME);

        send(first, NAME, "1");
        send(first, NAME, "2");

        assertEquals("1", ((Fired) second.receiver().next()).payload());
        assertEquals("2", ((Fired) second.receiver().next()).payload());
    }

    @Test
    void anInstanceThatNoLongerListensGetsNothing() {
        Instance second = other();
        listen(second, NAME);
        get(second.cluster().events().ignore(NAME));
        get(second.cluster().events().ignore("never listened to"));

        send(first, NAME, "1");

        assertNothingBefore(first, second);
        listen(second, NAME);
        send(first, NAME, "2");
        assertEquals("2", ((Fired) second.receiver().next()).payload());
    }

    @Test
    void eventsOfOneSenderAndNameArriveInOrder() {
        Instance second = other();
        listen(second, NAME);
        int count = 5_000;
        CompletableFuture<?>[] sent = IntStream.range(0, count)
                .mapToObj(i ->
                        first.cluster().events().send(NAME, Integer.toString(i)).toCompletableFuture())
                .toArray(CompletableFuture[]::new);

        for (int i = 0; i < count; i++) {
            assertEquals(Integer.toString(i), ((Fired) second.receiver().next()).payload());
        }
        get(CompletableFuture.allOf(sent));
        assertNothingBefore(first, second);
    }

    @Test
    void eventsOfOneSenderArriveInOrderWhateverTheirNamesWhileAnotherInstanceEnds() {
        Instance all = other();
        Instance some = fixture.another();
        Instance mortal = another();
        List<String> names =
                IntStream.range(0, 12).mapToObj(i -> NAME + " of " + i).toList();
        names.forEach(name -> listen(all, name));
        names.subList(3, 7).forEach(name -> listen(some, name));
        names.subList(0, 6).forEach(name -> listen(mortal, name));
        Random random = new Random(15);
        List<Fired> sent = IntStream.range(0, 6_000)
                .mapToObj(i -> new Fired(first.id(), names.get(random.nextInt(12)), Integer.toString(i)))
                .toList();

        for (Fired event : sent) {
            first.cluster().events().send(event.name(), event.payload());
            if (event.payload().equals("3000")) {
                end(mortal);
            }
        }

        sent.forEach(event -> assertEquals(event, all.receiver().next()));
        sent.stream()
                .filter(event -> names.subList(3, 7).contains(event.name()))
                .forEach(event -> assertEquals(event, some.receiver().next()));
    }

    @Test
    void anEventThatComesAfterOneNotListenedToYetArrivesAllTheSame() {
        Instance second = other();
        listen(second, "b");
        send(first, "a", "1");
        listen(second, "a");

        send(first, "b", "2");
        send(first, "a", "3");

        assertEquals(new Fired(first.id(), "b", "2"), second.receiver().next());
        assertEquals(new Fired(first.id(), "a", "3"), second.receiver().next());
    }

    /** An instance for {@link #end}. */
    protected Instance another() {
        return fixture.another();
    }

    /** Ends an instance, as hard as the engine lets a test do it. */
    protected void end(Instance instance) {
        get(instance.cluster().stop());
    }

    @Test
    void twelveInstancesFindEachOtherAndOneThatEndsStopsNobodyElse() {
        assumeTrue(fixture.hasSeveral());
        List<Instance> alive = new ArrayList<>();
        while (alive.size() < 12) {
            Instance next = another();
            listen(next, NAME);
            alive.add(next);
            assertAllHear(alive, alive.get(alive.size() / 2));
        }
        Collections.shuffle(alive, new Random(15));
        while (alive.size() > 1) {
            end(alive.remove(0));
            assertAllHear(alive, alive.get(0));
        }
    }

    /** The sender included: its own subscription is one like the others'. */
    private static void assertAllHear(List<Instance> instances, Instance sender) {
        String payload = Integer.toString(instances.size());
        send(sender, NAME, payload);
        instances.forEach(each -> assertEquals(
                new Fired(sender.id(), NAME, payload), each.receiver().next()));
    }
}
