package org.hutong.city.lists;

import java.io.IOException;

/// A table that is written row by row.
interface Sheet extends AutoCloseable {

    void row(String... cells) throws IOException;

    @Override
    void close() throws IOException;
}
