package io.meshws.internal.cdi;

import io.meshws.ClusterUnavailableException;
import io.meshws.Elsewhere;
import io.meshws.Everywhere;
import io.meshws.FromClients;
import io.meshws.MeshException;
import io.meshws.internal.command.CommandRegistry;
import io.meshws.internal.event.EventTable;
import io.meshws.internal.serial.Attempt;
import io.meshws.protocol.binding.JsonBinding;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.spi.AfterBeanDiscovery;
import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.enterprise.inject.spi.EventContext;
import jakarta.enterprise.inject.spi.InjectionPoint;
import jakarta.enterprise.inject.spi.ObserverMethod;
import jakarta.enterprise.inject.spi.ProcessObserverMethod;
import java.lang.annotation.Annotation;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * The application's observers of events of all instances, which determine the names that this instance listens to, and
 * the observer that sends the events that beans fire.
 */
final class EventObservers {
    private static final Annotation[] HERE = {Everywhere.Literal.INSTANCE, Relayed.Literal.INSTANCE};
    private static final Annotation[] ELSEWHERE = {
        Everywhere.Literal.INSTANCE, Elsewhere.Literal.INSTANCE, Relayed.Literal.INSTANCE
    };

    private final Map<String, EventType> observed = new TreeMap<>();
    private final Set<ClientEvent> fromClients = new LinkedHashSet<>();
    private final List<MeshException> problems = new ArrayList<>();
    private final AtomicInteger asynchronous = new AtomicInteger();
    private volatile EventTable table;

    /** Looks at an observer, and makes its exceptions about events of other instances harmless to other observers. */
    <T, X> void found(ProcessObserverMethod<T, X> event) {
        ObserverMethod<T> observer = event.getObserverMethod();
        Type type = observer.getObservedType();
        if (type instanceof Class<?> known && known.isAnnotationPresent(FromClients.class)) {
            fromClients.add(new ClientEvent(known));
        }
        Set<Annotation> qualifiers = observer.getObservedQualifiers();
        if (event.getAnnotatedMethod() == null || !isOfInstances(qualifiers)) {
            return;
        }
        String where = "The observer " + observer.getBeanClass().getName() + "."
                + event.getAnnotatedMethod().getJavaMember().getName();
        try {
            checkQualifiers(qualifiers, type, where);
            for (EventType found : EventType.of(type, where)) {
                add(found, where);
                if (found.type().isAnnotationPresent(FromClients.class)) {
                    fromClients.add(new ClientEvent(found.type()));
                }
            }
        } catch (MeshException e) {
            problems.add(e);
        }
        event.setObserverMethod(new IsolatedObserver<>(observer, this::failed));
    }

    private static boolean isOfInstances(Set<Annotation> qualifiers) {
        return qualifiers.contains(Everywhere.Literal.INSTANCE) || qualifiers.contains(Elsewhere.Literal.INSTANCE);
    }

    private static void checkQualifiers(Set<Annotation> qualifiers, Type type, String where) {
        for (Annotation qualifier : qualifiers) {
            if (!(qualifier instanceof Everywhere || qualifier instanceof Elsewhere || qualifier instanceof Any)) {
                throw EventType.wrong(
                        where,
                        type,
                        "never comes from another instance with the qualifier @"
                                + qualifier.annotationType().getSimpleName(),
                        "remove the qualifier, and put its content into the event");
            }
        }
    }

    private void add(EventType type, String where) {
        EventType other = observed.putIfAbsent(type.name(), type);
        if (other != null && !other.equals(type)) {
            throw EventType.wrong(
                    where,
                    type.type(),
                    "has the same name as " + other.type().getName() + ", " + type.name(),
                    "change one @EventName");
        }
    }

    /** Looks at the injected {@code Event}s that the application fires with. */
    void found(InjectionPoint point) {
        if (!(point.getType() instanceof ParameterizedType type)
                || type.getRawType() != Event.class
                || !isOfInstances(point.getQualifiers())) {
            return;
        }
        String where = "The injected Event in " + point.getMember();
        Type fired = type.getActualTypeArguments()[0];
        if (point.getQualifiers().contains(Elsewhere.Literal.INSTANCE)) {
            problems.add(EventType.wrong(where, fired, "cannot be fired with @Elsewhere", "use @Everywhere"));
        } else if (!(fired instanceof Class<?> known) || known.getTypeParameters().length > 0) {
            problems.add(EventType.wrong(
                    where,
                    fired,
                    "has a type that is not known when it arrives",
                    "use a class without type parameters"));
        }
    }

