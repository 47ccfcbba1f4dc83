/// Measures the engine against two versions of the same model written by hand (columns; records), results compared on every row in the same run.
/// The model lies in `policy/bench/rulebook` and is no law. `PolicyBench` is the one command.
package org.hutong.policy.bench;
