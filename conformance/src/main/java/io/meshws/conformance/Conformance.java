package io.meshws.conformance;

import java.net.URI;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * Holds a server or a client to the exchanges, prints a line for each, and exits with 1 if one did not do its part. The system
 * property {@code mesh.address} has the server's addresses, or {@code mesh.driver} the command that starts the client's driver.
 */
public final class Conformance {
    private static final String APPLICATION = "conformance";

    private interface Check {
        void run(Exchange exchange) throws NotConformingException, InterruptedException;
    }

    private Conformance() {}

    public static void main(String[] arguments) throws InterruptedException {
        String addresses = System.getProperty("mesh.address");
        String driver = System.getProperty("mesh.driver");
        int failed = 1;
        try {
            if (addresses != null) {
                failed = server(
                        Arrays.stream(addresses.split(",")).map(URI::create).toList());
            } else if (driver != null) {
                failed = client(List.of(driver.split(" +")));
            } else {
                System.out.println("Give -Dmesh.address=ws://… or -Dmesh.driver=\"command\"; see docs/conformance.md");
            }
        } catch (NotConformingException e) {
            System.out.println(e.getMessage());
        }
        System.exit(failed == 0 ? 0 : 1);
    }

    private static int client(List<String> command) throws InterruptedException {
        try (Driver driver = new ProcessDriver(Path.of("."), command)) {
            return report(ClientCheck.exchanges(), exchange -> ClientCheck.run(driver, exchange));
        }
    }

    private static int server(List<URI> addresses) throws NotConformingException, InterruptedException {
        List<Exchange> exchanges = ServerCheck.exchanges();
        if (!ServerCheck.hasApplication(addresses.get(0))) {
            List<Exchange> possible =
                    exchanges.stream().filter(each -> !needsApplication(each)).toList();
            System.out.println("The server does not have the conformance application: "
                    + (exchanges.size() - possible.size()) + " of " + exchanges.size()
                    + " exchanges are skipped; see docs/conformance.md");
            exchanges = possible;
        }
        return report(exchanges, exchange -> ServerCheck.run(addresses, exchange));
    }

    /** Whether it needs names that only the application exposes. */
    static boolean needsApplication(Exchange exchange) {
        return exchange.constants().toString().contains(APPLICATION)
                || exchange.frames().anyMatch(frame -> frame.toString().contains(APPLICATION));
    }

    private static int report(List<Exchange> exchanges, Check check) throws InterruptedException {
        int failed = 0;
        for (Exchange exchange : exchanges) {
            try {
                check.run(exchange);
                System.out.println("ok      " + exchange.name());
            } catch (NotConformingException e) {
                failed++;
                System.out.println("FAILED  " + exchange.name() + "\n        " + e.getMessage());
            }
        }
        System.out.println(exchanges.size() - failed + " ok, " + failed + " failed");
        return failed;
    }
}
