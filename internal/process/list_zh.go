package process

import (
	"io"
	"strconv"

	"jiheng/internal/evaluation"
	"jiheng/internal/layout"
)

// WriteList lists definitions, one a line.
func WriteList(w io.Writer, definitions []*evaluation.Definition) error {
	t := layout.Table{{"流程", "名称", "阶段", "环节"}}
	for _, e := range Listed(definitions) {
		t = append(t, []string{e.Process, e.Title, strconv.Itoa(e.Stages), strconv.Itoa(e.Steps)})
	}
	_, err := io.WriteString(w, t.String())
	return err
}
