package io.pilothouse;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.pilothouse.domain.Problem;
import org.junit.jupiter.api.Test;

/// The arrows between the layers, and the rules that keep each layer what it is.
class ArchitectureTest {

    private static final JavaClasses APP = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.pilothouse");

    @Test
    void layersPointOneWay() {
        layeredArchitecture()
                .consideringOnlyDependenciesInAnyPackage("io.pilothouse..")
                .withOptionalLayers(true)
                .layer("domain")
                .definedBy("io.pilothouse.domain..")
                .layer("store")
                .definedBy("io.pilothouse.store..")
                .layer("connectors")
                .definedBy("io.pilothouse.connectors..")
                .layer("tasks")
                .definedBy("io.pilothouse.tasks..")
                .layer("ui")
                .definedBy("io.pilothouse.ui..")
                .layer("cli")
                .definedBy("io.pilothouse.cli..")
                .layer("demo")
                .definedBy("io.pilothouse.demo..")
                .layer("wiring")
                .definedBy("io.pilothouse")
                .whereLayer("wiring")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("ui")
                .mayOnlyBeAccessedByLayers("wiring")
                .whereLayer("cli")
                .mayOnlyBeAccessedByLayers("wiring")
                .whereLayer("demo")
                .mayOnlyBeAccessedByLayers("wiring", "cli")
                .whereLayer("tasks")
                .mayOnlyBeAccessedByLayers("ui", "cli", "wiring")
                .whereLayer("connectors")
                .mayOnlyBeAccessedByLayers("tasks", "wiring")
                .whereLayer("store")
                .mayOnlyBeAccessedByLayers("tasks", "wiring")
                .check(APP);
    }

    @Test
    void kindsDoNotKnowEachOther() {
        slices().matching("io.pilothouse.connectors.(*)..")
                .should()
                .notDependOnEachOther()
                .allowEmptyShould(true)
                .check(APP);
    }

    @Test
    void theDemoFleetSharesNothingWithTheConnectors() {
        noClasses()
                .that()
                .resideInAPackage("io.pilothouse.demo..")
                .should()
                .dependOnClassesThat(
                        resideInAPackage("io.pilothouse..").and(not(resideInAPackage("io.pilothouse.demo.."))))
                .because("a mistake in a connector must not be repeated in its simulator")
                .allowEmptyShould(true)
                .check(APP);
    }

    @Test
    void onlyTheWindowKnowsJavaFx() {
        noClasses()
                .that(resideInAPackage("io.pilothouse.(*)..")
                        .and(not(resideInAPackage("io.pilothouse.ui..")))
                        .and(not(resideInAPackage("io.pilothouse"))))
                .should()
                .dependOnClassesThat(resideInAnyPackage("javafx..", "atlantafx..", "org.controlsfx..", "org.kordamp.."))
                .because("everything below the window runs and is tested without a toolkit")
                .check(APP);
    }

    /// Bar D7, promise 9; what a running program has open is looked at by `WindowProgramTest`.
    @Test
    void nothingListensButTheDemoFleetTheTerminalsSocketAndForMinutesWhoWaitsForAConsent() {
        noClasses()
                .that()
                .resideOutsideOfPackage("io.pilothouse.demo..")
                .and()
                .haveNameNotMatching("io\\.pilothouse\\.(tasks\\.amc\\.ConsentListener|cli\\.attach\\.AttachServer"
                        + "|connectors\\.PortProbe).*")
                .should()
                .dependOnClassesThat(nameMatching("java\\.net\\.(ServerSocket|DatagramSocket|MulticastSocket)"
                        + "|java\\.nio\\.channels\\.(Asynchronous)?(ServerSocket|Datagram)Channel"
                        + "|com\\.sun\\.net\\.httpserver\\..*|io\\.undertow\\..*"))
                .because(
                        "nobody can connect to Pilothouse over a network; who looks for a way binds to one peer at once")
                .check(APP);
    }

    @Test
    void onlyTheStoreKnowsSql() {
        noClasses()
                .that()
                .resideOutsideOfPackage("io.pilothouse.store..")
                .should()
                .dependOnClassesThat(resideInAnyPackage("java.sql..", "javax.sql..", "org.sqlite.."))
                .because("there is one place to look for a slow query")
                .check(APP);
    }

