package io.meshws.internal.cdi;

import io.meshws.internal.instance.Self;
import jakarta.servlet.ServletContext;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.Comparator;
import java.util.Optional;
import java.util.jar.Attributes;
import java.util.jar.Manifest;
import java.util.stream.Stream;

/** Finds the description of an instance. */
final class Machine {
    private static final String MANIFEST = "/META-INF/MANIFEST.MF";

    private Machine() {}

    static Self self(ServletContext application) {
        return new Self(name(), address(), version(application));
    }

    /** Containers and shells set a variable; the other way may ask the network. */
    private static String name() {
        return Stream.of("HOSTNAME", "COMPUTERNAME")
                .map(System::getenv)
                .filter(name -> name != null && !name.isEmpty())
                .findFirst()
                .orElseGet(Machine::hostName);
    }

    private static String hostName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "localhost";
        }
    }

    /** The shortest one that others may reach: IPv4 before IPv6. */
    private static Optional<String> address() {
        try {
            return NetworkInterface.networkInterfaces()
                    .flatMap(NetworkInterface::inetAddresses)
                    .filter(address -> !address.isLoopbackAddress() && !address.isLinkLocalAddress())
                    .map(InetAddress::getHostAddress)
                    .min(Comparator.comparing(String::length).thenComparing(Comparator.naturalOrder()));
        } catch (SocketException e) {
            return Optional.empty();
        }
    }

    private static Optional<String> version(ServletContext application) {
        try (InputStream manifest = application.getResourceAsStream(MANIFEST)) {
            return manifest == null
                    ? Optional.empty()
                    : Optional.ofNullable(new Manifest(manifest)
                            .getMainAttributes()
                            .getValue(Attributes.Name.IMPLEMENTATION_VERSION));
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
