package io.meshws.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Each method of the API that answers later has a twin that waits. */
class SyncTwinsTest {
    /** How something turned out: no operation that a caller begins. */
    private static final Set<String> MILESTONES = Set.of("ended", "opened");

    private static final Map<String, String> PRIMITIVES = Map.of(
            Void.class.getTypeName(), "void",
            Long.class.getTypeName(), "long",
            Boolean.class.getTypeName(), "boolean");

    private static List<Method> asynchronous() throws IOException, URISyntaxException {
        String name = MeshClient.class.getName().replace('.', '/') + ".class";
        Path client =
                Path.of(MeshClient.class.getClassLoader().getResource(name).toURI());
        try (Stream<Path> files = Files.list(client.getParent())) {
            return files.map(file -> file.getFileName().toString())
                    .filter(file -> file.endsWith(".class") && !file.equals("package-info.class"))
                    .sorted()
                    .map(file -> MeshClient.class.getPackageName() + "." + file.replace(".class", ""))
                    .flatMap(type -> Arrays.stream(found(type).getDeclaredMethods()))
                    .filter(method -> Modifier.isPublic(method.getModifiers()))
                    .filter(method -> CompletionStage.class.isAssignableFrom(method.getReturnType()))
                    .filter(method -> !MILESTONES.contains(method.getName()))
                    .sorted(Comparator.comparing(Method::toGenericString))
                    .toList();
        }
    }

    private static Class<?> found(String type) {
        try {
            return Class.forName(type);
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }

    private static boolean hasTwin(Method method) {
        return Arrays.stream(method.getDeclaringClass().getMethods())
                .filter(twin -> twin.getName().equals(method.getName() + "Sync"))
                .filter(twin -> names(twin).equals(names(method)))
                .anyMatch(twin -> twin.getGenericReturnType().getTypeName().equals(result(method)));
    }

    /** The type variables of two methods are never equal. */
    private static List<String> names(Method method) {
        return Arrays.stream(method.getGenericParameterTypes())
                .map(Type::getTypeName)
                .toList();
    }

    private static String result(Method method) {
        Type later = ((ParameterizedType) method.getGenericReturnType()).getActualTypeArguments()[0];
        return PRIMITIVES.getOrDefault(later.getTypeName(), later.getTypeName());
    }

    @Test
    void eachAsynchronousMethodHasATwinWithTheSameParametersThatReturnsTheResult() throws Exception {
        List<Method> asynchronous = asynchronous();
        List<String> without = asynchronous.stream()
                .filter(method -> !hasTwin(method))
                .map(Method::toGenericString)
                .toList();
        assertEquals(List.of(), without);
        assertTrue(asynchronous.size() > 40, asynchronous.toString());
    }
}
