package io.meshws.internal.instance;

import static io.meshws.testing.Eventually.get;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshws.Guard;
import io.meshws.testing.Eventually;
import io.meshws.testing.TestClient;
import io.meshws.testing.TestInstance;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The promises about channels, records, collections and presence that are no longer exposed, on every engine. */
abstract class UnexposingContract extends MeshSetting {
    private static final Pattern ALL = ExposureKind.ALL;

    private List<JsonValue> told(TestClient client) {
        return client.events("mesh/unsubscribed");
    }

    /** A change of each kind that subscribers would be told. */
    private void change(String name) {
        TestClient comer = there.connect();
        get(there.mesh.channels().publish(name, "m"));
        get(there.mesh.records().write(name, comer.id()));
        get(there.mesh.rooms().add(name, comer.id()));
        get(there.mesh.records().write("item:" + comer.id(), comer.id()));
    }

    private static List<JsonValue> changes(TestClient client) {
        return List.of(
                        "mesh/subscription-message",
                        "mesh/record-update",
                        "mesh/presence-update",
                        "mesh/collection-diff")
                .stream()
                .flatMap(event -> client.events(event).stream())
                .toList();
    }

    @ParameterizedTest
    @EnumSource
    void aSubscribedClientIsToldAndHearsNothingMore(ExposureKind kind) {
        kind.expose(here.mesh, Guard.ANYONE);
        kind.expose(there.mesh, Guard.ANYONE);
        TestClient a = here.connect();
        TestClient b = there.connect();
        assertTrue(kind.subscribe(a, "x:1"));
        assertTrue(kind.subscribe(b, "x:1"));
        change("x:1");
        Eventually.holds(() -> changes(a).size() == 1 && changes(b).size() == 1);

        assertTrue(kind.unexpose(here.mesh));
        Eventually.holds(() -> !told(a).isEmpty());
        assertEquals(List.of(json(kind.payload("x:1"))), told(a));
        assertEquals(0, a.connection().topics().count());
        assertFalse(kind.unexpose(here.mesh), "not twice");
        assertFalse(kind.unsubscribe(a, "x:1"), "it is no subscription any more");
        assertFalse(kind.subscribe(a, "x:1"));
        change("x:1");
        if (hasSeveral()) {
            Eventually.holds(() -> changes(b).size() == 2);
            assertEquals(List.of(), told(b));
        }
        assertEquals(1, changes(a).size());
        assertEquals(1, told(a).size());

        kind.expose(here.mesh, Guard.ANYONE);
        assertTrue(kind.subscribe(a, "x:1"));
        change("x:1");
        Eventually.holds(() -> changes(a).size() == 2);
    }

    @ParameterizedTest
    @EnumSource
    void subscriptionsThatAnotherExposureCoversStay(ExposureKind kind) {
        kind.expose(here.mesh, Guard.ANYONE);
        kind.exposeAll(here.mesh);
        TestClient a = here.connect();
        assertTrue(kind.subscribe(a, "x:1"));
        assertTrue(kind.subscribe(a, "x:2"));
        assertTrue(kind.unexpose(here.mesh));
        assertEquals(2, a.connection().topics().count());
        assertTrue(kind.unexposeAll(here.mesh));
        Eventually.holds(() -> told(a).size() == 2);
        assertEquals(Set.of(json(kind.payload("x:1")), json(kind.payload("x:2"))), Set.copyOf(told(a)));
        assertFalse(kind.unexposeAll(here.mesh));
    }

    @ParameterizedTest
    @EnumSource
    void aSubscriberBehindASlowGuardIsRefused(ExposureKind kind) {
        CompletableFuture<Boolean> guard = new CompletableFuture<>();
        kind.expose(here.mesh, Guard.async((connection, name) -> guard));
        TestClient a = here.connect();
        long asked = a.request("mesh/subscribe-" + kind.command(), kind.payload("x:1"));
        assertTrue(kind.unexpose(here.mesh));
        guard.complete(true);
        assertFalse(a.reply(asked).asJsonObject().getBoolean("success"));
        assertEquals(List.of(), told(a));
        change("x:1");
        assertEquals(List.of(), changes(a));
        assertEquals(0, a.connection().topics().count());
    }

