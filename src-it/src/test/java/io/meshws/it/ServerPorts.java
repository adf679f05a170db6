package io.meshws.it;

import io.meshws.testing.FreePort;
import org.jboss.arquillian.core.spi.LoadableExtension;

/** Finds the ports of the WildFly that Arquillian starts for a class, which stand in {@code arquillian.xml}. */
public final class ServerPorts implements LoadableExtension {
    @Override
    public void register(ExtensionBuilder builder) {
        System.setProperty("it.port.http", String.valueOf(FreePort.find()));
        System.setProperty("it.port.management", String.valueOf(FreePort.find()));
    }
}
