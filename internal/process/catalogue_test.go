package process_test

import (
	"fmt"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/require"

	"jiheng/internal/fault"
	"jiheng/internal/process"
	"jiheng/processes"
)

func TestLoad_reads_what_is_shipped(t *testing.T) {
	t.Parallel()
	c, err := process.Load(processes.FS(), process.Options{})
	require.NoError(t, err)
	def, err := c.Find("overall-self-evaluation", 1)
	require.NoError(t, err)
	require.Equal(t, "整体支出绩效自评", def.Title)
	source, err := c.Source("overall-self-evaluation", 1)
	require.NoError(t, err)
	require.Equal(t, string(shipped(t)), string(source))
}

// small is a definition with a name and a version.
func small(name string, version int) *fstest.MapFile {
	return &fstest.MapFile{Data: fmt.Appendf(nil, `name: %s
version: %d
title: 小流程
roles:
  - { id: clerk, title: 经办人, held_by: unit }
stages:
  - id: first
    title: 阶段
    due: 1 day
    steps:
      - { id: do, title: 办理, by: [clerk] }
`, name, version)}
}

func TestCatalogue_keeps_older_versions(t *testing.T) {
	t.Parallel()
	c, err := process.Load(fstest.MapFS{
		"year-end.yaml": small("year-end", 3), "year-end@1.yaml": small("year-end", 1), "year-end@2.yaml": small("year-end", 2),
		"audit.yaml": small("audit", 1), "README.md": {Data: []byte("not a process")},
	}, process.Options{})
	require.NoError(t, err)
	var all []string
	for _, d := range c.All() {
		all = append(all, fmt.Sprintf("%s %d", d.Name, d.Version))
	}
	require.Equal(t, []string{"audit 1", "year-end 3", "year-end 2", "year-end 1"}, all)

	newest, err := c.Find("year-end", 0)
	require.NoError(t, err)
	require.Equal(t, 3, newest.Version)
	for _, missing := range []struct {
		name    string
		version int
	}{{"year-end", 4}, {"nothing", 0}} {
		_, err = c.Find(missing.name, missing.version)
		require.ErrorIs(t, err, fault.New(fault.NotFound, "process_not_found", ""))
		_, err = c.Source(missing.name, missing.version)
		require.ErrorIs(t, err, fault.New(fault.NotFound, "process_not_found", ""))
	}
}

func TestLoad_refuses_files_that_do_not_fit_together(t *testing.T) {
	t.Parallel()
	_, err := process.Load(fstest.MapFS{"a.yaml": small("a", 1), "a@1.yaml": small("a", 1)}, process.Options{})
	require.ErrorIs(t, err, fault.New(fault.Conflict, "process_twice", ""))

	_, err = process.Load(fstest.MapFS{"a.yaml": small("b", 1)}, process.Options{})
	require.ErrorContains(t, err, "process a.yaml: definition is invalid: line 1 column 7: process name b differs from the file name a")

	_, err = process.Load(fstest.MapFS{"a@2.yaml": small("a", 1)}, process.Options{})
	require.ErrorIs(t, err, fault.New(fault.Invalid, "version_differs", ""))
}

func TestCatalogue_sources_cannot_be_changed(t *testing.T) {
	t.Parallel()
	c, err := process.Load(fstest.MapFS{"a.yaml": small("a", 1)}, process.Options{})
	require.NoError(t, err)
	first, err := c.Source("a", 0)
	require.NoError(t, err)
	copy(first, strings.Repeat("x", len(first)))
	second, err := c.Source("a", 0)
	require.NoError(t, err)
	require.True(t, strings.HasPrefix(string(second), "name: a\n"))
}
