package io.meshws.internal.cdi;

import io.meshws.MeshMXBean;
import java.lang.management.ManagementFactory;
import javax.management.InstanceAlreadyExistsException;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;

/** One deployment's entry in the platform's MBean server, which all applications of a server share. */
final class Management {
    private static final System.Logger LOG = System.getLogger("io.meshws");

    private final MBeanServer beans = ManagementFactory.getPlatformMBeanServer();
    private ObjectName name;

    /**
     * @param contextPath of the web application; empty for the root
     */
    synchronized void register(String contextPath, MeshMXBean bean) {
        String application =
                "io.meshws:type=Mesh,application=" + ObjectName.quote(contextPath.isEmpty() ? "/" : contextPath);
        try {
            try {
                name = put(application, bean);
            } catch (InstanceAlreadyExistsException taken) {
                name = put(application + ",instance=" + ObjectName.quote(bean.getInstanceId()), bean);
            }
        } catch (JMException e) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "MESH-0006 Cannot register this instance with JMX, so it is not visible there",
                    e);
        }
    }

    private ObjectName put(String beanName, Object bean) throws JMException {
        return beans.registerMBean(bean, new ObjectName(beanName)).getObjectName();
    }

    /** Must run: a bean that stays registered keeps the application in memory. */
    synchronized void unregister() {
        try {
            if (name != null) {
                beans.unregisterMBean(name);
            }
        } catch (JMException e) {
            LOG.log(System.Logger.Level.DEBUG, "The JMX bean is already gone", e);
        }
        name = null;
    }
}
