package org.hutong;

import java.util.concurrent.TimeUnit;
import org.hutong.access.DemoAccounts;
import org.hutong.kernel.Today;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/// Once the page answers: fills the demo where that is asked for, then says on standard output where to open it and with which accounts.
@Component
class Announcement implements ApplicationRunner {

    private final ObjectProvider<DemoCity> demo;
    private final DemoAccounts accounts;
    private final Today today;
    private final WebServerApplicationContext web;
    private final String address;
    private final boolean encrypted;

    Announcement(ObjectProvider<DemoCity> demo, DemoAccounts accounts, Today today, WebServerApplicationContext web,
            @Value("${server.address:127.0.0.1}") String address, @Value("${server.ssl.certificate:#{null}}") @Nullable String certificate) {
        this.demo = demo;
        this.accounts = accounts;
        this.today = today;
        this.web = web;
        this.address = address;
        this.encrypted = certificate != null;
    }

    @Override
    public void run(ApplicationArguments arguments) throws Exception {
        var city = demo.getIfAvailable();
        if (city != null) {
            var began = System.nanoTime();
            city.fill();
            var seconds = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - began);
            if (seconds > 2) {
                DemoCity.say("演示数据就绪，用时 " + seconds + " 秒");
            }
            var offered = accounts.all();
            if (!offered.isEmpty()) {
                System.out.println("演示城市停在 " + today.date() + "。账号（密码都是 " + offered.getFirst().password() + "）：");
                for (var offer : offered) {
                    System.out.println("  " + offer.login() + "  " + offer.title() + "（" + offer.officeName() + "）：" + offer.what());
                }
            }
        }
        // a check listens only so that the rooms can start; nobody is to open it
        if (System.getProperty("hutong.verify") != null) {
            return;
        }
        System.out.println("打开 " + (encrypted ? "https" : "http") + "://" + address + ":" + web.getWebServer().getPort() + "/");
    }
}
