package io.meshws.internal.cdi;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.meshws.Command;
import io.meshws.CommandChain;
import io.meshws.CommandMiddleware;
import io.meshws.ForCommands;
import io.meshws.MeshContext;
import jakarta.enterprise.inject.Alternative;
import jakarta.enterprise.inject.Vetoed;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

class NoBeansTest {
    private static final String HERE = NoBeansTest.class.getName() + "$";

    abstract static class Base {
        @Command("base")
        void base() {}
    }

    static class Bean extends Base {}

    static class Plain {
        @Command("plain")
        void plain() {}
    }

    @Alternative
    static class Other extends Plain {}

    @Vetoed
    static class Off extends Plain {}

    @ForCommands("plain")
    static class Guard implements CommandMiddleware {
        @Override
        public CompletionStage<Object> handle(MeshContext context, CommandChain chain) {
            return chain.proceed();
        }
    }

    @ForCommands("plain")
    static class NoMiddleware {}

    @Test
    void classesThatAreNoBeansAreNamedWithTheFix() {
        assertEquals(
                List.of(
                        "@Command in " + HERE
                                + "Plain has no effect, because the class is not a bean; give it a scope such"
                                + " as @ApplicationScoped",
                        "@ForCommands on " + HERE
                                + "Guard has no effect, because the class is not a bean; give it a scope"
                                + " such as @ApplicationScoped",
                        "@ForCommands on " + HERE + "NoMiddleware has no effect, because the class is not a"
                                + " CommandMiddleware"),
                new NoBeans(List.of(Bean.class), List.of())
                        .among(Set.of(Base.class, Plain.class, Guard.class, NoMiddleware.class)));
    }

    @Test
    void beansAndTheirSuperclassesAreNotNamed() {
        assertEquals(
                List.of(),
                new NoBeans(List.of(Bean.class, Plain.class), List.of(Guard.class))
                        .among(Set.of(Base.class, Plain.class, Guard.class)));
    }

    @Test
    void classesThatTheApplicationSwitchedOffAreNotNamed() {
        assertEquals(List.of(), new NoBeans(List.of(), List.of()).among(Set.of(Other.class, Off.class)));
    }
}
