package preview_test

import (
	"bytes"
	"log/slog"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"jiheng/internal/fault"
	"jiheng/internal/preview"
	"jiheng/internal/privacy"
	"jiheng/internal/typeset"
)

// reader reads PDF by a shell script, or by pdftotext.
func reader(t *testing.T, command []string, limits preview.Limits) (*preview.Converter, shelf) {
	t.Helper()
	files := shelf{}
	c, err := preview.New(t.Context(), preview.Config{
		Command: command, Launcher: []string{"/proc/self/exe", "become"}, Folder: t.TempDir(), Files: files,
		Log: slog.New(slog.DiscardHandler), Limits: limits,
	})
	require.NoError(t, err)
	require.Equal(t, preview.Isolated, c.Isolation())
	return c, files
}

func TestPages_by_pdftotext(t *testing.T) {
	t.Parallel()
	if _, err := exec.LookPath("pdftotext"); err != nil && os.Getenv("CI") == "" {
		t.Skip("pdftotext is not installed")
	}
	c, files := reader(t, preview.PDFToText("pdftotext"), preview.Limits{})
	var content bytes.Buffer
	blocks := []typeset.Block{typeset.Paragraph{Text: "联系人手机13800138000。"}}
	for range 60 {
		blocks = append(blocks, typeset.Paragraph{Text: "本项目按计划完成，资金使用合规，资料齐全，验收合格。"})
	}
	blocks = append(blocks, typeset.Paragraph{Text: "经办人身份证号11010519491231002X，账号：2015020509000012345。"})
	require.NoError(t, typeset.Document{Title: "自评报告", Blocks: blocks}.WritePDF(&content))
	pages, err := c.Pages(t.Context(), files.put(content.Bytes()))
	require.NoError(t, err)
	require.Greater(t, len(pages), 1)
	var told []string
	found, readable := privacy.Pages("a.pdf", pages)
	require.True(t, readable)
	for _, f := range found {
		told = append(told, f.Place+" "+string(f.Kind))
	}
	last := "第" + strconv.Itoa(len(pages)) + "页"
	require.Equal(t, []string{"第1页 mobile", last + " id_card", last + " bank_card"}, told)
	kept, err := os.ReadDir(c.Folder)
	require.NoError(t, err)
	require.Empty(t, kept, "nothing of it is kept")
	for _, broken := range []string{"%PDF-1.4\n", strings.Repeat("%PDF-1.4\n1 0 obj << /Length 9999999999 >> stream\n", 100), content.String()[:content.Len()/2]} {
		pages, err := c.Pages(t.Context(), files.put([]byte(broken)))
		if err == nil { // it has read what there was
			_, readable := privacy.Pages("a.pdf", pages)
			require.False(t, readable && len(pages) < 2)
			continue
		}
		require.Equal(t, "preview_failed", fault.ReasonOf(err), "%v", err)
	}
}

func TestPages_holds_a_hostile_reader(t *testing.T) {
	t.Parallel()
	secret := filepath.Join(t.TempDir(), "secret")
	require.NoError(t, os.WriteFile(secret, []byte("secret"), 0o644)) //nolint:gosec // that it may be read is the point
	for about, script := range map[string]string{
		"hangs":                   `sleep 1000`,
		"fails":                   `exit 1`,
		"makes nothing":           `true`,
		"makes a pipe":            `mkfifo "$2/in.txt"`,
		"makes too much":          `cat /dev/zero > "$2/in.txt"`,
		"links to a file of ours": `ln -s ` + secret + ` "$2/in.txt"`,
		"reads a file of ours":    `cat ` + secret + ` > "$2/in.txt"`,
	} {
		t.Run(about, func(t *testing.T) {
			t.Parallel()
			limits := preview.Limits{Time: 2 * time.Second, Disk: 20 << 20, Output: 10 << 20, Memory: 256 << 20, Processes: 30}
			c, files := reader(t, []string{"/bin/sh", "-c", script, "reader", "{in}", "{out}"}, limits)
			_, err := c.Pages(t.Context(), files.put([]byte(about)))
			require.Equal(t, "preview_failed", fault.ReasonOf(err), "%v", err)
		})
	}
	c, _ := reader(t, []string{"/bin/true", "{in}"}, preview.Limits{})
	_, err := c.Pages(t.Context(), "../../etc/passwd")
	require.Equal(t, fault.Invalid, fault.CodeOf(err))
}
