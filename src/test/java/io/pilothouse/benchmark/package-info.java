/// Measurements against the bars of the design. Tagged `benchmark` and left out of the usual tests;
/// `./mvnw verify -Pbenchmark` runs them on the packaged program and gathers the figures in
/// `target/benchmarks.json`. They need a machine that does nothing else.
///
/// - `-Dbenchmark.runs=20`: how often a start is measured, after one that is not counted.
/// - `-Dbenchmark.idle=60`: how long, in seconds, an idle program is watched.
/// - `-Dbenchmark.strict=true`: a missed bar fails the build.
@NullMarked
package io.pilothouse.benchmark;

import org.jspecify.annotations.NullMarked;
