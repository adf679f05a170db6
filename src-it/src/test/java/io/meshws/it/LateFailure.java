package io.meshws.it;

import jakarta.servlet.ServletContainerInitializer;
import jakarta.servlet.ServletContext;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServlet;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.spec.JavaArchive;

/**
 * Fails the start of its application if the file exists that the system property {@link #FILE} names. Runs after all
 * listeners: as a filter on servers that start filters then, else as a servlet.
 */
public final class LateFailure implements ServletContainerInitializer {

    static final String FILE = "late-failure";

    /** The library that adds it to an application. */
    static JavaArchive library() {
        return ShrinkWrap.create(JavaArchive.class, "late-failure.jar")
                .addClasses(LateFailure.class, FailingFilter.class, FailingServlet.class)
                .addAsServiceProvider(ServletContainerInitializer.class, LateFailure.class);
    }

    @Override
    public void onStartup(Set<Class<?>> classes, ServletContext context) {
        context.addFilter("failing-filter", new FailingFilter());
        context.addServlet("failing-servlet", new FailingServlet()).setLoadOnStartup(1);
    }

    private static void failIfToldTo() {
        if (Files.exists(Path.of(System.getProperty(FILE)))) {
            throw new IllegalStateException("on purpose");
        }
    }

    private static final class FailingFilter extends HttpFilter {
        private static final long serialVersionUID = 1L;

        @Override
        public void init() {
            failIfToldTo();
        }
    }

    private static final class FailingServlet extends HttpServlet {
        private static final long serialVersionUID = 1L;

        @Override
        public void init() {
            failIfToldTo();
        }
    }
}
