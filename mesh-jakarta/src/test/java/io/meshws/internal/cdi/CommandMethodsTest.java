package io.meshws.internal.cdi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshws.Command;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class CommandMethodsTest {
    interface Handler<T> {
        void handle(T payload);
    }

    static class OfInterface implements Handler<String> {
        @Override
        @Command("generic")
        public void handle(String payload) {}
    }

    static class Wide {
        @Command("covariant")
        public Object answer() {
            return null;
        }
    }

    static class Narrow extends Wide {
        @Override
        @Command("covariant")
        public String answer() {
            return null;
        }
    }

    abstract static class Generic<T> {
        @Command("of the base")
        public void take(T payload) {}
    }

    static class Bound extends Generic<Integer> {
        @Override
        @Command("of the subclass")
        public void take(Integer payload) {}
    }

    static class Below extends Bound {
        @Override
        public void take(Integer payload) {}
    }

    static class Hidden {
        @Command("hidden")
        public void call() {}
    }

    public static class Shown extends Hidden {}

    static class Overloads {
        @Command("text")
        public void take(String payload) {}

        @Command("number")
        public void take(Integer payload) {}

        @Command("lambda")
        public Runnable lambda() {
            return () -> {};
        }

        public void none() {}
    }

    @Test
    void aMethodOfAGenericInterfaceIsOneCommand() {
        assertEquals(List.of("OfInterface.handle(String)"), commands(OfInterface.class));
    }

    @Test
    void anOverrideWithANarrowerResultIsOneCommand() {
        assertEquals(List.of("Narrow.answer()"), commands(Narrow.class));
    }

    @Test
    void anOverrideThatNamesACommandReplacesTheOverriddenMethod() {
        assertEquals(List.of("Bound.take(Integer)"), commands(Bound.class));
    }

    @Test
    void anOverrideThatNamesNoneLeavesTheCommandToTheOverriddenMethod() {
        assertEquals(List.of("Bound.take(Integer)"), commands(Below.class));
    }

    @Test
    void aMethodOfASuperclassThatIsNotPublicIsOneCommand() {
        assertTrue(
                Arrays.stream(Shown.class.getDeclaredMethods()).anyMatch(Method::isBridge),
                "the compiler makes no bridge: the test shows nothing");
        assertEquals(List.of("Hidden.call()"), commands(Shown.class));
    }

    @Test
    void overloadsAreCommandsOfTheirOwn() {
        assertEquals(
                List.of("Overloads.lambda()", "Overloads.take(Integer)", "Overloads.take(String)"),
                commands(Overloads.class));
    }

    /** Passes the methods as CDI shows a bean class: with everything that its superclasses declare. */
    private static List<String> commands(Class<?> bean) {
        Map<Method, String> methods = new HashMap<>();
        for (Class<?> level = bean; level != Object.class; level = level.getSuperclass()) {
            for (Method method : level.getDeclaredMethods()) {
                Command command = method.getAnnotation(Command.class);
                methods.put(method, command == null ? null : command.value());
            }
        }
        return CommandMethods.of(methods).stream()
                .map(CommandMethodsTest::describe)
                .sorted()
                .toList();
    }

    private static String describe(Method method) {
        return method.getDeclaringClass().getSimpleName() + "." + method.getName()
                + Stream.of(method.getParameterTypes())
                        .map(Class::getSimpleName)
                        .toList()
                        .toString()
                        .replace('[', '(')
                        .replace(']', ')');
    }
}
