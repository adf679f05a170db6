package io.meshws.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshws.client.CollectionRecord;
import io.meshws.client.CollectionSubscription;
import io.meshws.client.CollectionUpdate;
import io.meshws.client.MeshClient;
import io.meshws.client.MeshClientException;
import io.meshws.client.RecordOperation;
import io.meshws.testing.Cable;
import io.meshws.testing.Eventually;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** Collections on two instances. The test that kills one comes last. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class CollectionsIT extends InstancesSetting {
    private static final int LAST = 2;

    private final String list = "list:" + UUID.randomUUID();
    private final String item = "item:" + UUID.randomUUID() + "-";

    public record Item(String list, int rank) {}

    private Item ranked(int rank) {
        return new Item(list, rank);
    }

    private static List<String> ids(CollectionSubscription<Item> collection) {
        return collection.value().stream().map(CollectionRecord::id).toList();
    }

    private void has(CollectionSubscription<Item> collection, String... names) {
        List<String> expected = List.of(names).stream().map(item::concat).toList();
        Eventually.holds(
                "the members",
                PATIENCE,
                () -> ids(collection).stream().sorted().toList().equals(expected));
    }

    @Test
    @Order(1)
    void clientsOfBothInstancesSeeTheWritesOfEither() {
        MeshClient atOne = connect(one);
        MeshClient atTwo = connect(two);
        atTwo.publishRecordUpdateSync(item + "a", ranked(1));
        List<CollectionUpdate<Item>> told = new CopyOnWriteArrayList<>();
        CollectionSubscription<Item> here = atOne.subscribeCollectionSync(list, Item.class, told::add);
        assertEquals(List.of(new CollectionRecord<>(item + "a", ranked(1), 1)), here.value());
        CollectionSubscription<Item> there = atTwo.subscribeCollectionSync(list, Item.class);
        atOne.publishRecordUpdateSync(item + "b", ranked(2));
        atOne.publishRecordUpdateSync(item + "b-hidden", ranked(2));
        atTwo.publishRecordUpdateSync(item + "a", ranked(5));
        has(here, "a", "b");
        has(there, "a", "b");
        Eventually.holds("the change", PATIENCE, () -> here.value().stream()
                .anyMatch(record -> record.equals(new CollectionRecord<>(item + "a", ranked(5), 2))));
        atTwo.transactionSync(
                RecordOperation.delete(item + "a"),
                RecordOperation.write(item + "b", new Item("elsewhere", 1)),
                RecordOperation.write(item + "c", ranked(1)));
        has(here, "c");
        has(there, "c");
        assertTrue(told.stream().allMatch(update -> update.collectionId().equals(list)));
        assertTrue(atOne.unsubscribeCollectionSync(list));
    }

    @Test
    @Order(1)
    void theFirstOnesOfAListStayInOrder() {
        MeshClient atOne = connect(one);
        CollectionSubscription<Item> top =
                connect(two).subscribeCollectionSync(list.replace("list:", "top:"), Item.class);
        for (int rank = 1; rank <= 5; rank++) {
            atOne.publishRecordUpdateSync(item + rank, ranked(rank));
        }
        inOrder(top, "5", "4", "3");
        atOne.publishRecordUpdateSync(item + "1", ranked(10));
        inOrder(top, "1", "5", "4");
        atOne.publishRecordUpdateSync(item + "5", ranked(0));
        inOrder(top, "1", "4", "3");
        atOne.transactionSync(RecordOperation.delete(item + "1"));
        inOrder(top, "4", "3", "2");
    }

    private void inOrder(CollectionSubscription<Item> collection, String... names) {
        List<String> expected = List.of(names).stream().map(item::concat).toList();
        Eventually.holds(
                "the order " + expected, PATIENCE, () -> ids(collection).equals(expected));
    }

    @Test
    @Order(1)
    void aCollectionThatIsNotOpenIsRefused() {
        MeshClient client = connect(one);
        MeshClientException refused =
                assertThrows(MeshClientException.class, () -> client.subscribeCollectionSync("nothing", Item.class));
        assertEquals("EFORBIDDEN", refused.code());
    }

    @Test
    @Order(LAST)
    void aClientOfAKilledInstanceGoesOnWithTheChangesThatItMissed() {
        Cable cable = new Cable(two.uri("/mesh"));
        opened.add(cable);
        MeshClient mobile =
                MeshClient.builder(cable.uri()).requestTimeout(PATIENCE).build();
        opened.add(mobile);
        mobile.connectSync();
        MeshClient writer = connect(one);
        writer.publishRecordUpdateSync(item + "gone", ranked(0));
        CollectionSubscription<Item> collection = mobile.subscribeCollectionSync(list, Item.class);
        CollectionSubscription<Item> beside = writer.subscribeCollectionSync(list, Item.class);
        List<CompletableFuture<Long>> writes = new ArrayList<>();
        IntStream.range(0, 100).forEach(i -> writes.add(writer.publishRecordUpdate(item + (100 + i), ranked(i))));
        Eventually.holds("some", PATIENCE, () -> collection.value().size() > 10);
        two.kill();
        writer.transactionSync(RecordOperation.delete(item + "gone"));
        writes.forEach(CompletableFuture::join);
        cable.lead(one.uri("/mesh"));
        String[] expected =
                IntStream.range(100, 200).mapToObj(Integer::toString).toArray(String[]::new);
        has(collection, expected);
        has(beside, expected);
        writer.publishRecordUpdateSync(item + "last", ranked(1));
        Eventually.holds("the last", PATIENCE, () -> ids(collection).contains(item + "last"));
    }
}
