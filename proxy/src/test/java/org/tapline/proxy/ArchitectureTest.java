package org.tapline.proxy;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import org.tapline.journal.Journal;

/// What the rooms of the proxy may know of each other and of the world.
@AnalyzeClasses(packages = "org.tapline.proxy", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {
    private static final String[] PURE = {
        "org.tapline.proxy.imap..",
        "org.tapline.proxy.smtp..",
        "org.tapline.proxy.sasl..",
        "org.tapline.proxy.capture..",
        "org.tapline.proxy.front..",
        "org.tapline.proxy.conversation.."
    };

    @ArchTest
    static final ArchRule PURE_ROOMS_KNOW_NO_NETWORK =
            noClasses()
                    .that()
                    .resideInAnyPackage(PURE)
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(
                            "io.netty..",
                            "java.net..",
                            "javax.net..",
                            "java.nio.channels..",
                            "java.nio.file..",
                            "java.io.File..")
                    .allowEmptyShould(true)
                    .because(
                            "octets and effects are all a conversation needs, and so every chunking"
                                    + " can be tested without a socket");

    @ArchTest
    static final ArchRule PURE_ROOMS_KNOW_NO_FRAMEWORK =
            noClasses()
                    .that()
                    .resideInAnyPackage(PURE)
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(
                            "org.slf4j..",
                            "java.util.logging..",
                            "io.micrometer..",
                            "org.springframework..",
                            "java.sql..",
                            "java.util.concurrent..")
                    .because(
                            "a log line or metric is an effect that the relay carries out, and a"
                                    + " conversation belongs to one event loop");

    @ArchTest
    static final ArchRule PURE_ROOMS_READ_NO_CLOCK =
            noClasses()
                    .that()
                    .resideInAnyPackage(PURE)
                    .should()
                    .callMethod(System.class, "currentTimeMillis")
                    .orShould()
                    .callMethod(System.class, "nanoTime")
                    .orShould()
                    .callMethod(java.time.Instant.class, "now")
                    .orShould()
                    .dependOnClassesThat()
                    .areAssignableTo(java.time.Clock.class)
                    .because("time is an argument, else no test can repeat what happened");

    @ArchTest
    static final ArchRule PURE_ROOMS_DO_NOT_WRITE_THE_JOURNAL =
            noClasses()
                    .that()
                    .resideInAnyPackage(PURE)
                    .should()
                    .dependOnClassesThat()
                    .areAssignableTo(Journal.class)
                    .because(
                            "whether and when an observation is durable is the relay's concern; a"
                                    + " conversation only says what was seen");

    @ArchTest
    static final ArchRule PROTOCOLS_DO_NOT_KNOW_EACH_OTHER =
            noClasses()
                    .that()
                    .resideInAPackage("org.tapline.proxy.imap..")
                    .should()
                    .dependOnClassesThat(resideInAPackage("org.tapline.proxy.smtp.."))
                    .because("what both need lies in the rooms sasl, capture and conversation");

    @ArchTest
    static final ArchRule THE_PROXY_DOES_NOT_KNOW_THE_BRIDGE =
            noClasses()
                    .should()
                    .dependOnClassesThat(resideInAPackage("org.tapline.bridge.."))
                    .because("they meet in the journal and over HTTP, and run apart");

    @ArchTest
    static final ArchRule NAMES_SAY_WHAT_A_CLASS_DOES =
            classes()
                    .should()
                    .haveNameNotMatching(".*(Impl|Util|Utils|Helper|Manager)$")
                    .andShould()
                    .haveNameNotMatching(".*\\.Abstract[A-Z].*")
                    .because("such names hide that nobody knew what the class is for");
}
