package org.hutong.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.UUID;
import org.hutong.access.Acting;
import org.hutong.access.Role;
import org.hutong.kernel.Vault;
import org.hutong.registry.NewPerson;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/// The folder, the upload in pieces, and the end of a list's term.
class DoorsAndTermsTests extends ListWorld {

    @Autowired
    WatchedFolder folder;
    @Autowired
    Housekeeping housekeeping;
    @Autowired
    Vault vault;
    @Autowired
    CompleteRosters rosters;

    private int look() {
        return Acting.as(serviceAccounts.nightly(), folder::look);
    }

    private static Path only(Path folder, String ending) throws Exception {
        try (var files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().endsWith(ending)).findFirst().orElse(null);
        }
    }

    private Path in(String list) throws Exception {
        return Files.createDirectories(folder.root().resolve(WatchedFolder.IN).resolve(list));
    }

    private void until(org.junit.jupiter.api.function.ThrowingSupplier<Boolean> done) throws Throwable {
        for (var i = 0; i < 200; i++) {
            look();
            if (done.get()) {
                return;
            }
            pause();
        }
        throw new AssertionError("did not come");
    }

    @Test
    void aFileInTheFolderIsTakenOnceItStandsStillAndIsPutAwayWhenItWasRead() throws Throwable {
        var file = in("死亡人员名单").resolve("公安八月.csv");
        var half = HEADINGS + "\n甲某," + number() + ",2026-05-01,疾病\n乙某," + number();
        Files.writeString(file, half);
        look();
        Files.writeString(file, half + ",2026-05-02,疾病\n丙某,17,2026-05-02,疾病\n");
        look();
        assertThat(file).exists();
        until(() -> only(folder.root().resolve(WatchedFolder.DONE), "_公安八月.csv") != null);
        assertThat(file).doesNotExist();
        var done = only(folder.root().resolve(WatchedFolder.DONE), "_公安八月.csv");
        var delivery = seen(UUID.fromString(done.getFileName().toString().substring(0, 36)));
        assertThat(delivery.door()).isEqualTo(Delivery.Door.FOLDER);
        assertThat(delivery.rowsTaken()).isEqualTo(2);
        assertThat(delivery.rowsRefused()).isEqualTo(1);
        assertThat(only(folder.root().resolve(WatchedFolder.REFUSED), "_公安八月_标注.xlsx")).isNotNull();
        assertThat(ok(signedIn(Role.CITY_OFFICER, "12").get("/api/exchange/folder")).toString()).contains("公安八月.csv").contains("收 2 行");
    }

    @Test
    void aFileOfNoKnownListGoesBackWithTheReasonBesideIt() throws Throwable {
        Files.writeString(in(".").resolve("随便.csv"), "姓名\n甲\n");
        until(() -> only(folder.root().resolve(WatchedFolder.REFUSED), "_随便.csv.说明.txt") != null);
        assertThat(Files.readString(only(folder.root().resolve(WatchedFolder.REFUSED), "_随便.csv.说明.txt"))).contains("名单");
        assertThat(only(folder.root().resolve(WatchedFolder.REFUSED), "_随便.csv")).isNotNull();
    }

    @Test
    void aFileStillBeingWrittenUnderATransferNameIsLeftAlone() throws Throwable {
        var file = in("死亡人员名单").resolve("传输中.csv.part");
        Files.writeString(file, HEADINGS);
        look();
        look();
        assertThat(file).exists();
        Files.delete(file);
    }

    @Test
    void aFileReceivedJustBeforeAKillIsNotDeliveredTwice() throws Throwable {
        var content = csv(HEADINGS, "丁某," + number() + ",2026-05-01,疾病");
        // as a kill between the commit of the delivery and the move of the file leaves it
        var first = as(serviceAccounts.nightly(), () -> deliveries.receive("DEATH", "断点.csv", new java.io.ByteArrayInputStream(content), Delivery.Door.FOLDER));
        Files.write(in("DEATH").resolve("断点.csv"), content);
        until(() -> only(folder.root().resolve(WatchedFolder.DONE), "_断点.csv") != null);
        var again = UUID.fromString(only(folder.root().resolve(WatchedFolder.DONE), "_断点.csv").getFileName().toString().substring(0, 36));
        assertThat(seen(again).refusal().code()).isEqualTo("EXC-002");
        assertThat(seen(first.id()).state()).isEqualTo(Delivery.State.RECEIVED);
    }

    private static String sha(byte[] bytes) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    }

    private org.hutong.Browser.Answer piece(String id, long offset, String sha, byte[] bytes) {
        return officer().send("PUT", "/api/exchange/uploads/" + id + "/pieces?offset=" + offset + "&sha256=" + sha, bytes, "application/octet-stream");
    }

    @Test
    void aLargeFileComesInPiecesAndGoesOnWhereItBrokeOff() throws Exception {
        var lines = new StringBuilder(HEADINGS).append('\n');
        for (var i = 0; i < 300; i++) {
            lines.append("戊某,").append(number()).append(",2026-05-01,疾病\n");
        }
        var all = lines.toString().getBytes(StandardCharsets.UTF_8);
        var half = Arrays.copyOf(all, all.length / 2);
        var rest = Arrays.copyOfRange(all, all.length / 2, all.length);
        var begun = Map.of("list", "DEATH", "fileName", "大名单.csv", "size", all.length);
        var id = ok(officer().post("/api/exchange/uploads", begun)).path("id").asString();
        assertThat(piece(id, 0, sha(rest), half).code()).isEqualTo("EXC-032");
        assertThat(piece(id, 7, sha(half), half).code()).isEqualTo("EXC-033");
        assertThat(ok(piece(id, 0, sha(half), half)).path("received").asLong()).isEqualTo(half.length);
        assertThat(ok(piece(id, 0, sha(half), half)).path("received").asLong()).as("the same piece again changes nothing").isEqualTo(half.length);
        assertThat(officer().post("/api/exchange/uploads/" + id + "/finish", null).code()).isEqualTo("EXC-034");
        // another page, later: the same file goes on
        var again = ok(officer().post("/api/exchange/uploads", begun));
        assertThat(again.path("id").asString()).isEqualTo(id);
        ok(piece(id, again.path("received").asLong(), sha(rest), rest));
        var delivery = UUID.fromString(ok(officer().post("/api/exchange/uploads/" + id + "/finish", null)).path("id").asString());
        assertThat(ok(officer().post("/api/exchange/uploads/" + id + "/finish", null)).path("id").asString()).isEqualTo(delivery.toString());
        assertThat(ended(delivery).rowsTaken()).isEqualTo(300);
        assertThat(signedIn(Role.DISTRICT_OFFICER, "120101").get("/api/exchange/uploads/" + id).status()).isEqualTo(404);
    }

    @Test
    void atTheEndOfItsTermAListCannotBeReadFromTheDiskOrFromABackup() throws Exception {
        var father = number();
        var family = family("留存期");
        as(Role.DISTRICT_OFFICER, DISTRICT, () -> registry.enrol(new NewPerson("己某", "男", null, null, father, null, null, null, null, region(VILLAGE), region(VILLAGE), null)));
        var delivery = delivered("DEATH", "到期.csv", csv(HEADINGS, "己某," + father + ",2026-05-01,疾病", "庚某," + number() + ",2026-05-01,意外"));
        assertThat(delivery.purgeOn()).isEqualTo(TODAY.plusDays(180));
        var sealed = data.path().resolve("deliveries").resolve(delivery.id() + ".sealed");
        var backupFile = Files.readAllBytes(sealed);
        var backupRow = as(serviceAccounts.nightly(), () -> jdbc.sql("select fields from exchange.row where delivery_id = :id limit 1").param("id", delivery.id()).query(byte[].class).single());
        assertThat(new String(backupFile, StandardCharsets.UTF_8)).doesNotContain("己某");

        as(serviceAccounts.nightly(), () -> jdbc.sql("update exchange.delivery set purge_on = date '2026-11-23' where id = :id").param("id", delivery.id()).update());
        assertThat(Acting.as(serviceAccounts.nightly(), housekeeping::end).lists()).isGreaterThanOrEqualTo(1);

        assertThat(sealed).doesNotExist();
        nothingOf(delivery.id());
        assertThat(as(serviceAccounts.nightly(), () -> jdbc.sql("select count(*) from exchange.delivery where id = :id and data_key is null and purged_at is not null").param("id", delivery.id())
                .query(Integer.class).single())).isEqualTo(1);
        // what a backup still holds opens under no key that is left
        var otherKey = vault.newKey(Deliveries.KEY_PURPOSE);
        assertThatThrownBy(() -> vault.openWith(otherKey, Deliveries.KEY_PURPOSE, backupRow, "exchange.row:" + delivery.id())).isInstanceOf(Vault.Tampered.class);
        assertThat(officer().get("/api/exchange/deliveries/" + delivery.id() + "/marked").code()).isEqualTo("EXC-005");
        assertThat(ok(officer().get("/api/exchange/deliveries/" + delivery.id())).path("purgedAt").asString()).isNotEmpty();
        assertThat(family.fileId()).isNotNull();
    }

    @Test
    void aChildWhoIsNotInACompleteRosterIsKnownToReceiveNothing() {
        var number = number(LocalDate.of(2016, 6, 1));
        var child = as(Role.DISTRICT_OFFICER, DISTRICT, () -> registry.enrol(new NewPerson("辛小", "女", LocalDate.of(2016, 6, 1), null, number, null, null, null, null, region(VILLAGE), region(VILLAGE), null)));
        var headings = "成员姓名,证件号码,救助类别,起始年月,停保年月,本人月救助金额";
        var first = delivered("LOW_INCOME", "救助甲.csv", csv(headings, "壬某," + number() + ",低保,2025-01,,850"));
        assertThat(first.state()).isEqualTo(Delivery.State.DONE);
        assertThat(as(Role.CHILD_DIRECTOR, VILLAGE, () -> rosters.settle(child))).isEqualTo(1);
        assertThat(as(Role.CHILD_DIRECTOR, VILLAGE, () -> rosters.settle(child))).as("said once").isZero();
        var fact = as(Role.CHILD_DIRECTOR, VILLAGE, () -> registry.facts(child, TODAY, java.time.Instant.now())).stream().filter(one -> one.kind().equals("已领救助月额")).findFirst().orElseThrow();
        assertThat(fact.value()).isEqualTo("0");
        assertThat(fact.source().text()).isEqualTo("社会救助对象名单第 " + first.batchNo() + " 批，无此人");

        // the next roster has the child: nothing is said to be zero any longer
        delivered("LOW_INCOME", "救助乙.csv", csv(headings, "辛小," + number + ",低保,2026-11,,600", "癸某," + number() + ",低保,2025-01,,850"));
        as(Role.CHILD_DIRECTOR, VILLAGE, () -> rosters.settle(child));
        assertThat(as(Role.CHILD_DIRECTOR, VILLAGE, () -> registry.facts(child, TODAY, java.time.Instant.now())).stream().filter(one -> one.kind().equals("已领救助月额") && one.value().equals("0")))
                .isEmpty();
    }
}
