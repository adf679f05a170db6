package io.meshws.internal.cdi;

import io.meshws.internal.endpoint.ConfiguredPaths;
import io.meshws.internal.endpoint.Sessions;
import jakarta.inject.Inject;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import jakarta.servlet.annotation.WebListener;
import jakarta.websocket.server.ServerContainer;

/**
 * What can only begin when the web application is there: endpoints by configuration, and EJB timers. It ends first, too:
 * when the CDI container ends, some servers have stopped EJBs already.
 */
@WebListener
public class WebApplication implements ServletContextListener {
    @Inject
    private MeshDeployment deployment;

    @Inject
    private Sessions sessions;

    @Override
    public void contextInitialized(ServletContextEvent event) {
        deployment.startTicks();
        ServletContext context = event.getServletContext();
        ConfiguredPaths.add((ServerContainer) context.getAttribute(ServerContainer.class.getName()), sessions);
        deployment.manage(context.getContextPath());
    }

    @Override
    public void contextDestroyed(ServletContextEvent event) {
        deployment.stop();
    }
}
