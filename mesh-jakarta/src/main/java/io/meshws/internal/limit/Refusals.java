package io.meshws.internal.limit;

import io.meshws.MeshProperty;
import io.meshws.protocol.CloseCode;
import io.meshws.protocol.ErrorBody;
import io.meshws.protocol.ErrorCode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.LongAdder;

/** How often this instance refused something to clients since it started: by code, and by the setting if a code has several. Thread-safe. */
public final class Refusals {
    private static final List<Integer> HTTP_STATUSES = List.of(401, 403, 429, 503);

    private static final List<MeshProperty<?>> LIMITS = List.of(
            MeshProperty.MAX_CONNECTIONS,
            MeshProperty.MAX_CONNECTIONS_PER_ADDRESS,
            MeshProperty.MAX_CONNECTIONS_PER_USER,
            MeshProperty.MAX_HANDSHAKE_CHECKS,
            MeshProperty.MAX_IN_FLIGHT,
            MeshProperty.COMMANDS_PER_SECOND,
            MeshProperty.USER_COMMANDS_PER_SECOND,
            MeshProperty.MAX_CONNECTION_METADATA,
            MeshProperty.MAX_ROOM_METADATA,
            MeshProperty.MAX_PRESENCE_STATE,
            MeshProperty.MAX_RECORD_SIZE,
            MeshProperty.OUTBOX_MAX_MESSAGES,
            MeshProperty.OUTBOX_MAX_SIZE,
            MeshProperty.OUTBOX_MAX_HEAP,
            MeshProperty.OUTBOX_MAX_AGE);

    private final Map<String, LongAdder> counts;

    public Refusals() {
        Map<String, LongAdder> all = new HashMap<>();
        for (ErrorCode code : ErrorCode.values()) {
            all.put(code.name(), new LongAdder());
        }
        for (CloseCode code : CloseCode.values()) {
            all.put(Integer.toString(code.number()), new LongAdder());
        }
        HTTP_STATUSES.forEach(status -> all.put(Integer.toString(status), new LongAdder()));
        LIMITS.forEach(limit -> all.put(limit.toString(), new LongAdder()));
        counts = Map.copyOf(all);
    }

    /** A request or a frame was answered with an error. An application's own codes aren't counted. */
    public void answered(ErrorBody error) {
        count(error.code());
        if (error.limit() != null) {
            count(error.limit());
        }
    }

    /** A connection was closed. */
    public void closed(CloseCode code) {
        count(Integer.toString(code.number()));
    }

    /** A handshake was answered with an HTTP status. */
    public void refused(int status) {
        count(Integer.toString(status));
    }

    /** A limit was reached, and the error code doesn't tell which one. */
    public void reached(MeshProperty<?> limit) {
        count(limit.toString());
    }

    private void count(String code) {
        LongAdder count = counts.get(code);
        if (count != null) {
            count.increment();
        }
    }

    /** The counts that are not 0. */
    public SortedMap<String, Long> counts() {
        SortedMap<String, Long> some = new TreeMap<>();
        counts.forEach((code, count) -> {
            if (count.sum() > 0) {
                some.put(code, count.sum());
            }
        });
        return some;
    }
}
