package io.meshws.it;

import java.net.http.WebSocket;
import java.util.concurrent.CompletionStage;

/** Puts the parts of messages together, and reports errors as ends. */
abstract class TextListener implements WebSocket.Listener {
    private static final int ABNORMAL = 1006;

    private final StringBuilder parts = new StringBuilder();

    abstract void received(String text);

    abstract void closed(int code, String reason);

    @Override
    public final CompletionStage<?> onText(WebSocket webSocket, CharSequence part, boolean last) {
        parts.append(part);
        if (last) {
            received(parts.toString());
            parts.setLength(0);
        }
        webSocket.request(1);
        return null;
    }

    @Override
    public final CompletionStage<?> onClose(WebSocket webSocket, int code, String reason) {
        closed(code, reason);
        return null;
    }

    @Override
    public final void onError(WebSocket webSocket, Throwable error) {
        closed(ABNORMAL, error.toString());
    }
}
