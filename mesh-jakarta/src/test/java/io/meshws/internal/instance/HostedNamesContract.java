package io.meshws.internal.instance;

import static io.meshws.testing.Eventually.failure;
import static io.meshws.testing.Eventually.get;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshws.CommandException;
import io.meshws.HostedName;
import io.meshws.NameHandler;
import io.meshws.NameHolder;
import io.meshws.testing.CapturedLog;
import io.meshws.testing.Eventually;
import io.meshws.testing.TestInstance;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Beans have names: one instance has one at a time. */
abstract class HostedNamesContract extends NamesSetting {
    private final List<String> heard = new CopyOnWriteArrayList<>();

    private HostedName host(TestInstance instance) {
        return instance.mesh.names().host(till, handler(instance));
    }

    private NameHandler handler(TestInstance instance) {
        return call -> {
            heard.add(call.name() + " " + call.command() + " " + call.payload());
            return switch (call.command()) {
                case "where" -> instance.mesh.instanceId();
                case "later" -> CompletableFuture.supplyAsync(() -> call.payload(Integer.class) + 1);
                case "refuse" -> throw new CommandException("EMINE", "I refuse");
                case "fail" -> throw new IllegalStateException("secret");
                default -> null;
            };
        };
    }

    private String where(TestInstance asked) {
        return get(asked.mesh.names().request(till, "where", null, String.class, LONG));
    }

    @Test
    void aBeanAnswersRequestsAndHearsEventsOfAllInstances() {
        HostedName hosted = host(there);
        Eventually.holds("here", hosted::isHere);
        assertEquals(till, hosted.name());
        assertEquals(there.mesh.instanceId(), where(here));
        assertEquals(there.mesh.instanceId(), where(there));
        assertEquals(8, get(here.mesh.names().request(till, "later", 7, Integer.class, LONG)));
        assertTrue(get(here.mesh.names().send(till, "event", List.of(1))));
        Eventually.holds("heard", () -> heard.contains(till + " event [1]"));
        NameHolder holder = holder(here, till).orElseThrow();
        assertEquals(Optional.empty(), holder.connectionId());
        assertEquals(there.mesh.instanceId(), holder.instanceId());
        assertEquals("ENAMETAKEN", code(take(here.connect(), till, "a")));
        assertEquals(List.of("taken " + till), told(there));
    }

    @Test
    void anExceptionOfABeanIsToldAsACommandWouldTellIt() {
        host(there);
        Eventually.holds("there", () -> holder(here, till).isPresent());
        try (CapturedLog log = new CapturedLog()) {
            for (TestInstance asked : List.of(here, there)) {
                CompletableFuture<String> refused = asked.mesh.names().request(till, "refuse", 1, String.class, LONG);
                assertEquals("I refuse", failure(refused).getMessage());
                assertEquals("EMINE", code(refused));
                CompletableFuture<String> failed = asked.mesh.names().request(till, "fail", 1, String.class, LONG);
                assertEquals("ESERVER", code(failed));
                assertFalse(failure(failed).getMessage().contains("secret"));
                assertEquals("EPAYLOAD", code(asked.mesh.names().request(till, "later", "x", Integer.class, LONG)));
            }
            assertEquals(1, log.withId("MESH-0201").size());
        }
    }

    @Test
    void anInstanceHostsANameOnce() {
        HostedName hosted = host(here);
        assertThrows(IllegalStateException.class, () -> host(here));
        hosted.close();
        hosted.close();
        HostedName again = host(here);
        Eventually.holds("here", again::isHere);
        assertFalse(hosted.isHere());
    }

    @Test
    void anotherInstanceTakesOverWhenOneEnds() {
        HostedName first = host(there);
        Eventually.holds("there", first::isHere);
        if (hasSeveral()) {
            HostedName second = host(here);
            assertEquals(there.mesh.instanceId(), where(here));
            assertFalse(second.isHere());
            first.close();
            // Calls made meanwhile wait.
            assertEquals(here.mesh.instanceId(), where(there));
            Eventually.holds("here", second::isHere);
            TestInstance third = newInstance();
            HostedName last = host(third);
            assertEquals(here.mesh.instanceId(), where(third));
            here.close();
            assertEquals(third.mesh.instanceId(), where(there));
            Eventually.holds("last", last::isHere);
            third.close();
        } else {
            first.close();
            assertFalse(first.isHere());
            untilAway(till);
        }
    }

    @Test
    void ofManyOneHasItAtATime() {
        List<TestInstance> all = hasSeveral() ? List.of(here, there, newInstance(), newInstance()) : List.of(here);
        List<HostedName> hosted = all.stream().map(this::host).toList();
        Eventually.holds("one", () -> hosted.stream().filter(HostedName::isHere).count() == 1);
        String one = where(here);
        IntStream.range(0, 10).forEach(i -> all.forEach(instance -> assertEquals(one, where(instance))));
        all.stream().filter(instance -> instance != here && instance != there).forEach(TestInstance::close);
        where(here);
    }

    @Test
    void aHostGetsANameThatAClientHadWhenItIsFree() {
        var a = there.connect();
        taken(a, till, "a");
        HostedName hosted = host(here);
        here.mesh.tick();
        assertFalse(hosted.isHere());
        free(a, till);
        Eventually.holds("here", hosted::isHere);
        assertEquals(here.mesh.instanceId(), where(there));
    }
}
