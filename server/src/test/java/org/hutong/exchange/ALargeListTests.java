package org.hutong.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.hutong.access.Role;
import org.hutong.registry.FactKinds;
import org.hutong.registry.NewPerson;
import org.hutong.registry.Relation;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.context.TestPropertySource;

/// Of a list larger than a set number of rows only those that can mean somebody here are kept; who is registered later is found in it all the same.
@TestPropertySource(properties = "hutong.discovery.at-once=true")
class ALargeListTests extends ListWorld {

    /// Just over the bound of the shipped settings.
    private static final int STRANGERS = 200_002;
    private static final List<String> NUMBERS = IntStream.range(0, STRANGERS).mapToObj(i -> number()).toList();

    @Autowired
    CompleteRosters rosters;

    private UUID enrolled(String name, String sex, LocalDate born, String number) {
        return as(Role.DISTRICT_OFFICER, DISTRICT, () -> registry.enrol(new NewPerson(name, sex, born, null, number, null, null, null, null, region(VILLAGE), region(VILLAGE), null)));
    }

    private byte[] deaths(List<String> more) {
        var lines = new ArrayList<String>(List.of(HEADINGS));
        IntStream.range(0, STRANGERS).forEach(i -> lines.add("外人" + i + "," + NUMBERS.get(i) + ",2026-05-0" + (1 + i % 9) + ",疾病"));
        lines.addAll(more);
        return csv(lines.toArray(String[]::new));
    }

    private List<String> factsOf(UUID person, String kind, int expected) {
        for (var i = 0;; i++) {
            var facts = as(Role.DISTRICT_OFFICER, DISTRICT, () -> registry.factHistory(List.of(person))).stream().filter(fact -> fact.kind().equals(kind)).map(fact -> fact.trueFrom().toString()).toList();
            if (facts.size() >= expected || i > 200) {
                return facts;
            }
            pause();
        }
    }

    @Test
    void strangersAreCountedAndNotKeptAndWhoIsKnownHereIs() throws Exception {
        var number = number();
        var known = enrolled("大名单熟人", "男", LocalDate.of(1985, 3, 4), number);
        var unnumbered = enrolled("大名单无号", "男", LocalDate.of(1985, 3, 4), null);
        var namesake = number();
        var delivery = delivered("DEATH", "全市死亡.csv", deaths(List.of("大名单熟人," + number + ",2026-04-02,疾病", "大名单无号," + namesake + ",2026-04-03,疾病", "坏行,12345,2026-04-03,疾病")));
        assertThat(delivery.state()).as("%s", delivery).isEqualTo(Delivery.State.DONE);
        assertThat(delivery.rowsRead()).isEqualTo(STRANGERS + 3);
        assertThat(List.of(delivery.rowsTaken(), delivery.rowsSame(), delivery.rowsApart(), delivery.rowsRefused())).containsExactly(2, 0, STRANGERS, 1);
        assertThat(rows(delivery.id())).extracting(row -> row.fields().get("name")).containsExactly("大名单熟人", "大名单无号");
        assertThat(factsOf(known, FactKinds.DEATH, 1)).containsExactly("2026-04-02");
        assertThat(factsOf(unnumbered, FactKinds.DEATH, 0)).as("a row that sounds like somebody without a number is kept for a person to judge").isEmpty();
        var open = new String(Files.readAllBytes(Aside.beside(deliveries.path(delivery.id()))), java.nio.charset.StandardCharsets.ISO_8859_1);
        assertThat(open.length()).as("eight bytes a number and nothing else").isEqualTo(STRANGERS * 8);
    }

