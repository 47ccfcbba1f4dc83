package org.hutong.linkage.model;

/// One column of a model.
///
/// @param column name in the left (or only) list
/// @param right  name in the right list
/// @param of     whose value it is: `self`, or a word such as `guardian` for the columns of another person in the same row
/// @param compare `auto`, `exact` (no fuzzy levels) or `none` (read for blocking only)
/// @param termFrequency whether agreement on a rare value counts for more
/// @param block  whether blocking may use the column
public record Field(String column, String right, FieldType type, String of, String compare, boolean termFrequency, boolean block) {
    public boolean self() {
        return of.equals("self");
    }
}
