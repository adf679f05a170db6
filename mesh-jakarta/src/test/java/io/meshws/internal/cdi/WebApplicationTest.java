package io.meshws.internal.cdi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshws.MeshException;
import jakarta.servlet.FilterRegistration;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import java.io.InputStream;
import java.lang.reflect.Proxy;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** In a JVM without a CDI implementation. */
class WebApplicationTest {
    private final List<ServletContextListener> listeners = new ArrayList<>();
    private ClassLoader classLoader = WebApplication.class.getClassLoader();
    private final ServletContext context = stub(ServletContext.class);

    private <T> T stub(Class<T> type) {
        return type.cast(Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
                    switch (method.getName()) {
                        case "getContextPath":
                            return "/shop";
                        case "getClassLoader":
                            return classLoader;
                        case "addFilter":
                            return stub(FilterRegistration.Dynamic.class);
                        case "addListener":
                            if (arguments[0] instanceof ServletContextListener listener) {
                                listeners.add(listener);
                            }
                            return null;
                        default:
                            return null;
                    }
                }));
    }

    @Test
    void aMissingCdiFailsTheStartWithTheFix() {
        new WebApplication().onStartup(null, context);
        ServletContextListener listener = listeners.get(0);
        ServletContextEvent event = new ServletContextEvent(context);
        MeshException e = assertThrows(MeshException.class, () -> listener.contextInitialized(event));
        assertEquals(
                "mesh needs CDI, which is missing or disabled for the web application /shop; enable it, or add a"
                        + " CDI implementation if the server has none",
                e.getMessage());
        listener.contextDestroyed(event);
    }

    @Test
    void jarsOutsideOfTheWebApplicationFailTheStartWithTheFix() {
        classLoader = new URLClassLoader(new URL[0], WebApplication.class.getClassLoader());
        MeshException e = assertThrows(MeshException.class, () -> new WebApplication().onStartup(Set.of(), context));
        assertEquals(
                "mesh-jakarta is not among the libraries of the web application /shop, but among those of the EAR or the"
                        + " server; move mesh's jars and their dependencies to WEB-INF/lib",
                e.getMessage());
    }

    @ParameterizedTest
    @CsvSource({
        "app.war/WEB-INF/classes, true",
        "app.ear/app.war/WEB-INF/classes, true",
        "app.ear/lib, false",
        "WEB-INF-like/lib, false",
        "usr/shared/resources, false"
    })
    void ifTheServerWrapsTheClassLoaderThePlaceOfTheJarDecides(String place, boolean isOf, @TempDir Path root)
            throws Exception {
        Path classes = root.resolve(place);
        String name = WebApplicationTest.class.getName();
        Path file = classes.resolve(name.replace('.', '/') + ".class");
        Files.createDirectories(file.getParent());
        try (InputStream code = getClass().getResourceAsStream("WebApplicationTest.class")) {
            Files.copy(code, file);
        }
        try (URLClassLoader jar = new URLClassLoader(new URL[] {classes.toUri().toURL()}, null)) {
            classLoader = new URLClassLoader(new URL[0], jar);
            assertEquals(isOf, WebApplication.isOf(context, Class.forName(name, false, jar)));
            classLoader = jar;
            assertTrue(WebApplication.isOf(context, Class.forName(name, false, jar)));
        }
    }
}
