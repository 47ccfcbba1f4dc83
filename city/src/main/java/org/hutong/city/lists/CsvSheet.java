package org.hutong.city.lists;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.file.Files;
import java.nio.file.Path;

/// Comma-separated text with CRLF, quoted only where needed.
final class CsvSheet implements Sheet {

    private final BufferedWriter out;

    CsvSheet(Path file, Charset charset, boolean mark) throws IOException {
        var encoder = charset.newEncoder().onUnmappableCharacter(CodingErrorAction.REPLACE).onMalformedInput(CodingErrorAction.REPLACE);
        out = new BufferedWriter(new OutputStreamWriter(Files.newOutputStream(file), encoder), 1 << 16);
        if (mark) {
            out.write('\uFEFF');
        }
    }

    @Override
    public void row(String... cells) throws IOException {
        for (var i = 0; i < cells.length; i++) {
            if (i > 0) {
                out.write(',');
            }
            var s = cells[i];
            if (s == null) {
                continue;
            }
            if (s.indexOf(',') >= 0 || s.indexOf('"') >= 0 || s.indexOf('\n') >= 0) {
                out.write('"');
                out.write(s.replace("\"", "\"\""));
                out.write('"');
            } else {
                out.write(s);
            }
        }
        out.write("\r\n");
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
