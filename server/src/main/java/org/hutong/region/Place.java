package org.hutong.region;

/// A place as screens show it.
///
/// @param path district, town and village joined: `滨海新区 · 大港街道 · 某某村`; a district or higher place shows its own name
public record Place(int id, String name, String level, String path) {}
