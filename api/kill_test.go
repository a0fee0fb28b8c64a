package api_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"math/rand/v2"
	"net"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"jiheng/api"
	"jiheng/internal/evaluation"
	"jiheng/internal/store/storetest"
)

// childVariable makes this program the command line.
const childVariable = "JIHENG_TEST_CHILD"

// killed is a server in a process of its own, killed now and then.
type killed struct {
	t       *testing.T
	env     []string
	address string
	cookie  string
	process *exec.Cmd
	deaths  int
	// amid counts the deaths while something was being done, within those that
	// left undone what was asked for.
	amid, within int
}

// servedApart starts a server in a process of its own, for whoever has the
// cookie.
func servedApart(t *testing.T, dsn, data, cookie string) *killed {
	t.Helper()
	listener, err := new(net.ListenConfig).Listen(t.Context(), "tcp", "127.0.0.1:0")
	require.NoError(t, err)
	k := &killed{t: t, address: listener.Addr().String(), cookie: cookie}
	require.NoError(t, listener.Close())
	k.env = []string{"DATABASE_URL=" + dsn, "JIHENG_DATA=" + data, "JIHENG_ADDRESS=" + k.address, "JIHENG_COMMANDS_PER_SECOND=1000"}
	k.launch()
	t.Cleanup(func() { k.kill() })
	return k
}

// launch starts the server and waits until it answers.
func (k *killed) launch() {
	k.t.Helper()
	var said bytes.Buffer
	k.process = exec.Command(os.Args[0], "serve") //nolint:gosec,noctx // ourselves; it is ended by hand
	k.process.Env = append(append(os.Environ(), childVariable+"=1"), k.env...)
	k.process.Stderr = &said
	require.NoError(k.t, k.process.Start())
	require.Eventually(k.t, func() bool {
		status, _, err := k.send(http.MethodGet, "/api/v1/session", nil)
		return err == nil && status == http.StatusOK
	}, time.Minute, 20*time.Millisecond, "the server does not answer")
}

func (k *killed) kill() {
	_ = k.process.Process.Kill() // it may have ended
	_ = k.process.Wait()         // it was killed
	k.deaths++
}

// send sends a request; the connection may break.
func (k *killed) send(method, path string, body []byte, options ...with) (int, http.Header, error) {
	req, err := http.NewRequestWithContext(context.WithoutCancel(k.t.Context()), method, "http://"+k.address+path, bytes.NewReader(body))
	if err != nil {
		return 0, nil, err
	}
	req.Header.Set("Cookie", k.cookie)
	req.Header.Set("Content-Type", "application/octet-stream")
	if method != http.MethodGet {
		req.Header.Set("Idempotency-Key", uuid.NewString())
	}
	for _, o := range options {
		o(req)
	}
	client := &http.Client{Transport: &http.Transport{DisableKeepAlives: true}, Timeout: 30 * time.Second}
	res, err := client.Do(req)
	if err != nil {
		return 0, nil, err
	}
	defer func() { _ = res.Body.Close() }()
	_, err = io.Copy(io.Discard, res.Body)
	return res.StatusCode, res.Header, err
}

// during kills the server at a random instant of what is done meanwhile; undone
// tells afterwards whether that is still to be done.
func (k *killed) during(longest time.Duration, do func(), undone func() bool) {
	done := make(chan struct{})
	go func() { defer close(done); do() }()
	time.Sleep(rand.N(longest)) //nolint:gosec // a moment, no secret
	amid := true
	select {
	case <-done:
		amid = false
	default:
	}
	k.kill()
	<-done
	k.launch()
	if amid {
		k.amid++
		if undone() {
			k.within++
		}
	}
}

