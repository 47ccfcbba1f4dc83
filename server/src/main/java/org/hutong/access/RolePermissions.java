package org.hutong.access;

import static org.hutong.access.Permission.*;

import java.util.Collection;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The one table of roles and permissions.
///
/// The three administrators run the installation and see no case; auditors read the log and the figures; the rest follow the flow.
public final class RolePermissions {

    private static final Set<Permission> ALL_STAFF = EnumSet.of(REGION_READ);
    private static final Map<Role, Set<Permission>> TABLE = new EnumMap<>(Role.class);

    static {
        var caseWork = EnumSet.of(WORK_READ, DASHBOARD_READ, SEARCH, CHILD_LIST, CHILD_OPEN, CHILD_REVEAL, CHILD_LOOKS, FACT_RECORD, HOUSEHOLD_READ,
                PURPOSE_USE, FILE_READ, FILE_STORE, LEAD_READ, APPLICATION_READ, DECISION_READ, DUTY_READ, RULEBOOK_READ, RULEBOOK_CALCULATE,
                HANDOVER_READ, CAMPAIGN_READ, MIGRANT_READ);
        put(Role.CHILD_DIRECTOR, caseWork, CHILD_REGISTER, CAMPAIGN_WORK, LEAD_ANSWER, APPLICATION_WRITE, DUTY_DO);
        put(Role.CHILD_SUPERVISOR, caseWork, LEAD_CHECK, LEAD_BULK, CHILD_REGISTER, CHILD_MOVE, CAMPAIGN_WORK, LEAD_ANSWER, LEAD_ASSIGN, APPLICATION_WRITE, DUTY_DO, PURPOSE_REVIEW, ACCOUNT_READ);
        put(Role.TOWN_CLERK, caseWork, LEAD_BULK, CHILD_REGISTER, CHILD_MOVE, PAIR_READ, HANDOVER_SEND, HANDOVER_WORK, CAMPAIGN_WORK, LEAD_ANSWER, LEAD_ASSIGN, APPLICATION_WRITE, TOWN_CHECK, DUTY_DO, ROSTER_IMPORT, CHILD_EXPORT, ROLL_READ, ACCOUNT_READ);
        put(Role.DISTRICT_OFFICER, caseWork, LEAD_CHECK, LEAD_BULK, STOP_PROPOSE, RULEBOOK_DRAFT_READ, CHILD_REGISTER, CHILD_MOVE, PAIR_READ, PAIR_MERGE, HANDOVER_SEND, HANDOVER_WORK, OUTBOUND_READ, OUTBOUND_SEND, CAMPAIGN_MANAGE, LEAD_ASSIGN, APPLICATION_WRITE, ROSTER_IMPORT, CHILD_EXPORT, CATALOGUE_READ, DELIVERY_READ, DELIVERY_SEND,
                COMPARISON_RUN, ROLL_READ, ROLL_BUILD, ACCOUNT_READ);
        put(Role.DISTRICT_APPROVER, caseWork, LEAD_BULK, RULEBOOK_DRAFT_READ, PAIR_READ, PAIR_MERGE, OUTBOUND_READ, LEAD_ASSIGN, DECIDE, ROLL_READ, ROLL_APPROVE, PURPOSE_REVIEW, CATALOGUE_READ, DELIVERY_READ, ACCOUNT_READ);
        put(Role.CITY_OFFICER, caseWork, RULEBOOK_DRAFT_READ, RULEBOOK_DRAFT, RULEBOOK_WHATIF_READ, RULEBOOK_WHATIF, CHILD_MOVE, PAIR_READ, PAIR_MERGE, HANDOVER_SEND, HANDOVER_WORK, OUTBOUND_READ, OUTBOUND_SEND, CAMPAIGN_MANAGE, CHILD_EXPORT, CATALOGUE_READ, CATALOGUE_MANAGE, DELIVERY_READ, DELIVERY_SEND, COMPARISON_RUN, ROLL_READ,
                PURPOSE_REVIEW, ACCOUNT_READ, RULEBOOK_MANAGE);
        put(Role.CITY_APPROVER, caseWork, CATALOGUE_READ, DELIVERY_READ, ROLL_READ, PURPOSE_REVIEW, ACCOUNT_READ, PAIR_READ, OUTBOUND_READ, RULEBOOK_DRAFT_READ, RULEBOOK_WHATIF_READ, RULEBOOK_APPROVE);
        put(Role.DEPARTMENT, Set.of(HANDOVER_READ, HANDOVER_WORK, CATALOGUE_READ, DELIVERY_READ, DELIVERY_SEND, RULEBOOK_READ));
        put(Role.INSTITUTION, Set.of(HANDOVER_READ, HANDOVER_WORK, WORK_READ, CHILD_LIST, CHILD_OPEN, PURPOSE_USE, FILE_READ, DUTY_READ, RULEBOOK_READ, RULEBOOK_CALCULATE));
        put(Role.SOCIAL_ORGANISATION, Set.of(HANDOVER_READ, HANDOVER_WORK, WORK_READ, DUTY_READ, RULEBOOK_READ, RULEBOOK_CALCULATE));
        put(Role.AUDITOR, Set.of(RULEBOOK_DRAFT_READ, OUTBOUND_READ, MIGRANT_READ, LOOK_READ, DASHBOARD_READ, ROLL_READ, DECISION_READ, RULEBOOK_READ, DELIVERY_READ, CATALOGUE_READ, ACCOUNT_READ));
        put(Role.SYSTEM_ADMIN, Set.of(REGION_MANAGE, CALENDAR_MANAGE, POST_MANAGE));
        put(Role.SECURITY_ADMIN, Set.of(ACCOUNT_READ, ACCOUNT_MANAGE));
        put(Role.AUDIT_ADMIN, Set.of(LOOK_READ, ACCOUNT_READ));
        put(Role.SERVICE, Set.of());
    }

    private RolePermissions() {}

    private static void put(Role role, Set<Permission> some, Permission... more) {
        var permissions = EnumSet.noneOf(Permission.class);
        permissions.addAll(some);
        permissions.addAll(Set.of(more));
        if (role != Role.SERVICE) {
            permissions.addAll(ALL_STAFF);
            permissions.add(SIGNED_IN);
        }
        TABLE.put(role, permissions);
    }

    public static Set<Permission> of(Role role) {
        return TABLE.get(role);
    }

    public static Set<Permission> of(Collection<Role> roles) {
        var permissions = EnumSet.noneOf(Permission.class);
        roles.forEach(role -> permissions.addAll(of(role)));
        return permissions;
    }

    /// @param actor null for somebody not signed in
    public static boolean allows(@Nullable Actor actor, Permission... anyOf) {
        for (var permission : anyOf) {
            if (permission == ANYONE || actor != null && (permission == SIGNED_IN || of(actor.roles()).contains(permission))) {
                return true;
            }
        }
        return false;
    }
}
