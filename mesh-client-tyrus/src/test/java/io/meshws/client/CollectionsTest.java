package io.meshws.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshws.protocol.ErrorCode;
import io.meshws.protocol.Frame;
import io.meshws.protocol.FrameText;
import io.meshws.testing.Eventually;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Collections: live lists that the server's replies and differences make. */
@Timeout(60)
class CollectionsTest extends OfflineSetting {
    private static final String SUBSCRIBE = "mesh/subscribe-collection";
    private static final String UNSUBSCRIBE = "mesh/unsubscribe-collection";

    private final BlockingQueue<CollectionUpdate<Integer>> heard = new LinkedBlockingQueue<>();

    private void connect() {
        server.echo().reply(UNSUBSCRIBE, request -> "true");
        connect(builder -> {});
    }

    /** @param records such as {@code {"id":"a","record":1,"version":1}} */
    private void answer(String records, String more) {
        server.reply(
                SUBSCRIBE,
                request -> "{\"success\":true,\"ids\":[],\"version\":1,\"records\":[" + records + "]" + more + "}");
    }

    private CollectionSubscription<Integer> subscribe() {
        return client.subscribeCollectionSync("list", Integer.class, heard::add);
    }

    private CollectionSubscription<Integer> subscribed(String records) {
        connect();
        answer(records, "");
        return subscribe();
    }

    private static String record(String id, int value) {
        return "{\"id\":\"" + id + "\",\"record\":" + value + ",\"version\":1}";
    }

    private static String recordAt(String id, int value, int at) {
        return "{\"id\":\"" + id + "\",\"record\":" + value + ",\"version\":1,\"at\":" + at + "}";
    }

    private void diff(int version, String members) {
        server.send(FrameText.event(
                "mesh/collection-diff", "{\"collectionId\":\"list\",\"version\":" + version + "," + members + "}"));
    }

    private CollectionUpdate<Integer> next() throws InterruptedException {
        return heard.poll(10, TimeUnit.SECONDS);
    }

    private static String text(CollectionSubscription<Integer> list) {
        return text(list.value());
    }

    private static String text(List<CollectionRecord<Integer>> records) {
        return String.join(
                " ",
                records.stream().map(record -> record.id() + record.value()).toList());
    }

    private static String text(CollectionUpdate<Integer> update) {
        return "+" + text(update.added()) + " -" + String.join(" ", update.removed()) + " ~" + text(update.changed());
    }

    /** All that the server sent before was handled. */
    private void settle() {
        client.commandSync("echo", 1, Integer.class);
    }

    @Test
    void recordsComeChangeAndLeave() throws Exception {
        CollectionSubscription<Integer> list = subscribed(record("a", 1));
        assertEquals("list", list.collectionId());
        assertEquals(List.of(new CollectionRecord<>("a", 1, 1)), list.value());
        assertTrue(list.isLive());

        diff(2, "\"added\":[" + record("b", 2) + "],\"removed\":[\"a\",\"never-there\"]");
        assertEquals("+b2 -a ~", text(next()));
        server.send(FrameText.event(
                "mesh/record-update", "{\"collectionId\":\"list\",\"recordId\":\"b\",\"full\":3,\"version\":2}"));
        assertEquals("+ - ~b3", text(next()));
        server.send(FrameText.event(
                "mesh/record-update", "{\"collectionId\":\"list\",\"recordId\":\"x\",\"full\":3,\"version\":2}"));
        settle();
        assertEquals(List.of(new CollectionRecord<>("b", 3, 2)), list.value());
        assertEquals(List.of(), List.copyOf(heard));
    }

    @Test
    void aSortedCollectionKeepsItsOrder() throws Exception {
        CollectionSubscription<Integer> list = subscribed(record("a", 1) + "," + record("c", 3) + "," + record("d", 4));
        diff(
                2,
                "\"removed\":[\"a\"],\"moved\":[{\"id\":\"c\",\"at\":2},{\"id\":\"d\",\"at\":0}],\"added\":["
                        + recordAt("b", 2, 1) + "]");
        assertEquals("+b2 -a ~", text(next()));
        assertEquals("d4 b2 c3", text(list));
        diff(3, "\"removed\":[],\"added\":[],\"moved\":[{\"id\":\"c\",\"at\":0}]");
        assertEquals("+ - ~", text(next()));
        assertEquals("c3 d4 b2", text(list));
    }

