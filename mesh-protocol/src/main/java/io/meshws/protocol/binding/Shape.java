package io.meshws.protocol.binding;

import io.meshws.protocol.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Field;
import java.lang.reflect.GenericArrayType;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What JSON a Java type accepts, as far as it can be told from the type. Members that JSON-B annotations customise, and
 * types that are not known here, accept anything: JSON-B decides about them.
 */
interface Shape {

    void check(JsonValue value, String path) throws BindingException;

    Shape ANYTHING = new Anything();

    static Shape of(Type type) {
        return of(type, new HashMap<>());
    }

    private static Shape of(Type type, Map<Type, Shape> open) {
        if (type instanceof Class<?> c) {
            return ofClass(c, open);
        }
        if (type instanceof GenericArrayType array) {
            return new Items(of(array.getGenericComponentType(), open));
        }
        if (type instanceof ParameterizedType generic && generic.getRawType() instanceof Class<?> raw) {
            Type[] arguments = generic.getActualTypeArguments();
            if (raw == Optional.class) {
                return of(arguments[0], open);
            }
            if (Collection.class.isAssignableFrom(raw) && arguments.length == 1) {
                return new Items(of(arguments[0], open));
            }
            if (Map.class.isAssignableFrom(raw) && arguments.length == 2 && arguments[0] == String.class) {
                return new Values(of(arguments[1], open));
            }
        }
        return ANYTHING;
    }

    private static Shape ofClass(Class<?> c, Map<Type, Shape> open) {
        if (c == String.class || CharSequence.class == c) {
            return new Text();
        }
        if (c == boolean.class || c == Boolean.class) {
            return new Truth(c.isPrimitive());
        }
        Optional<Shape> number = NumberShape.of(c);
        if (number.isPresent()) {
            return number.get();
        }
        if (c.isEnum()) {
            return new Constant(c);
        }
        if (c.isArray()) {
            return new Items(of(c.getComponentType(), open));
        }
        if (JsonValue.class.isAssignableFrom(c)) {
            return new JsonP(c);
        }
        if (c.isInterface() || c.getPackageName().startsWith("java.") || isCustomised(c)) {
            return ANYTHING;
        }
        Shape known = open.get(c);
        return known != null ? known : members(c, open);
    }

    private static Shape members(Class<?> c, Map<Type, Shape> open) {
        Map<String, Shape> members = new HashMap<>();
        Shape shape = new Members(members);
        // Before its members, so that a type that holds itself ends.
        open.put(c, shape);
        if (c.isRecord()) {
            for (RecordComponent component : c.getRecordComponents()) {
                if (!isCustomised(component.getAccessor()) && !isCustomised(field(c, component.getName()))) {
                    members.put(component.getName(), of(component.getGenericType(), open));
                }
            }
            return shape;
        }
        for (Class<?> level = c; level != null && level != Object.class; level = level.getSuperclass()) {
            for (Field field : level.getDeclaredFields()) {
                if (!Modifier.isStatic(field.getModifiers())
                        && !Modifier.isTransient(field.getModifiers())
                        && !isCustomised(field)) {
                    members.putIfAbsent(field.getName(), of(field.getGenericType(), open));
                }
            }
        }
        return shape;
    }

    private static Field field(Class<?> c, String name) {
        try {
            return c.getDeclaredField(name);
        } catch (NoSuchFieldException e) {
            throw new IllegalStateException(e);
        }
    }

    private static boolean isCustomised(AnnotatedElement element) {
        for (Annotation annotation : element.getAnnotations()) {
            if (annotation.annotationType().getPackageName().startsWith("jakarta.json.bind")) {
                return true;
            }
        }
        return false;
    }

    static BindingException unexpected(String path, String expected, JsonValue value) {
        return BindingException.at(path, expected, Json.describe(value));
    }

    /** Whatever JSON-B makes of it. */
    record Anything() implements Shape {
        @Override
        public void check(JsonValue value, String path) {}
    }

    record Text() implements Shape {
        @Override
        public void check(JsonValue value, String path) throws BindingException {
            if (!(value instanceof JsonString) && value != JsonValue.NULL) {
                throw unexpected(path, "a string", value);
            }
        }
    }

    record Truth(boolean primitive) implements Shape {
        @Override
        public void check(JsonValue value, String path) throws BindingException {
            if (value != JsonValue.TRUE && value != JsonValue.FALSE && (primitive || value != JsonValue.NULL)) {
                throw unexpected(path, "true or false", value);
            }
        }
    }

    record Constant(Class<?> type) implements Shape {
        @Override
        public void check(JsonValue value, String path) throws BindingException {
            if (value == JsonValue.NULL) {
                return;
            }
            for (Object constant : type.getEnumConstants()) {
                if (value instanceof JsonString string && string.getString().equals(((Enum<?>) constant).name())) {
                    return;
                }
            }
            String names = Arrays.stream(type.getEnumConstants())
                    .map(constant -> ((Enum<?>) constant).name())
                    .collect(Collectors.joining(", "));
            throw unexpected(path, "one of " + names, value);
        }
    }

    record JsonP(Class<?> type) implements Shape {
        @Override
        public void check(JsonValue value, String path) throws BindingException {
            if (!type.isInstance(value) && value != JsonValue.NULL) {
                throw unexpected(path, "a " + type.getSimpleName(), value);
            }
        }
    }

    record Items(Shape item) implements Shape {
        @Override
        public void check(JsonValue value, String path) throws BindingException {
            if (value == JsonValue.NULL) {
                return;
            }
            if (!(value instanceof JsonArray array)) {
                throw unexpected(path, "an array", value);
            }
            for (int i = 0; i < array.size(); i++) {
                item.check(array.get(i), path + "[" + i + "]");
            }
        }
    }

    record Values(Shape item) implements Shape {
        @Override
        public void check(JsonValue value, String path) throws BindingException {
            if (value == JsonValue.NULL) {
                return;
            }
            if (!(value instanceof JsonObject object)) {
                throw unexpected(path, "an object", value);
            }
            for (Map.Entry<String, JsonValue> entry : object.entrySet()) {
                item.check(entry.getValue(), path + "." + entry.getKey());
            }
        }
    }

    /** An object with members of known shapes; others are ignored, because newer clients send some. */
    record Members(Map<String, Shape> members) implements Shape {
        @Override
        public void check(JsonValue value, String path) throws BindingException {
            if (value == JsonValue.NULL) {
                return;
            }
            if (!(value instanceof JsonObject object)) {
                throw unexpected(path, "an object", value);
            }
            for (Map.Entry<String, Shape> member : members.entrySet()) {
                JsonValue inner = object.get(member.getKey());
                if (inner != null) {
                    member.getValue().check(inner, path + "." + member.getKey());
                }
            }
        }

        @Override
        public String toString() {
            // A type may hold itself.
            return members.keySet().toString();
        }

        @Override
        public int hashCode() {
            return System.identityHashCode(members);
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Members that && that.members == members;
        }
    }
}
