package io.meshws;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import io.meshws.spi.EndpointFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** The package rules of {@code docs/architecture.md}. */
@AnalyzeClasses(
        packages = "io.meshws",
        importOptions = {ImportOption.DoNotIncludeTests.class, ArchitectureTest.WithoutTestKit.class})
class ArchitectureTest {
    static final class WithoutTestKit implements ImportOption {
        @Override
        public boolean includes(Location location) {
            return !location.contains("/io/meshws/testing/");
        }
    }

    /**
     * Except for the base classes of an application's own endpoints, which the container calls, and the interface that
     * they look up.
     */
    @ArchTest
    static final ArchRule onlyTheEndpointKnowsWebSockets = noClasses()
            .that()
            .resideOutsideOfPackages("io.meshws.internal.endpoint..", "io.meshws.internal.cdi..")
            .and()
            .doNotBelongToAnyOf(MeshEndpoint.class, MeshHandshake.class, EndpointFactory.class)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("jakarta.websocket..", "jakarta.servlet..");

    @ArchTest
    static final ArchRule onlyTheEngineKnowsRedisson = noClasses()
            .that()
            .resideOutsideOfPackages("io.meshws.internal.cluster.redis..", "io.meshws.internal.cdi..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.redisson..", "io.netty..");

    @ArchTest
    static final ArchRule onlyTheShellKnowsCdi = noClasses()
            .that()
            .resideOutsideOfPackage("io.meshws.internal.cdi..")
            .and()
            .doNotBelongToAnyOf(MeshHandshake.class, Everywhere.class, Elsewhere.class)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("jakarta.enterprise..", "jakarta.inject..", "jakarta.interceptor..");

    @ArchTest
    static final ArchRule noEjbNoTyrusNoServer = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("jakarta.ejb..", "org.glassfish..", "io.undertow..", "org.wildfly..", "fish.payara..");

    @ArchTest
    static final ArchRule theWireKnowsNothingElse = classes()
            .that()
            .resideInAPackage("io.meshws.protocol..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("io.meshws.protocol..", "java..", "jakarta.json..");

    @ArchTest
    static final ArchRule theProviderIsLookedUpOnce =
            noClasses().should().dependOnClassesThat().haveFullyQualifiedName("jakarta.json.Json");

    @ArchTest
    static final ArchRule featuresDoNotKnowTheEngines = noClasses()
            .that()
            .resideOutsideOfPackages("io.meshws.internal.cdi..", "io.meshws.internal.cluster..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.meshws.internal.cluster.redis..", "io.meshws.internal.cluster.memory..");

    @ArchTest
    static final ArchRule packagesHaveNoCycles =
            slices().matching("io.(**)").should().beFreeOfCycles();

    /** The API that an application or an extension imports stands on its own: it refers to nothing internal. */
    @ArchTest
    static final ArchRule theApiRefersToTheApi = noClasses()
            .that()
            .resideInAnyPackage("io.meshws", "io.meshws.spi..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.meshws.internal..");

    /** From the top, as {@code docs/architecture.md} draws them. */
    private static final List<List<String>> LAYERS = layers();

    private static List<List<String>> layers() {
        try (Stream<String> lines = Files.lines(Path.of("../docs/architecture.md"))) {
            return lines.dropWhile(line -> !line.startsWith("They form layers"))
                    .dropWhile(line -> !line.equals("```text"))
                    .skip(1)
                    .takeWhile(line -> !line.equals("```"))
                    .map(layer -> Arrays.stream(layer.split(" {3}"))
                            .map(name -> name.startsWith("internal.") ? "io.meshws." + name : name)
                            .map(name -> name.equals("io.meshws.protocol") ? name + ".." : name)
                            .toList())
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @ArchTest
    static void everyPackageIsInALayer(JavaClasses all) {
        classes()
                .should()
                .resideInAnyPackage(LAYERS.stream().flatMap(List::stream).toArray(String[]::new))
                .check(all);
    }

    @ArchTest
    static void aPackageKnowsOnlyLayersBelowIt(JavaClasses all) {
        List<String> above = new ArrayList<>();
        for (List<String> layer : LAYERS) {
            for (String itself : layer) {
                String[] others = Stream.concat(above.stream(), layer.stream().filter(other -> !other.equals(itself)))
                        .toArray(String[]::new);
                noClasses()
                        .that()
                        .resideInAPackage(itself)
                        .should()
                        .dependOnClassesThat()
                        .resideInAnyPackage(others)
                        .allowEmptyShould(others.length == 0)
                        .check(all);
            }
            above.addAll(layer);
        }
    }
}
