package io.meshws.internal.instance;

import static io.meshws.testing.Eventually.get;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshws.Guard;
import io.meshws.InvalidNameException;
import io.meshws.NameHolder;
import io.meshws.testing.Eventually;
import io.meshws.testing.TestClient;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The promises to clients about names. */
abstract class NamesContract extends NamesSetting {
    @Test
    void aClientTakesANameAndNoOtherGetsIt() {
        TestClient a = there.connect();
        TestClient b = here.connect();
        JsonObject reply = taken(a, till, "a");
        assertEquals(till, reply.getString("name"));
        assertEquals(Set.of("success", "name", "since"), reply.keySet());

        assertEquals("ENAMETAKEN", code(take(b, till, "b")));
        assertEquals(reply, taken(a, till, "a"));
        NameHolder holder = holder(here, till).orElseThrow();
        assertEquals(new NameHolder(till, Optional.of(a.id()), there.mesh.instanceId(), holder.since(), false), holder);
        assertEquals(reply.getJsonNumber("since").longValue(), holder.since().toEpochMilli());
        assertEquals(Set.of(till), get(here.mesh.names().on(there.mesh.instanceId())));
        assertEquals(List.of("taken " + till), told(there));
        assertEquals(List.of(), a.events("mesh/name-lost"));
    }

    @Test
    void twoThatTakeItAtOnceAreNotBothTheHolder() {
        for (int round = 0; round < 20; round++) {
            String name = till + round;
            TestClient a = here.connect();
            TestClient b = there.connect();
            long first = a.request("mesh/take-name", "{\"name\":\"" + name + "\",\"incarnation\":\"a\"}");
            long second = b.request("mesh/take-name", "{\"name\":\"" + name + "\",\"incarnation\":\"b\"}");
            boolean aHasIt = a.reply(first).asJsonObject().containsKey("success");
            boolean bHasIt = b.reply(second).asJsonObject().containsKey("success");
            assertTrue(aHasIt ^ bHasIt);
            assertEquals(
                    Optional.of(aHasIt ? a.id() : b.id()),
                    holder(here, name).orElseThrow().connectionId());
        }
    }

    @Test
    void aNameThatNothingAllowsIsForbidden() {
        TestClient a = here.connect();
        assertEquals("EFORBIDDEN", code(take(a, "other", "a")));
        here.mesh.names().allow("other", (caller, name) -> false);
        assertEquals("EFORBIDDEN", code(take(a, "other", "a")));
        here.mesh.names().allow("other", Guard.async((caller, name) -> CompletableFuture.completedStage(true)));
        taken(a, "other", "a");
        assertTrue(here.mesh.names().disallow("other"));
        assertFalse(here.mesh.names().disallow("other"));
        assertFalse(here.mesh.names().disallow(Pattern.compile("other")));
        assertEquals("EFORBIDDEN", code(take(here.connect(), "other", "b")));
        assertTrue(holder(here, "other").isPresent());
        free(a, "other");
    }

    @Test
    void badInputIsRefusedClearly() {
        TestClient a = here.connect();
        for (String wrong : new String[] {"", "a\nb", "x".repeat(257)}) {
            assertEquals("ENAME", code(take(a, wrong, "a")));
            assertEquals("ENAME", code(take(a, till, wrong)));
            assertEquals("ENAME", code(free(a, wrong)));
            assertThrows(InvalidNameException.class, () -> here.mesh.names().holder(wrong));
            assertThrows(InvalidNameException.class, () -> here.mesh.names().send(wrong, "e", 1));
            assertThrows(InvalidNameException.class, () -> here.mesh.names().host(wrong, call -> null));
        }
        for (String payload : List.of(
                "null",
                "{}",
                "{\"name\":1,\"incarnation\":\"a\"}",
                "{\"name\":\"" + till + "\"}",
                "{\"name\":\"" + till + "\",\"incarnation\":\"a\",\"ifTaken\":\"ask\"}",
                "{\"name\":\"" + till + "\",\"incarnation\":\"a\",\"ifTaken\":true}")) {
            assertEquals("EPAYLOAD", code(a.call("mesh/take-name", payload)), payload);
        }
        assertEquals(Optional.empty(), holder(here, till));
    }

    @Test
    void theSameIncarnationGetsItsNameBackAlthoughItsOldConnectionIsNotKnownDead() {
        TestClient before = there.connect();
        JsonObject reply = taken(before, till, "me");
        TestClient after = here.connect();
        assertEquals(reply, taken(after, till, "me"));
        Eventually.equal("told", 1, () -> before.events("mesh/name-lost").size());
        assertEquals(json("{\"name\":\"" + till + "\",\"reason\":\"elsewhere\"}"), before.event("mesh/name-lost"));
        free(before, till);
        before.vanish();
        assertEquals(Optional.of(after.id()), holder(here, till).orElseThrow().connectionId());
        assertEquals(List.of("taken " + till), told(there));
        assertEquals(here == there ? List.of("taken " + till) : List.of(), told(here));
    }

