package io.meshws.docs;

import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Parameter;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** The keys and channels of the Redis engine, with the letters of {@code docs/architecture.md} for prefix and names. */
final class RedisKeys {
    private static final Map<String, String> LETTERS = Map.of(
            "instanceId",
            "I",
            "room",
            "R",
            "channel",
            "C",
            "recordId",
            "D",
            "names",
            "S",
            "event",
            "E",
            "client",
            "Q",
            "slot",
            "X",
            "bucket",
            "B");

    private RedisKeys() {}

    /** The results of the engine's methods whose name passes; the engine takes names of keys from nothing else. */
    static Set<String> named(Predicate<String> names) {
        try {
            Class<?> type = Class.forName("io.meshws.internal.cluster.redis.Keys");
            Constructor<?> constructor = type.getDeclaredConstructor(String.class);
            constructor.setAccessible(true);
            Object keys = constructor.newInstance("P");
            return Arrays.stream(type.getDeclaredMethods())
                    .filter(method -> !Modifier.isPrivate(method.getModifiers()) && !method.isSynthetic())
                    .filter(method -> !Modifier.isPublic(method.getModifiers()))
                    .filter(method -> names.test(method.getName()))
                    .map(method -> text(call(method, keys)))
                    .collect(Collectors.toCollection(TreeSet::new));
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
    }

    private static Object call(Method method, Object target) {
        try {
            method.setAccessible(true);
            return method.invoke(
                    target,
                    Arrays.stream(method.getParameters()).map(RedisKeys::letter).toArray());
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
    }

    private static String letter(Parameter parameter) {
        String letter = LETTERS.get(parameter.getName());
        if (letter == null) {
            throw new AssertionError("docs/architecture.md has no letter for " + parameter);
        }
        return letter;
    }

    /** The key itself, or that of a record with one component. */
    private static String text(Object keyOrFollowed) {
        if (keyOrFollowed instanceof String key) {
            return key;
        }
        return (String) call(keyOrFollowed.getClass().getRecordComponents()[0].getAccessor(), keyOrFollowed);
    }
}
