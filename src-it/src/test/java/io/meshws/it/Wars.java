package io.meshws.it;

import io.meshws.client.MeshClient;
import java.io.File;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;
import org.glassfish.tyrus.client.ClientManager;
import org.jboss.shrinkwrap.api.Archive;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.jboss.shrinkwrap.api.exporter.ZipExporter;
import org.jboss.shrinkwrap.api.importer.ZipImporter;
import org.jboss.shrinkwrap.api.spec.EnterpriseArchive;
import org.jboss.shrinkwrap.api.spec.WebArchive;

/** The archives that tests deploy: mesh as a user would package it, and the test's own classes. */
final class Wars {
    /** A static file in each archive: if it's served, the deployment is up. */
    static final String READY = "ready.txt";

    /** What each application says of itself in its manifest. */
    static final String VERSION = "4.2-test";

    private static final File[] LIBRARIES = Stream.of(
                    System.getProperty("it.libraries").split(File.pathSeparator))
            .map(File::new)
            .toArray(File[]::new);

    private Wars() {}

    /** mesh and its dependencies in {@code WEB-INF/lib}, these classes, and the application at the root path. */
    static WebArchive withMesh(Class<?>... classes) {
        return ServerKind.current()
                .fitted(named("ROOT", classes)
                        .addAsLibraries(LIBRARIES)
                        .addAsWebInfResource(contextRoot("jboss-web"), "jboss-web.xml")
                        .addAsWebInfResource(contextRoot("glassfish-web-app"), "glassfish-web.xml"));
    }

    /** The sample as it is built, at the root path. */
    static WebArchive sample() {
        File built = ServerKind.SERVERS.resolve("sample.war").toFile();
        return ShrinkWrap.create(ZipImporter.class, "ROOT.war")
                .importFrom(built)
                .as(WebArchive.class)
                .addAsWebResource(new StringAsset("ready"), READY);
    }

    /** As {@link #withMesh}, at the path of that name. */
    static WebArchive withMeshAt(String name, Class<?>... classes) {
        return named(name, classes).addAsLibraries(LIBRARIES);
    }

    /** As {@link #withMeshAt}, and the Java client as a user would add it. */
    static WebArchive withClientAt(String name, Class<?>... classes) {
        return withMeshAt(name, classes).addAsLibraries(jar(MeshClient.class), jar(ClientManager.class));
    }

    static File jar(Class<?> type) {
        return new File(type.getProtectionDomain().getCodeSource().getLocation().getPath());
    }

    /** A web application without mesh, whose jars are in the {@code lib} of the EAR around it. */
    static EnterpriseArchive withMeshInEar(String name, Class<?>... classes) {
        return ShrinkWrap.create(EnterpriseArchive.class, name + ".ear")
                .addAsLibraries(LIBRARIES)
                .addAsModule(named(name, classes));
    }

    /** An EAR of only these. */
    static EnterpriseArchive ear(String name, WebArchive... wars) {
        return ShrinkWrap.create(EnterpriseArchive.class, name + ".ear").addAsModules(wars);
    }

    private static WebArchive named(String name, Class<?>... classes) {
        return ShrinkWrap.create(WebArchive.class, name + ".war")
                .addClasses(classes)
                .setManifest(new StringAsset("Manifest-Version: 1.0\nImplementation-Version: " + VERSION + "\n"))
                .addAsWebResource(new StringAsset("ready"), READY)
                .addAsWebInfResource(
                        new StringAsset("<beans xmlns=\"https://jakarta.ee/xml/ns/jakartaee\" version=\"4.0\""
                                + " bean-discovery-mode=\"annotated\"/>"),
                        "beans.xml");
    }

    /** Takes {@code mesh-ejb-timers} out. */
    static WebArchive withoutTimers(WebArchive war) {
        return without("mesh-ejb-timers", war);
    }

    /** The archive without the library with this prefix. */
    static WebArchive without(String library, WebArchive war) {
        war.delete(war.getContent(path -> path.get().contains("/" + library))
                .keySet()
                .iterator()
                .next());
        return war;
    }

    /** Properties that only this application sees, through MicroProfile Config. */
    static WebArchive configured(WebArchive war, Map<String, String> properties) {
        Properties file = new Properties();
        file.putAll(properties);
        StringWriter text = new StringWriter();
        try {
            file.store(text, null);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return war.addAsResource(new StringAsset(text.toString()), "META-INF/microprofile-config.properties");
    }

    /** Writes the archive to a place from which {@link ServerProcess} can take it. */
    static Path write(Archive<?> archive, Path directory) {
        Path file = directory.resolve(archive.getName());
        archive.as(ZipExporter.class).exportTo(file.toFile(), true);
        return file;
    }

    private static StringAsset contextRoot(String element) {
        return new StringAsset("<" + element + "><context-root>/</context-root></" + element + ">");
    }
}
