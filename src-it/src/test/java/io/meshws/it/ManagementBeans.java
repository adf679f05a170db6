package io.meshws.it;

import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Set;
import java.util.stream.Collectors;
import javax.management.MalformedObjectNameException;
import javax.management.ObjectName;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;

/** mesh's beans as an operator sees them in the JVM of a server. */
final class ManagementBeans {
    private ManagementBeans() {}

    /** The names of mesh's management beans. */
    static Set<String> of(long pid) {
        try {
            VirtualMachine machine = VirtualMachine.attach(Long.toString(pid));
            String address = machine.startLocalManagementAgent();
            machine.detach();
            try (JMXConnector connector = JMXConnectorFactory.connect(new JMXServiceURL(address))) {
                return connector.getMBeanServerConnection().queryNames(new ObjectName("io.meshws:*"), null).stream()
                        .map(ObjectName::getCanonicalName)
                        .collect(Collectors.toSet());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (AttachNotSupportedException | MalformedObjectNameException e) {
            throw new IllegalStateException(e);
        }
    }
}
