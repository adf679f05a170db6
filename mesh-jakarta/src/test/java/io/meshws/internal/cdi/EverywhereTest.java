package io.meshws.internal.cdi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshws.Command;
import io.meshws.Elsewhere;
import io.meshws.EventName;
import io.meshws.Everywhere;
import io.meshws.FromClients;
import io.meshws.MeshConfig;
import io.meshws.internal.cdi.Shop.OrderSeen;
import io.meshws.internal.cdi.Shop.PriceChanged;
import jakarta.annotation.security.DenyAll;
import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Qualifier;
import java.io.Serializable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** Events that an application observes and fires, without Redis. */
class EverywhereTest {
    @Qualifier
    @Retention(RetentionPolicy.RUNTIME)
    @interface Urgent {}

    public record Box<T>(T content) {}

    @EventName("same")
    public record One(int number) {}

    @EventName("same")
    public record Other(int number) {}

    @EventName("")
    public record Nameless(int number) {}

    @FromClients("taken")
    public record Twice(int number) {}

    @FromClients("mesh/mine")
    public record Reserved(int number) {}

    @PermitAll
    @DenyAll
    @FromClients("contradicting")
    public record Contradicting(int number) {}

    @FromClients("of-clerks")
    @RolesAllowed("clerk")
    public record OfClerks(int number) {}

    @FromClients("of-nobody")
    @DenyAll
    public record OfNobody(int number) {}

    @FromClients("of-everyone")
    @PermitAll
    public record OfEveryone(int number) {}

    @ApplicationScoped
    static class Counter {
        final List<Object> seen = new CopyOnWriteArrayList<>();

        void ofClerks(@Observes OfClerks event) {
            seen.add(event);
        }

        void ofNobody(@Observes OfNobody event) {
            seen.add(event);
        }

        void ofEveryone(@Observes OfEveryone event) {
            seen.add(event);
        }

        List<Object> seen() {
            return seen;
        }
    }

    public static final class Unreadable {
        private Unreadable() {}
    }

    @ApplicationScoped
    static class Mistakes {
        @Inject
        @Everywhere
        Event<List<String>> lists;

        @Inject
        @Elsewhere
        Event<PriceChanged> away;

        void generic(@Observes @Everywhere Box<String> event) {}

        void open(@Observes @Everywhere Serializable event) {}

        void qualified(@Observes @Everywhere @Urgent PriceChanged event) {}

        void one(@Observes @Everywhere One event) {}

        void other(@Observes @Everywhere Other event) {}

        void nameless(@Observes @Everywhere Nameless event) {}

        void unreadable(@Observes @Everywhere Unreadable event) {}

        void twice(@Observes Twice event) {}

        void reserved(@Observes Reserved event) {}

        void contradicting(@Observes Contradicting event) {}

        @Command("taken")
        void taken() {}
    }

    private static String messages(Throwable failure) {
        StringBuilder all = new StringBuilder();
        for (Throwable each = failure; each != null; each = each.getCause()) {
            all.append(each).append('\n');
            for (Throwable also : each.getSuppressed()) {
                all.append(messages(also));
            }
        }
        return all.toString();
    }

    private static CdiInstance shop() {
        return instance(Shop.class, Shop.Call.class);
    }

    private static CdiInstance instance(Class<?>... beans) {
        return new CdiInstance(MeshConfig.builder().build(), beans);
    }

    @Test
    void anEventThatCannotTravelFailsTheDeploymentWithAMessageThatNamesTheRemedy() {
        String messages = messages(assertThrows(RuntimeException.class, () -> instance(Mistakes.class)));
        String bean = Mistakes.class.getName();

        for (String part : new String[] {
            "MESH-0013 The observer " + bean + ".generic: " + Box.class.getName()
                    + "<java.lang.String> has a type that is not known when it arrives; use a class without type",
            bean
                    + ".open: java.io.Serializable is not the class of any event; observe the classes of the events, or seal",
            bean + ".qualified: " + PriceChanged.class.getName() + " never comes from another instance with the"
                    + " qualifier @" + Urgent.class.getSimpleName(),
            "has the same name as",
            bean + ".nameless: " + Nameless.class.getName() + " has no usable name",
            "JSON-B cannot create " + Unreadable.class.getName(),
            "The injected Event in ",
            "java.util.List<java.lang.String> has a type that is not known",
            "cannot be fired with @Elsewhere; use @Everywhere",
            "@FromClients(\"taken\") on " + Twice.class.getName() + ": The command taken already exists",
            "@FromClients(\"mesh/mine\") on " + Reserved.class.getName() + ": The name mesh/mine is reserved",
            "@FromClients(\"contradicting\") on " + Contradicting.class.getName()
                    + ": only one of @RolesAllowed, @PermitAll and @DenyAll is allowed on",
        }) {
            assertTrue(messages.contains(part), part + " is not in " + messages);
        }
    }

    @Test
    void oneInstanceTellsItsOwnObserversOnce() {
        try (CdiInstance alone = shop()) {
            Shop shop = alone.bean(Shop.class);

            shop.change(new PriceChanged("X", 1));

            assertEquals(List.of(new PriceChanged("X", 1)), shop.everywhere());
            assertEquals(List.of(new PriceChanged("X", 1)), shop.all());
            assertEquals(List.of(), shop.elsewhere());
        }
    }

    @Test
    void anEventOfAClassWithTypeParametersCannotBeFired() {
        try (CdiInstance alone = shop()) {
            Box<String> box = new Box<>("x");

            assertThrows(IllegalArgumentException.class, () -> alone.everywhere(Object.class)
                    .fire(box));
        }
    }

    @Test
    void anEventOfAClientThatIsNoneIsRefused() {
        try (CdiInstance alone = shop()) {
            CdiClient client = new CdiClient(alone);

            assertTrue(client.call("order-seen", "null").contains("EPAYLOAD"));
            assertTrue(client.call("order-seen", "{\"screen\":\"two\"}").contains("EPAYLOAD"));
            assertEquals(List.of(), alone.bean(Shop.class).everywhere());
            assertEquals("null", client.call("order-seen", "{\"order\":\"7\",\"screen\":2}"));
            assertEquals(List.of(new OrderSeen("7", 2)), alone.bean(Shop.class).everywhere());
        }
    }

    @Test
    void theClassOfAnEventSaysWhichClientsMayFireIt() {
        try (CdiInstance alone = instance(Counter.class)) {
            CdiClient stranger = new CdiClient(alone);

            assertTrue(stranger.call("of-clerks", "{\"number\":1}").contains("EFORBIDDEN"));
            assertTrue(stranger.call("of-nobody", "{\"number\":1}").contains("EFORBIDDEN"));
            assertEquals("null", stranger.call("of-everyone", "{\"number\":1}"));
            assertEquals(List.of(new OfEveryone(1)), alone.bean(Counter.class).seen());
        }
    }

    @Test
    void aClassThatClientsCannotFireIsFound() {
        EventObservers none = new EventObservers();

        assertEquals(
                List.of("@FromClients(\"taken\") on " + Twice.class.getName()
                        + " has no effect, because nothing observes the class"),
                none.unobserved(Set.of(Twice.class, One.class)));
    }
}
