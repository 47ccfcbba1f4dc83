package org.hutong.access;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.core.annotation.Order;
import org.springframework.http.MediaType;
import org.springframework.session.web.http.SessionRepositoryFilter;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;
import tools.jackson.databind.json.JsonMapper;

/// Answers in Chinese when the database is away. It stands before the sessions, which are kept in the database too: without it the reader
/// waits for every one of their attempts and then sees the container's own page.
///
/// Once one request has found the database away, the next ask for it with one short attempt instead of waiting for the pool.
@Component
@Order(SessionRepositoryFilter.DEFAULT_ORDER - 10)
class OutageFilter extends OncePerRequestFilter {

    private static final Logger LOG = LoggerFactory.getLogger(OutageFilter.class);
    private static final String SECONDS = "2";

    private final JsonMapper json;
    private final String url;
    private final Properties login = new Properties();
    private volatile boolean away;

    OutageFilter(JsonMapper json, @Value("${spring.datasource.url}") String url, @Value("${spring.datasource.username}") String user,
            @Value("${spring.datasource.password}") String password) {
        this.json = json;
        this.url = url;
        login.setProperty("user", user);
        login.setProperty("password", password);
        login.setProperty("connectTimeout", SECONDS);
        login.setProperty("loginTimeout", SECONDS);
        login.setProperty("socketTimeout", SECONDS);
    }

    /// The console's files need no database.
    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        return !request.getRequestURI().startsWith("/api/") && !request.getRequestURI().startsWith("/v3/");
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain) throws ServletException, IOException {
        if (away && !answers()) {
            write(response, Outage.away());
            return;
        }
        try {
            chain.doFilter(request, response);
            // a handler found it away and has answered already
            if (response.getStatus() == 503 && !answers()) {
                note(Outage.away());
            }
        } catch (ServletException | IOException | RuntimeException e) {
            var problem = Outage.of(e);
            if (problem.isEmpty()) {
                throw e;
            }
            note(problem.get());
            if (!response.isCommitted()) {
                response.reset();
                write(response, problem.get());
            }
        }
    }

    private void note(Problem problem) {
        if (problem.code().equals("ACC-095") && !away) {
            away = true;
            LOG.error("[ACC-095] 数据库连不上。页面会提示用户稍后再试；数据库恢复后自动继续，不用重启");
        }
    }

    private boolean answers() {
        try (var connection = DriverManager.getConnection(url, login)) {
            if (connection.isValid(1)) {
                if (away) {
                    LOG.info("数据库又连上了");
                }
                away = false;
                return true;
            }
        } catch (SQLException e) {
            LOG.debug("The database still does not answer", e);
        }
        return false;
    }

    private void write(HttpServletResponse response, Problem problem) throws IOException {
        response.setStatus(problem.status());
        response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
        response.setCharacterEncoding(StandardCharsets.UTF_8.name());
        response.setHeader("Cache-Control", "no-store");
        response.setHeader("Retry-After", "10");
        response.setHeader("X-Content-Type-Options", "nosniff");
        response.getWriter().write(json.writeValueAsString(problem));
    }
}
