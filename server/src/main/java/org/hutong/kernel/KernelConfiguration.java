package org.hutong.kernel;

import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration
class KernelConfiguration {

    @Bean
    Today today(@Value("${hutong.today:}") String fixed) {
        return new Today(Clock.systemUTC(), fixed.isBlank() ? null : LocalDate.parse(fixed));
    }

    @Bean
    DataFolder dataFolder(@Value("${hutong.data:.hutong/demo}") String folder) {
        return new DataFolder(Path.of(folder));
    }

    @Bean
    Vault vault(DataFolder data) {
        return Vault.open(data.keys());
    }
}
