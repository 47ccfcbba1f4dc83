package org.hutong.region;

/// A place of the tree. Its id never changes; code and name are those of today.
///
/// @param level    nation, province, city, district, town or village
/// @param pseudo   a level of the code tree where no office sits
/// @param children how many places stand right under it
public record Region(int id, String name, String code, String level, boolean pseudo, int children) {}
