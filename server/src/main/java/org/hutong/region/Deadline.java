package org.hutong.region;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/// A limit of so many working days after a day.
///
/// @param due  null while the holidays of a year it runs into are not entered; the case goes on and the day appears with the table
/// @param text what a screen shows
public record Deadline(LocalDate from, int days, @Nullable LocalDate due, String text) {}
