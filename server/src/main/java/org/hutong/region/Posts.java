package org.hutong.region;

import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.hutong.kernel.Ids;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/// Posts of the child-welfare roster and of the offices.
@Service
@Transactional(readOnly = true)
public class Posts {

    public static final String CHILD_DIRECTOR = "CHILD_DIRECTOR";
    public static final String CHILD_SUPERVISOR = "CHILD_SUPERVISOR";

    private static final Map<String, String> KIND_NAMES = Map.of(CHILD_DIRECTOR, "儿童主任", CHILD_SUPERVISOR, "儿童督导员",
            "TOWN_CLERK", "镇街经办人", "DISTRICT_OFFICER", "区民政经办人", "DISTRICT_APPROVER", "区民政审批人");

    private final JdbcClient jdbc;

    Posts(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    public static String kindName(String kind) {
        return KIND_NAMES.getOrDefault(kind, kind);
    }

    /// Who holds that post of that very place on that day.
    public List<Post> holding(int regionId, String kind, LocalDate on) {
        return jdbc.sql("""
                select id, office_id, region_id, account_id, kind, person_name, valid_from, valid_to from region.post
                where region_id = :region and kind = :kind and valid_from <= :on and (valid_to is null or valid_to > :on)
                order by valid_from, id""").param("region", regionId).param("kind", kind).param("on", on).query(Post.class).list();
    }

    /// Everyone on post at any of these places on that day, for whatever post.
    public List<Post> at(Collection<Integer> regionIds, LocalDate on) {
        if (regionIds.isEmpty()) {
            return List.of();
        }
        return jdbc.sql("""
                select id, office_id, region_id, account_id, kind, person_name, valid_from, valid_to from region.post
                where region_id in (:regions) and valid_from <= :on and (valid_to is null or valid_to > :on)
                order by region_id, kind, valid_from, id""").param("regions", List.copyOf(regionIds)).param("on", on).query(Post.class).list();
    }

    public List<Post> ofAccount(UUID accountId, LocalDate on) {
        return jdbc.sql("""
                select id, office_id, region_id, account_id, kind, person_name, valid_from, valid_to from region.post
                where account_id = :account and valid_from <= :on and (valid_to is null or valid_to > :on)
                order by valid_from, id""").param("account", accountId).param("on", on).query(Post.class).list();
    }

    public Optional<Post> byId(UUID id) {
        return jdbc.sql("select id, office_id, region_id, account_id, kind, person_name, valid_from, valid_to from region.post where id = :id")
                .param("id", id).query(Post.class).optional();
    }

    /// @return the new post's id
    @Transactional
    public UUID hold(int officeId, int regionId, String kind, String personName, @Nullable UUID accountId, LocalDate from) {
        var id = Ids.next();
        jdbc.sql("""
                insert into region.post (id, office_id, region_id, account_id, kind, person_name, valid_from)
                values (:id, :office, :region, :account, :kind, :name, :from)""")
                .param("id", id).param("office", officeId).param("region", regionId).param("account", accountId)
                .param("kind", kind).param("name", personName).param("from", from).update();
        return id;
    }

    @Transactional
    public void end(UUID id, LocalDate on) {
        jdbc.sql("update region.post set valid_to = :on where id = :id and valid_to is null").param("on", on).param("id", id).update();
    }
}
