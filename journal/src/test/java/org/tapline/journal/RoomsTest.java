package org.tapline.journal;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/// Which room may know which.
@AnalyzeClasses(packages = "org.tapline", importOptions = ImportOption.DoNotIncludeTests.class)
class RoomsTest {
    private static final String CONTRACT = "org.tapline.journal";
    private static final String CODEC = "org.tapline.journal.codec..";
    private static final String ARTEMIS = "org.tapline.journal.artemis..";

    @ArchTest
    static final ArchRule the_journal_knows_no_other_module =
            noClasses()
                    .that()
                    .resideInAPackage("org.tapline.journal..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(
                            "org.tapline.proxy..", "org.tapline.bridge..", "org.tapline.cli..")
                    .because("proxy and bridge meet here and must not meet anywhere else");

    @ArchTest
    static final ArchRule only_one_room_knows_the_broker =
            noClasses()
                    .that()
                    .resideInAPackage("org.tapline..")
                    .and()
                    .resideOutsideOfPackage(ARTEMIS)
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage("org.apache.activemq..", "org.apache.artemis..")
                    .because("another broker must be a matter of one room");

    @ArchTest
    static final ArchRule the_contract_knows_only_the_language =
            noClasses()
                    .that()
                    .resideInAPackage(CONTRACT)
                    .should()
                    .dependOnClassesThat()
                    .resideOutsideOfPackages(CONTRACT, "java..", "org.jspecify..")
                    .because("whoever appends or consumes should see nothing of how it is kept");

    @ArchTest
    static final ArchRule the_codec_is_pure =
            noClasses()
                    .that()
                    .resideInAPackage(CODEC)
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(
                            ARTEMIS, "org.slf4j..", "java.io..", "java.nio..", "io.netty..")
                    .because("what is written must not depend on where, and is tested alone");
}
