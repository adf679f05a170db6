package io.meshws.internal.cluster.redis;

import java.util.LinkedHashMap;
import java.util.Map;

/** The last number of each stream of messages. Not thread-safe. */
final class LastNumbers {
    /** More streams than the instances of a cluster send in; instances that are gone make room in time. */
    private static final int MAX_STREAMS = 8192;

    private final Map<String, Long> numbers = new LinkedHashMap<>(64, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
            return size() > MAX_STREAMS;
        }
    };

    /** Whether this number of the stream, or a later one, has come. */
    boolean covers(String stream, long number) {
        Long last = numbers.get(stream);
        return last != null && last >= number;
    }

    /** @return false if this number, or a later one, has come before */
    boolean raise(String stream, long number) {
        boolean isNew = !covers(stream, number);
        if (isNew) {
            numbers.put(stream, number);
        }
        return isNew;
    }
}
