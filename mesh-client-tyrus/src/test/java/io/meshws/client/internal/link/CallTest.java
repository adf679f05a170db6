package io.meshws.client.internal.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshws.client.ManualTimers;
import io.meshws.client.internal.socket.Outgoing;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class CallTest {
    private static final Memory FIVE_MINUTES = new Memory(300, null);

    private final ManualTimers timers = new ManualTimers();
    private final OnceNumber.Sequence numbers = new OnceNumber.Sequence();

    private Outgoing on(Call call, long id) {
        return call.copyFor(id, FIVE_MINUTES, timers, () -> {});
    }

    @Test
    void eachConnectionSendsItsOwnCopy() {
        Call call = Call.request("pay", "1");
        Outgoing last = on(call, 1);
        Outgoing next = on(call, 2);
        next.sending();
        assertEquals("{\"id\":1,\"command\":\"pay\",\"payload\":1}", last.text());
        assertEquals("{\"id\":2,\"command\":\"pay\",\"payload\":1}", next.text());
        assertTrue(call.wasSent());
    }

    @Test
    void theTimeCountsFromTheFirstSending() {
        Call call = Call.once("pay", "1", numbers.next());
        on(call, 1);
        timers.advance(Duration.ofMinutes(4));
        assertTrue(call.mayGoTo(Memory.NONE, timers), "it was not sent");
        on(call, 2).sending();
        timers.advance(Duration.ofSeconds(239));
        assertTrue(call.mayGoTo(FIVE_MINUTES, timers));
        on(call, 3).sending();
        assertFalse(call.mayGoTo(new Memory(100, null), timers), "the shorter memory counts");
        timers.advance(Duration.ofSeconds(1));
        assertFalse(call.mayGoTo(FIVE_MINUTES, timers));
    }

    @Test
    void anIdempotentCallGoesToAnyServer() {
        Call reading = Call.idempotent("read", "1");
        on(reading, 1).sending();
        timers.advance(Duration.ofHours(1));
        assertTrue(reading.mayGoTo(Memory.NONE, timers));
    }
}
