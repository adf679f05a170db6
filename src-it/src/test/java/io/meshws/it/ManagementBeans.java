package io.meshws.it;

import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;
import io.meshws.MeshMXBean;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import javax.management.JMX;
import javax.management.MBeanServerConnection;
import javax.management.MalformedObjectNameException;
import javax.management.ObjectName;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;

/** mesh's beans as an operator sees them in the JVM of a server. */
final class ManagementBeans {
    private ManagementBeans() {}

    @FunctionalInterface
    private interface Query<T> {
        T of(MBeanServerConnection beans) throws IOException, MalformedObjectNameException;
    }

    /** The names of mesh's management beans. */
    static Set<String> of(long pid) {
        return ask(pid, ManagementBeans::names);
    }

    /** How often the one deployment refused something to clients. */
    static Map<String, Long> refusals(long pid) {
        return ask(pid, beans -> {
            ObjectName only = new ObjectName(names(beans).iterator().next());
            return JMX.newMXBeanProxy(beans, only, MeshMXBean.class).getRefusals();
        });
    }

    private static Set<String> names(MBeanServerConnection beans) throws IOException, MalformedObjectNameException {
        return beans.queryNames(new ObjectName("io.meshws:*"), null).stream()
                .map(ObjectName::getCanonicalName)
                .collect(Collectors.toSet());
    }

    private static <T> T ask(long pid, Query<T> query) {
        try {
            VirtualMachine machine = VirtualMachine.attach(Long.toString(pid));
            String address = machine.startLocalManagementAgent();
            machine.detach();
            try (JMXConnector connector = JMXConnectorFactory.connect(new JMXServiceURL(address))) {
                return query.of(connector.getMBeanServerConnection());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (AttachNotSupportedException | MalformedObjectNameException e) {
            throw new IllegalStateException(e);
        }
    }
}
