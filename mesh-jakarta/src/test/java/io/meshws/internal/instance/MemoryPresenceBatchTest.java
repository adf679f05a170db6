package io.meshws.internal.instance;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.meshws.testing.TestClient;
import io.meshws.testing.TestInstance;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class MemoryPresenceBatchTest extends PresenceBatchContract {
    @Override
    TestInstance newInstance() {
        return onMemory();
    }

    @Test
    void statesThatAreOverwrittenWithinAMomentAreLeftOut() {
        List<TestClient> subscribers = subscribers(here);
        TestClient a = here.connect();
        a.call("mesh/join-room", LOBBY);
        for (int i = 1; i <= 5; i++) {
            publish(a, "lobby", "\"state\":" + i);
        }
        TestClient one = subscribers.get(0);
        assertEquals(List.of("join " + a.id()), updates(one));
        here.clock.advance(Duration.ofMillis(50));
        assertEquals(List.of("join " + a.id(), "state " + a.id() + " 5"), updates(one));
    }
}
