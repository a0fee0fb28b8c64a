package virus_test

import (
	"bufio"
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"io"
	"log/slog"
	"net"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"testing/iotest"
	"time"

	"github.com/stretchr/testify/require"

	"jiheng/internal/fault"
	"jiheng/internal/virus"
)

// eicar is the file that every scanner takes for a virus, written in two parts
// so that this one is none.
const eicar = `X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-` + `ANTIVIRUS-TEST-FILE!$H+H*`

// clamd is a server that speaks clamd's protocol and knows one virus.
type clamd struct {
	listener net.Listener
	limit    int
	mute     bool
	mu       sync.Mutex
	heard    [][]byte
}

func serve(t *testing.T, network, address string, change ...func(*clamd)) *clamd {
	t.Helper()
	listener, err := new(net.ListenConfig).Listen(t.Context(), network, address)
	require.NoError(t, err)
	c := &clamd{listener: listener, limit: 1 << 20}
	for _, f := range change {
		f(c)
	}
	var serving sync.WaitGroup
	serving.Go(func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			serving.Go(func() { c.answer(conn) })
		}
	})
	t.Cleanup(func() { _ = listener.Close(); serving.Wait() })
	return c
}

func (c *clamd) answer(conn net.Conn) {
	defer func() { _ = conn.Close() }()
	r := bufio.NewReader(conn)
	command, err := r.ReadString(0)
	if err != nil || command != "zINSTREAM\x00" {
		_, _ = io.WriteString(conn, "UNKNOWN COMMAND\x00")
		return
	}
	var content []byte
	for {
		var size uint32
		if binary.Read(r, binary.BigEndian, &size) != nil {
			return
		}
		if size == 0 {
			break
		}
		if len(content)+int(size) > c.limit {
			_, _ = io.WriteString(conn, "INSTREAM size limit exceeded. ERROR\x00")
			return
		}
		piece := make([]byte, size)
		if _, err := io.ReadFull(r, piece); err != nil {
			return
		}
		content = append(content, piece...)
	}
	c.mu.Lock()
	c.heard = append(c.heard, content)
	c.mu.Unlock()
	switch {
	case c.mute:
	case bytes.Contains(content, []byte(eicar)):
		_, _ = io.WriteString(conn, "stream: Win.Test.EICAR_HDB-1 FOUND\x00")
	default:
		_, _ = io.WriteString(conn, "stream: OK\x00")
	}
}

func TestScan_tells_the_infected_from_the_clean(t *testing.T) {
	t.Parallel()
	socket := filepath.Join(t.TempDir(), "clamd.ctl")
	for _, at := range []struct{ network, address string }{{"tcp", "127.0.0.1:0"}, {"unix", socket}} {
		server := serve(t, at.network, at.address)
		where := server.listener.Addr().String()
		if at.network == "unix" {
			where = "unix:" + socket
		}
		c, err := virus.NewClamd(where)
		require.NoError(t, err)
		large := bytes.Repeat([]byte("整体支出"), 50_000)
		for content, want := range map[string]string{eicar: "Win.Test.EICAR_HDB-1", "": "", string(large): "", string(large) + eicar: "Win.Test.EICAR_HDB-1"} {
			found, err := c.Scan(t.Context(), iotest.HalfReader(strings.NewReader(content)))
			require.NoError(t, err)
			require.Equal(t, want, found)
		}
		require.Len(t, server.heard, 4)
	}
}

func TestScan_takes_nothing_for_clean_without_a_verdict(t *testing.T) {
	t.Parallel()
	limited := serve(t, "tcp", "127.0.0.1:0", func(c *clamd) { c.limit = 1000 })
	mute := serve(t, "tcp", "127.0.0.1:0", func(c *clamd) { c.mute = true })
	for reason, server := range map[string]*clamd{"scanner_undecided": limited, "scanner_away": mute} {
		c, err := virus.NewClamd(server.listener.Addr().String())
		require.NoError(t, err)
		_, err = c.Scan(t.Context(), strings.NewReader(strings.Repeat("x", 2000)))
		require.Equal(t, fault.Unavailable, fault.CodeOf(err), reason)
		require.Contains(t, []string{"scanner_undecided", "scanner_away"}, fault.ReasonOf(err))
	}
	away, err := virus.NewClamd("127.0.0.1:1")
	require.NoError(t, err)
	_, err = away.Scan(t.Context(), strings.NewReader("x"))
	require.Equal(t, "scanner_away", fault.ReasonOf(err))
	c, err := virus.NewClamd(mute.listener.Addr().String())
	require.NoError(t, err)
	_, err = c.Scan(t.Context(), iotest.ErrReader(errors.New("the disk is broken")))
	require.ErrorContains(t, err, "the disk is broken")
	require.NotEqual(t, fault.Unavailable, fault.CodeOf(err))
}

