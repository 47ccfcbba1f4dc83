package org.hutong.discovery.web;

import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.List;
import org.hutong.access.Allowed;
import org.hutong.access.Permission;
import org.hutong.discovery.FigureSheets;
import org.hutong.discovery.LeadFilter;
import org.hutong.discovery.LeadYield;
import org.hutong.discovery.SourceAccuracy;
import org.hutong.kernel.Page;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// What the comparisons brought, and which lists were right.
@RestController
@RequestMapping("/api")
class YieldController {

    private final LeadYield yields;
    private final SourceAccuracy sources;

    YieldController(LeadYield yields, SourceAccuracy sources) {
        this.yields = yields;
        this.sources = sources;
    }

    @GetMapping("/leads/yield")
    @Allowed(Permission.LEAD_READ)
    LeadYield.Yields rules(@RequestParam @Nullable Integer regionId, @RequestParam @Nullable LocalDate from, @RequestParam @Nullable LocalDate to) {
        return yields.rules(LeadFilter.of(null, regionId, from, to));
    }

    @GetMapping("/leads/yield/trade-off")
    @Allowed(Permission.LEAD_READ)
    LeadYield.TradeOff tradeOff(@RequestParam @Nullable String rule, @RequestParam @Nullable Integer regionId, @RequestParam @Nullable LocalDate from,
            @RequestParam @Nullable LocalDate to) {
        return yields.tradeOff(LeadFilter.of(rule, regionId, from, to));
    }

    @GetMapping("/leads/yield/places")
    @Allowed(Permission.LEAD_READ)
    List<LeadYield.PlaceYield> places(@RequestParam @Nullable String rule, @RequestParam @Nullable Integer regionId, @RequestParam @Nullable LocalDate from,
            @RequestParam @Nullable LocalDate to) {
        return yields.places(LeadFilter.of(rule, regionId, from, to));
    }

    @GetMapping("/leads/yield/export")
    @Allowed(Permission.LEAD_READ)
    ResponseEntity<byte[]> exportYield(@RequestParam @Nullable Integer regionId, @RequestParam @Nullable LocalDate from, @RequestParam @Nullable LocalDate to) {
        return workbook(yields.export(LeadFilter.of(null, regionId, from, to)));
    }

    @GetMapping("/sources/accuracy")
    @Allowed(Permission.LEAD_READ)
    List<SourceAccuracy.ListAccuracy> lists(@RequestParam @Nullable Integer regionId, @RequestParam @Nullable LocalDate from, @RequestParam @Nullable LocalDate to) {
        return sources.lists(new SourceAccuracy.VerdictFilter(null, null, null, regionId, from, to));
    }

    @GetMapping("/sources/verdicts")
    @Allowed(Permission.LEAD_READ)
    Page<SourceAccuracy.Verdict> verdicts(@RequestParam @Nullable String list, @RequestParam @Nullable String field, @RequestParam @Nullable Boolean wrong,
            @RequestParam @Nullable Integer regionId, @RequestParam @Nullable LocalDate from, @RequestParam @Nullable LocalDate to, @RequestParam @Nullable String after,
            @RequestParam @Nullable Integer limit) {
        return sources.verdicts(new SourceAccuracy.VerdictFilter(list, field, wrong, regionId, from, to), after, limit);
    }

    @GetMapping("/sources/accuracy/export")
    @Allowed(Permission.LEAD_READ)
    ResponseEntity<byte[]> exportAccuracy(@RequestParam @Nullable Integer regionId, @RequestParam @Nullable LocalDate from, @RequestParam @Nullable LocalDate to) {
        return workbook(sources.export(new SourceAccuracy.VerdictFilter(null, null, null, regionId, from, to)));
    }

    private static ResponseEntity<byte[]> workbook(FigureSheets.Sheet sheet) {
        return ResponseEntity.ok().header("X-Rows", String.valueOf(sheet.rows()))
                .header(HttpHeaders.CONTENT_DISPOSITION, ContentDisposition.attachment().filename(sheet.fileName(), StandardCharsets.UTF_8).build().toString())
                .contentType(MediaType.parseMediaType("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")).body(sheet.workbook());
    }
}
