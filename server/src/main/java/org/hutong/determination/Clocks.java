package org.hutong.determination;

import static org.hutong.jooq.determination.tables.Clock.CLOCK;

import java.util.Optional;
import java.util.UUID;
import org.hutong.jooq.determination.tables.records.ApplicationRecord;
import org.hutong.jooq.determination.tables.records.ClockRecord;
import org.hutong.kernel.Today;
import org.hutong.region.Clock;
import org.hutong.region.Regions;
import org.hutong.region.WorkingDays;
import org.hutong.rulebook.Rulebooks;
import org.jooq.DSLContext;
import org.springframework.stereotype.Service;

/// Statutory limits of applications, counted in working days.
///
/// A limit that runs into a year whose holidays are not entered keeps its count ("15 working days from D"); the last day appears
/// once the table is there, without touching the row.
@Service
class Clocks {

    private final DSLContext sql;
    private final WorkingDays workingDays;
    private final Rulebooks rulebooks;
    private final Regions regions;
    private final Today today;

    Clocks(DSLContext sql, WorkingDays workingDays, Rulebooks rulebooks, Regions regions, Today today) {
        this.sql = sql;
        this.workingDays = workingDays;
        this.rulebooks = rulebooks;
        this.regions = regions;
        this.today = today;
    }

    void start(ApplicationRecord application, Stage stage) {
        var place = Applications.handlingCode(regions, application);
        var limit = rulebooks.timeLimit(place, today.date(), application.getProgramme(), stage.name());
        var due = workingDays.add(today.date(), limit.days()).due();
        sql.insertInto(CLOCK)
                .set(CLOCK.APPLICATION_ID, application.getId())
                .set(CLOCK.STAGE, stage.name())
                .set(CLOCK.STARTED_ON, today.date())
                .set(CLOCK.LIMIT_DAYS, limit.days())
                .set(CLOCK.CLAUSE, limit.clause())
                .set(CLOCK.ASSUMPTION, limit.assumption())
                .set(CLOCK.DUE_ON, due)
                .execute();
    }

    void stop(UUID applicationId, Stage stage) {
        sql.update(CLOCK).set(CLOCK.STOPPED_ON, today.date())
                .where(CLOCK.APPLICATION_ID.eq(applicationId), CLOCK.STAGE.eq(stage.name()), CLOCK.STOPPED_ON.isNull())
                .execute();
    }

    Optional<Clock> running(UUID applicationId) {
        return sql.selectFrom(CLOCK).where(CLOCK.APPLICATION_ID.eq(applicationId), CLOCK.STOPPED_ON.isNull())
                .orderBy(CLOCK.STARTED_ON.desc()).limit(1).fetchOptional().map(this::view);
    }

    /// The latest clock of a stage, running or stopped.
    Optional<Clock> of(UUID applicationId, Stage stage) {
        return sql.selectFrom(CLOCK).where(CLOCK.APPLICATION_ID.eq(applicationId), CLOCK.STAGE.eq(stage.name()))
                .orderBy(CLOCK.STARTED_ON.desc(), CLOCK.ID.desc()).limit(1).fetchOptional().map(this::view);
    }

    Clock view(ClockRecord row) {
        return workingDays.clock(row.getStartedOn(), row.getLimitDays(), WorkingDays.WORKING_DAYS, today.date(), row.getStoppedOn(), row.getClause());
    }
}