    @Test
    void aLongListComesInPages() throws Exception {
        connect();
        answer(record("a", 1), ",\"complete\":false");
        CompletableFuture<CollectionSubscription<Integer>> subscribed =
                client.subscribeCollection("list", Integer.class, heard::add);
        server.nextCall(SUBSCRIBE);
        diff(2, "\"removed\":[],\"added\":[" + record("b", 2) + "]");
        settle();
        assertFalse(subscribed.isDone());
        diff(3, "\"removed\":[],\"added\":[" + record("c", 3) + "],\"complete\":true");
        assertEquals("a1 b2 c3", text(Eventually.get(subscribed)));
    }

    @Test
    void aCollectionIsRestoredBeforeTheClientSaysThatItIsBack() throws Exception {
        CollectionSubscription<Integer> list = subscribed(record("a", 1) + "," + record("b", 2));
        List<String> order = new CopyOnWriteArrayList<>();
        client.subscribeCollectionSync("list", Integer.class, update -> order.add(text(update)));
        client.onReconnect(back -> order.add("back with " + text(list)));
        breakLink();
        assertFalse(list.isLive());
        assertEquals("a1 b2", text(list), "the last that was known");
        answer(record("b", 5) + "," + record("c", 3), "");
        mend();
        Eventually.equal("told", List.of("+c3 -a ~b5", "back with b5 c3"), () -> order);
        assertTrue(list.isLive());
    }

