package io.meshws.internal.cdi;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Finds the command methods of a bean class. A class has more methods than its author wrote: the compiler adds bridge
 * methods, with the annotations of the methods that they call, and a subclass still shows the methods that it
 * overrides.
 */
final class CommandMethods {
    private CommandMethods() {}

    /**
     * The command methods, each once. If both an overriding and an overridden method name a command, the overriding one
     * counts; if it names none, the overridden one does.
     *
     * @param methods all methods of the class and its superclasses, with the name of their command or null
     */
    static List<Method> of(Map<Method, String> methods) {
        List<Method> named = methods.entrySet().stream()
                .filter(entry -> entry.getValue() != null)
                .map(Map.Entry::getKey)
                .filter(method -> !method.isBridge() && !method.isSynthetic())
                .toList();
        return named.stream()
                .filter(method -> named.stream().noneMatch(other -> overrides(other, method)))
                .toList();
    }

    private static boolean overrides(Method method, Method overridden) {
        Class<?> owner = method.getDeclaringClass();
        return owner != overridden.getDeclaringClass()
                && overridden.getDeclaringClass().isAssignableFrom(owner)
                && method.getName().equals(overridden.getName())
                && (sameParameters(method, overridden) || isBridgedTo(method, overridden));
    }

    /**
     * Whether the method overrides one that has a type variable as parameter: its class then has a bridge method for
     * it.
     */
    private static boolean isBridgedTo(Method method, Method overridden) {
        return Arrays.stream(method.getDeclaringClass().getDeclaredMethods())
                        .anyMatch(bridge -> bridge.isBridge()
                                && bridge.getName().equals(overridden.getName())
                                && sameParameters(bridge, overridden))
                && narrows(method.getParameterTypes(), overridden.getParameterTypes());
    }

    private static boolean sameParameters(Method one, Method other) {
        return Arrays.equals(one.getParameterTypes(), other.getParameterTypes());
    }

    private static boolean narrows(Class<?>[] types, Class<?>[] wider) {
        for (int i = 0; i < types.length; i++) {
            if (types.length != wider.length || !wider[i].isAssignableFrom(types[i])) {
                return false;
            }
        }
        return types.length == wider.length;
    }
}
