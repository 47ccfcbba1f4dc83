package org.hutong.policy;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;

/// What may know what. The canary shows that the rules can fail.
class ArchitectureTest {
    private final JavaClasses own = new ClassFileImporter().withImportOption(new ImportOption.DoNotIncludeTests()).importPackages("org.hutong.policy");

    @Test
    void theEngineKnowsNothingButYamlAndTheJdk() {
        ArchRule rule = classes().that().resideInAPackage("org.hutong.policy..").should().onlyDependOnClassesThat().resideInAnyPackage("org.hutong.policy..", "java..", "javax.xml..", "org.w3c.dom..", "org.xml.sax..", "org.yaml.snakeyaml..");
        rule.check(own);
    }

    @Test
    void feelAndDmnStandBelowTheRest() {
        noClasses().that().resideInAPackage("org.hutong.policy.feel..").should().dependOnClassesThat().resideInAnyPackage("org.hutong.policy.dmn..", "org.hutong.policy.pack..", "org.hutong.policy.run..").check(own);
        noClasses().that().resideInAPackage("org.hutong.policy.dmn..").should().dependOnClassesThat().resideInAnyPackage("org.hutong.policy.pack..", "org.hutong.policy.run..").check(own);
        noClasses().that().resideInAPackage("org.hutong.policy.pack..").should().dependOnClassesThat().resideInAnyPackage("org.hutong.policy.run..", "org.hutong.policy.cli..").check(own);
    }

    @Test
    void nothingThatDecidesReadsAClock() {
        var rule = noClasses().that().resideInAnyPackage("org.hutong.policy.run..", "org.hutong.policy.pack..", "org.hutong.policy.feel..").should().callMethod(LocalDate.class, "now");
        rule.check(own);
        assertThatThrownBy(() -> noClasses().should().callMethod(LocalDate.class, "now").check(new ClassFileImporter().importClasses(ReadsAClock.class))).isInstanceOf(AssertionError.class);
    }

    static final class ReadsAClock {
        LocalDate today() {
            return LocalDate.now();
        }
    }
}
