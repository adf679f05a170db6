package io.meshws.internal.failure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.meshws.testing.CapturedLog;
import io.meshws.testing.ManualClock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FailureLogTest {
    private static final FailureLog.Message MESSAGE =
            new FailureLog.Message(System.getLogger("io.meshws.test"), System.Logger.Level.ERROR, "MESH-0201");

    private final ManualClock clock = new ManualClock();
    private final FailureLog failures = new FailureLog(clock);
    private final CapturedLog log = new CapturedLog();

    @AfterEach
    void close() {
        log.close();
    }

    /** Fails like a handler that is called with null, always at the same place. */
    private String fails(String command, String client) {
        return failures.add(MESSAGE, command, client, command + " of " + client + " failed", thrown());
    }

    private static Throwable thrown() {
        return new CompletionException(new NullPointerException("message"));
    }

    private List<String> logged() {
        return log.records("MESH-0201").stream().map(LogRecord::getMessage).toList();
    }

    private void aMinutePasses() {
        clock.advance(FailureLog.INTERVAL);
        failures.tick();
    }

    @Test
    void theFirstIsLoggedWithItsTraceAndTheRestWithItsNumber() {
        String reference = fails("say", "a");
        assertEquals(List.of("MESH-0201 say of a failed; reference " + reference), logged());
        Throwable trace = log.records("MESH-0201").get(0).getThrown();
        assertSame(CompletionException.class, trace.getClass());
        for (int i = 0; i < 17_798; i++) {
            assertEquals(reference, fails("say", "a"), "leads to what is in the log");
        }
        failures.tick();
        assertEquals(1, logged().size());

        aMinutePasses();
        assertEquals(2, logged().size());
        assertEquals(
                "MESH-0201 say of a failed; again, 17798 times since the last log entry; reference " + reference,
                logged().get(1));
        assertNull(log.records("MESH-0201").get(1).getThrown());
    }

    /** Names may contain any of the last four. */
    @Test
    void charactersThatWouldEndALineOrTurnItAroundAreWrittenAsEscapes() {
        String reference = failures.add(
                MESSAGE,
                "guard",
                "a",
                "of x\nMESH-0001 \u001b[31m\u0085 \u2028 \u2029 \u202e \ud83d\ude00 \udb40\udc01",
                null);
        assertEquals(
                List.of(
                        "MESH-0201 of x\\u000aMESH-0001 \\u001b[31m\\u0085 \\u2028 \\u2029 \\u202e \ud83d\ude00 \\ue0001"
                                + "; reference " + reference),
                logged());
    }

    @Test
    void lastingFailuresAreReportedAgainAndEndedOnesBeginAnew() {
        String first = fails("say", "a");
        fails("say", "a");
        aMinutePasses();
        assertEquals(first, fails("say", "a"));
        aMinutePasses();
        assertEquals(
                "MESH-0201 say of a failed; again, 1 time since the last log entry; reference " + first,
                logged().get(2));
        aMinutePasses();
        assertEquals(3, logged().size(), "nothing happened");
        assertNotEquals(first, fails("say", "a"));
        assertEquals(4, logged().size());
    }

    @Test
    void otherClientsCommandsAndFailuresAreLoggedEach() {
        fails("say", "a");
        fails("say", "b");
        fails("shout", "a");
        failures.add(MESSAGE, "say", "a", "elsewhere", new IllegalStateException());
        failures.add(MESSAGE, "say", "a", "without an exception", null);
        assertEquals(5, logged().size());
        assertEquals(
                5,
                log.records("MESH-0201").stream()
                        .map(LogRecord::getMessage)
                        .distinct()
                        .count());
    }

    @Test
    void manyClientsDoNotFillTheLogEither() {
        String last = "";
        for (int i = 0; i < 10_000; i++) {
            last = fails("say", "client" + i);
        }
        assertEquals(FailureLog.MAX_CLIENTS, logged().size());
        assertEquals("MESH-0201 say of client7 failed; reference " + last, logged().get(7));
        aMinutePasses();
        assertEquals(
                List.of(
                        "MESH-0201 The same failure affected further clients; again, 9992 times since the last log entry;"
                                + " reference " + last),
                logged().subList(FailureLog.MAX_CLIENTS, logged().size()));
    }

    @Test
    void manyKindsDoNotFillTheLogEither() {
        for (int i = 0; i < 1000; i++) {
            String reference = fails("command" + i, "a");
            assertEquals(i >= FailureLog.MAX_KINDS, reference.isEmpty());
        }
        assertEquals(FailureLog.MAX_KINDS, logged().size());
        aMinutePasses();
        assertEquals(
                "MESH-0210 More than 64 kinds of failures within a minute; 936 failures of further kinds were not logged",
                log.records("MESH-0210").get(0).getMessage());
        assertEquals(FailureLog.MAX_KINDS + 1, log.count());
        assertNotEquals("", fails("command999", "a"));
    }

    @Test
    void theEndReportsTheCount() {
        fails("say", "a");
        fails("say", "a");
        clock.advance(Duration.ofSeconds(1));
        failures.flush();
        assertEquals(2, logged().size());
    }
}
