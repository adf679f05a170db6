package io.meshws.it;

import io.meshws.Command;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.json.bind.Jsonb;
import jakarta.json.bind.JsonbBuilder;
import jakarta.json.bind.JsonbConfig;
import jakarta.json.bind.adapter.JsonbAdapter;

/** An application that has its own Jsonb, and commands with payloads that only this one can read. */
@ApplicationScoped
public class GivenJsonb {
    /** Nothing can build one without the adapter. */
    public static final class Money {
        private final long cents;

        private Money(long cents) {
            this.cents = cents;
        }
    }

    public static class MoneyAdapter implements JsonbAdapter<Money, String> {
        @Override
        public String adaptToJson(Money money) {
            return money.cents + "c";
        }

        @Override
        public Money adaptFromJson(String text) {
            return new Money(Long.parseLong(text.replace("c", "")));
        }
    }

    public record Order(Money price) {}

    /** Doesn't show the number that was read, so only JSON-B knows that it is one. */
    public static class Counted {
        private String text;

        public void setCount(int count) {
            text = "count " + count;
        }
    }

    @Produces
    @ApplicationScoped
    Jsonb jsonb() {
        return JsonbBuilder.create(new JsonbConfig().withAdapters(new MoneyAdapter()));
    }

    @Command("cents")
    public long cents(Money money) {
        return money.cents;
    }

    @Command("twice")
    public Order twice(Order order) {
        return new Order(new Money(2 * order.price.cents));
    }

    @Command("count")
    public String count(Counted counted) {
        return counted.text;
    }
}
