package io.meshws.protocol.binding;

import jakarta.json.JsonValue;
import jakarta.json.bind.Jsonb;
import jakarta.json.stream.JsonParsingException;
import java.lang.reflect.Constructor;
import java.lang.reflect.Modifier;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * Finds types that JSON-B can't build from any JSON. Only the Jsonb itself knows for sure, because adapters and
 * deserializers build types that look impossible. So a type that looks impossible is tried: it's impossible if the Jsonb
 * fails with it exactly as it fails with a type that nothing can build. A type with members that JSON-B can't deal with,
 * such as a StringBuilder, is impossible if the Jsonb fails before it has read any JSON. Thread-safe.
 */
final class Obstacles {
    /** Types that JSON-B can't build without help. */
    public interface Interface {}

    public abstract static class Abstract {}

    public static final class Closed {
        private Closed() {}
    }

    public static final class Hidden {
        Hidden() {}
    }

    public static final class Demanding {
        public Demanding(Demanding other) {}
    }

    public abstract static class AbstractItems extends ArrayList<String> {
        private static final long serialVersionUID = 1;
    }

    public static final class ClosedItems extends ArrayList<String> {
        private static final long serialVersionUID = 1;

        private ClosedItems() {}
    }

    public abstract static class AbstractMap extends HashMap<String, String> {
        private static final long serialVersionUID = 1;
    }

    public static final class ClosedMap extends HashMap<String, String> {
        private static final long serialVersionUID = 1;

        private ClosedMap() {}
    }

    /** Types that every JSON-B reads, the second if it knows records. */
    public static final class Simple {
        public int x;
    }

    public record SimpleRecord(int x) {}

    /** Ends in a mistake right after the first character, which is all that JSON-B needs in order to prepare for a type. */
    private static final String BROKEN = "{]";

    private static final List<Class<?>> IMPOSSIBLE =
            List.of(Interface.class, Abstract.class, Closed.class, Hidden.class, Demanding.class);

    /**
     * Only tried if an application has a container that looks impossible: Yasson remembers each container class that it was
     * to build, for as long as the server runs, and with it the application's class loader.
     */
    private static final List<Class<?>> IMPOSSIBLE_CONTAINERS =
            List.of(AbstractItems.class, ClosedItems.class, AbstractMap.class, ClosedMap.class);

    /** The bound: a generic type may contain itself with other arguments, and so on forever. */
    private static final int MAX_TYPES = 256;

    private final Jsonb jsonb;
    private final Members members;
    private final Map<Class<?>, String> known = new ConcurrentHashMap<>();
    private final Map<Class<?>, Optional<Obstacle>> unprepared = new ConcurrentHashMap<>();
    /** How JSON-B fails with types that are certainly impossible; null until first needed. */
    private volatile Set<String> failures;

    /** The same for containers. */
    private volatile Set<String> containerFailures;

    Obstacles(Jsonb jsonb, Members members) {
        this.jsonb = jsonb;
        this.members = members;
    }

    /** A class that can't be built, and why, as in "which is abstract". */
    record Obstacle(Class<?> type, String why, boolean always) {
        @Override
        public String toString() {
            return type.getName() + ", which " + why;
        }
    }

    /** The first obstacle in a type and everything it contains. */
    Optional<Obstacle> find(Type type) {
        return Optional.ofNullable(find(type, new HashSet<>()));
    }

    /** The obstacle that made JSON-B refuse a value of a type, if there was one. */
    Optional<Obstacle> causeOf(Throwable refused, Type type) {
        return find(type).filter(obstacle -> {
            if (obstacle.always()) {
                return true;
            }
            for (Throwable cause = refused; cause != null; cause = cause.getCause()) {
                if (failures(obstacle.type()).contains(words(cause, obstacle.type()))) {
                    return true;
                }
            }
            return false;
        });
    }

