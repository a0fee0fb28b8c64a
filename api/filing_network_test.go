package api_test

import (
	"bytes"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"jiheng/internal/filing"
	"jiheng/internal/signing"
)

// hurried tells when a request is given more time.
type hurried struct {
	*httptest.ResponseRecorder
	given func()
}

func (h hurried) SetReadDeadline(time.Time) error {
	h.given()
	return nil
}

// sendsSlowly has a filing taken in from a body that need not be at its end.
func (p *pair) sendsSlowly(body io.Reader, given func()) {
	in := httptest.NewRequestWithContext(p.t.Context(), http.MethodPost, filing.PathFilings, body)
	in.Header.Set("Content-Type", "application/octet-stream")
	p.bureau.server.Config.Handler.ServeHTTP(hurried{httptest.NewRecorder(), given}, in)
}

func TestFilingOverHTTP_gives_time_only_to_who_signed(t *testing.T) {
	t.Parallel()
	p := newPair(t, signing.Ed25519, offline)
	p.play.approves("finance-clerk", "filing", "hand_in")
	good := p.file()
	given := func(body []byte) (times int) {
		p.sendsSlowly(bytes.NewReader(body), func() { times++ })
		return times
	}
	require.Zero(t, given([]byte("hello\n")))
	require.Zero(t, given(p.edited(good, `"year":2019`, `"year":2020`)), "a forged manifest")
	require.Zero(t, given(p.resealed(good, newKey(t, signing.Ed25519), func(*filing.Manifest) {})), "a stranger's key")
	require.Equal(t, 1, given(good))
	require.Zero(t, given(good), "what is here already need not be sent")
}

func TestFilingOverHTTP_takes_in_so_many_at_once(t *testing.T) {
	t.Parallel()
	p := newPair(t, signing.Ed25519, offline)
	p.play.approves("finance-clerk", "filing", "hand_in")
	good := p.file()
	other := func(id string) []byte {
		return p.resealed(good, p.unitKey, func(m *filing.Manifest) { m.EvaluationID, m.Digest = id, strings.Repeat("ab", 32) })
	}
	var slow []*io.PipeWriter
	var sending sync.WaitGroup
	begun := make(chan struct{})
	for i := range 16 {
		part := other("ev-slow-" + strconv.Itoa(i))
		body, in := io.Pipe()
		slow = append(slow, in)
		sending.Go(func() { p.sendsSlowly(body, func() { begun <- struct{}{} }) })
		sending.Go(func() { _, _ = in.Write(part[:len(part)-100]) })
	}
	for range slow {
		<-begun
	}
	last := p.sends(other("ev-next"))
	require.Equal(t, "too_many_filings", last.problem(http.StatusServiceUnavailable).Reason)
	require.NotEmpty(t, last.header.Get("Retry-After"))
	for _, in := range slow {
		_ = in.CloseWithError(io.ErrUnexpectedEOF)
	}
	sending.Wait()
	p.sends(good).ok(http.StatusOK)
}

// rough is a network that breaks off while a package is sent, or loses the
// answer after the receiver has kept everything.
type rough struct {
	cut, lose atomic.Int32
	target    atomic.Pointer[string]
}

func (r *rough) ServeHTTP(w http.ResponseWriter, in *http.Request) {
	if r.cut.Add(-1) >= 0 {
		_, _ = io.CopyN(io.Discard, in.Body, 2000)
		hangUp(w)
		return
	}
	out, err := http.NewRequestWithContext(in.Context(), in.Method, *r.target.Load()+in.URL.Path, in.Body) //nolint:gosec // the test's own server
	if err != nil {
		panic(err)
	}
	out.Header, out.ContentLength = in.Header.Clone(), in.ContentLength
	res, err := http.DefaultClient.Do(out) //nolint:gosec // the test's own server
	if err != nil || r.lose.Add(-1) >= 0 {
		hangUp(w)
		return
	}
	defer func() { _ = res.Body.Close() }()
	w.WriteHeader(res.StatusCode)
	_, _ = io.Copy(w, res.Body)
}

func hangUp(w http.ResponseWriter) {
	conn, _, err := w.(http.Hijacker).Hijack()
	if err == nil {
		_ = conn.(*net.TCPConn).SetLinger(0)
		_ = conn.Close()
	}
}

func TestFilingOverHTTP_survives_a_rough_network(t *testing.T) {
	t.Parallel()
	net := &rough{}
	net.cut.Store(1)
	net.lose.Store(1)
	between := httptest.NewServer(net)
	t.Cleanup(between.Close)
	p := newPair(t, signing.Ed25519, func(url string) string {
		net.target.Store(&url)
		return between.URL
	})
	p.play.approves("finance-clerk", "filing", "hand_in") // cut off in the middle
	require.Empty(t, p.list())
	require.Empty(t, p.evaluation().Filing.Digest, "what did not arrive was not filed")

	p.play.turn() // kept, but the answer is lost
	require.Len(t, p.list(), 1)
	require.Empty(t, p.evaluation().Filing.Digest)

	p.play.turn()
	require.Len(t, p.list(), 1, "it is the same filing")
	require.Equal(t, p.list()[0].Number, p.evaluation().Filing.ReceiptNo)
}
