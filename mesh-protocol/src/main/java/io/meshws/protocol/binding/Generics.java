package io.meshws.protocol.binding;

import java.lang.reflect.Array;
import java.lang.reflect.GenericArrayType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.lang.reflect.WildcardType;
import java.util.Arrays;

/** Resolves generic types. */
final class Generics {
    private Generics() {}

    /** The class behind a type; {@code Object} if it isn't certain. */
    static Class<?> raw(Type type) {
        if (type instanceof Class<?> c) {
            return c;
        }
        if (type instanceof ParameterizedType generic) {
            return raw(generic.getRawType());
        }
        if (type instanceof GenericArrayType array) {
            return Array.newInstance(raw(array.getGenericComponentType()), 0).getClass();
        }
        return type instanceof WildcardType wildcard ? raw(wildcard.getUpperBounds()[0]) : Object.class;
    }

    /** An argument of a generic type; {@code Object} if it has none. */
    static Type argument(Type type, int index) {
        return type instanceof ParameterizedType generic && index < generic.getActualTypeArguments().length
                ? generic.getActualTypeArguments()[index]
                : Object.class;
    }

    /** The type of an array's items; {@code Object} if the type isn't an array. */
    static Type item(Type array) {
        if (array instanceof GenericArrayType generic) {
            return generic.getGenericComponentType();
        }
        return raw(array).isArray() ? raw(array).getComponentType() : Object.class;
    }

    /**
     * Resolves a type declared by a member of {@code owner}: in a {@code Page<Integer>}, {@code T} is {@code
     * Integer}.
     */
    static Type resolve(Type declared, Type owner) {
        if (!(owner instanceof ParameterizedType generic)) {
            return declared;
        }
        if (declared instanceof TypeVariable<?>) {
            int index = Arrays.asList(raw(owner).getTypeParameters()).indexOf(declared);
            return index < 0 ? declared : generic.getActualTypeArguments()[index];
        }
        if (declared instanceof GenericArrayType array) {
            Type item = resolve(array.getGenericComponentType(), owner);
            return item instanceof Class<?> c ? Array.newInstance(c, 0).getClass() : declared;
        }
        return declared instanceof ParameterizedType inner ? new Resolved(inner, owner) : declared;
    }

    /** A generic type with its arguments resolved in {@code owner}. */
    private record Resolved(ParameterizedType declared, Type owner) implements ParameterizedType {
        @Override
        public Type[] getActualTypeArguments() {
            return Arrays.stream(declared.getActualTypeArguments())
                    .map(argument -> resolve(argument, owner))
                    .toArray(Type[]::new);
        }

        @Override
        public Type getRawType() {
            return declared.getRawType();
        }

        @Override
        public Type getOwnerType() {
            return declared.getOwnerType();
        }
    }
}
