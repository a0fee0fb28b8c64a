// Package process reads process definitions (流程定义) from YAML.
//
// Parse goes through a source in four layers and collects every problem it can
// find, each with its line and column:
//
//   - source: size, encoding, YAML syntax, no anchors, tags or second document;
//   - shape: known keys, each once, values of the right type;
//   - words: identifiers, deadlines, enumerated values;
//   - sense: what refers to what, in which order, and whether everything can
//     be reached by somebody.
//
// A later layer is silent about parts that an earlier one found damaged, so
// that one slip is one problem. What passes is an evaluation.Definition that
// the core can run without looking twice. Nothing in a definition is code:
// conditions are compiled from a small subset of expr-lang that compares
// decimals exactly, calls nothing and always ends.
package process
