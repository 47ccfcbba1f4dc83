package org.hutong.linkage.table;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/// A file of another encoding read as UTF-8, a piece at a time.
final class Utf8Stream extends InputStream {
    private final Reader in;
    private final char[] chars = new char[1 << 16];
    private byte[] bytes = {};
    private int at;
    private int kept;

    Utf8Stream(InputStream raw, Charset charset) {
        in = new InputStreamReader(raw, charset);
    }

    @Override
    public int read() throws IOException {
        return filled() ? bytes[at++] & 0xff : -1;
    }

    @Override
    public int read(byte[] into, int from, int length) throws IOException {
        if (length == 0) return 0;
        if (!filled()) return -1;
        int here = Math.min(length, bytes.length - at);
        System.arraycopy(bytes, at, into, from, here);
        at += here;
        return here;
    }

    private boolean filled() throws IOException {
        while (at == bytes.length) {
            int got = in.read(chars, kept, chars.length - kept);
            if (got < 0 && kept == 0) return false;
            int end = kept + Math.max(0, got);
            // one half of a pair waits for the other
            kept = got >= 0 && Character.isHighSurrogate(chars[end - 1]) ? 1 : 0;
            bytes = new String(chars, 0, end - kept).getBytes(StandardCharsets.UTF_8);
            at = 0;
            if (kept > 0) chars[0] = chars[end - 1];
        }
        return true;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
