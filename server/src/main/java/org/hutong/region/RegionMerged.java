package org.hutong.region;

import java.time.LocalDate;
import java.util.List;

/// Places have gone up in another: rows that stood at them now also belong to the successor's officers.
public record RegionMerged(List<Integer> predecessors, int successor, LocalDate on, String document) {}