    @Test
    void whoIsRegisteredLaterIsFoundInTheListThatCameBefore() {
        var fathers = number();
        var delivery = delivered("DEATH", "早先的死亡.csv", deaths(List.of("后来登记父," + fathers + ",2026-03-12,疾病")));
        assertThat(delivery.rowsApart()).isEqualTo(STRANGERS + 1);
        var child = enrolled("后来登记", "女", LocalDate.of(2015, 3, 8), number(LocalDate.of(2015, 3, 8)));
        var father = enrolled("后来登记父", "男", LocalDate.of(1985, 3, 4), fathers);
        as(Role.DISTRICT_OFFICER, DISTRICT, () -> {
            registry.relate(child, father, Relation.FATHER, null, null);
            return registry.openFile(child, null);
        });
        assertThat(factsOf(father, FactKinds.DEATH, 1)).containsExactly("2026-03-12");
        var after = seen(delivery.id());
        assertThat(List.of(after.rowsTaken(), after.rowsApart())).as("the row is kept now").containsExactly(1, STRANGERS);
        assertThat(rows(delivery.id())).singleElement().satisfies(row -> assertThat(row.row()).as("its own row of the sheet").isEqualTo(STRANGERS + 2));
    }

    @Test
    void whoIsRegisteredLaterIsNotSaidToBeMissingFromACompleteRosterThatNamesThem() {
        var number = number(LocalDate.of(2014, 2, 3));
        var headings = "姓名,身份证号,救助类别,起始日期,截止日期";
        var lines = new ArrayList<String>(List.of(headings));
        IntStream.range(0, STRANGERS).forEach(i -> lines.add("外户" + i + "," + NUMBERS.get(i) + ",低保,2025-01-01,"));
        lines.add("名册里人," + number + ",低保,2025-01-01,");
        var delivery = delivered("LOW_INCOME", "低保大名册.csv", csv(lines.toArray(String[]::new)));
        assertThat(delivery.state()).as("%s", delivery).isEqualTo(Delivery.State.DONE);
        assertThat(delivery.rowsApart()).isEqualTo(STRANGERS + 1);
        var there = enrolled("名册里人", "女", LocalDate.of(2014, 2, 3), number);
        var elsewhere = enrolled("名册外人", "女", LocalDate.of(2014, 2, 3), number(LocalDate.of(2014, 2, 3)));
        assertThat(as(serviceAccounts.nightly(), () -> rosters.absent(List.of(there, elsewhere))).keySet()).contains(elsewhere).doesNotContain(there);
    }

    @Test
    void whatIsSetAsideGoesWithTheList() {
        var delivery = delivered("DEATH", "到期的死亡.csv", deaths(List.of()));
        var file = Aside.beside(deliveries.path(delivery.id()));
        assertThat(file).exists();
        as(serviceAccounts.nightly(), () -> jdbc.sql("update exchange.delivery set purge_on = :today where id = :id").param("today", TODAY).param("id", delivery.id()).update());
        as(serviceAccounts.nightly(), deliveries::purge);
        assertThat(file).doesNotExist();
        assertThat(as(serviceAccounts.nightly(), () -> deliveries.aside(delivery.id(), List.of(new byte[32])))).isEmpty();
    }

    @Test
    void everyNumberSetAsideIsFoundAndNoOther() throws Exception {
        var seed = System.nanoTime();
        var random = new java.util.Random(seed);
        var aside = new Aside();
        var in = new ArrayList<byte[]>();
        for (var i = 0; i < 5_000; i++) {
            var index = new byte[32];
            random.nextBytes(index);
            (i % 2 == 0 ? in : new ArrayList<byte[]>()).add(index);
            if (i % 2 == 0) {
                aside.add(index);
            }
        }
        var file = Files.createTempDirectory("hutong-aside").resolve("a.aside");
        aside.write(file);
        assertThat(Aside.among(file, in)).as("seed %d", seed).hasSize(in.size());
        var out = IntStream.range(0, 2_000).mapToObj(i -> {
            var index = new byte[32];
            random.nextBytes(index);
            return index;
        }).toList();
        assertThat(Aside.among(file, out)).as("seed %d", seed).isEmpty();
        assertThat(Aside.among(file, List.of(in.getFirst())).contains(ByteBuffer.wrap(in.getFirst()))).isTrue();
    }
}
