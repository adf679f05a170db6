package io.meshws.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.File;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The client on a class path that has neither CDI nor other APIs of servers. */
@Timeout(60)
class WithoutCdiTest {
    /** An application without CDI, loaded by a class loader of its own. */
    public static final class Application {
        private Application() {}

        public static Integer ask(String uri) {
            try (MeshClient client = MeshClient.builder(URI.create(uri)).build()) {
                client.connectSync();
                return client.commandSync("echo", 5, Integer.class);
            }
        }
    }

    private static URL[] classPath() {
        return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry ->
                        !entry.matches(".*(weld|cdi|jakarta\\.(annotation|inject|enterprise|interceptor|el)).*"))
                .map(entry -> {
                    try {
                        return Path.of(entry).toUri().toURL();
                    } catch (MalformedURLException e) {
                        throw new IllegalStateException(e);
                    }
                })
                .toArray(URL[]::new);
    }

    @Test
    void itWorks() throws ReflectiveOperationException, IOException {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        try (ScriptedServer server = new ScriptedServer().echo();
                URLClassLoader loader = new URLClassLoader(classPath(), ClassLoader.getPlatformClassLoader())) {
            assertThrows(ClassNotFoundException.class, () -> loader.loadClass("jakarta.enterprise.util.Nonbinding"));
            assertThrows(ClassNotFoundException.class, () -> loader.loadClass("jakarta.inject.Inject"));
            thread.setContextClassLoader(loader);
            Object answer = loader.loadClass(Application.class.getName())
                    .getMethod("ask", String.class)
                    .invoke(null, server.uri().toString());
            assertEquals(5, answer);
        } finally {
            thread.setContextClassLoader(before);
        }
    }
}