    @Test
    void aRecordThatALaterPageNamesAgainWasNeverGone() throws Exception {
        CollectionSubscription<Integer> list = subscribed(record("a", 1) + "," + record("b", 2) + "," + record("c", 3));
        breakLink();
        answer(record("c", 3), ",\"complete\":false");
        mend();
        assertEquals("c3 a1 b2", text(list));
        diff(2, "\"removed\":[],\"added\":[" + record("a", 7) + "],\"complete\":true");
        assertEquals("+ -b ~a7", text(next()));
        assertEquals("c3 a7", text(list));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"version\":2,\"added\":[],\"removed\":[],\"moved\":[{\"id\":\"nobody\",\"at\":0}]",
                "\"version\":2,\"added\":[],\"removed\":[\"a\"],\"moved\":[{\"id\":\"a\",\"at\":0}]",
                "\"version\":2,\"added\":[],\"removed\":[],\"moved\":[{\"id\":\"a\",\"at\":-1}]",
                "\"version\":2,\"added\":[{\"id\":\"b\",\"record\":2,\"version\":1,\"at\":-1}],\"removed\":[]",
                "\"version\":2,\"added\":[{\"id\":\"b\",\"record\":2,\"version\":1},"
                        + "{\"id\":\"b\",\"record\":2,\"version\":1}],\"removed\":[]",
                "\"version\":2,\"added\":[{\"id\":\"b\",\"record\":2,\"version\":1,\"at\":0.5}],\"removed\":[]",
                "\"version\":2,\"added\":[{\"record\":2}],\"removed\":[]",
                "\"version\":2,\"added\":[null],\"removed\":[]",
                "\"version\":2,\"added\":{},\"removed\":[]",
                "\"version\":2,\"added\":[],\"removed\":[7]",
                "\"version\":2",
                "\"version\":3,\"added\":[],\"removed\":[]",
                "\"version\":\"2\",\"added\":[],\"removed\":[]"
            })
    void aDifferenceThatMakesNoSenseHasTheCollectionReadAgain(String members) throws Exception {
        CollectionSubscription<Integer> list = subscribed(record("a", 1));
        server.nextCall(SUBSCRIBE);
        answer(record("a", 1) + "," + record("z", 9), "");
        server.send(FrameText.event("mesh/collection-diff", "{\"collectionId\":\"list\"," + members + "}"));
        server.nextCall(SUBSCRIBE);
        assertEquals("+z9 - ~", text(next()));
        assertEquals("a1 z9", text(list));
        diff(2, "\"removed\":[\"a\"],\"added\":[]");
        assertEquals("+ -a ~", text(next()));
        assertEquals(1, server.connections());
    }

    @Test
    void differencesThatComeWhileItIsReadAgainAskForNothingMore() throws Exception {
        CollectionSubscription<Integer> list = subscribed(record("a", 1));
        server.nextCall(SUBSCRIBE);
        server.onCall((scripted, call) -> {
            if (call.command().equals(SUBSCRIBE)) {
                diff(6, "\"removed\":[\"a\"],\"added\":[]");
                diff(7, "\"removed\":[],\"added\":[" + record("x", 1) + "]");
                scripted.reply(
                        call, "{\"success\":true,\"ids\":[],\"version\":1,\"records\":[" + record("b", 2) + "]}");
            } else {
                scripted.reply(call, call.payload().toString());
            }
        });
        diff(5, "\"removed\":[],\"added\":[]");
        server.nextCall(SUBSCRIBE);
        assertEquals("+b2 -a ~", text(next()));
        settle();
        assertEquals("echo", ((Frame.ClientCall) server.next()).command());
        assertEquals("b2", text(list));
    }

    @Test
    void readingAgainGoesOnUntilTheServerCan() throws Exception {
        CollectionSubscription<Integer> list = subscribed(record("a", 1));
        server.nextCall(SUBSCRIBE);
        server.reply(
                SUBSCRIBE, request -> ErrorCode.EUNAVAILABLE.body("No Redis").toJson());
        diff(5, "\"removed\":[],\"added\":[]");
        server.nextCall(SUBSCRIBE);
        settle();
        answer(record("b", 2), "");
        timers.advance(Duration.ofSeconds(1));
        assertEquals("+b2 -a ~", text(next()));
        assertTrue(list.isLive());
    }

    @Test
    void aRefusalEndsTheSubscription() throws Exception {
        CollectionSubscription<Integer> list = subscribed(record("a", 1));
        Collecting<CollectionUpdate<Integer>> follower = Collecting.all(list);
        breakLink();
        server.reply(SUBSCRIBE, request -> "{\"success\":false}");
        List<Reconnected> back = new CopyOnWriteArrayList<>();
        client.onReconnect(back::add);
        mend();
        assertEquals("EFORBIDDEN", ClientFailure.of(list.ended()).code());
        assertEquals("EFORBIDDEN", ClientFailure.of(follower.end).code());
        assertEquals("+a1 - ~", text(follower.items.get(0)));
        Eventually.holds("told", () -> back.size() == 1);
        assertEquals("collection list", back.get(0).refused().get(0).what());
        MeshClientException refused = assertThrows(MeshClientException.class, this::subscribe);
        assertEquals("EFORBIDDEN", refused.code());
    }

    @Test
    void aReplyThatMakesNoSenseIsAnError() {
        connect();
        answer("{\"id\":\"a\"}", "");
        MeshClientException refused = assertThrows(MeshClientException.class, this::subscribe);
        assertEquals("EPAYLOAD", refused.code());
        assertTrue(client.isConnected());
    }

    @Test
    void theServerMayEndIt() throws Exception {
        CollectionSubscription<Integer> list = subscribed(record("a", 1));
        server.send(FrameText.event("mesh/unsubscribed", "{\"collectionId\":\"list\"}"));
        assertEquals("EFORBIDDEN", ClientFailure.of(list.ended()).code());
        assertFalse(list.isLive());
    }

    @Test
    void theLastHandleUnsubscribes() throws Exception {
        CollectionSubscription<Integer> list = subscribed(record("a", 1));
        CollectionSubscription<Integer> other = subscribe();
        list.close();
        assertTrue(other.isLive());
        other.close();
        assertEquals(
                "{\"collectionId\":\"list\"}",
                server.nextCall(UNSUBSCRIBE).payload().toString());
        subscribe();
        assertTrue(client.unsubscribeCollectionSync("list"));
    }

    @Test
    void aRecordThatDoesNotFitIsSaid() throws Exception {
        CollectionSubscription<Integer> list = subscribed(record("a", 1));
        diff(2, "\"removed\":[],\"added\":[{\"id\":\"b\",\"record\":\"text\",\"version\":1}]");
        settle();
        MeshClientException refused = assertThrows(MeshClientException.class, list::value);
        assertEquals("EPAYLOAD", refused.code());
        diff(3, "\"removed\":[\"b\"],\"added\":[]");
        assertEquals("+ -b ~", text(next()), "the update before it is left out");
        assertEquals("a1", text(list));
    }
}
