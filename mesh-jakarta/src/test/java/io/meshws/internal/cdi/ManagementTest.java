package io.meshws.internal.cdi;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.meshws.MeshConfig;
import io.meshws.MeshMXBean;
import io.meshws.internal.instance.Gauges;
import io.meshws.testing.Clusters;
import io.meshws.testing.TestInstance;
import java.lang.management.ManagementFactory;
import java.util.Set;
import java.util.stream.Collectors;
import javax.management.JMX;
import javax.management.MBeanServer;
import javax.management.MalformedObjectNameException;
import javax.management.ObjectName;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ManagementTest {
    private final MBeanServer beans = ManagementFactory.getPlatformMBeanServer();
    private final TestInstance one =
            new TestInstance(Clusters.memory(), MeshConfig.builder().build());
    private final TestInstance two =
            new TestInstance(Clusters.memory(), MeshConfig.builder().build());
    private final Management first = new Management();
    private final Management second = new Management();

    @AfterEach
    void stop() {
        first.unregister();
        second.unregister();
        one.close();
        two.close();
    }

    private Set<String> names() {
        try {
            return beans.queryNames(new ObjectName("io.meshws:*"), null).stream()
                    .map(ObjectName::getCanonicalName)
                    .collect(Collectors.toSet());
        } catch (MalformedObjectNameException e) {
            throw new AssertionError(e);
        }
    }

    private MeshMXBean read(String name) {
        try {
            return JMX.newMXBeanProxy(beans, new ObjectName(name), MeshMXBean.class);
        } catch (MalformedObjectNameException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void aDeploymentIsNamedAfterItsContextPath() {
        first.register("/shop,a=\"b\"", new Gauges(one.mesh));
        second.register("", new Gauges(two.mesh));
        assertEquals(
                Set.of(
                        "io.meshws:application=\"/shop,a=\\\"b\\\"\",type=Mesh",
                        "io.meshws:application=\"/\",type=Mesh"),
                names());
        MeshMXBean bean = read("io.meshws:type=Mesh,application=\"/\"");
        assertEquals(two.mesh.instanceId(), bean.getInstanceId());
        assertEquals(0, bean.getLatency().getCount());
    }

    @Test
    void aNameThatIsTakenIsExtendedByTheInstance() {
        first.register("/shop", new Gauges(one.mesh));
        second.register("/shop", new Gauges(two.mesh));
        String extended = "io.meshws:application=\"/shop\",instance=\"" + two.mesh.instanceId() + "\",type=Mesh";
        assertEquals(Set.of("io.meshws:application=\"/shop\",type=Mesh", extended), names());
        first.unregister();
        assertEquals(Set.of(extended), names());
        assertEquals(two.mesh.instanceId(), read(extended).getInstanceId());
    }

    @Test
    void nothingIsLeftAndNothingOfOthersGoes() {
        first.unregister();
        first.register("/shop", new Gauges(one.mesh));
        second.unregister();
        assertEquals(1, names().size());
        first.unregister();
        first.unregister();
        assertEquals(Set.of(), names());
    }
}
