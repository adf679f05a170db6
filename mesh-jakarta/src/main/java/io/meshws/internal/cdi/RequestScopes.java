package io.meshws.internal.cdi;

import io.meshws.internal.command.CommandScope;
import jakarta.enterprise.context.control.RequestContextController;
import jakarta.enterprise.inject.Instance;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Gives each command its own request scope; containers hardly ever have one while a frame is handled. Thread-safe. */
final class RequestScopes implements CommandScope {
    private final Instance<RequestContextController> controllers;
    /**
     * A controller remembers whether it activated a scope, so each running command has its own. Controllers are reused.
     */
    private final ConcurrentLinkedQueue<RequestContextController> idle = new ConcurrentLinkedQueue<>();

    RequestScopes(Instance<RequestContextController> controllers) {
        this.controllers = controllers;
    }

    @Override
    public Runnable begin() {
        Runnable end = beginAlone();
        return end != null ? end : () -> {};
    }

    @Override
    public Runnable beginAlone() {
        RequestContextController pooled = idle.poll();
        RequestContextController controller = pooled != null ? pooled : controllers.get();
        if (!controller.activate()) {
            idle.add(controller);
            return null;
        }
        return () -> {
            controller.deactivate();
            idle.add(controller);
        };
    }
}
