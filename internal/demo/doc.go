// Package demo plays one real evaluation from beginning to end: the 2019
// overall self-evaluation of a city's administrative service centre, as the
// centre published it, with posts instead of people.
//
// The players use nothing but the public HTTP API, each with a login of its
// own. What the published text leaves open (which section is responsible for
// the project, which inspector is quicker) is marked as an assumption in
// case.json; no weight and no figure is made up.
package demo
