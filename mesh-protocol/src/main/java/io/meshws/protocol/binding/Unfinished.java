package io.meshws.protocol.binding;

import java.lang.reflect.GenericArrayType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
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
    private Unfinished() {}

    /** The class of a future or stage that a type contains: as its argument, its items, or a component of a record. */
    public static Optional<Class<?>> inType(Type type) {
        return inType(type, new HashSet<>());
    }

    private static Optional<Class<?>> inType(Type type, Set<Type> seen) {
        if (!seen.add(type)) {
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
        if (Future.class.isAssignableFrom(c) || CompletionStage.class.isAssignableFrom(c)) {
            return Optional.of(c);
        }
        if (c.isArray()) {
            return inType(c.getComponentType(), seen);
        }
        if (c.isRecord()) {
            for (RecordComponent component : c.getRecordComponents()) {
                boolean plain = component.getAccessor().getAnnotations().length == 0;
                Optional<Class<?>> found = plain ? inType(component.getGenericType(), seen) : Optional.empty();
                if (found.isPresent()) {
                    return found;
                }
            }
        }
        return Optional.empty();
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

    /** The class of a value that is a future or stage, or directly contains one. */
    public static Optional<Class<?>> inValue(Object value) {
        if (value instanceof Future<?> || value instanceof CompletionStage<?>) {
            return Optional.of(value.getClass());
        }
        if (value instanceof Optional<?> optional) {
            return optional.flatMap(Unfinished::inValue);
        }
        if (value instanceof Map<?, ?> map) {
            return among(map.values());
        }
        if (value instanceof Object[] array) {
            return among(Arrays.asList(array));
        }
        return value instanceof Collection<?> items ? among(items) : Optional.empty();
    }

    private static Optional<Class<?>> among(Collection<?> items) {
        for (Object item : items) {
            if (item instanceof Future<?> || item instanceof CompletionStage<?>) {
                return Optional.of(item.getClass());
            }
        }
        return Optional.empty();
    }
}