    private Obstacle find(Type type, Set<Type> seen) {
        Class<?> c = Generics.raw(type);
        if (!seen.add(type)
                || seen.size() > MAX_TYPES
                || c.isPrimitive()
                || c.isEnum()
                || JsonValue.class.isAssignableFrom(c)) {
            return null;
        }
        if (c.isArray()) {
            return find(Generics.item(type), seen);
        }
        boolean container = isContainer(c);
        String why =
                c == CharSequence.class || c == Optional.class || container && isOfJava(c) || Members.isCustomised(c)
                        ? null
                        : why(c);
        if (why != null && isImpossible(c)) {
            return new Obstacle(c, why, false);
        }
        if (container || c == Optional.class) {
            return find(Generics.argument(type, Map.class.isAssignableFrom(c) ? 1 : 0), seen);
        }
        if (why != null) {
            return null;
        }
        Obstacle found = null;
        for (Member member : members.membersOf(c)) {
            found = found == null ? find(Generics.resolve(member.type(), type), seen) : found;
        }
        return found == null && Members.isPlain(c) && c.getTypeParameters().length == 0
                ? unprepared.computeIfAbsent(c, this::unprepared).orElse(null)
                : found;
    }

    private static boolean isContainer(Class<?> c) {
        return Collection.class.isAssignableFrom(c) || Map.class.isAssignableFrom(c);
    }

    private static boolean isOfJava(Class<?> c) {
        return c.getPackageName().startsWith("java.");
    }

    /** The reason for which the Jsonb fails with a class before it reads anything; empty if there is none. */
    private Optional<Obstacle> unprepared(Class<?> c) {
        RuntimeException failure = broken(c);
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof JsonParsingException) {
                return Optional.empty();
            }
        }
        Class<?> simple = c.isRecord() ? SimpleRecord.class : Simple.class;
        if (failure == null || words(failure, c).equals(words(broken(simple), simple))) {
            return Optional.empty();
        }
        String why = String.valueOf(failure.getMessage()).lines().findFirst().orElse("");
        return Optional.of(new Obstacle(c, "it cannot deal with: " + why, true));
    }

    private RuntimeException broken(Class<?> c) {
        try {
            jsonb.fromJson(BROKEN, c);
            return null;
        } catch (RuntimeException e) {
            return e;
        } catch (StackOverflowError e) {
            // A type that holds others forever: it shows nothing about this one.
            return null;
        }
    }

    /** Why the class looks impossible to build; null if it doesn't. */
    private String why(Class<?> c) {
        if (c.isRecord()) {
            // Embedded in a program, Payara Micro hides from its JSON-B the classes that read them.
            return isImpossible(SimpleRecord.class) ? "is a record, and this JSON-B reads none" : null;
        }
        if (c.isInterface()) {
            return "is an interface";
        }
        if (Modifier.isAbstract(c.getModifiers())) {
            return "is abstract";
        }
        boolean made = Arrays.stream(c.getDeclaredConstructors()).anyMatch(Obstacles::isPublicWithoutParameters);
        return made ? null : "has no public no-argument constructor and is not a record";
    }

    private static boolean isPublicWithoutParameters(Constructor<?> constructor) {
        return Modifier.isPublic(constructor.getModifiers()) && constructor.getParameterCount() == 0;
    }

    private boolean isImpossible(Class<?> c) {
        String failure = failure(c);
        return failure != null && failures(c).contains(failure);
    }

    private Set<String> failures(Class<?> c) {
        if (!isContainer(c)) {
            failures = failures == null ? failures(IMPOSSIBLE) : failures;
            return failures;
        }
        containerFailures = containerFailures == null ? failures(IMPOSSIBLE_CONTAINERS) : containerFailures;
        return containerFailures;
    }

    private Set<String> failures(List<Class<?>> impossible) {
        return impossible.stream().map(this::failure).filter(Objects::nonNull).collect(Collectors.toUnmodifiableSet());
    }

    /** How JSON-B fails to build the class; null if it succeeds. */
    private String failure(Class<?> c) {
        String failure = known.get(c);
        if (failure == null) {
            failure = tried(c);
            known.put(c, failure);
        }
        return failure.isEmpty() ? null : failure;
    }

    private String tried(Class<?> c) {
        try {
            jsonb.fromJson(Collection.class.isAssignableFrom(c) ? "[]" : "{}", c);
            return "";
        } catch (RuntimeException e) {
            return words(e, c);
        }
    }

    /** The messages of an exception and its causes, without the name of the class. */
    private static String words(Throwable failure, Class<?> c) {
        StringBuilder words = new StringBuilder();
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            words.append(cause.getClass().getName())
                    .append(": ")
                    .append(cause.getMessage())
                    .append('\n');
        }
        return words.toString().replace(c.getName(), "?");
    }
}
