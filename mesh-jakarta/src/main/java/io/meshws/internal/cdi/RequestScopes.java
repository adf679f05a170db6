package io.meshws.internal.cdi;

import io.meshws.internal.command.CommandScope;
import jakarta.enterprise.context.BeforeDestroyed;
import jakarta.enterprise.context.Conversation;
import jakarta.enterprise.context.Destroyed;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.context.RequestScoped;
import jakarta.enterprise.context.control.RequestContextController;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.spi.Bean;
import jakarta.enterprise.inject.spi.ObserverMethod;
import jakarta.servlet.http.HttpServletRequest;
import java.lang.annotation.Annotation;
import java.util.Collections;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Gives each command its own request scope; containers hardly ever have one while a frame is handled. Thread-safe. */
final class RequestScopes implements CommandScope {
    private static final Set<Annotation> QUALIFIERS =
            Set.of(Initialized.Literal.REQUEST, BeforeDestroyed.Literal.REQUEST, Destroyed.Literal.REQUEST);
    /** The container's own beans with that scope, which mean something in HTTP requests alone. */
    private static final Set<Class<?>> OF_HTTP = Set.of(Conversation.class, HttpServletRequest.class);

    private final Instance<RequestContextController> controllers;
    /**
     * A controller remembers whether it activated a scope, so each running command has its own. Controllers are reused.
     */
    private final ConcurrentLinkedQueue<RequestContextController> idle = new ConcurrentLinkedQueue<>();

    RequestScopes(Instance<RequestContextController> controllers) {
        this.controllers = controllers;
    }

    /** Whether a bean of the application has that scope. */
    static boolean concern(Bean<?> bean) {
        return bean.getScope() == RequestScoped.class && Collections.disjoint(OF_HTTP, bean.getTypes());
    }

    /** Whether an observer is told of the scopes. */
    static boolean concern(ObserverMethod<?> observer) {
        return !Collections.disjoint(QUALIFIERS, observer.getObservedQualifiers());
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
