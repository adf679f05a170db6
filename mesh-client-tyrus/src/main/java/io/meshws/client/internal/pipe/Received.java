package io.meshws.client.internal.pipe;

import io.meshws.protocol.BinaryFrame;
import io.meshws.protocol.binding.BindingException;
import io.meshws.protocol.binding.JsonBinding;
import jakarta.json.JsonValue;
import java.lang.reflect.Type;
import java.nio.ByteBuffer;

/**
 * A message that arrived through a pipe.
 *
 * @param json null if it's bytes
 * @param bytes a {@link BinaryFrame}; null if it's JSON
 */
record Received(JsonValue json, String bytes) {
    /** Null if there is nothing. */
    static Received of(JsonValue json) {
        return json == null ? null : new Received(json, null);
    }

    static boolean areBytes(Type type) {
        return type == byte[].class || type == ByteBuffer.class;
    }

    Object bind(JsonBinding binding, Type type) throws BindingException {
        if (bytes == null && areBytes(type)) {
            throw BindingException.at("data", "bytes", "JSON");
        }
        if (bytes == null) {
            return binding.bind(json, type);
        }
        if (!areBytes(type)) {
            throw BindingException.at("data", "JSON", "bytes");
        }
        byte[] content = BinaryFrame.bytes(bytes);
        return type == ByteBuffer.class ? ByteBuffer.wrap(content) : content;
    }
}
