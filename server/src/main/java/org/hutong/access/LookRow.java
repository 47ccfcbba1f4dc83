package org.hutong.access;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// One row of the look-log and the bytes its code is made over: every field with its length, so that no two rows share them.
public record LookRow(UUID id, Instant at, int stream, @Nullable UUID accountId, @Nullable Integer officeId, String action, @Nullable String subjectKind,
        @Nullable UUID subjectId, @Nullable Integer regionId, @Nullable String purpose, String result, @Nullable String detail, @Nullable String address) {

    public byte[] bytes() {
        var bytes = new ByteArrayOutputStream(256);
        try (var out = new DataOutputStream(bytes)) {
            for (var field : new Object[] {id, at, stream, accountId, officeId, action, subjectKind, subjectId, regionId, purpose, result, detail, address}) {
                if (field == null) {
                    out.writeInt(-1);
                } else {
                    var text = field.toString().getBytes(StandardCharsets.UTF_8);
                    out.writeInt(text.length);
                    out.write(text);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}
