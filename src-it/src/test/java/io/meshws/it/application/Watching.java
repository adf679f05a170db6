package io.meshws.it.application;

import io.meshws.Command;
import io.meshws.MeshMXBean;
import jakarta.enterprise.context.ApplicationScoped;
import java.lang.management.ManagementFactory;
import java.util.List;
import javax.management.JMException;
import javax.management.JMX;
import javax.management.MBeanServer;
import javax.management.ObjectName;

/** Shows the server's deployments of mesh as an operator sees them. */
@ApplicationScoped
public class Watching {
    public record Watched(String name, String instanceId, int connections, int measured, double maxLatency) {}

    @Command("watch")
    public List<Watched> watch() throws JMException {
        MBeanServer beans = ManagementFactory.getPlatformMBeanServer();
        return beans.queryNames(new ObjectName("io.meshws:type=Mesh,*"), null).stream()
                .map(name -> {
                    MeshMXBean bean = JMX.newMXBeanProxy(beans, name, MeshMXBean.class);
                    return new Watched(
                            name.getCanonicalName(),
                            bean.getInstanceId(),
                            bean.getConnections(),
                            bean.getLatency().getCount(),
                            bean.getLatency().getMax());
                })
                .toList();
    }
}
