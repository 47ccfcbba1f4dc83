package org.hutong.determination;

import static org.hutong.jooq.determination.tables.Entitlement.ENTITLEMENT;

import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.hutong.access.Acting;
import org.hutong.access.Role;
import org.hutong.jooq.determination.tables.records.EntitlementRecord;
import org.hutong.kernel.Refusal;
import org.hutong.kernel.Today;
import org.hutong.kernel.Vault;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/// Which child is owed which programme in which months, and why.
@Service
@Transactional
public class Entitlements {

    private final DSLContext sql;
    private final Vault vault;
    private final Today today;

    Entitlements(DSLContext sql, Vault vault, Today today) {
        this.sql = sql;
        this.vault = vault;
        this.today = today;
    }

    /// @param lastMonth null while no end is known
    /// @param source    the decision's number, or the roster the spell was taken over from
    public record Spell(UUID id, UUID childFileId, UUID childPersonId, String childName, String programme, String programmeName,
            long amountFen, YearMonth firstMonth, @Nullable YearMonth lastMonth, String origin, @Nullable UUID decisionId, String source,
            String clause, boolean assumption, @Nullable String cause, @Nullable String endReason, @Nullable String endClause,
            @Nullable String payeeName, @Nullable String payeeAccountMasked) {

        public boolean in(YearMonth month) {
            return !month.isBefore(firstMonth) && (lastMonth == null || !month.isAfter(lastMonth));
        }
    }

    @Transactional(readOnly = true)
    public List<Spell> ofChild(UUID childFileId) {
        return sql.selectFrom(ENTITLEMENT).where(ENTITLEMENT.CHILD_FILE_ID.eq(childFileId))
                .orderBy(ENTITLEMENT.FIRST_MONTH.desc()).fetch(Entitlements::spell);
    }

    /// @throws Refusal `DET-404` when there is none in the reader's places
    @Transactional(readOnly = true)
    public Spell byId(UUID id) {
        return sql.selectFrom(ENTITLEMENT).where(ENTITLEMENT.ID.eq(id)).fetchOptional(Entitlements::spell)
                .orElseThrow(() -> new Refusal(Refusal.Kind.NOT_FOUND, "DET-404", "没有这项待遇，或您无权查看", "没有改动", "请从儿童档案进入"));
    }

    @Transactional(readOnly = true)
    public List<Spell> inMonth(YearMonth month) {
        return sql.selectFrom(ENTITLEMENT)
                .where(ENTITLEMENT.FIRST_MONTH.le(month.atDay(1)),
                        ENTITLEMENT.LAST_MONTH.isNull().or(ENTITLEMENT.LAST_MONTH.ge(month.atDay(1))))
                .orderBy(ENTITLEMENT.ID).fetch(Entitlements::spell);
    }

    /// One running entitlement of a roster that was paid before this system came.
    ///
    /// @param lastMonth  the last month the law gives as known today (such as the month of the 18th birthday), with its reason and clause
    /// @param source     the roster's name and row
    public record Existing(UUID childFileId, UUID childPersonId, String childName, int regionId, String programme, String programmeName,
            long amountFen, YearMonth firstMonth, @Nullable YearMonth lastMonth, @Nullable String endReason, @Nullable String endClause,
            String source, String clause, boolean assumption, @Nullable String payeeName, @Nullable String payeeAccount) {}

