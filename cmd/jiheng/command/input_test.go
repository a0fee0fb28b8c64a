package command

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/spf13/cobra"
	"github.com/stretchr/testify/require"
	"golang.org/x/text/encoding/simplifiedchinese"
)

// reading is a command line that reads FILE, which holds text or is packed.
type reading struct {
	line   string
	packed bool
	// named tells that FILE may be the name of something shipped.
	named bool
}

func readings(t *testing.T) []reading {
	t.Helper()
	sound := tableFile(t, soundTable)
	return []reading{
		{line: "check FILE"},
		{line: "score --scheme hubei-project FILE"},
		{line: "score --scheme FILE " + sound, named: true},
		{line: "scheme show FILE", named: true},
		{line: "scheme lint FILE", named: true},
		{line: "process lint FILE", named: true},
		{line: "process plan FILE --start 2020-08-05", named: true},
		{line: "process bpmn FILE", named: true},
		{line: "process publish FILE"},
		{line: "process plan overall-self-evaluation --start 2020-08-05 --calendar FILE"},
		{line: "calendar import FILE", packed: true},
		{line: "organisation import FILE", packed: true},
		{line: "organisation import " + sound + " --password-file FILE"},
		{line: "account password somebody --password-file FILE"},
		{line: "dossier verify FILE", packed: true},
		{line: "journal verify e-1 --package FILE", packed: true},
		{line: "audit verify-package FILE", packed: true},
		{line: "audit verify-package " + sound + " --key FILE"},
		{line: "audit verify --key FILE"},
		{line: "audit checkpoint verify FILE", packed: true},
		{line: "filing receive FILE", packed: true},
		{line: "filing trust unit FILE"},
		{line: "key show FILE"},
	}
}

// on runs the command line on a file as the program does.
func (r reading) on(t *testing.T, file string) (said string, code int) {
	t.Helper()
	args := strings.Fields(r.line)
	for i, a := range args {
		args[i] = strings.Replace(a, "FILE", file, 1)
	}
	var out, errs bytes.Buffer
	code = Run(args, &out, &errs, nil)
	return out.String() + errs.String(), code
}

func TestInput_what_is_wrong_with_a_file_is_said_in_one_sentence(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	put := func(name, content string) string {
		file := filepath.Join(dir, name)
		require.NoError(t, os.WriteFile(file, []byte(content), 0o600))
		return file
	}
	gbk, err := simplifiedchinese.GB18030.NewEncoder().String(`{"title": "某某市政务服务中心"}`)
	require.NoError(t, err)
	for _, r := range readings(t) {
		t.Run(r.line, func(t *testing.T) {
			t.Parallel()
			wrong := []struct{ file, says string }{
				{filepath.Join(dir, "missing"), "这个文件"},
				{dir, "是目录，请给出其中的一个文件"},
				{put("empty", ""), "是空文件"},
				{"/proc/self/mem", "读不出"},
				{put("gbk", gbk), "请用编辑器另存为 UTF-8 编码后重试"},
			}
			for _, w := range wrong {
				packed := r.packed && (w.says == "读不出" || strings.Contains(w.says, "UTF-8"))
				if packed || strings.HasPrefix(r.line, "audit checkpoint") && w.says == "是空文件" {
					continue // what is wrong inside is for whoever takes it apart
				}
				said, code := r.on(t, w.file)
				want := exitFailed
				if r.named && w.says == "这个文件" || strings.HasSuffix(r.line, ".json --key FILE") {
					want = exitUsage
				}
				if r.line == "audit verify-package FILE" && w.says == "是空文件" {
					want = exitUnproven // one that was cut off proves nothing
				}
				require.Equal(t, want, code, said)
				require.Contains(t, said, w.says)
				require.Contains(t, said, "“"+w.file+"”")
				require.Equal(t, 1, strings.Count(said, "\n"), said)
			}
		})
	}
}

// A mark at the beginning changes nothing of what is said or done.
func TestInput_a_byte_order_mark_is_passed_over(t *testing.T) {
	t.Parallel()
	for _, content := range []string{soundTable, flawedTable, hubeiSheet, flawed, "name: x\n"} {
		for _, r := range readings(t) {
			if r.packed {
				continue
			}
			plain, marked := tableFile(t, content), tableFile(t, byteOrderMark+content)
			want, code := r.on(t, plain)
			said, got := r.on(t, marked)
			require.Equal(t, code, got, said)
			require.Equal(t, strings.ReplaceAll(want, plain, ""), strings.ReplaceAll(said, marked, ""), r.line)
		}
	}
	said, code := reading{line: "score --scheme hubei-project FILE"}.on(t, sheetFile(t, byteOrderMark+hubeiSheet))
	require.Equal(t, exitDone, code, said)
}

// Every command that says FILE is in the list above.
func TestInput_no_command_is_forgotten(t *testing.T) {
	t.Parallel()
	var lines []string
	for _, r := range readings(t) {
		lines = append(lines, r.line)
	}
	all := strings.Join(lines, "\n") + "\n"
	var walk func(*cobra.Command)
	walk = func(c *cobra.Command) {
		if strings.Contains(c.Use, "FILE") && c.Flag("out") == nil || strings.Contains(c.Use, ".json") {
			path := strings.TrimPrefix(c.CommandPath(), "jiheng ")
			require.Contains(t, all, path+" ", "add it to readings")
		}
		for _, child := range c.Commands() {
			walk(child)
		}
	}
	walk((&shell{}).root())
}

func TestInput_a_file_that_may_not_be_read(t *testing.T) {
	t.Parallel()
	err := inputFault("名单.json", &fs.PathError{Op: "open", Path: "名单.json", Err: fs.ErrPermission})
	require.EqualError(t, err, "没有权限读取“名单.json”，请换用有权限的用户，或请管理员放开 (permission denied)")
	require.Equal(t, "“名单.json”是空文件，没有内容可读 (the file is empty)", (&shell{}).sentence(isEmpty("名单.json")))
	e, ok := errors.AsType[*ExitError](err)
	require.True(t, ok)
	require.Equal(t, exitFailed, e.Code)
}