    /** Adds the observers that send the events of beans, after all others were told. */
    void addSenders(AfterBeanDiscovery event, BeanManager beans) {
        event.addObserverMethod(new SendingObserver(false, context -> send(context, beans)));
        event.addObserverMethod(new SendingObserver(true, context -> failIfFailed(send(context, beans))));
    }

    private CompletionStage<Void> send(EventContext<Object> context, BeanManager beans) {
        if (context.getMetadata().getQualifiers().contains(Relayed.Literal.INSTANCE)) {
            return CompletableFuture.completedFuture(null);
        }
        Class<?> type = context.getEvent().getClass();
        if (type.getTypeParameters().length > 0) {
            throw new IllegalArgumentException(
                    "An event of " + type.getName() + ", which has type parameters, cannot travel to other instances");
        }
        return table(beans).fired(new EventType(type).name(), context.getEvent());
    }

    /** Doesn't wait: later failures are only logged. */
    private static void failIfFailed(CompletionStage<Void> sent) {
        Throwable failure =
                sent.handle((done, thrown) -> thrown).toCompletableFuture().getNow(null);
        if (failure != null) {
            throw failure.getCause() instanceof ClusterUnavailableException e ? e : new CompletionException(failure);
        }
    }

    /** Beans may fire before mesh has started; then this starts it. */
    private EventTable table(BeanManager beans) {
        if (table == null) {
            table = beans.createInstance()
                    .select(MeshDeployment.class)
                    .get()
                    .instance()
                    .eventTable();
        }
        return table;
    }

    /** The problems for which the deployment fails. */
    List<MeshException> problems(CommandRegistry names) {
        for (ClientEvent event : fromClients) {
            try {
                event.callers();
            } catch (IllegalArgumentException e) {
                problems.add(new MeshException(
                        event + ": " + e.getMessage() + "; keep one, and name roles or use @DenyAll"));
            }
            try {
                names.expose(event.command(), context -> null);
            } catch (IllegalArgumentException | IllegalStateException e) {
                problems.add(new MeshException(event + ": " + e.getMessage() + "; rename it"));
            }
        }
        return problems;
    }

    /** Describes the events that can never be read. */
    List<MeshException> obstacles(JsonBinding binding) {
        Set<Class<?>> read = new LinkedHashSet<>();
        observed.values().forEach(type -> read.add(type.type()));
        fromClients.forEach(event -> read.add(event.type()));
        return read.stream()
                .flatMap(type -> binding
                        .obstacle(type)
                        .map(obstacle -> EventType.wrong(
                                "Events of other instances or clients",
                                type,
                                "cannot be read: JSON-B cannot create " + obstacle,
                                "use a record, or give your Jsonb bean an adapter for it"))
                        .stream())
                .toList();
    }

    /** Registers everything that was found. */
    void register(EventTable events, CommandRegistry commands, BeanManager beans) {
        table = events;
        observed.forEach(
                (name, type) -> events.observe(name, type.type(), (event, elsewhere) -> fire(beans, event, elsewhere)));
        fromClients.forEach(event -> commands.expose(
                event.command(),
                event.handler(beans, valid -> {
                    fire(beans, valid, false);
                    return events.fired(new EventType(event.type()).name(), valid);
                }),
                event.callers().isOpen()));
    }

    /** The roles that let clients fire events. */
    Stream<String> roles() {
        return fromClients.stream().flatMap(event -> event.callers().named().stream());
    }

    private void fire(BeanManager beans, Object payload, boolean elsewhere) {
        Event<Object> event = beans.getEvent().select(elsewhere ? ELSEWHERE : HERE);
        // The server queues asynchronous observers without a limit of its own.
        if (elsewhere && asynchronous.get() >= EventTable.MAX_WAITING) {
            table.dropped(new EventType(payload.getClass()).name());
        } else {
            asynchronous.incrementAndGet();
            Attempt.of(() -> event.fireAsync(payload)).whenComplete((told, failure) -> {
                asynchronous.decrementAndGet();
                if (failure != null) {
                    failed(payload, failure);
                }
            });
        }
        event.fire(payload);
    }

    private void failed(Object event, Throwable failure) {
        table.failed(new EventType(event.getClass()).name(), failure);
    }

    /** A message for each class that clients can't fire because nothing observes it. */
    List<String> unobserved(Collection<Class<?>> annotated) {
        return annotated.stream()
                .filter(type -> type.isAnnotationPresent(FromClients.class))
                .map(ClientEvent::new)
                .filter(event -> !fromClients.contains(event))
                .map(event -> event + " has no effect, because nothing observes the class")
                .sorted()
                .toList();
    }
}
