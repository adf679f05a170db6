package io.meshws.client;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import io.meshws.client.internal.runtime.Promise;
import io.meshws.client.internal.socket.HandshakeException;

@AnalyzeClasses(packages = "io.meshws.client", importOptions = ImportOption.DoNotIncludeTests.class)
class ClientArchitectureTest {
    /** The builder makes internal objects. Blocking calls wait by a promise, and a cause tells the status of a handshake. */
    @ArchTest
    static final ArchRule theApiRefersToTheApi = noClasses()
            .that()
            .resideInAPackage("io.meshws.client")
            .and()
            .doNotBelongToAnyOf(MeshClientBuilder.class)
            .should()
            .dependOnClassesThat(resideInAPackage("io.meshws.client.internal..")
                    .and(not(belongToAnyOf(Promise.class, HandshakeException.class))));

    @ArchTest
    static final ArchRule internalPackagesHaveNoCycles =
            slices().matching("io.meshws.client.(**)").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule onlyTheSocketKnowsTyrus = noClasses()
            .that()
            .resideOutsideOfPackage("io.meshws.client.internal.socket..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.glassfish..", "jakarta.websocket..");
}
