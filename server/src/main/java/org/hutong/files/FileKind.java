package org.hutong.files;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// The kinds of attachment taken: the beginning of the bytes and the ending of the name must say the same.
enum FileKind {
    JPEG("image/jpeg", new int[] {0xFF, 0xD8, 0xFF}, "jpg", "jpeg"),
    PNG("image/png", new int[] {0x89, 'P', 'N', 'G', 0x0D, 0x0A, 0x1A, 0x0A}, "png"),
    PDF("application/pdf", new int[] {'%', 'P', 'D', 'F', '-'}, "pdf"),
    DOCX("application/vnd.openxmlformats-officedocument.wordprocessingml.document", new int[] {'P', 'K', 3, 4}, "docx"),
    XLSX("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", new int[] {'P', 'K', 3, 4}, "xlsx");

    private final String mediaType;
    private final int[] head;
    private final String[] endings;

    FileKind(String mediaType, int[] head, String... endings) {
        this.mediaType = mediaType;
        this.head = head;
        this.endings = endings;
    }

    String mediaType() {
        return mediaType;
    }

    static Optional<FileKind> of(String name, byte[] bytes) {
        var ending = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        return Arrays.stream(values()).filter(kind -> Arrays.asList(kind.endings).contains(ending) && kind.begins(bytes)).findFirst();
    }

    private boolean begins(byte[] bytes) {
        if (bytes.length < head.length) {
            return false;
        }
        for (var i = 0; i < head.length; i++) {
            if ((bytes[i] & 0xFF) != head[i]) {
                return false;
            }
        }
        return true;
    }
}
