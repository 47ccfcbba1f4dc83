package org.hutong.exchange;

import static org.hutong.jooq.exchange.tables.Delivery.DELIVERY;
import static org.hutong.jooq.exchange.tables.Member.MEMBER;
import static org.jooq.impl.DSL.any;

import java.nio.ByteBuffer;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.hutong.access.Acting;
import org.hutong.access.ServiceAccounts;
import org.hutong.jooq.exchange.tables.records.DeliveryRecord;
import org.hutong.kernel.CitizenId;
import org.hutong.kernel.Today;
import org.hutong.kernel.Vault;
import org.hutong.registry.FactSource;
import org.hutong.registry.NewFact;
import org.hutong.registry.Registry;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionTemplate;

/// Complete rosters: who is not in the newest one is known not to be, and that is a fact like any other, with the batch as its source.
///
/// It is written when somebody needs it (an application is opened), so that it stays when the list itself has come to its term.
@Service
public class CompleteRosters {

    private final DSLContext sql;
    private final Catalogue catalogue;
    private final Deliveries deliveries;
    private final Registry registry;
    private final Vault vault;
    private final ServiceAccounts accounts;
    private final PlatformTransactionManager transactions;
    private final Today today;

    CompleteRosters(DSLContext sql, Catalogue catalogue, Deliveries deliveries, Registry registry, Vault vault, ServiceAccounts accounts, PlatformTransactionManager transactions, Today today) {
        this.accounts = accounts;
        this.transactions = transactions;
        this.sql = sql;
        this.catalogue = catalogue;
        this.deliveries = deliveries;
        this.registry = registry;
        this.vault = vault;
        this.today = today;
    }

    /// Records for this person what every complete roster in force says by leaving them out, and ends what an older one said when they have
    /// come into the roster since.
    ///
    /// A person without a possible identity number could be in the roster under none: nothing is said of them.
    ///
    /// @return facts written or ended
    @Transactional
    public int settle(UUID personId) {
        var number = registry.idNumber(personId).flatMap(CitizenId::parse).map(CitizenId::number);
        if (number.isEmpty()) {
            return 0;
        }
        var index = vault.blindIndex(number.get());
        // Rosters are the district's and the city's: whoever opens an application in a village is told the one thing and sees no list.
        var apart = new TransactionTemplate(transactions);
        apart.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
        var verdicts = Acting.as(accounts.nightly(), () -> apart.execute(t -> catalogue.entries().stream().filter(entry -> entry.absent() != null)
                .flatMap(entry -> newest(entry).stream().map(roster -> new Verdict(entry, roster, named(roster, List.of(index)).contains(ByteBuffer.wrap(index))))).toList()));
        return (int) verdicts.stream().filter(verdict -> settle(personId, verdict.entry(), verdict.roster(), verdict.listed())).count();
    }

    /// What a complete roster in force says of a person by leaving them out.
    public record Absence(String kind, String value, LocalDate from, String source) {}

    /// Of these persons, what the complete rosters in force say by leaving them out, for rooms that ask about many. Nothing is written.
    ///
    /// Rosters are the district's and the city's: whoever does not see them is told nothing.
    @Transactional(readOnly = true)
    public Map<UUID, List<Absence>> absent(Collection<UUID> persons) {
        var out = new HashMap<UUID, List<Absence>>();
        var indexes = registry.idIndexes(persons);
        if (indexes.isEmpty()) {
            return out;
        }
        for (var entry : catalogue.entries()) {
            var roster = entry.absent() == null ? Optional.<DeliveryRecord>empty() : newest(entry);
            if (roster.isEmpty()) {
                continue;
            }
            var listed = named(roster.get(), indexes.values());
            var on = today.dayOf(roster.get().getReceivedAt());
            var absence = new Absence(entry.absent().kind(), entry.absent().value(), on,
                    entry.name() + "第 " + roster.get().getBatchNo() + " 批，无此人");
            indexes.forEach((person, index) -> {
                if (!listed.contains(ByteBuffer.wrap(index))) {
                    out.computeIfAbsent(person, none -> new ArrayList<>()).add(absence);
                }
            });
        }
        return out;
    }

    /// Which of these numbers a roster names, in rows that were kept or not.
    private Set<ByteBuffer> named(DeliveryRecord roster, Collection<byte[]> indexes) {
        var named = new HashSet<>(deliveries.aside(roster.getId(), indexes));
        sql.select(MEMBER.ID_INDEX).from(MEMBER).where(MEMBER.DELIVERY_ID.eq(roster.getId()), MEMBER.ID_INDEX.eq(any(indexes.toArray(byte[][]::new))))
                .forEach(row -> named.add(ByteBuffer.wrap(row.value1())));
        return named;
    }

    private record Verdict(Catalogue.Entry entry, DeliveryRecord roster, boolean listed) {}

    private boolean settle(UUID personId, Catalogue.Entry entry, DeliveryRecord roster, boolean listed) {
        var absent = entry.absent();
        var day = today.dayOf(roster.getReceivedAt());
        var known = registry.facts(personId, today.date(), today.now()).stream().filter(fact -> fact.kind().equals(absent.kind()) && fact.value().equals(absent.value())).findFirst();
        if (!listed && known.isEmpty() && registry.facts(personId, today.date(), today.now()).stream().noneMatch(fact -> fact.kind().equals(absent.kind()) && !fact.trueFrom().isBefore(day))) {
            registry.record(said(personId, entry, roster, day, null, null));
            return true;
        }
        if (listed && known.isPresent() && entry.code().equals(known.get().source().list())) {
            registry.record(said(personId, entry, roster, known.get().trueFrom(), day, known.get().id()));
            return true;
        }
        return false;
    }

    private static NewFact said(UUID person, Catalogue.Entry entry, DeliveryRecord roster, LocalDate from, @Nullable LocalDate to, @Nullable UUID supersedes) {
        var source = new FactSource(entry.code(), entry.name() + "第 " + roster.getBatchNo() + " 批，" + (to == null ? "无此人" : "已有此人"), roster.getId(), null, null);
        return new NewFact(person, entry.absent().kind(), entry.absent().value(), null, from, to, source, HexFormat.of().parseHex(roster.getChecksum()), null, null, supersedes);
    }

    /// The newest delivery that is still kept and not overdue: an old roster says nothing of today.
    private Optional<DeliveryRecord> newest(Catalogue.Entry entry) {
        return sql.selectFrom(DELIVERY).where(DELIVERY.LIST.eq(entry.code()), DELIVERY.STATE.eq("DONE"), DELIVERY.PURGED_AT.isNull())
                .orderBy(DELIVERY.DONE_AT.desc()).limit(1).fetchOptional()
                .filter(row -> !today.dayOf(row.getReceivedAt()).plusDays(entry.everyDays() + Freshness.GRACE_DAYS).isBefore(today.date()));
    }
}
