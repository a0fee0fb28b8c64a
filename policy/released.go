package policy

import (
	"embed"
	"encoding/json"
	"fmt"
	"path"
	"strings"

	"jiheng/internal/fault"
)

// released are the policies of earlier releases that kept no text of them in
// the database: what was done under one of them can be judged all the same.
//
//go:embed released/*.json
var released embed.FS

const releasedFolder = "released"

// ReleasedSources gives the policies of earlier releases, each the one its
// file is named after. Fault: internal policy_unreadable.
func ReleasedSources() ([]Source, error) {
	files, err := released.ReadDir(releasedFolder)
	if err != nil {
		return nil, fmt.Errorf("list released policies: %w", err)
	}
	out := make([]Source, len(files))
	for i, f := range files {
		content, err := released.ReadFile(path.Join(releasedFolder, f.Name()))
		if err == nil {
			err = json.Unmarshal(content, &out[i])
		}
		if err != nil || out[i].Version() != strings.TrimSuffix(f.Name(), ".json") {
			return nil, fault.Wrap(err, fault.Internal, "policy_unreadable", "released policy %s", f.Name())
		}
	}
	return out, nil
}
