package io.meshws.protocol.binding;

import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * Knows the members of classes if JSON-B's rules leave no doubt: components of records, public setters and public
 * fields, unless they or their class have a JSON-B annotation. Thread-safe.
 */
final class Members {
    private final Map<Class<?>, List<Member>> known = new ConcurrentHashMap<>();

    /** Empty if JSON-B doesn't read the class member by member, or if an annotation changes how. */
    List<Member> membersOf(Class<?> c) {
        List<Member> members = known.get(c);
        if (members == null) {
            members = isPlain(c) ? List.copyOf(c.isRecord() ? components(c) : properties(c)) : List.of();
            known.put(c, members);
        }
        return members;
    }

    /** Whether JSON-B reads the class member by member, and no annotation changes how. */
    static boolean isPlain(Class<?> c) {
        return !c.isPrimitive()
                && !c.isArray()
                && !c.isEnum()
                && !c.isInterface()
                && !c.getPackageName().startsWith("java.")
                && !c.getPackageName().startsWith("jakarta.")
                && !Collection.class.isAssignableFrom(c)
                && !Map.class.isAssignableFrom(c)
                && !isCustomised(c);
    }

    /** Whether a JSON-B annotation is on the class, on its creators, or on its supertypes. */
    static boolean isCustomised(Class<?> c) {
        for (Class<?> level = c; level != null && level != Object.class; level = level.getSuperclass()) {
            if (isAnnotated(level)
                    || isAnnotated(level.getPackage())
                    || Arrays.stream(level.getInterfaces()).anyMatch(Members::isCustomisedInterface)) {
                return true;
            }
        }
        return Stream.<Executable>concat(
                        Arrays.stream(c.getDeclaredConstructors()),
                        Arrays.stream(c.getDeclaredMethods())
                                .filter(method -> Modifier.isStatic(method.getModifiers())))
                .anyMatch(Members::isAnnotated);
    }

    private static boolean isCustomisedInterface(Class<?> type) {
        return isAnnotated(type)
                || Arrays.stream(type.getDeclaredMethods()).anyMatch(Members::isAnnotated)
                || Arrays.stream(type.getInterfaces()).anyMatch(Members::isCustomisedInterface);
    }

    private static boolean isAnnotated(AnnotatedElement element) {
        return element != null && Arrays.stream(element.getAnnotations()).anyMatch(Members::isOfJsonb);
    }

    private static boolean isOfJsonb(Annotation annotation) {
        return annotation.annotationType().getPackageName().startsWith("jakarta.json.bind");
    }

    private static List<Member> components(Class<?> c) {
        List<Member> members = new ArrayList<>();
        RecordComponent[] components = c.getRecordComponents();
        Annotation[][] parameters = canonical(c, components).getParameterAnnotations();
        for (int i = 0; i < components.length; i++) {
            String name = components[i].getName();
            Method accessor = components[i].getAccessor();
            if (!isAnnotated(accessor)
                    && !isAnnotated(field(c, name))
                    && Arrays.stream(parameters[i]).noneMatch(Members::isOfJsonb)) {
                members.add(new Member(name, components[i].getGenericType(), accessor));
            }
        }
        return members;
    }

    private static Constructor<?> canonical(Class<?> c, RecordComponent[] components) {
        try {
            return c.getDeclaredConstructor(
                    Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new));
        } catch (NoSuchMethodException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<Member> properties(Class<?> c) {
        Map<String, List<Method>> setters = new HashMap<>();
        Map<String, Method> getters = new HashMap<>();
        for (Method method : c.getMethods()) {
            String name = method.getName();
            if (Modifier.isStatic(method.getModifiers())
                    || method.isBridge()
                    || method.getDeclaringClass() == Object.class) {
                continue;
            }
            if (name.startsWith("set") && method.getParameterCount() == 1) {
                setters.computeIfAbsent(property(name, 3), key -> new ArrayList<>())
                        .add(method);
            } else if (isGetter(method)) {
                getters.put(property(name, name.startsWith("is") ? 2 : 3), method);
            }
        }
        List<Member> members = new ArrayList<>();
        setters.forEach((name, found) -> {
            Method getter = getters.get(name);
            Field field = field(c, name);
            boolean hidden = field != null && Modifier.isTransient(field.getModifiers());
            if (found.size() == 1
                    && !hidden
                    && !isAnnotated(found.get(0))
                    && !isAnnotated(getter)
                    && !isAnnotated(field)) {
                members.add(property(name, found.get(0), getter));
            }
        });
        for (Field field : c.getFields()) {
            String name = field.getName();
            int modifiers = field.getModifiers();
            if (!setters.containsKey(name)
                    && !getters.containsKey(name)
                    && (modifiers & (Modifier.STATIC | Modifier.FINAL | Modifier.TRANSIENT)) == 0
                    && !isAnnotated(field)) {
                members.add(new Member(name, field.getGenericType(), field));
            }
        }
        return members;
    }

    /** The types of the members that JSON-B writes of a class without annotations; none if it may not write it member by member. */
    static Type[] shown(Class<?> c) {
        Stream<Type> types = Stream.empty();
        if (c.isRecord()) {
            types = Arrays.stream(c.getRecordComponents())
                    .filter(component -> component.getAccessor().getAnnotations().length == 0)
                    .map(RecordComponent::getGenericType);
        } else if (isPlain(c)) {
            types = Stream.concat(
                    Arrays.stream(c.getMethods())
                            .filter(Members::isGetter)
                            .filter(getter -> isShown(c, getter))
                            .map(Method::getGenericReturnType),
                    Arrays.stream(c.getFields())
                            .filter(field -> (field.getModifiers() & (Modifier.STATIC | Modifier.TRANSIENT)) == 0)
                            .filter(field -> !isAnnotated(field))
                            .map(Field::getGenericType));
        }
        return types.toArray(Type[]::new);
    }

    private static boolean isGetter(Method method) {
        return (method.getName().startsWith("get") || method.getName().startsWith("is"))
                && method.getParameterCount() == 0
                && method.getDeclaringClass() != Object.class
                && !Modifier.isStatic(method.getModifiers())
                && !method.isBridge();
    }

    private static boolean isShown(Class<?> c, Method getter) {
        Field field = field(c, property(getter.getName(), getter.getName().startsWith("is") ? 2 : 3));
        return !isAnnotated(getter)
                && (field == null || !isAnnotated(field) && !Modifier.isTransient(field.getModifiers()));
    }

    private static Member property(String name, Method setter, Method getter) {
        var type = setter.getGenericParameterTypes()[0];
        boolean shown = getter != null && getter.getGenericReturnType().equals(type);
        return new Member(name, type, shown ? getter : null);
    }

    private static String property(String method, int prefix) {
        String name = method.substring(prefix);
        boolean acronym =
                name.length() > 1 && Character.isUpperCase(name.charAt(0)) && Character.isUpperCase(name.charAt(1));
        return name.isEmpty() || acronym ? name : Character.toLowerCase(name.charAt(0)) + name.substring(1);
    }

    /** The field with that name in the class or its nearest superclass; null if there is none. */
    private static Field field(Class<?> c, String name) {
        for (Class<?> level = c; level != null; level = level.getSuperclass()) {
            for (Field field : level.getDeclaredFields()) {
                if (field.getName().equals(name)) {
                    return field;
                }
            }
        }
        return null;
    }
}
