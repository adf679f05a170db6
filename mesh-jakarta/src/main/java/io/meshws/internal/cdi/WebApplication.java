package io.meshws.internal.cdi;

import jakarta.inject.Inject;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import jakarta.servlet.annotation.WebListener;
import jakarta.websocket.server.ServerContainer;

/**
 * Begins what needs the web application: endpoints and EJB timers. It ends first, too: when the CDI container ends, some
 * servers have stopped EJBs already.
 */
@WebListener
public class WebApplication implements ServletContextListener {
    @Inject
    private MeshDeployment deployment;

    @Override
    public void contextInitialized(ServletContextEvent event) {
        ServletContext context = event.getServletContext();
        deployment.open((ServerContainer) context.getAttribute(ServerContainer.class.getName()));
        deployment.startTicks();
        deployment.manage(context.getContextPath());
    }

    @Override
    public void contextDestroyed(ServletContextEvent event) {
        deployment.stop();
    }
}
