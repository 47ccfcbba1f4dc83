package org.hutong.rulebook;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.UUID;

/// The facts of many children, read by few statements, for rooms that ask the law of a whole population: what-if runs and the nightly comparison.
///
/// Declared here and filled by the room that knows the facts, so that this room never reads a person's name: a case is known by its file.
public interface FactColumns {

    /// Children under one place's law: the place of the household register, where there is one.
    ///
    /// @param code  six digits
    /// @param files open files in the order of ids
    record Place(String code, String name, List<UUID> files) {}

    /// One child's facts as they were known at one instant.
    interface Case {

        UUID file();

        /// The number on the cover of the file; no name.
        String fileNo();

        /// Where the child lives.
        int regionId();

        /// Six digits of the place whose law the child stands under: that of the household register, where there is one.
        String place();

        /// Facts that hold on a day; a fact nobody knows is absent.
        List<FactValue> on(LocalDate day);

        /// The same, and the day on which a parent's last situation ended where none holds any more: what a stopping rule asks for.
        List<FactValue> withEnded(LocalDate day);
    }

    /// Places with the files that are open on a day, in the order of codes. Readers see what stands in their places.
    List<Place> places(LocalDate on);

    /// The cases of these files, in their order; a file out of the reader's sight is left out. Some thousand at a time: five statements each.
    List<Case> read(Collection<UUID> files, Instant knownOn);
}