func TestNewClamd_refuses_what_is_no_address(t *testing.T) {
	t.Parallel()
	for _, where := range []string{"", "clamd", "http://x/y", ":3310"} {
		_, err := virus.NewClamd(where)
		require.Equal(t, "scanner_address", fault.ReasonOf(err), where)
	}
}

// ledger is a store in memory.
type ledger struct {
	before   []string // files from before there was a scanner
	waiting  []string
	verdicts map[string]string
	gone     []string
	isolated int
}

func (l *ledger) UnscannedFiles(context.Context, int, time.Time) ([]string, error) {
	out := l.waiting
	l.waiting = nil
	return out, nil
}

func (l *ledger) EnlistFiles(context.Context, int) (int, error) {
	n := len(l.before)
	l.waiting, l.before = append(l.waiting, l.before...), nil
	return n, nil
}

func (l *ledger) SaveScan(_ context.Context, sha, signature string) error {
	l.verdicts[sha] = signature
	return nil
}

func (l *ledger) ForgetScan(_ context.Context, sha string) error {
	l.gone = append(l.gone, sha)
	return nil
}

func (l *ledger) Isolate(context.Context, int) (int, error) {
	l.isolated++
	return 0, nil
}

// shelf is a folder of files in memory.
type shelf map[string]string

func (s shelf) Open(sha string) (io.ReadSeekCloser, int64, error) {
	content, ok := s[sha]
	if !ok {
		return nil, 0, fault.New(fault.NotFound, "blob_not_found", "gone")
	}
	return struct {
		io.ReadSeeker
		io.Closer
	}{strings.NewReader(content), io.NopCloser(nil)}, int64(len(content)), nil
}

func TestRound_keeps_verdicts_and_leaves_what_has_none(t *testing.T) {
	t.Parallel()
	server := serve(t, "tcp", "127.0.0.1:0", func(c *clamd) { c.limit = 1000 })
	c, err := virus.NewClamd(server.listener.Addr().String())
	require.NoError(t, err)
	l := &ledger{waiting: []string{"large", "gone", "bad", "good"}, verdicts: map[string]string{}}
	files := shelf{"large": strings.Repeat("x", 5000), "bad": eicar, "good": "整体支出"}
	require.NoError(t, virus.New(l, files, c, virus.Config{}, slog.New(slog.DiscardHandler)).Round(t.Context()))
	require.Equal(t, map[string]string{"bad": "Win.Test.EICAR_HDB-1", "good": ""}, l.verdicts)
	require.Equal(t, []string{"gone"}, l.gone)
	require.GreaterOrEqual(t, l.isolated, 2)

	l = &ledger{before: []string{"good", "bad"}, verdicts: map[string]string{}}
	ward := virus.New(l, files, c, virus.Config{}, slog.New(slog.DiscardHandler))
	require.NoError(t, ward.Round(t.Context()))
	require.Equal(t, map[string]string{"bad": "Win.Test.EICAR_HDB-1", "good": ""}, l.verdicts)
	l.before = []string{"large"}
	require.NoError(t, ward.Round(t.Context()))
	require.Equal(t, []string{"large"}, l.before, "it is not looked for all the time")

	away, err := virus.NewClamd("127.0.0.1:1")
	require.NoError(t, err)
	l = &ledger{waiting: []string{"good"}, verdicts: map[string]string{}}
	err = virus.New(l, files, away, virus.Config{}, slog.New(slog.DiscardHandler)).Round(t.Context())
	require.Equal(t, "scanner_away", fault.ReasonOf(err))
	require.Empty(t, l.verdicts)
}
