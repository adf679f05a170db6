package io.meshws.it;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;

/**
 * Runs in a separate JVM with Payara Micro on the class path. It's a server that reads deployments from standard input,
 * one on each line, because Payara Micro's command line deploys once. Uses reflection, so that the tests compile
 * without Payara.
 */
final class PayaraHost {
    private PayaraHost() {}

    /**
     * @param arguments the HTTP port
     */
    public static void main(String[] arguments) throws ReflectiveOperationException, IOException {
        // As the command line does, with its own class loader: the one for programs hides from JSON-B how to read
        // records.
        String[] options = {"--port", arguments[0], "--nohazelcast", "--nohostaware", "--disablephonehome"};
        Object micro = Class.forName("fish.payara.micro.boot.PayaraMicroLauncher")
                .getMethod("create", String[].class)
                .invoke(null, (Object) options);
        Object runtime = Class.forName("fish.payara.micro.boot.PayaraMicroBoot")
                .getMethod("getRuntime")
                .invoke(micro);
        System.out.println("STARTED");
        BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            String[] parts = line.split(" ", 2);
            File archive = new File(parts[1]);
            String name = archive.getName().replaceFirst("\\.[^.]*$", "");
            if (parts[0].equals("deploy")) {
                runtime.getClass()
                        .getMethod("deploy", String.class, String.class, File.class)
                        .invoke(runtime, name, name.equals("ROOT") ? "/" : name, archive);
            } else {
                runtime.getClass().getMethod("undeploy", String.class).invoke(runtime, name);
            }
            System.out.println("DONE " + line);
        }
        System.exit(0);
    }
}
