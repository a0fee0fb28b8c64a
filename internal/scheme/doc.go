// Package scheme reads scoring schemes (评分方案) from YAML and keeps those that
// can be used. What is wrong in a file is told with its line and column; what
// passes is a scoring.Scheme that can be scored under whatever is chosen.
package scheme
