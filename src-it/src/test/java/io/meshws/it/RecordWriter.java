package io.meshws.it;

import static org.junit.jupiter.api.Assertions.assertFalse;

import io.meshws.client.MeshClient;
import io.meshws.client.MeshClientException;
import io.meshws.protocol.Change;
import io.meshws.protocol.ErrorCode;
import io.meshws.protocol.Json;
import io.meshws.testing.Eventually;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;

/**
 * Merges increasing numbers into its own member, or counts there and in the member {@code total}, one after the other,
 * until the given number is accepted or its connection is gone. Each attempt that is carried out is a change.
 */
final class RecordWriter {
    private final MeshClient client;
    private final String recordId;
    final String member;
    private final int updates;
    private final boolean counts;
    final Thread thread = new Thread(this::run);
    volatile int accepted;
    volatile int failed;
    volatile boolean gone;
    private volatile Throwable fault;

    RecordWriter(MeshClient client, String recordId, String member, int updates, boolean counts) {
        this.client = client;
        this.recordId = recordId;
        this.member = member;
        this.updates = updates;
        this.counts = counts;
    }

    private void run() {
        try {
            while (accepted < updates && !gone) {
                attempt();
            }
        } catch (Throwable e) {
            fault = e;
        }
    }

    private void attempt() {
        try {
            write();
            accepted++;
        } catch (MeshClientException e) {
            gone = e.is(ErrorCode.EGONE) || e.is(ErrorCode.EUNKNOWN);
            if (!gone && !e.code().equals("EUNAVAILABLE")) {
                throw e;
            }
            failed++;
            if (!gone) {
                awaitRedis();
            }
        }
    }

    private void write() {
        if (counts) {
            RecordsSetting.change(client, recordId, Change.increment("/" + member), Change.increment("/total"));
        } else {
            JsonObject value = Json.object().add(member, accepted + failed + 1).build();
            RecordsSetting.publish(client, recordId, value, RecordsSetting.options("strategy", Json.string("merge")));
        }
    }

    private void awaitRedis() {
        Eventually.holds("Redis is back", RecordsSetting.PATIENCE, () -> RecordsSetting.codeOf(
                        client, recordId + "-probe", JsonValue.TRUE, null)
                .equals("none"));
    }

    void awaitDone() {
        try {
            thread.join(RecordsSetting.LONG.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
        assertFalse(thread.isAlive(), member + " does not end");
        if (fault != null) {
            throw new AssertionError(member, fault);
        }
    }
}