    @Test
    void signsAreOurOwnNodes() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .haveFullyQualifiedName("org.kordamp.ikonli.javafx.FontIcon")
                .because("it is styled again while it is styled, and no style sheet of ours knows it: use `Icon`")
                .check(APP);
    }

    @Test
    void onlyTheUserInterfacesKnowTheActiveInstance() {
        noClasses()
                .that()
                .resideInAnyPackage("io.pilothouse.store..", "io.pilothouse.connectors..", "io.pilothouse.tasks..")
                .and()
                .resideOutsideOfPackage("io.pilothouse.tasks.active..")
                .should()
                .dependOnClassesThat(resideInAnyPackage("io.pilothouse.domain.active.."))
                .because("background work gets an explicit instance id and cannot follow a switcher")
                .check(APP);
    }

    /// What was said below the window is English; `Texts` says it in its language.
    @Test
    void problemsAreSaidInTheLanguageOfTheWindow() {
        noClasses()
                .that()
                .resideInAPackage("io.pilothouse.ui..")
                .and()
                .doNotHaveFullyQualifiedName("io.pilothouse.ui.common.Texts")
                .should()
                .callMethod(Problem.class, "summary")
                .orShould()
                .callMethod(Problem.class, "advice")
                .because("a window of another language would show them in English")
                .check(APP);
    }

    @Test
    void viewModelsKnowNoNodes() {
        noClasses()
                .that()
                .haveSimpleNameEndingWith("ViewModel")
                .should()
                .dependOnClassesThat(resideInAnyPackage("javafx.scene..", "javafx.stage..", "javafx.fxml.."))
                .because("a view-model is tested as a plain object")
                .allowEmptyShould(true)
                .check(APP);
    }

    @Test
    void theDomainIsFreeOfTheWorld() {
        noClasses()
                .that()
                .resideInAPackage("io.pilothouse.domain..")
                .should()
                .dependOnClassesThat(resideInAnyPackage(
                        "java.io..", "java.nio.file..", "java.net.http..", "java.sql..", "com.fasterxml..", "javafx.."))
                .check(APP);
    }

    @Test
    void onlyTheTerminalPrints() {
        noClasses()
                .that(resideInAPackage("io.pilothouse..")
                        .and(not(resideInAnyPackage("io.pilothouse.cli..", "io.pilothouse"))))
                .should()
                .accessField(System.class, "out")
                .orShould()
                .accessField(System.class, "err")
                .because("what the program has to say goes to the screen or the log")
                .check(APP);
    }

    @Test
    void namesSayWhatAClassIs() {
        noClasses()
                .that()
                .doNotHaveSimpleName("MainData") // qBittorrent's own word: sync/maindata
                .should()
                .haveNameMatching(".*(Manager|Helper|Util|Utils|Handler|Impl|Data)")
                .because("such an ending means that the name is missing")
                .check(APP);
    }

    @Test
    void timeIsAParameter() {
        noClasses()
                .that()
                .resideOutsideOfPackage("io.pilothouse")
                .should()
                .callMethod(java.time.Instant.class, "now")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(java.time.LocalDateTime.class, "now")
                .because("the clock comes from the wiring, so that tests can turn it")
                .check(APP);
    }

    @Test
    void layersHaveNoCycles() {
        slices().matching("io.pilothouse.(*)..").should().beFreeOfCycles().check(APP);
    }

    @Test
    void classesAreFinalUnlessMadeForMore() {
        classes()
                .that()
                .areNotInterfaces()
                .and()
                .areNotRecords()
                .and()
                .areNotEnums()
                .and()
                .areTopLevelClasses()
                .and()
                .doNotHaveSimpleName("package-info")
                .and()
                .doNotHaveModifier(com.tngtech.archunit.core.domain.JavaModifier.ABSTRACT)
                .and()
                .areNotAssignableTo("javafx.application.Application")
                .and()
                .areNotAssignableTo(Exception.class)
                .should()
                .haveModifier(com.tngtech.archunit.core.domain.JavaModifier.FINAL)
                .check(APP);
    }
}
