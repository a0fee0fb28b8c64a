package preview_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"log/slog"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"github.com/xuri/excelize/v2"

	"jiheng/internal/fault"
	"jiheng/internal/preview"
)

// TestMain lets this program be started anew as the one that becomes the
// converter.
func TestMain(m *testing.M) {
	if len(os.Args) == 3 && os.Args[1] == "become" {
		fmt.Fprintln(os.Stderr, preview.Enter(os.Args[2]))
		os.Exit(1)
	}
	os.Exit(m.Run())
}

// shelf is a folder of files in memory.
type shelf map[string][]byte

func (s shelf) Open(sha string) (io.ReadSeekCloser, int64, error) {
	return struct {
		io.ReadSeeker
		io.Closer
	}{bytes.NewReader(s[sha]), io.NopCloser(nil)}, int64(len(s[sha])), nil
}

func (s shelf) put(content []byte) string {
	sum := sha256.Sum256(content)
	sha := hex.EncodeToString(sum[:])
	s[sha] = content
	return sha
}

const pdf = "%%PDF-1.4\\n1 0 obj << /Type /Catalog >> endobj\\nxref\\n0 1\\n0000000000 65535 f \\ntrailer << /Root 1 0 R >>\\nstartxref\\n45\\n%%%%EOF\\n"

// converter runs a shell script as the converter: $1 is the file, $2 the folder.
func converter(t *testing.T, script string, limits preview.Limits) (*preview.Converter, shelf, *bytes.Buffer) {
	t.Helper()
	files, log := shelf{}, &bytes.Buffer{}
	if limits.Time == 0 {
		limits.Time = 10 * time.Second
	}
	c, err := preview.New(t.Context(), preview.Config{
		Command: []string{"/bin/sh", "-c", script, "converter", "{in}", "{out}"}, Launcher: []string{"/proc/self/exe", "become"},
		Folder: t.TempDir(), Files: files, Log: slog.New(slog.NewTextHandler(log, nil)), Limits: limits,
	})
	require.NoError(t, err)
	require.Equal(t, preview.Isolated, c.Isolation(), log.String())
	return c, files, log
}

func read(t *testing.T, c *preview.Converter, sha, name string) (string, error) {
	t.Helper()
	f, err := c.PDF(t.Context(), sha, name)
	if err != nil {
		return "", err
	}
	defer func() { require.NoError(t, f.Close()) }()
	content, err := io.ReadAll(f)
	require.NoError(t, err)
	return string(content), nil
}

func TestPDF_is_made_once_for_each_content(t *testing.T) {
	t.Parallel()
	c, files, _ := converter(t, `sleep 0.2; { printf '`+pdf+`'; cat "$1"; date +%N; } > "$2/in.pdf"`, preview.Limits{})
	sha := files.put([]byte("% first\n"))
	got := make([]string, 8)
	var looking sync.WaitGroup
	for i := range got {
		looking.Go(func() { got[i], _ = read(t, c, sha, "a.docx") })
	}
	looking.Wait()
	require.Contains(t, got[0], "% first")
	for _, other := range got {
		require.Equal(t, got[0], other)
	}
	other, err := read(t, c, files.put([]byte("% second\n")), "b.docx")
	require.NoError(t, err)
	require.Contains(t, other, "% second")
	_, err = c.PDF(t.Context(), "../../etc/passwd", "a.docx")
	require.Equal(t, fault.Invalid, fault.CodeOf(err))
	n, err := preview.Sweep(c.Folder, time.Now().Add(time.Hour))
	require.NoError(t, err)
	require.Equal(t, 2, n)
}

