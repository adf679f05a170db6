package io.meshws.protocol.binding;

import jakarta.json.JsonValue;
import jakarta.json.bind.JsonbConfig;
import jakarta.json.bind.JsonbException;
import jakarta.json.bind.config.PropertyVisibilityStrategy;
import jakarta.json.bind.serializer.JsonbSerializer;
import jakarta.json.bind.serializer.SerializationContext;
import jakarta.json.stream.JsonGenerator;
import java.lang.reflect.Field;
import java.lang.reflect.GenericArrayType;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.lang.reflect.WildcardType;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;

/** Finds futures and stages used as values: JSON-B would write their fields instead of waiting for them. */
public final class Unfinished {
    /** The bounds: classes may hold each other, and values themselves. */
    private static final int MAX_TYPES = 256;

    private static final int MAX_VALUES = 10_000;
    private static final int MAX_DEPTH = 32;

    private Unfinished() {}

    /** The configuration of a Jsonb that writes no future and no stage, however deep it is in a value. */
    public static JsonbConfig refused() {
        return new JsonbConfig()
                .withSerializers(new FutureRefused(), new StageRefused())
                .withPropertyVisibilityStrategy(new InnardsRefused());
    }

    private static boolean isUnfinished(Class<?> c) {
        return Future.class.isAssignableFrom(c) || CompletionStage.class.isAssignableFrom(c);
    }

    static JsonbException refusal(Class<?> type) {
        return new JsonbException("A " + type.getName()
                + " is not a value yet; wait for it, or return a CompletionStage of the complete value");
    }

    /* With raw types, as JSON-B then uses them for every subtype. */
    @SuppressWarnings("rawtypes")
    private static final class FutureRefused implements JsonbSerializer<Future> {
        @Override
        public void serialize(Future future, JsonGenerator generator, SerializationContext context) {
            throw refusal(future.getClass());
        }
    }

    @SuppressWarnings("rawtypes")
    private static final class StageRefused implements JsonbSerializer<CompletionStage> {
        @Override
        public void serialize(CompletionStage stage, JsonGenerator generator, SerializationContext context) {
            throw refusal(stage.getClass());
        }
    }

    /**
     * Yasson has no serializer write the items of a {@code List<Future<String>>}, but it can't write one without asking
     * which members of its class are visible. Otherwise the default of JSON-B.
     */
    private static final class InnardsRefused implements PropertyVisibilityStrategy {
        @Override
        public boolean isVisible(Field field) {
            return isPublic(field);
        }

        @Override
        public boolean isVisible(Method method) {
            return isPublic(method);
        }

        private static boolean isPublic(java.lang.reflect.Member member) {
            if (isUnfinished(member.getDeclaringClass())) {
                throw refusal(member.getDeclaringClass());
            }
            return Modifier.isPublic(member.getModifiers());
        }
    }

    /**
     * The class of a future or stage that a type contains: as its argument, its items, a component of a record, or the
     * result of a getter or public field of a class shows.
     */
    public static Optional<Class<?>> inType(Type type) {
        return inType(type, new HashSet<>());
    }

    private static Optional<Class<?>> inType(Type type, Set<Type> seen) {
        if (!seen.add(type) || seen.size() > MAX_TYPES) {
            return Optional.empty();
        }
        if (type instanceof Class<?> c) {
            return ofClass(c, seen);
        }
        if (type instanceof ParameterizedType generic) {
            Optional<Class<?>> raw = inType(generic.getRawType(), seen);
            return raw.isPresent() ? raw : first(generic.getActualTypeArguments(), seen);
        }
        if (type instanceof GenericArrayType array) {
            return inType(array.getGenericComponentType(), seen);
        }
        if (type instanceof WildcardType wildcard) {
            return first(wildcard.getUpperBounds(), seen);
        }
        return type instanceof TypeVariable<?> variable ? first(variable.getBounds(), seen) : Optional.empty();
    }

    private static Optional<Class<?>> ofClass(Class<?> c, Set<Type> seen) {
        if (isUnfinished(c)) {
            return Optional.of(c);
        }
        if (c.isArray()) {
            return inType(c.getComponentType(), seen);
        }
        return first(Members.shown(c), seen);
    }

    private static Optional<Class<?>> first(Type[] types, Set<Type> seen) {
        for (Type type : types) {
            Optional<Class<?>> found = inType(type, seen);
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    /**
     * The class of a value that is a future or stage, or contains one in collections, maps, arrays and optionals, within
     * bounds. JSON contains none.
     */
    public static Optional<Class<?>> inValue(Object value) {
        return value instanceof JsonValue
                ? Optional.empty()
                : Optional.ofNullable(inValue(value, MAX_DEPTH, new int[] {MAX_VALUES}));
    }

    private static Class<?> inValue(Object value, int depth, int[] left) {
        if (value instanceof Future<?> || value instanceof CompletionStage<?>) {
            return value.getClass();
        }
        if (depth == 0) {
            return null;
        }
        if (value instanceof Optional<?> optional) {
            return inValue(optional.orElse(null), depth - 1, left);
        }
        if (value instanceof Map<?, ?> map) {
            return among(map.values(), depth, left);
        }
        if (value instanceof Object[] array) {
            return among(Arrays.asList(array), depth, left);
        }
        return value instanceof Collection<?> items ? among(items, depth, left) : null;
    }

    private static Class<?> among(Collection<?> items, int depth, int[] left) {
        for (Object item : items) {
            if (left[0]-- <= 0) {
                return null;
            }
            Class<?> found = inValue(item, depth - 1, left);
            if (found != null) {
                return found;
            }
        }
        return null;
    }
}