    @Test
    void anotherHolderIsReplacedOnlyIfTheGuardAllowsIt() {
        TestClient a = there.connect();
        TestClient b = here.connect();
        taken(a, till, "a");
        assertEquals("ENAMETAKEN", code(take(b, till, "b", ",\"ifTaken\":\"replace\"")));
        assertEquals(List.of(), a.events("mesh/name-lost"));

        String open = "free-for-all-" + till;
        taken(a, open, "a");
        assertEquals("ENAMETAKEN", code(take(b, open, "b", ",\"ifTaken\":\"refuse\"")));
        assertEquals("ENAMETAKEN", code(take(b, open, "b", ",\"ifTaken\":null")));
        assertTrue(take(b, open, "b", ",\"ifTaken\":\"replace\"").getBoolean("success"));
        assertEquals(json("{\"name\":\"" + open + "\",\"reason\":\"replaced\"}"), a.event("mesh/name-lost"));
        assertEquals(Optional.of(b.id()), holder(here, open).orElseThrow().connectionId());
        // A client that lost the name can't free it any more.
        free(a, open);
        a.vanish();
        assertEquals(Optional.of(b.id()), holder(here, open).orElseThrow().connectionId());
    }

    @Test
    void aFreedNameIsForAnybody() {
        TestClient a = there.connect();
        TestClient b = here.connect();
        taken(a, till, "a");
        assertEquals(json("{\"success\":true}"), free(b, till));
        assertEquals("ENAMETAKEN", code(take(b, till, "b")));
        assertEquals(json("{\"success\":true}"), free(a, till));
        taken(b, till, "b");
        assertEquals(List.of(), a.events("mesh/name-lost"));
        assertTrue(get(there.mesh.names().free(till)));
        assertFalse(get(there.mesh.names().free(till)));
        assertEquals(json("{\"name\":\"" + till + "\",\"reason\":\"freed\"}"), b.event("mesh/name-lost"));
        assertEquals(Optional.empty(), holder(here, till));
        if (hasSeveral()) {
            assertEquals(List.of("taken " + till, "freed " + till, "freed " + till), told(there));
            assertEquals(List.of("taken " + till), told(here));
        }
    }

    @Test
    void aNameIsKeptWhileItsHolderIsAway() {
        TestClient a = there.connect();
        JsonObject reply = taken(a, till, "me");
        a.vanish();
        untilAway(till);
        there.mesh.tick();
        assertEquals("ENAMETAKEN", code(take(here.connect(), till, "you")));
        TestClient again = here.connect();
        assertEquals(reply, taken(again, till, "me"));
        NameHolder holder = holder(there, till).orElseThrow();
        assertEquals(Optional.of(again.id()), holder.connectionId());
        assertFalse(holder.isAway());
    }

    @Test
    void namesAreListedByPrefix() {
        TestClient a = there.connect();
        TestClient b = here.connect();
        taken(a, till + "-1", "a");
        taken(b, till + "-2", "b");
        taken(b, "till-x" + till, "b");
        assertEquals(
                new TreeSet<>(Set.of(till + "-1", till + "-2")),
                get(here.mesh.names().names(till)));
        assertEquals(Set.of(), get(here.mesh.names().names("nobody")));
        assertEquals(3, get(there.mesh.names().names("")).size());
    }

    @Test
    void aConnectionHasAsManyNamesAsItMay() {
        TestClient a = there.connect();
        for (int i = 0; i < 16; i++) {
            taken(a, till + i, "a");
        }
        JsonValue refused = take(a, till + "more", "a");
        assertEquals("ENAMES", code(refused));
        taken(a, till + "0", "a");
        free(a, till + "0");
        taken(a, till + "more", "a");
    }

    @Test
    void aClientThatEndsWhileItTakesANameDoesNotKeepIt() {
        for (int round = 0; round < 20; round++) {
            String name = till + round;
            TestClient a = there.connect();
            a.request("mesh/take-name", "{\"name\":\"" + name + "\",\"incarnation\":\"a\"}");
            a.vanish();
            Eventually.holds(
                    "not here", () -> holder(here, name).map(NameHolder::isAway).orElse(true));
        }
        Eventually.equal("here", Set.of(), () -> get(here.mesh.names().on(there.mesh.instanceId())));
    }
}
