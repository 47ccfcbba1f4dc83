package org.hutong.rulebook.web;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.hutong.access.Allowed;
import org.hutong.access.Permission;
import org.hutong.rulebook.RulebookPages;
import org.hutong.rulebook.Rulebooks;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

@RestController
class RulebookApi {

    private final RulebookPages pages;
    private final Rulebooks rulebooks;

    RulebookApi(RulebookPages pages, Rulebooks rulebooks) {
        this.pages = pages;
        this.rulebooks = rulebooks;
    }

    record Calculate(int regionId, @Nullable LocalDate on, @Nullable Map<String, String> answers) {}

    record Reloaded(String edition) {}

    @GetMapping("/api/rulebook/packs")
    @Allowed(Permission.RULEBOOK_READ)
    List<RulebookPages.PackSummary> packs() {
        return pages.packs();
    }

    @GetMapping("/api/rulebook/packs/{code}")
    @Allowed(Permission.RULEBOOK_READ)
    RulebookPages.PackView pack(@PathVariable String code) {
        return pages.pack(code);
    }

    @PostMapping("/api/rulebook/calculator")
    @Allowed(Permission.RULEBOOK_CALCULATE)
    RulebookPages.Calculation calculate(@RequestBody Calculate body) {
        return pages.calculate(body.regionId(), body.on(), body.answers() == null ? Map.of() : body.answers());
    }

    /// Reads the packs' folder again; a tree that fails its checks is refused and the one in force stays.
    @PostMapping("/api/rulebook/reload")
    @Allowed(Permission.RULEBOOK_MANAGE)
    Reloaded reload() {
        return new Reloaded(rulebooks.reload());
    }
}
