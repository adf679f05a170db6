package io.meshws.internal.cdi;

import io.meshws.Command;
import io.meshws.ForCommands;
import io.meshws.FromClients;
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
 * Starts the parts that need the web application, such as endpoints and EJB timers, after everything that the
 * application declares has started. It also ends first, because some servers have already stopped EJBs when the CDI
 * container ends. Unlike annotated listeners and filters, it runs even if {@code web.xml} is metadata-complete.
 */
@HandlesTypes({Command.class, ForCommands.class, FromClients.class})
public class WebApplication implements ServletContainerInitializer {
    private static final System.Logger LOG = System.getLogger("io.meshws");

    @Override
    public void onStartup(Set<Class<?>> annotated, ServletContext context) {
        if (!isOf(context, WebApplication.class)) {
            throw new MeshException("mesh-jakarta is not among the libraries of the web application "
                    + name(context) + ", but among those of the EAR or the server; move mesh's jars and their"
                    + " dependencies to WEB-INF/lib");
        }
        context.addListener(new HandshakeListener());
        FilterRegistration.Dynamic filter = context.addFilter(HandshakeFilter.class.getName(), new HandshakeFilter());
        filter.setAsyncSupported(true);
        // Before all other filters: Tyrus' own filter is added in the same way, and may be first.
        filter.addMappingForUrlPatterns(EnumSet.of(DispatcherType.REQUEST), false, "/*");
        context.addListener(new Lifecycle(annotated == null ? Set.of() : annotated));
        tellExtension(context.getContextPath());
    }

    /**
     * On Payara this is the only call before beans of the application are told of the start. Elsewhere CDI may start
     * later.
     */
    private static void tellExtension(String contextPath) {
        try {
            Instance<MeshExtension> found = CDI.current().select(MeshExtension.class);
            if (found.isResolvable()) {
                found.get().startsAt(contextPath);
            }
        } catch (LinkageError | IllegalStateException e) {
            LOG.log(System.Logger.Level.DEBUG, "CDI has not started yet", e);
        }
    }

    /** Open Liberty wraps the class loader of the web application, but still shows where the jar is. */
    static boolean isOf(ServletContext context, Class<?> ours) {
        if (context.getClassLoader() == ours.getClassLoader()) {
            return true;
        }
        CodeSource source = ours.getProtectionDomain().getCodeSource();
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
            return "mesh needs CDI, which is missing or disabled for the web application " + name(context)
                    + "; enable it, or add a CDI implementation if the server has none";
        }
    }
}
