package org.hutong.oversight.web;

import java.time.LocalDate;
import java.util.UUID;
import org.hutong.access.Allowed;
import org.hutong.access.Permission;
import org.hutong.oversight.ChildFile;
import org.hutong.oversight.ChildFilePages;
import org.hutong.oversight.Dashboards;
import org.hutong.oversight.Searches;
import org.hutong.oversight.WorkDesk;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
class OversightApi {

    private final WorkDesk desk;
    private final Dashboards dashboards;
    private final ChildFilePages files;
    private final Searches searches;

    OversightApi(WorkDesk desk, Dashboards dashboards, ChildFilePages files, Searches searches) {
        this.desk = desk;
        this.dashboards = dashboards;
        this.files = files;
        this.searches = searches;
    }

    @GetMapping("/api/work")
    @Allowed(Permission.WORK_READ)
    WorkDesk.Work work() {
        return desk.now();
    }

    @GetMapping("/api/dashboard")
    @Allowed(Permission.DASHBOARD_READ)
    Dashboards.Dashboard dashboard(@RequestParam @Nullable LocalDate asOf) {
        return dashboards.asOf(asOf);
    }

    @GetMapping("/api/children/{id}")
    @Allowed(Permission.CHILD_OPEN)
    ChildFile child(@PathVariable UUID id) {
        return files.open(id);
    }

    @GetMapping("/api/search")
    @Allowed(Permission.SEARCH)
    Searches.Found search(@RequestParam String q) {
        return searches.find(q);
    }
}
