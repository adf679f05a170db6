package io.meshws.internal.cdi;

import io.meshws.Elsewhere;
import io.meshws.EventName;
import io.meshws.Everywhere;
import io.meshws.FromClients;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.RequestScoped;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.ObservesAsync;
import jakarta.enterprise.inject.spi.EventMetadata;
import jakarta.inject.Inject;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;

/** A bean that observes and fires in every way. */
@ApplicationScoped
public class Shop {
    public record PriceChanged(String article, int price) {}

    @EventName("stock")
    public record StockChanged(String article, int count) {}

    public sealed interface Moved permits Left, Arrived {}

    public record Left(String who) implements Moved {}

    public record Arrived(String who) implements Moved {}

    @FromClients("order-seen")
    public record OrderSeen(String order, int screen) {}

    /** Nobody observes it. */
    public record Unobserved(String text) {}

    private final List<Object> everywhere = new CopyOnWriteArrayList<>();
    private final List<Object> elsewhere = new CopyOnWriteArrayList<>();
    private final List<Object> async = new CopyOnWriteArrayList<>();
    private final List<Object> plain = new CopyOnWriteArrayList<>();
    private final List<Object> all = new CopyOnWriteArrayList<>();

    @Inject
    @Everywhere
    private Event<PriceChanged> prices;

    @Inject
    private Call call;

    /** Has a scope that is active only while somebody opens it. */
    @RequestScoped
    public static class Call {
        public int number() {
            return 1;
        }
    }

    public void change(PriceChanged price) {
        prices.fire(price);
    }

    public CompletionStage<PriceChanged> changeLater(PriceChanged price) {
        return prices.fireAsync(price);
    }

    void price(@Observes @Everywhere PriceChanged event) {
        everywhere.add(event);
    }

    void priceOfOthers(@Observes @Elsewhere PriceChanged event, EventMetadata metadata) {
        if (metadata.getQualifiers().contains(Elsewhere.Literal.INSTANCE) && call.number() == 1) {
            elsewhere.add(event);
        }
    }

    void later(@ObservesAsync @Everywhere PriceChanged event) {
        async.add(event);
    }

    void plain(@Observes PriceChanged event) {
        plain.add(event);
    }

    void stock(@Observes @Everywhere StockChanged event) {
        everywhere.add(event);
    }

    void moved(@Observes @Everywhere Moved event) {
        everywhere.add(event);
    }

    void seen(@Observes @Everywhere OrderSeen event) {
        everywhere.add(event);
    }

    void all(@Observes @Everywhere Object event) {
        all.add(event);
    }

    public List<Object> everywhere() {
        return everywhere;
    }

    public List<Object> elsewhere() {
        return elsewhere;
    }

    public List<Object> async() {
        return async;
    }

    public List<Object> plain() {
        return plain;
    }

    public List<Object> all() {
        return all;
    }
}
