package io.meshws.internal.cdi;

import io.meshws.Everywhere;
import jakarta.enterprise.event.Reception;
import jakarta.enterprise.event.TransactionPhase;
import jakarta.enterprise.inject.spi.Bean;
import jakarta.enterprise.inject.spi.EventContext;
import jakarta.enterprise.inject.spi.ObserverMethod;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import java.util.Set;
import java.util.function.Consumer;

/** Told of all that is fired with {@link Everywhere}, after the application's observers. */
record SendingObserver(boolean isAsync, Consumer<EventContext<Object>> send) implements ObserverMethod<Object> {
    @Override
    public void notify(EventContext<Object> context) {
        send.accept(context);
    }

    @Override
    public Class<?> getBeanClass() {
        return MeshExtension.class;
    }

    @Override
    public Bean<?> getDeclaringBean() {
        return null;
    }

    @Override
    public Type getObservedType() {
        return Object.class;
    }

    @Override
    public Set<Annotation> getObservedQualifiers() {
        return Set.of(Everywhere.Literal.INSTANCE);
    }

    @Override
    public Reception getReception() {
        return Reception.ALWAYS;
    }

    @Override
    public TransactionPhase getTransactionPhase() {
        return TransactionPhase.IN_PROGRESS;
    }

    @Override
    public int getPriority() {
        return Integer.MAX_VALUE;
    }
}
