package org.tapline.cli;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "org.tapline.cli", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule COMMANDS_SPEAK_HTTP_ONLY =
            noClasses()
                    .that()
                    .resideInAPackage("..command..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(
                            "org.tapline.bridge..", "org.tapline.proxy..", "org.tapline.journal..")
                    .because("a command must work on an instance of another machine as well");

    @ArchTest
    static final ArchRule ONLY_THE_LAUNCHER_STARTS_ROLES =
            noClasses()
                    .that()
                    .resideOutsideOfPackage("..launch..")
                    .should()
                    .dependOnClassesThat()
                    .haveNameMatching(
                            "org\\.tapline\\.(proxy\\.Proxy|bridge\\.Bridge|journal\\.artemis\\..*)")
                    .because("what is started in one place can be stopped in the right order");

    @ArchTest
    static final ArchRule CONFIGURATION_KNOWS_SETTINGS_ONLY =
            noClasses()
                    .that()
                    .resideInAPackage("..configuration..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(
                            "org.tapline.cli.launch..",
                            "org.tapline.cli.command..",
                            "org.tapline.cli.demo..",
                            "org.slf4j..",
                            "io.netty..",
                            "org.springframework..")
                    .because(
                            "reading the configuration must not depend on the state of the machine");

    @ArchTest
    static final ArchRule JSON_AND_TABLES_SPEAK_NO_LOG =
            noClasses()
                    .that()
                    .resideInAnyPackage("..command..", "..rest..", "..table..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage("org.slf4j..", "ch.qos.logback..")
                    .because("starting the logger would double the time of a short command");

    @ArchTest
    static final ArchRule ROOMS_HAVE_NO_CYCLES =
            slices().matching("org.tapline.cli.(*)..")
                    .should()
                    .beFreeOfCycles()
                    .because("a room must be understood without those that use it");

    @ArchTest
    static final ArchRule NAMES_SAY_WHAT_A_CLASS_DOES =
            classes()
                    .should()
                    .haveNameNotMatching(".*(Impl|Util|Utils|Helper|Manager)|.*\\.Abstract.*")
                    .because("such a name hides what the class is for");
}
