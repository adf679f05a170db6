package io.meshws.it;

import jakarta.servlet.ServletContainerInitializer;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.spec.JavaArchive;

/**
 * Fails the start of its application, where the file is there that the system property {@link #FILE} names: when the
 * listeners that the application declares have done what they do.
 */
public final class LateFailure implements ServletContainerInitializer {

    static final String FILE = "late-failure";

    /** What brings it into an application. */
    static JavaArchive library() {
        return ShrinkWrap.create(JavaArchive.class, "late-failure.jar")
                .addClasses(LateFailure.class, Failing.class)
                .addAsServiceProvider(ServletContainerInitializer.class, LateFailure.class);
    }

    @Override
    public void onStartup(Set<Class<?>> classes, ServletContext context) {
        context.addListener(new Failing());
    }

    private static final class Failing implements ServletContextListener {
        @Override
        public void contextInitialized(ServletContextEvent event) {
            if (Files.exists(Path.of(System.getProperty(FILE)))) {
                throw new IllegalStateException("on purpose");
            }
        }
    }
}
