package io.meshws.command;

import io.meshws.MeshContext;
import java.util.function.Consumer;

/**
 * For commands whose events must follow their reply, however long middleware holds it back: subscriptions. The context of
 * every command is one.
 */
public interface ReplyHook {

    /**
     * Runs the action once: when the reply is in the connection's outbox, or at once where it is already.
     *
     * @param action told whether the client got the command's result; not where it got an error or is gone
     */
    void afterReply(Consumer<Boolean> action);

    static ReplyHook of(MeshContext context) {
        return (ReplyHook) context;
    }
}
