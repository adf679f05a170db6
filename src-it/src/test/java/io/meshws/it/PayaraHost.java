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
        Class<?> type = Class.forName("fish.payara.micro.PayaraMicro");
        Object micro = type.getMethod("getInstance").invoke(null);
        type.getMethod("setHttpPort", int.class).invoke(micro, Integer.parseInt(arguments[0]));
        type.getMethod("setNoHazelcast", boolean.class).invoke(micro, true);
        Object runtime = type.getMethod("bootStrap").invoke(micro);
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
