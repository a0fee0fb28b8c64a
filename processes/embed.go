// Package processes holds the process definitions that are shipped (流程定义):
// one YAML file for each version of a process, NAME.yaml or NAME@VERSION.yaml.
// The highest version is the one that new evaluations start with; running ones
// still need the older. A version that was shipped is never changed again,
// since evaluations run on the version they started with.
package processes

import (
	"embed"
	"io/fs"
)

//go:embed *.yaml
var files embed.FS

// FS gives the YAML files at its root. Package process reads them.
func FS() fs.FS { return files }
