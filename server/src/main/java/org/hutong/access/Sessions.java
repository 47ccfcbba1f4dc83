package org.hutong.access;

import jakarta.servlet.http.HttpServletRequest;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.hutong.kernel.Today;
import org.hutong.region.Offices;
import org.hutong.region.Place;
import org.hutong.region.Regions;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionTemplate;

/// Signing in and out, and what the console is told about who is signed in.
@Service
public class Sessions {

    public record RoleName(String code, String title) {}

    public record Me(UUID id, String login, String name, @Nullable Integer officeId, @Nullable String officeName, @Nullable String officeKind,
            List<RoleName> roles, List<Place> scope) {}

    /// @param mustChangePassword nothing else works until the one-time password is changed
    public record Session(Me account, List<String> permissions, @Nullable Place city, LocalDate today, boolean todayFixed, boolean demo,
            boolean mustChangePassword) {}

    private final SignIn signIn;
    private final Accounts accounts;
    private final Offices offices;
    private final Regions regions;
    private final LookLog looks;
    private final Today today;
    private final TransactionTemplate inTransaction;
    private final boolean demo;

    Sessions(SignIn signIn, Accounts accounts, Offices offices, Regions regions, LookLog looks, Today today, TransactionTemplate inTransaction,
            @Value("${hutong.demo:false}") boolean demo) {
        this.signIn = signIn;
        this.accounts = accounts;
        this.offices = offices;
        this.regions = regions;
        this.looks = looks;
        this.today = today;
        this.inTransaction = inTransaction;
        this.demo = demo;
    }

    public Session signIn(String login, String password, HttpServletRequest request) {
        var who = signIn.signIn(login, password, request.getRemoteAddr());
        ActorFilter.begin(request, who, today);
        return Acting.as(who.actor(), () -> view(who.actor(), who.mustChange()));
    }

    public Session current(HttpServletRequest request) {
        return view(Acting.current(), Boolean.TRUE.equals(request.getAttribute(ActorFilter.MUST_CHANGE)));
    }

    public void signOut(HttpServletRequest request) {
        looks.recordAlone(LookLog.Action.SIGN_OUT, "account", Acting.current().accountId(), LookLog.OK, null);
        var session = request.getSession(false);
        if (session != null) {
            session.invalidate();
        }
    }

    private Session view(Actor actor, boolean mustChange) {
        return inTransaction.execute(status -> {
            var account = accounts.byId(actor.accountId()).orElseThrow();
            var office = actor.officeId() == null ? null : offices.byId(actor.officeId()).orElse(null);
            var granted = account.roles().stream().map(Account.RoleAt::regionId).filter(Objects::nonNull).distinct().toList();
            var places = regions.places(granted);
            var permissions = mustChange ? List.<String>of() : RolePermissions.of(actor.roles()).stream().map(Enum::name).toList();
            return new Session(
                    new Me(actor.accountId(), account.login(), actor.name(), actor.officeId(), office == null ? null : office.name(), office == null ? null : office.kind(),
                            actor.roles().stream().map(role -> new RoleName(role.name(), role.title())).toList(), granted.stream().map(places::get).toList()),
                    permissions, regions.city().orElse(null), today.date(), today.isFixed(), demo, mustChange);
        });
    }
}
