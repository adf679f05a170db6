package io.meshws.client.internal.event;

import io.meshws.client.Subscription;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** The listeners of one thing. Registering is thread-safe; {@link #tell} never throws. */
public final class ListenerList<T> {
    private static final System.Logger LOG = System.getLogger("io.meshws.client");

    private final List<Consumer<T>> listeners = new CopyOnWriteArrayList<>();

    public Subscription add(Consumer<T> listener) {
        // A listener may be registered twice; each subscription takes back its own.
        Consumer<T> own = listener::accept;
        listeners.add(own);
        return () -> listeners.remove(own);
    }

    public boolean isEmpty() {
        return listeners.isEmpty();
    }

    public void tell(T news) {
        for (Consumer<T> listener : listeners) {
            try {
                listener.accept(news);
            } catch (RuntimeException | Error e) {
                LOG.log(Level.ERROR, "A listener failed", e);
            }
        }
    }
}