    /// Takes over what was paid before, marked 接管自花名册: these spells rest on the roster and are never shown as decided here.
    /// A spell that overlaps one already known is left out; taking over twice changes nothing.
    ///
    /// @return how many spells are new
    public int takeOver(Collection<Existing> roster) {
        var taken = 0;
        var now = today.now().atOffset(ZoneOffset.UTC);
        for (var batch : batches(roster)) {
            var insert = sql.insertInto(ENTITLEMENT, ENTITLEMENT.CHILD_FILE_ID, ENTITLEMENT.CHILD_PERSON_ID, ENTITLEMENT.CHILD_NAME, ENTITLEMENT.REGION_ID,
                    ENTITLEMENT.PROGRAMME, ENTITLEMENT.PROGRAMME_NAME, ENTITLEMENT.AMOUNT_FEN, ENTITLEMENT.FIRST_MONTH, ENTITLEMENT.LAST_MONTH,
                    ENTITLEMENT.END_REASON, ENTITLEMENT.END_CLAUSE, ENTITLEMENT.ORIGIN, ENTITLEMENT.SOURCE, ENTITLEMENT.CLAUSE, ENTITLEMENT.ASSUMPTION,
                    ENTITLEMENT.PAYEE_NAME, ENTITLEMENT.PAYEE_ACCOUNT, ENTITLEMENT.PAYEE_ACCOUNT_MASKED, ENTITLEMENT.CREATED_AT);
            for (var row : batch) {
                insert = insert.values(row.childFileId(), row.childPersonId(), row.childName(), row.regionId(), row.programme(), row.programmeName(),
                        row.amountFen(), row.firstMonth().atDay(1), row.lastMonth() == null ? null : row.lastMonth().atDay(1), row.endReason(),
                        row.endClause(), "ROSTER", row.source(), row.clause(), row.assumption(), row.payeeName(),
                        seal(row.payeeAccount(), row.childPersonId()), masked(row.payeeAccount()), now);
            }
            taken += insert.onConflictDoNothing().execute();
        }
        return taken;
    }

    /// Ends a spell: a person's act, with the last month the stopping rule gives. The spell itself keeps what it was.
    public void end(UUID id, YearMonth lastMonth, String reason, String clause) {
        var actor = Acting.current();
        if (actor.has(Role.SERVICE) || !(actor.has(Role.DISTRICT_APPROVER) || actor.has(Role.DISTRICT_OFFICER))) {
            throw new Refusal(Refusal.Kind.FORBIDDEN, "DET-031", "停发由区民政工作人员本人办理", "没有改动", "请由区级经办人或审批人办理");
        }
        var row = sql.selectFrom(ENTITLEMENT).where(ENTITLEMENT.ID.eq(id)).forUpdate().fetchOptional()
                .orElseThrow(() -> new Refusal(Refusal.Kind.NOT_FOUND, "DET-404", "没有这项待遇，或您无权查看", "没有改动", "请从儿童档案进入"));
        if (row.getLastMonth() != null && !row.getLastMonth().isAfter(lastMonth.atDay(1))) {
            throw new Refusal(Refusal.Kind.CONFLICT, "DET-032", "这项待遇已经在更早的月份停止", "没有改动", "请看待遇记录");
        }
        row.setLastMonth(lastMonth.atDay(1));
        row.setEndReason(reason);
        row.setEndClause(clause);
        row.setEndedBy(actor.accountId());
        row.setEndedByName(actor.name());
        row.setEndedAt(today.now().atOffset(ZoneOffset.UTC));
        row.store();
    }

    /// The spell that a confirmed decision opens.
    void begin(EntitlementRecord row, @Nullable String account) {
        row.setPayeeAccount(seal(account, row.getChildPersonId()));
        row.setPayeeAccountMasked(masked(account));
        row.setCreatedAt(today.now().atOffset(ZoneOffset.UTC));
        sql.executeInsert(row);
    }

    private byte @Nullable [] seal(@Nullable String account, UUID personId) {
        return account == null || account.isBlank() ? null : vault.seal(account.strip(), "account:" + personId);
    }

    /// The last four digits alone.
    static @Nullable String masked(@Nullable String account) {
        if (account == null || account.isBlank()) {
            return null;
        }
        var digits = account.strip();
        return "**** " + digits.substring(Math.max(0, digits.length() - 4));
    }

    private static List<List<Existing>> batches(Collection<Existing> roster) {
        var all = List.copyOf(roster);
        return Stream.iterate(0, from -> from < all.size(), from -> from + 1000)
                .map(from -> all.subList(from, Math.min(all.size(), from + 1000))).toList();
    }

    static Spell spell(EntitlementRecord row) {
        return new Spell(row.getId(), row.getChildFileId(), row.getChildPersonId(), row.getChildName(), row.getProgramme(),
                row.getProgrammeName(), row.getAmountFen(), YearMonth.from(row.getFirstMonth()),
                row.getLastMonth() == null ? null : YearMonth.from(row.getLastMonth()), row.getOrigin(), row.getDecisionId(), row.getSource(),
                row.getClause(), row.getAssumption(), row.getCause(), row.getEndReason(), row.getEndClause(), row.getPayeeName(),
                row.getPayeeAccountMasked());
    }
}
