package io.meshws.internal.cdi;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.meshws.Command;
import io.meshws.CommandChain;
import io.meshws.CommandMiddleware;
import io.meshws.ForCommands;
import io.meshws.MeshConfig;
import io.meshws.MeshContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.ContextNotActiveException;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.context.RequestScoped;
import jakarta.enterprise.context.control.RequestContextController;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.inject.Inject;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CommandScopesTest {
    private final CdiInstance application =
            new CdiInstance(MeshConfig.builder().build(), Tally.class, Counting.class, Before.class);
    private final CdiClient client = new CdiClient(application);

    /** Counts within a request. */
    @RequestScoped
    public static class Tally {
        private int count;

        public int increment() {
            return ++count;
        }
    }

    @ApplicationScoped
    public static class Counting {
        @Inject
        private Tally tally;

        @Command("count")
        public int count() {
            return tally.increment();
        }

        @Command("count-behind")
        public int countBehind() {
            return tally.increment();
        }
    }

    @ApplicationScoped
    @ForCommands("count-behind")
    public static class Before implements CommandMiddleware {
        @Inject
        private Tally tally;

        @Override
        public CompletionStage<Object> handle(MeshContext context, CommandChain chain) {
            tally.increment();
            return chain.proceed();
        }
    }

    @ApplicationScoped
    public static class Looking {
        @Inject
        private BeanManager beans;

        @Command("look")
        public boolean look() {
            try {
                return beans.getContext(RequestScoped.class).isActive();
            } catch (ContextNotActiveException e) {
                return false;
            }
        }
    }

    @ApplicationScoped
    public static class Listening {
        private final AtomicInteger begun = new AtomicInteger();

        void begun(@Observes @Initialized(RequestScoped.class) Object scope) {
            begun.incrementAndGet();
        }

        @Command("begun")
        public int begun() {
            return begun.get();
        }
    }

    @AfterEach
    void stop() {
        application.close();
    }

    private void assertEachCommandHasItsOwn() {
        assertEquals("1", client.call("count", "null"));
        assertEquals("1", client.call("count", "null"));
        assertEquals("2", client.call("count-behind", "null"));
    }

    @Test
    void eachCommandHasARequestScopeOfItsOwn() {
        assertEachCommandHasItsOwn();
    }

    /** As Payara does with that of a handshake's HTTP request. */
    @Test
    void aScopeThatTheContainerLeftOnItsThreadIsNotUsed() {
        RequestContextController container = application.bean(RequestContextController.class);
        container.activate();
        try {
            assertEachCommandHasItsOwn();
            assertEquals(1, application.bean(Tally.class).increment());
        } finally {
            container.deactivate();
        }
    }

    @Test
    void withoutABeanOfThatScopeThereIsNone() {
        try (CdiInstance without = new CdiInstance(MeshConfig.builder().build(), Looking.class)) {
            assertEquals("false", new CdiClient(without).call("look", "null"));
        }
        try (CdiInstance with = new CdiInstance(MeshConfig.builder().build(), Looking.class, Tally.class)) {
            assertEquals("true", new CdiClient(with).call("look", "null"));
        }
    }

    @Test
    void anObserverIsToldOfEachScope() {
        try (CdiInstance listening = new CdiInstance(MeshConfig.builder().build(), Listening.class)) {
            CdiClient caller = new CdiClient(listening);
            int before = Integer.parseInt(caller.call("begun", "null"));
            assertEquals(Integer.toString(before + 1), caller.call("begun", "null"));
        }
    }
}
