package io.meshws.internal.cdi;

import io.meshws.internal.command.CommandScope;
import jakarta.enterprise.context.control.RequestContextController;
import jakarta.enterprise.inject.Instance;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Gives each command its own request scope; containers have none while a frame is handled. Thread-safe. */
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
        RequestContextController pooled = idle.poll();
        RequestContextController controller = pooled != null ? pooled : controllers.get();
        boolean activated = controller.activate();
        return () -> {
            if (activated) {
                controller.deactivate();
            }
            idle.add(controller);
        };
    }
}
