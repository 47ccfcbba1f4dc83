package org.hutong;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ListeningTests {

    @Test
    void withoutACertificateTheServerListensToThisMachineAlone() {
        assertThatCode(() -> Hutong.requireTlsBeyondLoopback("127.0.0.1")).doesNotThrowAnyException();
        assertThatCode(() -> Hutong.requireTlsBeyondLoopback("::1")).doesNotThrowAnyException();
        for (var address : new String[] {"0.0.0.0", "192.168.1.10", "::"}) {
            assertThatThrownBy(() -> Hutong.requireTlsBeyondLoopback(address)).isInstanceOfSatisfying(CannotStart.class, no -> org.assertj.core.api.Assertions.assertThat(no.line()).contains("[SRV-001]").contains("没有启动"));
        }
    }
}