    @ParameterizedTest
    @EnumSource
    void aClientThatIsBeingAnsweredIsToldAfterTheReply(ExposureKind kind) {
        kind.expose(here.mesh, Guard.ANYONE);
        here.mesh.registry().use((context, chain) -> chain.proceed().thenApply(reply -> {
            if (context.command().startsWith("mesh/subscribe-")) {
                kind.unexpose(here.mesh);
            }
            return reply;
        }));
        TestClient a = here.connect();
        assertTrue(kind.subscribe(a, "x:1"));
        Eventually.holds(() -> !told(a).isEmpty());
        JsonObject last = a.received().get(a.received().size() - 1);
        assertEquals("mesh/unsubscribed", last.getString("command"), "after the reply");
        assertEquals(1, told(a).size());
        change("x:1");
        assertEquals(List.of(), changes(a));
        assertEquals(0, a.connection().topics().count());
    }

    @Test
    void aHistoryCanBeReadNoLongerAndPublicationsKeepNone() {
        here.mesh.channels().expose("x:1", Guard.ANYONE, 10);
        get(here.mesh.channels().publish("x:1", "kept"));
        TestClient a = here.connect();
        here.mesh.channels().unexpose("x:1");
        assertEquals(
                json("{\"success\":false,\"history\":[]}"),
                a.call("mesh/get-channel-history", "{\"channel\":\"x:1\"}"));
        get(here.mesh.channels().publish("x:1", "not kept"));
        assertEquals(List.of("kept"), get(here.mesh.channels().history("x:1", 10)));
    }

    @Test
    void writingEndsWithOrWithoutReading() {
        here.mesh.records().expose("x:1");
        here.mesh.records().exposeWritable("x:1");
        TestClient a = here.connect();
        String write = "{\"recordId\":\"x:1\",\"newValue\":1}";
        assertTrue(ExposureKind.RECORD.subscribe(a, "x:1"));
        assertTrue(a.call("mesh/publish-record-update", write).asJsonObject().getBoolean("success"));
        assertTrue(here.mesh.records().unexposeWritable("x:1"));
        assertFalse(here.mesh.records().unexposeWritable("x:1"));
        assertEquals("EFORBIDDEN", code(a.call("mesh/publish-record-update", write)));
        assertEquals(List.of(), told(a));
        here.mesh.records().exposeWritable("x:1");
        assertTrue(here.mesh.records().unexpose("x:1"), "both");
        Eventually.holds(() -> told(a).size() == 1);
        assertEquals("EFORBIDDEN", code(a.call("mesh/publish-record-update", write)));
        assertFalse(ExposureKind.RECORD.subscribe(a, "x:1"));
        here.mesh.records().exposeWritable(ALL);
        assertTrue(here.mesh.records().unexposeWritable(ALL));
    }

    @Test
    void membersOfAnUntrackedRoomAreNoLongerPresent() {
        for (TestInstance instance : List.of(here, there)) {
            instance.mesh.presence().track("x:1");
        }
        TestClient a = here.connect();
        TestClient b = there.connect();
        TestClient watcher = there.connect();
        for (TestClient member : List.of(a, b)) {
            get(here.mesh.rooms().add("x:1", member.id()));
        }
        get(here.mesh.presence().publishState("x:1", a.id(), "typing"));
        assertTrue(ExposureKind.PRESENCE.subscribe(watcher, "x:1"));
        assertEquals(Set.of(a.id(), b.id()), get(there.mesh.presence().present("x:1")));

        assertTrue(here.mesh.presence().untrack("x:1"));
        Set<String> left = hasSeveral() ? Set.of(b.id()) : Set.of();
        Eventually.holds(() -> get(there.mesh.presence().present("x:1")).equals(left));
        assertEquals(Map.of(), get(there.mesh.presence().states("x:1")));
        assertEquals(Set.of(a.id(), b.id()), get(here.mesh.rooms().members("x:1")), "still in the room");
        assertFalse(get(here.mesh.presence().publishState("x:1", a.id(), "typing")));
        if (hasSeveral()) {
            Eventually.holds(() -> watcher.events("mesh/presence-update").size() == 1);
            JsonObject update = watcher.events("mesh/presence-update").get(0).asJsonObject();
            assertEquals("leave", update.getString("type"));
            assertEquals(a.id(), update.getString("connectionId"));
        }
        get(here.mesh.rooms().remove("x:1", a.id()));
        get(here.mesh.rooms().add("x:1", a.id()));
        assertEquals(left, get(there.mesh.presence().present("x:1")), "joins do not count either");
    }
}