// What a converter would do that is a stranger's program.
func TestPDF_holds_a_hostile_converter(t *testing.T) {
	t.Parallel()
	secret := filepath.Join(t.TempDir(), "secret")
	require.NoError(t, os.WriteFile(secret, []byte("%PDF-1.4 secret"), 0o644)) //nolint:gosec // that it may be read is the point
	listener, err := new(net.ListenConfig).Listen(t.Context(), "tcp", "127.0.0.1:0")
	require.NoError(t, err)
	defer func() { _ = listener.Close() }()
	_, port, _ := net.SplitHostPort(listener.Addr().String())
	const marker = "987654.3"
	for about, script := range map[string]string{
		"hangs":                      `sleep ` + marker,
		"ignores signals":            `trap '' TERM INT HUP; while true; do sleep ` + marker + `; done`,
		"leaves a child behind":      `setsid sh -c 'trap "" TERM HUP; sleep ` + marker + `' & exit 1`,
		"forks without end":          `f() { f | f & }; f; sleep ` + marker,
		"writes one file":            `cat /dev/zero > "$2/in.pdf"`,
		"writes many files":          `i=0; while true; do i=$((i+1)); head -c 4000000 /dev/zero > "$2/$i"; done`,
		"takes memory":               `tail /dev/zero; exit 1`,
		"fails":                      `exit 3`,
		"makes nothing":              `true`,
		"makes no PDF":               `echo hello > "$2/in.pdf"`,
		"makes a PDF with a script":  `printf '%%PDF-1.4\n1 0 obj << /S /JavaScript >> endobj\n%%%%EOF' > "$2/in.pdf"`,
		"links to a file of ours":    `ln -s ` + secret + ` "$2/in.pdf"`,
		"links the folder elsewhere": `rm -rf "$2"; ln -s ` + filepath.Dir(secret) + ` "$2"`,
		"reads a file of ours":       `cat ` + secret + ` > "$2/in.pdf"`,
		"makes a pipe":               `mkfifo "$2/in.pdf"`,
		"calls home":                 `exec 3<>/dev/tcp/127.0.0.1/` + port + ` && printf '` + pdf + `' > "$2/in.pdf"`,
	} {
		t.Run(about, func(t *testing.T) {
			limits := preview.Limits{Time: 2 * time.Second, Disk: 20 << 20, Output: 10 << 20, Memory: 256 << 20, Processes: 30}
			c, files, _ := converter(t, script, limits)
			if about == "calls home" {
				c.Command[0] = "/bin/bash"
			}
			sha := files.put([]byte(about))
			began := time.Now()
			_, err := read(t, c, sha, "a.docx")
			require.Equal(t, "preview_failed", fault.ReasonOf(err), "%v", err)
			require.Less(t, time.Since(began), 15*time.Second)
			again := time.Now()
			_, err = read(t, c, sha, "a.docx")
			require.Equal(t, "preview_failed", fault.ReasonOf(err))
			require.Less(t, time.Since(again), time.Second, "what failed is not tried at once again")
		})
	}
	require.Eventually(t, func() bool {
		found, _ := exec.CommandContext(context.WithoutCancel(t.Context()), "pgrep", "-f", marker).Output()
		return len(bytes.TrimSpace(found)) == 0
	}, 10*time.Second, 100*time.Millisecond, "nothing is left running")
	require.Eventually(t, func() bool { // other tests convert beside this one
		left, err := filepath.Glob(filepath.Join(os.TempDir(), "jiheng-preview-*", "in.docx"))
		return err == nil && len(left) == 0
	}, 30*time.Second, 100*time.Millisecond, "no folder is left behind")
}

func TestPDF_gives_the_converter_nothing_of_ours(t *testing.T) {
	t.Setenv("JIHENG_SECRET", "password")
	c, files, _ := converter(t, `{ printf '`+pdf+`'; env; id -u; ls / /work; cat /proc/net/dev; } > "$2/in.pdf" 2>&1`, preview.Limits{})
	got, err := read(t, c, files.put([]byte("x")), "a.docx")
	require.NoError(t, err)
	require.NotContains(t, got, "password")
	require.NotContains(t, got, "eth0")
	require.NotContains(t, got, "home")
	require.Contains(t, got, "HOME=/work")
}

func TestPDF_waits_for_its_turn_but_not_for_ever(t *testing.T) {
	t.Parallel()
	c, files, _ := converter(t, `sleep 3; printf '`+pdf+`' > "$2/in.pdf"`, preview.Limits{AtOnce: 1, Patience: 300 * time.Millisecond})
	shas := make([]string, 4)
	for i := range shas {
		shas[i] = files.put([]byte(strconv.Itoa(i)))
	}
	var working sync.WaitGroup
	reasons := make([]string, len(shas))
	for i, sha := range shas {
		working.Go(func() {
			_, err := read(t, c, sha, "a.docx")
			reasons[i] = fault.ReasonOf(err)
		})
	}
	working.Wait()
	slices.Sort(reasons)
	require.Equal(t, []string{"", "preview_busy", "preview_busy", "preview_busy"}, reasons)
}

// With LibreOffice, as it would be in service. CI has it; a machine on which
// somebody develops may not.
func TestPDF_by_LibreOffice(t *testing.T) {
	t.Parallel()
	if _, err := exec.LookPath("soffice"); err != nil && os.Getenv("CI") == "" {
		t.Skip("LibreOffice is not installed")
	}
	book := excelize.NewFile()
	require.NoError(t, book.SetCellStr("Sheet1", "A1", "整体支出绩效自评"))
	var content, log bytes.Buffer
	require.NoError(t, book.Write(&content))
	files := shelf{}
	c, err := preview.New(t.Context(), preview.Config{
		Command: []string{"soffice"}, Launcher: []string{"/proc/self/exe", "become"}, Folder: t.TempDir(), Files: files,
		Log: slog.New(slog.NewTextHandler(&log, nil)), Limits: preview.Limits{Time: 2 * time.Minute},
	})
	require.NoError(t, err)
	got, err := read(t, c, files.put(content.Bytes()), "数据表.xlsx")
	require.NoError(t, err, log.String())
	require.True(t, strings.HasPrefix(got, "%PDF-"))
	require.Greater(t, len(got), 1000)
}
