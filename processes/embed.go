// Package processes holds the process definitions and scoring schemes that are
// shipped (流程定义、评分方案): one YAML file for each version of a process,
// NAME.yaml or NAME@VERSION.yaml, and likewise of a scheme in schemes. The
// highest version is the one that new evaluations start with; running ones
// still need the older. A version that was shipped is never changed again,
// since evaluations run on the version they started with.
package processes

import (
	"embed"
	"io/fs"
)

//go:embed *.yaml schemes/*.yaml
var files embed.FS

// FS gives the YAML files of processes at its root. Package process reads them.
func FS() fs.FS { return files }

// Schemes gives the YAML files of schemes at its root. Package scheme reads
// them.
func Schemes() fs.FS {
	sub, err := fs.Sub(files, "schemes")
	if err != nil {
		panic(err) // the folder is embedded
	}
	return sub
}
