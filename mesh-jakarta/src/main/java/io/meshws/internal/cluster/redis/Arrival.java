package io.meshws.internal.cluster.redis;

import org.redisson.client.codec.StringCodec;
import org.redisson.client.protocol.Decoder;
import org.redisson.client.protocol.Encoder;

/**
 * A text from a channel of Redis.
 *
 * @param at when it was read from the connection, by {@code System.nanoTime}; it may wait since then
 */
record Arrival(String text, long at) {
    /** Encodes texts, and decodes arrivals: for channels of which this instance is the only listener. */
    static final StringCodec CODEC = new Codec();

    static Arrival now(String text) {
        return new Arrival(text, System.nanoTime());
    }

    private static final class Codec extends StringCodec {
        private final Decoder<Object> decoder = (bytes, state) -> now(TextCodec.decode(bytes));

        @Override
        public Encoder getValueEncoder() {
            return TextCodec.INSTANCE.getValueEncoder();
        }

        @Override
        public Decoder<Object> getValueDecoder() {
            return decoder;
        }
    }
}
