package org.hutong.registry;

import java.util.UUID;
import org.hutong.access.Purposes;
import org.hutong.files.MayRead;
import org.springframework.stereotype.Component;

/// Papers of a child's file are read under the same sight and purpose as the file.
@Component
class ChildAttachments implements MayRead {

    private final org.springframework.jdbc.core.simple.JdbcClient jdbc;
    private final Purposes purposes;

    ChildAttachments(org.springframework.jdbc.core.simple.JdbcClient jdbc, Purposes purposes) {
        this.jdbc = jdbc;
        this.purposes = purposes;
    }

    @Override
    public String ownerKind() {
        return "child";
    }

    @Override
    public boolean mayRead(UUID fileId) {
        return jdbc.sql("select exists (select 1 from registry.child_file where id = :id)").param("id", fileId).query(Boolean.class).single()
                && purposes.running(fileId).isPresent();
    }
}
