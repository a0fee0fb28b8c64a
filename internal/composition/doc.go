// Package composition makes the papers of an evaluation from what was handed
// in (材料编制): the tables, the report, the notice that formed the leading
// group, the letter that goes with the filing. Those that the dossier holds are
// written once, when it is sealed; before, they can be looked at as they would
// be now. It is pure: no file, no clock.
package composition
