package io.meshws.internal.cdi;

import io.meshws.Command;
import io.meshws.ForCommands;
import io.meshws.MeshException;
import io.meshws.internal.endpoint.HandshakeFilter;
import io.meshws.internal.endpoint.HandshakeListener;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.spi.CDI;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterRegistration;
import jakarta.servlet.ServletContainerInitializer;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import jakarta.servlet.annotation.HandlesTypes;
import java.security.CodeSource;
import java.util.EnumSet;
import java.util.Set;

/**
 * Starts what needs the web application, after all that the application declares has started: endpoints and EJB timers. It
 * ends first, too, because when the CDI container ends, some servers have stopped EJBs already. Unlike annotated listeners and
 * filters, it also runs if {@code web.xml} says that it is complete.
 */
@HandlesTypes({Command.class, ForCommands.class})
public class WebApplication implements ServletContainerInitializer {
    @Override
    public void onStartup(Set<Class<?>> annotated, ServletContext context) {
        if (!isOf(context)) {
            throw new MeshException("mesh-jakarta is not among the libraries of the web application "
                    + name(context) + " but of the EAR or the server around it; move mesh's jars, and those that they"
                    + " need, to WEB-INF/lib");
        }
        context.addListener(new HandshakeListener());
        FilterRegistration.Dynamic filter = context.addFilter(HandshakeFilter.class.getName(), new HandshakeFilter());
        filter.setAsyncSupported(true);
        // Before all others: Tyrus' own filter is added in this way too, and may be first.
        filter.addMappingForUrlPatterns(EnumSet.of(DispatcherType.REQUEST), false, "/*");
        context.addListener(new Lifecycle(annotated == null ? Set.of() : annotated));
    }

    /** Open Liberty wraps the class loader of the web application, but tells where the jar is. */
    private static boolean isOf(ServletContext context) {
        if (context.getClassLoader() == WebApplication.class.getClassLoader()) {
            return true;
        }
        CodeSource source = WebApplication.class.getProtectionDomain().getCodeSource();
        return source != null
                && source.getLocation() != null
                && source.getLocation().getPath().contains("/WEB-INF/");
    }

    private static String name(ServletContext context) {
        return context.getContextPath().isEmpty() ? "/" : context.getContextPath();
    }

    private static final class Lifecycle implements ServletContextListener {
        private final Set<Class<?>> annotated;
        private MeshDeployment deployment;

        Lifecycle(Set<Class<?>> annotated) {
            this.annotated = annotated;
        }

        @Override
        public void contextInitialized(ServletContextEvent event) {
            ServletContext context = event.getServletContext();
            deployment = deployment(context);
            deployment.open(context, annotated);
        }

        @Override
        public void contextDestroyed(ServletContextEvent event) {
            if (deployment != null) {
                deployment.stop();
            }
        }

        private static MeshDeployment deployment(ServletContext context) {
            try {
                Instance<MeshDeployment> found = CDI.current().select(MeshDeployment.class);
                if (found.isResolvable()) {
                    return found.get();
                }
            } catch (LinkageError | IllegalStateException e) {
                throw new MeshException(withoutCdi(context), e);
            }
            throw new MeshException(withoutCdi(context));
        }

        private static String withoutCdi(ServletContext context) {
            return "mesh needs CDI, which is missing or switched off for the web application " + name(context)
                    + "; switch it on, or add a CDI implementation to a server that brings none";
        }
    }
}
