package io.meshws.internal.cdi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.annotation.security.DenyAll;
import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RolesAllowed;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CommandCallersTest {
    static class Open {
        void any() {}

        @RolesAllowed({"clerk", "boss"})
        void some() {}

        @DenyAll
        void none() {}
    }

    @RolesAllowed("clerk")
    static class Office {
        void some() {}

        @PermitAll
        void any() {}

        @DenyAll
        void none() {}
    }

    static class Branch extends Office {
        @RolesAllowed("boss")
        @Override
        void any() {}
    }

    @DenyAll
    static class Closed extends Open {}

    @DenyAll
    static class ClosedOffice extends Office {
        @Override
        void any() {}
    }

    @PermitAll
    interface Counter {
        default void any() {}

        @RolesAllowed("clerk")
        default void some() {}
    }

    interface LateCounter extends Counter {
        @RolesAllowed("night")
        @Override
        default void any() {}
    }

    static class Desk implements Counter {
        @RolesAllowed("boss")
        @Override
        public void any() {}

        @Override
        public void some() {}
    }

    static class Foyer extends Desk implements LateCounter {}

    static class Kiosk implements LateCounter {}

    @DenyAll
    static class Hatch implements Counter {
        @Override
        public void some() {}
    }

    interface Taker<T> {
        default void take(T one) {}
    }

    static class Porter implements Taker<String> {
        @RolesAllowed("porter")
        @Override
        public void take(String one) {}
    }

    static class Mistakes {
        @PermitAll
        @DenyAll
        void both() {}

        @PermitAll
        @RolesAllowed("clerk")
        void allAndSome() {}

        @RolesAllowed({})
        void noRole() {}
    }

    private static CommandCallers callers(Class<?> declaring, String method, Class<?> bean) {
        return CommandCallers.of(
                Arrays.stream(declaring.getDeclaredMethods())
                        .filter(each -> each.getName().equals(method))
                        .findFirst()
                        .orElseThrow(),
                bean);
    }

    private static Optional<Set<String>> roles(Class<?> declaring, String method, Class<?> bean) {
        return callers(declaring, method, bean).roles();
    }

    @Test
    void onlyMarkedCommandsAreOpenToClientsThatDidNotSignIn() {
        assertTrue(callers(Office.class, "any", Office.class).isOpen());
        assertFalse(callers(Open.class, "any", Open.class).isOpen(), "nothing is said of it");
        assertFalse(callers(Open.class, "some", Open.class).isOpen());
        assertFalse(callers(Open.class, "none", Open.class).isOpen());
        assertFalse(callers(Office.class, "any", Branch.class).isOpen(), "the overriding method prevails");
    }

    @Test
    void theMethodSaysWhoMayCallIt() {
        assertEquals(Optional.empty(), roles(Open.class, "any", Open.class));
        assertEquals(Optional.of(Set.of("clerk", "boss")), roles(Open.class, "some", Open.class));
        assertEquals(Optional.of(Set.of()), roles(Open.class, "none", Open.class));
    }

    @Test
    void otherwiseTheClassThatDeclaresItDoes() {
        assertEquals(Optional.of(Set.of("clerk")), roles(Office.class, "some", Office.class));
        assertEquals(Optional.empty(), roles(Office.class, "any", Office.class));
        assertEquals(Optional.of(Set.of()), roles(Office.class, "none", Office.class));
        assertEquals(Optional.of(Set.of("clerk")), roles(Office.class, "some", Branch.class));
    }

    @Test
    void otherwiseTheClassOfTheBeanDoes() {
        assertEquals(Optional.of(Set.of()), roles(Open.class, "any", Closed.class));
        assertEquals(Optional.of(Set.of("clerk", "boss")), roles(Open.class, "some", Closed.class));
    }

    @Test
    void anOverridingMethodPrevails() {
        assertEquals(Optional.of(Set.of("boss")), roles(Office.class, "any", Branch.class));
    }

    @Test
    void aMethodOfAnInterfaceIsThatOfTheBean() {
        assertEquals(Optional.of(Set.of("boss")), roles(Counter.class, "any", Desk.class));
        assertEquals(Optional.of(Set.of("clerk")), roles(Counter.class, "some", Desk.class));
        assertEquals(Optional.of(Set.of("boss")), roles(Counter.class, "any", Foyer.class), "a class prevails");
        assertEquals(Optional.of(Set.of("night")), roles(Counter.class, "any", Kiosk.class));
        assertEquals(Optional.empty(), roles(Counter.class, "any", Hatch.class), "it is the interface's");
        assertEquals(Optional.of(Set.of("porter")), roles(Taker.class, "take", Porter.class));
    }

    @Test
    void aTypeSpeaksForTheMethodsThatItDeclares() {
        assertEquals(Optional.of(Set.of()), roles(Office.class, "any", ClosedOffice.class));
        assertEquals(Optional.of(Set.of()), roles(Counter.class, "some", Hatch.class));
    }

    @Test
    void theNameForEveryUserIsNoRole() {
        assertEquals(Set.of("clerk"), new CommandCallers(Optional.of(Set.of("clerk", "**")), false).named());
        assertEquals(Set.of(), new CommandCallers(Optional.empty(), false).named());
    }

    @ParameterizedTest
    @ValueSource(strings = {"both", "allAndSome", "noRole"})
    void contradictionsAreRefused(String method) {
        String why = assertThrows(IllegalArgumentException.class, () -> roles(Mistakes.class, method, Mistakes.class))
                .getMessage();
        assertTrue(why.contains(method), why);
    }
}
