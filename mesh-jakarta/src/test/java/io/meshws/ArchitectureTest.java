package io.meshws;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import io.meshws.spi.EndpointFactory;

/** The package rules of {@code docs/architecture.md}. */
@AnalyzeClasses(packages = "io.meshws", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
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
            .doNotBelongToAnyOf(MeshHandshake.class)
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
}
