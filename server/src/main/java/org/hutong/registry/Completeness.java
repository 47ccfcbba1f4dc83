package org.hutong.registry;

import java.util.List;

/// How much of the six named parts a file holds.
public record Completeness(int percent, List<PartState> parts) {

    /// @param missing what is still to be written, as the file shows it
    public record PartState(String code, String name, int have, int of, List<String> missing) {}
}
