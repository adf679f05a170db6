package io.meshws.internal.event;

import io.meshws.EventRegistration;
import io.meshws.Events;
import io.meshws.internal.cluster.Cluster;
import io.meshws.internal.cluster.ClusterMessage;
import io.meshws.internal.command.CommandScope;
import io.meshws.internal.failure.FailureLog;
import io.meshws.internal.host.AppStages;
import io.meshws.internal.security.NameRules;
import io.meshws.protocol.binding.BindingException;
import io.meshws.protocol.binding.JsonBinding;
import jakarta.json.JsonValue;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** The listeners of this instance, and the way of events to them and to other instances. Thread-safe. */
public final class EventTable implements Events {
    /** More wait only if listeners are slower than another instance sends. */
    public static final int MAX_WAITING = 10_000;

    private static final System.Logger LOG = System.getLogger(EventTable.class.getPackageName());
    private static final FailureLog.Message LISTENER_FAILED =
            new FailureLog.Message(LOG, System.Logger.Level.ERROR, "MESH-0901");
    private static final FailureLog.Message NOT_SENT =
            new FailureLog.Message(LOG, System.Logger.Level.WARNING, "MESH-0902");
    private static final FailureLog.Message DROPPED =
            new FailureLog.Message(LOG, System.Logger.Level.WARNING, "MESH-0904");

    private final Cluster cluster;
    private final JsonBinding json;
    private final CommandScope scope;
    private final AppStages stages;
    private final FailureLog failures;
    private final Interest interest;
    private final Lanes lanes;
    private final Map<String, List<Listener>> listeners = new HashMap<>();
    private final List<BiConsumer<String, ? super JsonValue>> ofAll = new CopyOnWriteArrayList<>();

    public EventTable(Cluster cluster, JsonBinding json, CommandScope scope, AppStages stages, FailureLog failures) {
        this.cluster = cluster;
        this.json = json;
        this.scope = scope;
        this.stages = stages;
        this.failures = failures;
        this.interest = new Interest(cluster, failures);
        this.lanes = new Lanes(stages.executor("an event of another instance"), MAX_WAITING);
    }

    @Override
    public <T> EventRegistration on(String name, Type type, Consumer<? super T> listener) {
        Objects.requireNonNull(type, "type");
        Objects.requireNonNull(listener, "listener");
        return add(NameRules.event(name), new Listener(type, false, (event, elsewhere) -> {
            @SuppressWarnings("unchecked")
            T typed = (T) event;
            listener.accept(typed);
        }));
    }

    /** Tells the application's CDI observers of the events of a name, as objects of this class. */
    public void observe(String name, Class<?> type, EventObserver beans) {
        add(name, new Listener(type, true, beans));
    }

    private EventRegistration add(String name, Listener listener) {
        CompletionStage<Void> ready;
        synchronized (listeners) {
            listeners.merge(name, List.of(listener), EventTable::joined);
            ready = interest.begin(name);
        }
        return new Registration(stages.of("Events.on", ready), () -> remove(name, listener));
    }

    private static List<Listener> joined(List<Listener> some, List<Listener> more) {
        List<Listener> all = new ArrayList<>(some);
        all.addAll(more);
        return List.copyOf(all);
    }

    private void remove(String name, Listener listener) {
        synchronized (listeners) {
            List<Listener> before = listeners.getOrDefault(name, List.of());
            List<Listener> left = before.stream().filter(one -> one != listener).toList();
            listeners.put(name, left);
            if (left.isEmpty()) {
                listeners.remove(name);
            }
            if (left.isEmpty() && !before.isEmpty()) {
                interest.end(name);
            }
        }
    }

    @Override
    public EventRegistration onAny(BiConsumer<String, ? super JsonValue> listener) {
        BiConsumer<String, JsonValue> own = Objects.requireNonNull(listener, "listener")::accept;
        ofAll.add(own);
        return new Registration(CompletableFuture.completedFuture(null), () -> ofAll.remove(own));
    }

    @Override
    public CompletionStage<Void> emit(String name, Object payload) {
        String text = json.toText(payload);
        tell(Occurrence.here(NameRules.event(name), text, payload), true);
        return cluster.events().send(name, text);
    }

    /** A bean fired an event, and its CDI observers here were told: tells everybody else. */
    public CompletionStage<Void> fired(String name, Object event) {
        String text = json.toText(event);
        tell(Occurrence.here(name, text, event), false);
        CompletionStage<Void> sent = cluster.events().send(name, text);
        sent.whenComplete((done, failure) -> {
            if (failure != null) {
                failures.add(NOT_SENT, name, "", "The event " + name + " was not sent to other instances", failure);
            }
        });
        return stages.of("Event.fireAsync", sent);
    }

    /** On a thread of the engine. */
    public void received(ClusterMessage.Fired event) {
        // Redis sends each publication to all who listen.
        if (!event.sender().equals(cluster.instanceId())
                && !lanes.add(event.sender(), event.payload().length(), () -> arrived(event))) {
            dropped(event.name());
        }
    }

    /** An event of another instance does not reach all who listen. */
    public void dropped(String name) {
        failures.add(
                DROPPED,
                name,
                "",
                "An event " + name + " of another instance was dropped, because " + MAX_WAITING + " of them, or "
                        + Lanes.MAX_LENGTH + " characters, are waiting for listeners",
                null);
    }

    /** The application is about to be gone: it hears of nothing more. */
    public void stop() {
        lanes.stop();
    }

    private void arrived(ClusterMessage.Fired event) {
        Runnable end = scope.begin();
        try {
            tell(Occurrence.elsewhere(event.name(), event.payload()), true);
        } finally {
            end.run();
        }
    }

    private void tell(Occurrence event, boolean beansToo) {
        List<Listener> told;
        synchronized (listeners) {
            told = listeners.getOrDefault(event.name(), List.of());
        }
        for (Listener listener : told) {
            if (beansToo || !listener.isBeans()) {
                run(event, () -> listener.told(event, json));
            }
        }
        ofAll.forEach(listener -> run(event, () -> listener.accept(event.name(), event.json())));
    }

    private interface Telling {
        void run() throws BindingException;
    }

    private void run(Occurrence event, Telling listener) {
        try {
            listener.run();
        } catch (BindingException e) {
            failures.add(
                    LISTENER_FAILED, event.name(), "", "The event " + event.name() + " does not fit a listener", e);
        } catch (Throwable e) {
            // Errors too: the others are told all the same.
            failed(event.name(), e);
        }
    }

    /** An observer of an event of another instance threw this. */
    public void failed(String name, Throwable failure) {
        failures.add(LISTENER_FAILED, name, "", "A listener or observer of the event " + name + " failed", failure);
    }

    /** Completes when this instance listens to all names, or an attempt to do so failed. */
    public CompletionStage<Void> listening() {
        return interest.attempted();
    }

    public void rejoined() {
        interest.rejoined();
    }

    /** Retries failed operations. Called about once a second. */
    public void tick() {
        interest.retry();
    }

    private record Registration(CompletionStage<Void> ready, Runnable end) implements EventRegistration {
        @Override
        public void close() {
            end.run();
        }
    }
}
