package io.meshws.client.internal.pipe;

import io.meshws.protocol.pipe.PipeMessage;
import java.util.concurrent.CompletableFuture;

/**
 * A message until it's acknowledged.
 *
 * @param text JSON, or a {@link io.meshws.protocol.BinaryFrame}
 * @param result completes on threads that may be held up
 */
record SentMessage(String text, CompletableFuture<Void> result) implements PipeMessage {
    @Override
    public int length() {
        return text.length();
    }
}
