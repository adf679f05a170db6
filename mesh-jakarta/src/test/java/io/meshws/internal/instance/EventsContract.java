package io.meshws.internal.instance;

import static io.meshws.testing.Eventually.failure;
import static io.meshws.testing.Eventually.get;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.meshws.ClusterUnavailableException;
import io.meshws.EventRegistration;
import io.meshws.InvalidNameException;
import io.meshws.protocol.Json;
import io.meshws.testing.CapturedLog;
import io.meshws.testing.Eventually;
import io.meshws.testing.TestInstance;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The promises of {@link io.meshws.Events}. */
abstract class EventsContract extends MeshSetting {
    public record Price(String article, int price) {}

    final String name = "event-" + UUID.randomUUID();
    final List<Price> heard = new CopyOnWriteArrayList<>();

    static CompletionStage<Void> emit(TestInstance instance, String name, Object payload) {
        return instance.mesh.events().emit(name, payload);
    }

    @Test
    void anEventReachesListenersHereAndElsewhereOnce() {
        List<Price> own = new CopyOnWriteArrayList<>();
        get(there.mesh.events().on(name, Price.class, heard::add).ready());
        if (hasSeveral()) {
            get(here.mesh.events().on(name, Price.class, own::add).ready());
        }

        Price price = new Price("é\"}\n", 3);
        get(emit(here, name, price));
        get(emit(here, name, new Price("end", 0)));

        Eventually.equal("heard", List.of(price, new Price("end", 0)), () -> heard);
        assertEquals(hasSeveral() ? heard : List.of(), own);
    }

    @Test
    void ownListenersRunWhileAnEventIsEmittedAndGetItAsItIs() {
        List<Object> own = new ArrayList<>();
        here.mesh.events().<Object>on(name, Object.class, own::add);
        List<Map<String, Object>> maps = new ArrayList<>();
        here.mesh.events().<Map<String, Object>>on(name, Map.class, maps::add);
        Price price = new Price("X", 3);

        emit(here, name, price);

        assertSame(price, own.get(0));
        assertEquals("X", maps.get(0).get("article"));
    }

    @Test
    void membersThatAListenerDoesNotKnowAreIgnored() {
        get(there.mesh.events().on(name, Price.class, heard::add).ready());

        get(emit(here, name, Map.of("article", "X", "price", 3, "currency", "EUR")));

        Eventually.equal("heard", List.of(new Price("X", 3)), () -> heard);
    }

    @Test
    void aListenerThatThrowsAndAPayloadThatDoesNotFitAreLoggedAndStopNobodyElse() {
        try (CapturedLog log = new CapturedLog()) {
            there.mesh.events().on(name, Price.class, event -> {
                throw new IllegalStateException("I throw");
            });
            there.mesh.events().on(name, Price.class, event -> {
                throw new StackOverflowError();
            });
            there.mesh.events().on(name, Integer.class, number -> heard.add(new Price("never", 0)));
            get(there.mesh.events().on(name, Price.class, heard::add).ready());

            get(emit(here, name, new Price("X", 3)));
            get(emit(here, name, new Price("Y", 3)));

            Eventually.equal("heard", List.of(new Price("X", 3), new Price("Y", 3)), () -> heard);
            Eventually.equal("log", 3, () -> log.withId("MESH-0901").size());
            assertTrue(log.withId("MESH-0901").get(0).contains(name));
        }
    }

    @Test
    void aListenerThatClosedItsRegistrationHearsNothingAndOthersDo() {
        List<Price> other = new CopyOnWriteArrayList<>();
        EventRegistration closed = there.mesh.events().on(name, Price.class, heard::add);
        get(closed.ready());
        get(there.mesh.events().on(name, Price.class, other::add).ready());
        closed.close();
        closed.close();

        get(emit(here, name, new Price("X", 3)));

        Eventually.equal("other", List.of(new Price("X", 3)), () -> other);
        assertEquals(List.of(), heard);
    }

    @Test
    void aListenerToAllEventsSubscribesToNoneButHearsThoseThatCome() {
        String unwanted = "unwanted-" + name;
        List<String> all = new CopyOnWriteArrayList<>();
        EventRegistration registration = there.mesh.events().onAny((event, payload) -> all.add(event + payload));
        get(registration.ready());
        get(there.mesh.events().on(name, Price.class, heard::add).ready());

        if (hasSeveral()) {
            get(emit(here, unwanted, 1));
        }
        get(emit(here, name, new Price("X", 3)));
        get(emit(there, unwanted, null));

        Eventually.equal("all", List.of(name + "{\"article\":\"X\",\"price\":3}", unwanted + "null"), () -> all.stream()
                .sorted()
                .toList());
        registration.close();
        emit(there, unwanted, 2);
        assertEquals(2, all.size());
    }

    @Test
    void eventsOfEachSenderArriveInOrder() {
        List<JsonValue> numbers = Collections.synchronizedList(new ArrayList<>());
        get(there.mesh
                .events()
                .<JsonValue>on(name, JsonValue.class, numbers::add)
                .ready());
        List<JsonValue> sent = IntStream.range(0, 2_000)
                .mapToObj(i -> Json.readTrusted(Integer.toString(i)))
                .toList();

        sent.forEach(number -> emit(here, name, number));

        Eventually.equal("numbers", sent, () -> List.copyOf(numbers));
    }

    @Test
    void eventsOfEachSenderAreHeardInOrderWhateverTheirNames() {
        List<Integer> numbers = Collections.synchronizedList(new ArrayList<>());
        List<String> names = IntStream.range(0, 8).mapToObj(i -> name + i).toList();
        names.forEach(each -> get(there.mesh
                .events()
                .<Integer>on(each, Integer.class, numbers::add)
                .ready()));
        List<Integer> sent = IntStream.range(0, 2_000).boxed().toList();

        sent.forEach(number -> emit(here, names.get(number * number % 11 % 8), number));

        Eventually.equal("numbers", sent, () -> List.copyOf(numbers));
    }

    @Test
    void namesAndPayloadsThatCannotBeAreRefusedAndTellNobody() {
        here.mesh.events().onAny((event, payload) -> heard.add(new Price(event, 0)));
        for (String wrong : new String[] {null, "", "a\nb", "\ud800", "x".repeat(257)}) {
            assertThrows(InvalidNameException.class, () -> emit(here, wrong, 1));
            assertThrows(InvalidNameException.class, () -> here.mesh.events().on(wrong, Price.class, heard::add));
        }
        assertEquals(List.of(), heard);
    }

    @Test
    void anInstanceThatStoppedEmitsToItsOwnListenersAlone() {
        assumeTrue(hasSeveral());
        get(here.mesh.events().on(name, Price.class, heard::add).ready());
        get(here.mesh.stop());

        assertInstanceOf(ClusterUnavailableException.class, failure(emit(here, name, new Price("X", 3))));
        assertEquals(List.of(new Price("X", 3)), heard);
    }
}
