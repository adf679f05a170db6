package io.meshws.internal.cdi;

import io.meshws.Elsewhere;
import jakarta.enterprise.event.Reception;
import jakarta.enterprise.event.TransactionPhase;
import jakarta.enterprise.inject.spi.Bean;
import jakarta.enterprise.inject.spi.EventContext;
import jakarta.enterprise.inject.spi.ObserverMethod;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import java.util.Set;
import java.util.function.BiConsumer;

/**
 * An observer of the application; its exceptions about events of other instances don't stop other observers.
 *
 * @param failed told of such an exception, with the event
 */
record IsolatedObserver<T>(ObserverMethod<T> observer, BiConsumer<Object, Throwable> failed)
        implements ObserverMethod<T> {
    @Override
    public void notify(EventContext<T> context) {
        if (!context.getMetadata().getQualifiers().contains(Elsewhere.Literal.INSTANCE)) {
            observer.notify(context);
            return;
        }
        try {
            observer.notify(context);
        } catch (RuntimeException | Error e) {
            failed.accept(context.getEvent(), e);
        }
    }

    @Override
    public Class<?> getBeanClass() {
        return observer.getBeanClass();
    }

    @Override
    public Bean<?> getDeclaringBean() {
        return observer.getDeclaringBean();
    }

    @Override
    public Type getObservedType() {
        return observer.getObservedType();
    }

    @Override
    public Set<Annotation> getObservedQualifiers() {
        return observer.getObservedQualifiers();
    }

    @Override
    public Reception getReception() {
        return observer.getReception();
    }

    @Override
    public TransactionPhase getTransactionPhase() {
        return observer.getTransactionPhase();
    }

    @Override
    public int getPriority() {
        return observer.getPriority();
    }

    @Override
    public boolean isAsync() {
        return observer.isAsync();
    }
}
