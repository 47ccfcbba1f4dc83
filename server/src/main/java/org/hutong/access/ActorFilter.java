package org.hutong.access;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.io.IOException;
import java.time.Duration;
import java.util.UUID;
import org.hutong.kernel.Today;
import org.jspecify.annotations.Nullable;
import org.springframework.web.filter.OncePerRequestFilter;

/// Makes the session's account the actor of the request. Account, roles and places are read anew each time, so that a change of any of
/// them, or twelve hours, ends the session at the next request.
final class ActorFilter extends OncePerRequestFilter {

    static final String ACCOUNT = "hutong.account";
    static final String EPOCH = "hutong.epoch";
    static final String SINCE = "hutong.since";
    static final String MUST_CHANGE = "hutong.mustChange";
    static final Duration LONGEST = Duration.ofHours(12);

    private final Accounts accounts;
    private final Today today;

    ActorFilter(Accounts accounts, Today today) {
        this.accounts = accounts;
        this.today = today;
    }

    /// Starts a session with an id nobody knew before the sign-in.
    static void begin(HttpServletRequest request, Accounts.SignedIn who, Today today) {
        var old = request.getSession(false);
        if (old != null) {
            old.invalidate();
        }
        var session = request.getSession(true);
        session.setAttribute(ACCOUNT, who.actor().accountId().toString());
        session.setAttribute(EPOCH, who.epoch());
        session.setAttribute(SINCE, today.now().toEpochMilli());
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        return !request.getRequestURI().startsWith("/api/") && !request.getRequestURI().startsWith("/v3/");
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain) throws ServletException, IOException {
        RequestAddress.set(request.getRemoteAddr());
        try {
            var who = who(request.getSession(false));
            if (who != null) {
                Acting.set(who.actor());
                request.setAttribute(MUST_CHANGE, who.mustChange());
            }
            chain.doFilter(request, response);
        } finally {
            Acting.set(null);
            RequestAddress.set(null);
        }
    }

    private Accounts.@Nullable SignedIn who(@Nullable HttpSession session) {
        if (session == null || !(session.getAttribute(ACCOUNT) instanceof String account)) {
            return null;
        }
        var since = (Long) session.getAttribute(SINCE);
        var fresh = since != null && today.now().toEpochMilli() - since < LONGEST.toMillis();
        var who = fresh ? Acting.as(ServiceAccounts.signIn(), () -> accounts.signedIn(UUID.fromString(account))).orElse(null) : null;
        if (who == null || !Integer.valueOf(who.epoch()).equals(session.getAttribute(EPOCH))) {
            session.invalidate();
            return null;
        }
        return who;
    }
}
