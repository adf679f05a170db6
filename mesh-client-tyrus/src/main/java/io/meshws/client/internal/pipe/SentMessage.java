package io.meshws.client.internal.pipe;

import io.meshws.protocol.BinaryFrame;
import io.meshws.protocol.binding.JsonBinding;
import io.meshws.protocol.pipe.PipeMessage;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;

/**
 * A message until it's acknowledged.
 *
 * @param text JSON, or a {@link BinaryFrame}
 * @param result completes on threads that may be held up
 */
record SentMessage(String text, CompletableFuture<Void> result) implements PipeMessage {

    /** The message that an application sends; fails if there is no JSON for it. */
    static SentMessage of(Object message, JsonBinding binding) {
        return new SentMessage(text(message, binding), new CompletableFuture<>());
    }

    private static String text(Object message, JsonBinding binding) {
        if (message instanceof byte[] bytes) {
            return BinaryFrame.of(bytes);
        }
        return message instanceof ByteBuffer buffer ? BinaryFrame.of(buffer.duplicate()) : binding.toText(message);
    }

    @Override
    public int length() {
        return text.length();
    }
}
