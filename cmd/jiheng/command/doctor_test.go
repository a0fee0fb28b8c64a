package command

import (
	"bytes"
	"encoding/json"
	"net"
	"os"
	"path/filepath"
	"testing"

	"github.com/spf13/cobra"
	"github.com/stretchr/testify/require"

	"jiheng/internal/doctor"
	"jiheng/internal/signing"
	"jiheng/internal/store/storetest"
	"jiheng/internal/virus"
)

// nobody is an address at which nobody listens.
func nobody(t *testing.T) string {
	t.Helper()
	l, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	require.NoError(t, err)
	require.NoError(t, l.Close())
	return l.Addr().String()
}

func TestDoctorSaysWhatIsWrongLineByLine(t *testing.T) {
	t.Parallel()
	sh := &shell{cfg: config{DatabaseURL: storetest.DSN(t), TemporalAddress: nobody(t), TemporalNamespace: "jiheng", DataDir: t.TempDir()}}
	run := func(args ...string) (string, int) {
		text, code, _ := runOn(func(out *bytes.Buffer) *cobra.Command { sh.out = out; return sh.doctor() }, args...)
		return text, code
	}
	text, code := run()
	require.Equal(t, exitFailed, code, "Temporal is away")
	require.Contains(t, text, "ok    数据库结构为最新\n")
	require.Contains(t, text, "fail  连不上 Temporal：")
	require.Contains(t, text, "。办法：核对 TEMPORAL_ADDRESS")
	asJSON, code := run("--json")
	require.Equal(t, exitFailed, code)
	var findings []doctor.Finding
	require.NoError(t, json.Unmarshal([]byte(asJSON), &findings))
	require.Greater(t, len(findings), 10)

	sh.cfg.DatabaseURL = "postgres://jiheng@" + nobody(t) + "/jiheng"
	text, code = run()
	require.Equal(t, exitFailed, code)
	require.Contains(t, text, "fail  连不上数据库：")
	sh.cfg.DatabaseURL = ""
	_, code = run()
	require.Equal(t, exitUsage, code)
}

func TestDoctorLooksAtTheFolderOfFiles(t *testing.T) {
	t.Parallel()
	c := config{DataDir: t.TempDir()}
	require.Equal(t, doctor.Warn, c.examineFiles().Level, "not begun yet")
	require.NoError(t, os.WriteFile(filepath.Join(c.DataDir, "files"), nil, 0o600))
	require.Equal(t, doctor.Fail, c.examineFiles().Level, "a file in its place")
	require.NoError(t, os.Remove(filepath.Join(c.DataDir, "files")))
	require.NoError(t, os.Mkdir(filepath.Join(c.DataDir, "files"), 0o700))
	require.Equal(t, doctor.OK, c.examineFiles().Level)
	require.Equal(t, doctor.Fail, roomFinding("x", roomNeeded-1).Level)
	require.Equal(t, doctor.Warn, roomFinding("x", roomWanted-1).Level)
	require.Equal(t, doctor.OK, roomFinding("x", roomWanted).Level)
}

func TestDoctorLooksAtTheKey(t *testing.T) {
	t.Parallel()
	c := config{DataDir: t.TempDir()}
	require.Equal(t, doctor.Warn, c.examineKey().Level, "it is made at the first start")
	key, err := signing.Generate(signing.Ed25519)
	require.NoError(t, err)
	require.NoError(t, os.MkdirAll(filepath.Dir(c.keyFile()), 0o700))
	require.NoError(t, signing.WriteFiles(c.keyFile(), key))
	require.Equal(t, doctor.OK, c.examineKey().Level)
	require.NoError(t, os.Chmod(c.keyFile(), 0o644)) //nolint:gosec // that is what is wrong with it
	require.Equal(t, doctor.Fail, c.examineKey().Level, "others can read it")
	require.Contains(t, c.examineKey().Text, "644")
	require.NoError(t, os.Chmod(c.keyFile(), 0o600))
	require.NoError(t, os.WriteFile(c.keyFile(), []byte("no key"), 0o600))
	require.Equal(t, doctor.Fail, c.examineKey().Level)
	c.SigningKey = filepath.Join(c.DataDir, "none.pem")
	require.Equal(t, doctor.Fail, c.examineKey().Level)
}

func TestDoctorLooksForWhatIsConfigured(t *testing.T) {
	t.Parallel()
	levels := func(c config) map[string]doctor.Level {
		out := map[string]doctor.Level{}
		for _, f := range append(c.examinePrograms(t.Context()), c.examineMail(t.Context())) {
			out[f.Check] = f.Level
		}
		return out
	}
	require.Equal(t, map[string]doctor.Level{"pdf_reader": doctor.Warn, "converter": doctor.Warn, "scanner": doctor.Warn, "mail": doctor.Warn}, levels(config{}))

	host, _, err := net.SplitHostPort(nobody(t))
	require.NoError(t, err)
	away, err := virus.NewClamd(nobody(t))
	require.NoError(t, err)
	broken := config{PDFReader: []string{"/nowhere/pdftotext"}, Converter: []string{"/nowhere/soffice"}, Scanner: away, SMTP: smtpConfig{Host: host, Port: 1}}
	require.Equal(t, map[string]doctor.Level{"pdf_reader": doctor.Fail, "converter": doctor.Fail, "scanner": doctor.Fail, "mail": doctor.Fail}, levels(broken))

	clamd, mail := answering(t, "PONG\x00"), answering(t, "220 mail\r\n")
	there, err := virus.NewClamd(clamd.String())
	require.NoError(t, err)
	fine := config{PDFReader: []string{"/bin/sh"}, Converter: []string{"/bin/sh"}, Scanner: there, SMTP: smtpConfig{Host: mail.IP.String(), Port: mail.Port}}
	require.Equal(t, map[string]doctor.Level{"pdf_reader": doctor.OK, "converter": doctor.OK, "scanner": doctor.OK, "mail": doctor.OK}, levels(fine))
}

// answering is somebody who says one thing to everybody.
func answering(t *testing.T, says string) *net.TCPAddr {
	t.Helper()
	l, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	require.NoError(t, err)
	t.Cleanup(func() { _ = l.Close() })
	go func() {
		for {
			conn, err := l.Accept()
			if err != nil {
				return
			}
			_, _ = conn.Write([]byte(says))
			_ = conn.Close()
		}
	}()
	at, ok := l.Addr().(*net.TCPAddr)
	require.True(t, ok)
	return at
}
