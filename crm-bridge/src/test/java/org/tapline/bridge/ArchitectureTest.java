package org.tapline.bridge;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;

/// Which room may know of what. The map of the rooms is in `docs/architecture.md`.
@AnalyzeClasses(
        packages = "org.tapline.bridge",
        importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    private static final String[] PURE = {
        "org.tapline.bridge.mime..",
        "org.tapline.bridge.identity..",
        "org.tapline.bridge.policy..",
        "org.tapline.bridge.threads..",
        "org.tapline.bridge.privacy..",
        "org.tapline.bridge.authenticity..",
        "org.tapline.bridge.bcc..",
        "org.tapline.bridge.forwards..",
        "org.tapline.bridge.journaling..",
        "org.tapline.bridge.leads..",
        "org.tapline.bridge.unpacking..",
    };

    @ArchTest
    static final ArchRule pure_rooms_touch_nothing_outside =
            noClasses()
                    .that()
                    .resideInAnyPackage(PURE)
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(
                            "org.springframework..",
                            "org.postgresql..",
                            "java.sql..",
                            "javax.sql..",
                            "io.netty..",
                            "jakarta.mail..",
                            "java.net.http..",
                            "java.nio.channels..",
                            "org.slf4j..",
                            "java.util.logging..",
                            "java.lang.System$Logger..")
                    .because(
                            "a decision that reads nothing but its arguments can be tested by"
                                    + " tables, and serves intake, preview and explain alike");

    @ArchTest
    static final ArchRule pure_rooms_open_no_sockets =
            noClasses()
                    .that()
                    .resideInAnyPackage(PURE)
                    .should()
                    .dependOnClassesThat()
                    .haveNameMatching(
                            "java\\.net\\.(Socket|ServerSocket|DatagramSocket|InetAddress|URL"
                                    + "|URLConnection|HttpURLConnection)")
                    .because("what a message says must never make us call anybody");

    @ArchTest
    static final ArchRule pure_rooms_read_no_clock =
            noClasses()
                    .that()
                    .resideInAnyPackage(PURE)
                    .should()
                    .callMethod(Instant.class, "now")
                    .orShould()
                    .callMethod(LocalDate.class, "now")
                    .orShould()
                    .callMethod(LocalDateTime.class, "now")
                    .orShould()
                    .callMethod(OffsetDateTime.class, "now")
                    .orShould()
                    .callMethod(ZonedDateTime.class, "now")
                    .orShould()
                    .callMethod(System.class, "currentTimeMillis")
                    .orShould()
                    .callMethod(System.class, "nanoTime")
                    .orShould()
                    .dependOnClassesThat()
                    .areAssignableTo(Clock.class)
                    .because("time is an argument: the same facts give the same decision");

    @ArchTest
    static final ArchRule pure_rooms_know_only_each_other =
            noClasses()
                    .that()
                    .resideInAnyPackage(PURE)
                    .should()
                    .dependOnClassesThat(
                            resideInAPackage("org.tapline.bridge..")
                                    .and(not(resideInAnyPackage(PURE))))
                    .because("the rooms that act depend on those that decide, never the reverse");

    @ArchTest
    static final ArchRule the_bridge_never_imports_the_proxy =
            noClasses()
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage("org.tapline.proxy..")
                    .because(
                            "they meet in the journal and over HTTP, and run in different"
                                    + " processes when grown up (DESIGN section 2)");

    @ArchTest
    static final ArchRule no_room_needs_a_room_that_needs_it =
            slices().matching("org.tapline.bridge.(*)..")
                    .should()
                    .beFreeOfCycles()
                    .because("a room must be understandable without the rooms built on it");

    @ArchTest
    static final ArchRule sql_stays_where_the_tables_are =
            noClasses()
                    .that()
                    .resideInAnyPackage("org.tapline.bridge.api..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage("java.sql..", "org.postgresql..")
                    .allowEmptyShould(true)
                    .because("what HTTP shows is asked of the rooms, which ask about visibility");

    @ArchTest
    static final ArchRule nothing_is_called_after_its_layer =
            classes()
                    .should()
                    .haveSimpleNameNotEndingWith("Impl")
                    .andShould()
                    .haveSimpleNameNotEndingWith("Util")
                    .andShould()
                    .haveSimpleNameNotEndingWith("Utils")
                    .andShould()
                    .haveSimpleNameNotEndingWith("Helper")
                    .andShould()
                    .haveSimpleNameNotEndingWith("Manager")
                    .andShould()
                    .haveSimpleNameNotStartingWith("Abstract")
                    .because("a name says what a thing is for (STYLE, points 5 and 6)");
}
