// Package source reads YAML that people write, with the line and column of
// everything wrong in it. Processes and scoring schemes are read through it.
//
// Reading goes through two layers: the source itself (size, encoding, YAML
// syntax, no tabs, anchors, tags or second document) and its shape (known keys,
// each once, values of the right type). What a value means is for the package
// that reads it, which points at mistakes by the path of a part, as in
// stages[2].steps[0].by[1]; a later layer is silent about parts that an earlier
// one found damaged, so that one slip is one problem.
package source
