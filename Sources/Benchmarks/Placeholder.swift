package enum BenchmarksPlaceholder {}
