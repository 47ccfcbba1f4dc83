package org.hutong.oversight;

import java.util.List;
import java.util.UUID;
import org.hutong.region.Place;
import org.hutong.region.Regions;
import org.hutong.registry.RegistrySearch;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/// The one search box: children by themselves or by their family, households, places, and how many open leads the children have.
@Service
@Transactional
public class Searches {

    private static final int EACH = 10;
    private static final int LONGEST = 64;

    /// @param matched how it was found: 姓名, 拼音, 首字母, 档案号, 身份证号 or 家人
    public record FoundChild(UUID id, String fileNo, String name, @Nullable String idMasked, String place, String matched) {}

    public record FoundHousehold(UUID id, String fileNo, String headName, String place) {}

    public record Found(List<FoundChild> children, List<FoundHousehold> households, List<Place> regions, int leads) {}

    private final JdbcClient jdbc;
    private final RegistrySearch registry;
    private final Regions regions;

    Searches(JdbcClient jdbc, RegistrySearch registry, Regions regions) {
        this.jdbc = jdbc;
        this.registry = registry;
        this.regions = regions;
    }

    public Found find(String typed) {
        if (typed.isBlank() || typed.length() > LONGEST) {
            return new Found(List.of(), List.of(), List.of(), 0);
        }
        var hits = registry.find(typed);
        var children = hits.children().stream().limit(EACH).map(one -> new FoundChild(one.id(), one.fileNo(), one.name(), one.idMasked(), one.place(), one.matched())).toList();
        var households = hits.households().stream().limit(EACH).map(one -> new FoundHousehold(one.id(), one.fileNo(), one.headName(), one.place())).toList();
        var leads = children.isEmpty() ? 0 : jdbc.sql("select count(*) from discovery.lead where " + Dashboards.UNANSWERED + " and child_file_id = any(:ids)")
                .param("ids", children.stream().map(FoundChild::id).toArray(UUID[]::new)).query(Integer.class).single();
        return new Found(children, households, regions.search(typed, EACH), leads);
    }
}