// An upload goes on where it stopped and is finished once, however often and
// whenever the server dies.
func TestAnUploadOutlivesServersThatAreKilled(t *testing.T) {
	t.Parallel()
	dsn := storetest.DSN(t)
	b := openAt(t, dsn)
	p := started(t, b).formed()
	task, clerk := p.claims("coordination-clerk", "self_check", "submit"), p.as("coordination-clerk")
	data := t.TempDir()
	k := servedApart(t, dsn, data, clerk.cookie)

	content := paper("long\n" + strings.Repeat("% 整体支出绩效自评\n", 20000))
	content = append(content, "%%EOF\n"...)
	sum := sha256.Sum256(content)
	u := clerk.begin(task, "评分表.pdf", content, map[string]any{"sha256": hex.EncodeToString(sum[:])})
	peek := func() (int, error) {
		_, header, err := k.send(http.MethodHead, "/api/v1/uploads/"+u.ID, nil)
		if err != nil {
			return 0, err
		}
		return strconv.Atoi(header.Get("Upload-Offset"))
	}
	at := func() int {
		n, err := peek()
		require.NoError(t, err)
		return n
	}
	const piece = 4 << 10
	sends := func() { // parts one after the other until the line breaks
		from, err := peek()
		for ; err == nil && from < len(content); from += piece {
			part := content[from:min(from+piece, len(content))]
			sum := sha256.Sum256(part)
			status, _, err := k.send(http.MethodPatch, "/api/v1/uploads/"+u.ID, part, header("Upload-Offset", strconv.Itoa(from)), header("Upload-Checksum", hex.EncodeToString(sum[:])))
			if err != nil || status >= http.StatusInternalServerError {
				return
			}
		}
	}
	for last := 0; k.deaths < killsAtParts; {
		k.during(150*time.Millisecond, sends, func() bool { return at() < len(content) })
		require.GreaterOrEqual(t, at(), last, "nothing that has arrived is lost")
		last = at()
	}
	require.Positive(t, k.within, "parts were on their way when it died")
	sends()
	require.Equal(t, len(content), at())

	seq := p.seq()
	finish := func() {
		_, _, _ = k.send(http.MethodPost, "/api/v1/uploads/"+u.ID+"/finish", nil) // the line may break
	}
	// The first die before a file can have come of the parts, the later ones ever
	// later, until it has.
	k.amid, k.within = 0, 0
	for n := 1; k.deaths < killsAtParts+killsAtFinish; n++ {
		k.during(time.Duration(5*n)*time.Millisecond, finish, func() bool { return p.seq() == seq })
	}
	require.Positive(t, k.within, "it died while the parts were becoming a file")
	t.Logf("%d of %d deaths while it finished, %d of them before it was supplied", k.amid, killsAtFinish, k.within)
	status, _, err := k.send(http.MethodPost, "/api/v1/uploads/"+u.ID+"/finish", nil)
	require.NoError(t, err)
	require.Equal(t, http.StatusOK, status)
	require.Equal(t, seq+1, p.seq(), "it is supplied once")
	list := into[api.Checklist](clerk.get(path(task, "materials")).ok(http.StatusOK))
	var papers []api.Material
	for _, e := range list.Entries {
		papers = append(papers, e.Papers...)
	}
	require.Len(t, papers, 1)
	require.Equal(t, hex.EncodeToString(sum[:]), papers[0].SHA256)
	kept, err := os.ReadFile(filepath.Join(data, "files", "sha256", papers[0].SHA256[:2], papers[0].SHA256[2:])) //nolint:gosec // our own folder
	require.NoError(t, err)
	require.Equal(t, sum, sha256.Sum256(kept))
	status, _, err = k.send(http.MethodGet, "/api/v1/materials/"+url.PathEscape(papers[0].ID)+"/content", nil)
	require.NoError(t, err)
	require.Equal(t, http.StatusOK, status)
	check, err := p.store.VerifyJournal(t.Context(), evaluation.ID(p.id))
	require.NoError(t, err)
	require.True(t, check.Verified())
}

// How often the server dies while parts come, and while they become a file.
const (
	killsAtParts  = 12
	killsAtFinish = 12
)
