package api_test

import (
	"bytes"
	"context"
	"encoding/json"
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
	"go.temporal.io/sdk/testsuite"

	"jiheng/activities"
	"jiheng/api"
	"jiheng/internal/evaluation"
	"jiheng/internal/filing"
	"jiheng/internal/review"
	"jiheng/internal/signing"
)

const (
	centre = "service-centre"
	bureau = "finance-bureau"
)

// performs lets the worker's own activity file with a receiver elsewhere, as
// the timeline would: outside of any transaction.
func (b *bench) performs(ctx context.Context, id string, facts evaluation.Facts) (tried, done bool) {
	moves, _ := evaluation.Next(facts, time.Now())
	if len(moves) == 0 || moves[0].Effect != evaluation.EffectFile || b.config.Receivers == nil {
		return false, false
	}
	_ = b.perform(ctx, id, moves[0])
	after, err := b.store.Facts(ctx, evaluation.ID(id))
	require.NoError(b.t, err)
	return true, after.Seq != facts.Seq
}

func (b *bench) perform(_ context.Context, id string, m evaluation.Move) error {
	env := (&testsuite.WorkflowTestSuite{}).NewTestActivityEnvironment()
	a := &activities.Activities{Store: b.store, Blobs: b.blobs, Receivers: b.config.Receivers, Signer: b.config.Signer, Now: b.clock.now, Gate: gateless{}}
	env.RegisterActivity(a)
	_, err := env.ExecuteActivity(a.Perform, activities.MoveInput{Evaluation: evaluation.ID(id), Move: m})
	return err
}

// gateless closes no stage: the timeline of the test does that.
type gateless struct{ activities.Gate }

// Version is of no policy.
func (gateless) Version() string { return "test" }

// pair is a unit's installation and its bureau's, each with a database, files
// and a key of its own.
type pair struct {
	t            *testing.T
	unit, bureau *bench
	unitKey      signing.Signer
	bureauKey    signing.Signer
	play         *play
}

func newKey(t testing.TB, a signing.Algorithm) signing.Signer {
	t.Helper()
	k, err := signing.Generate(a)
	require.NoError(t, err)
	return k
}

func publicPEM(t testing.TB, v signing.Verifier) string {
	t.Helper()
	text, err := signing.PublicPEM(v)
	require.NoError(t, err)
	return string(text)
}

// newPair brings both up. Address is where the unit calls the bureau: "" is the
// bureau's own, "-" nowhere.
func newPair(t *testing.T, a signing.Algorithm, address func(bureau string) string) *pair {
	t.Helper()
	p := &pair{t: t, unitKey: newKey(t, a), bureauKey: newKey(t, a)}
	p.bureau = open(t, func(c *api.Config) { c.Signer = p.bureauKey })
	require.NoError(t, p.bureau.store.AddSenderKey(t.Context(), review.SenderKey{
		KeyID: p.unitKey.KeyID(), UnitID: centre, Algorithm: string(a), PublicKey: publicPEM(t, p.unitKey),
	}, time.Now(), "admin"))
	settings, err := json.Marshal([]filing.Setting{{Unit: bureau, URL: address(p.bureau.server.URL), Key: publicPEM(t, p.bureauKey)}})
	require.NoError(t, err)
	receivers, err := filing.ParseReceivers(settings, nil)
	require.NoError(t, err)
	p.unit = open(t, func(c *api.Config) { c.Signer, c.Receivers = p.unitKey, receivers })
	p.play = started(t, p.unit).published()
	return p
}

func online(url string) string { return url }
func offline(string) string    { return "" }

// evaluation shows the unit's evaluation.
func (p *pair) evaluation() api.Evaluation {
	p.t.Helper()
	return into[api.Evaluation](p.play.as("auditor").get("/api/v1/evaluations/" + p.play.id).ok(http.StatusOK))
}

// list shows what the bureau has.
func (p *pair) list() []api.ReceivedFiling {
	p.t.Helper()
	return into[api.ReceivedFilingPage](p.bureau.as("bureau-clerk").get("/api/v1/filings").ok(http.StatusOK)).Filings
}

// file is the filing as it is carried.
func (p *pair) file() []byte {
	p.t.Helper()
	return p.play.as("finance-clerk").get("/api/v1/evaluations/" + p.play.id + "/filing/file").ok(http.StatusOK).body
}

func (p *pair) sends(body []byte) answer {
	p.t.Helper()
	return p.bureau.anybody().send(http.MethodPost, filing.PathFilings, body, contentType("application/octet-stream"))
}

// resealed signs the manifest of a filing file anew, after a change.
func (p *pair) resealed(body []byte, with signing.Signer, change func(*filing.Manifest)) []byte {
	p.t.Helper()
	line, rest, _ := bytes.Cut(body, []byte("\n"))
	e, err := signing.Decode(bytes.NewReader(line))
	require.NoError(p.t, err)
	m, err := filing.Claimed[filing.Manifest](e)
	require.NoError(p.t, err)
	change(&m)
	again, err := filing.Sign(with, m)
	require.NoError(p.t, err)
	text, err := again.Encode()
	require.NoError(p.t, err)
	return append(text, rest...)
}

// edited changes words of a filing file's manifest under the old signature.
func (p *pair) edited(body []byte, old, words string) []byte {
	p.t.Helper()
	line, rest, _ := bytes.Cut(body, []byte("\n"))
	e, err := signing.Decode(bytes.NewReader(line))
	require.NoError(p.t, err)
	require.Contains(p.t, string(e.Payload), old)
	e.Payload = bytes.Replace(e.Payload, []byte(old), []byte(words), 1)
	text, err := e.Encode()
	require.NoError(p.t, err)
	return append(text, rest...)
}

func TestFilingOverHTTP_both_sides_have_the_same(t *testing.T) {
	t.Parallel()
	for _, a := range signing.Algorithms() {
		t.Run(string(a), func(t *testing.T) {
			t.Parallel()
			p := newPair(t, a, online)
			p.play.approves("finance-clerk", "filing", "hand_in")
			e := p.evaluation()
			require.Equal(t, api.EvaluationFilingChannelExchange, e.FilingChannel)
			require.Equal(t, "2019-00001", e.Filing.ReceiptNo)
			require.True(t, e.Filing.Signed)
			require.Equal(t, api.EvaluationStateFinished, e.State, "the receipt did the receiver's step")

			list := p.list()
			require.Len(t, list, 1)
			require.Equal(t, e.Filing.Digest, list[0].Digest)
			require.Equal(t, api.FilingStateReceived, list[0].State)
			got := p.bureau.as("bureau-clerk").get("/api/v1/filings/" + list[0].ID + "/package").ok(http.StatusOK).body
			want := p.play.as("auditor").get("/api/v1/evaluations/" + p.play.id + "/dossier/package").ok(http.StatusOK).body
			require.True(t, bytes.Equal(want, got), "the package is the same to the last byte")

			// Twice, and from where the answer was lost: the same receipt.
			again := into[api.Envelope](p.sends(p.file()).ok(http.StatusOK))
			kept := into[api.Envelope](p.bureau.as("bureau-clerk").get("/api/v1/filings/" + list[0].ID + "/receipt").ok(http.StatusOK))
			require.Equal(t, kept, again)
			require.Len(t, p.list(), 1)
		})
	}
}

func TestFilingOverHTTP_refuses(t *testing.T) {
	t.Parallel()
	p := newPair(t, signing.Ed25519, offline)
	p.play.approves("finance-clerk", "filing", "hand_in")
	good := p.file()
	stranger := newKey(t, signing.Ed25519)
	same := func(*filing.Manifest) {}
	flipped := bytes.Clone(good)
	flipped[len(flipped)-200] ^= 1
	for name, c := range map[string]struct {
		body   []byte
		status int
		reason string
	}{
		"no envelope":           {[]byte("hello\n"), http.StatusUnprocessableEntity, "envelope_unreadable"},
		"no line":               {[]byte("hello"), http.StatusUnprocessableEntity, "filing_unreadable"},
		"a stranger's key":      {p.resealed(good, stranger, same), http.StatusForbidden, "sender_unknown"},
		"for another unit":      {p.resealed(good, p.unitKey, func(m *filing.Manifest) { m.UnitID = "other-unit" }), http.StatusForbidden, "sender_unknown"},
		"the manifest changed":  {p.edited(good, `"year":2019`, `"year":2020`), http.StatusUnprocessableEntity, "envelope_forged"},
		"the package changed":   {flipped, http.StatusUnprocessableEntity, "package_differs"},
		"the package cut short": {good[:len(good)-100], http.StatusUnprocessableEntity, "package_differs"},
		"another digest":        {p.resealed(good, p.unitKey, func(m *filing.Manifest) { m.Digest = strings.Repeat("ab", 32) }), http.StatusUnprocessableEntity, "package_unsound"},
		"not the first":         {p.resealed(good, p.unitKey, func(m *filing.Manifest) { m.Version, m.Supersedes = 2, strings.Repeat("cd", 32) }), http.StatusConflict, "filing_not_linked"},
		"from the future":       {p.resealed(good, p.unitKey, func(m *filing.Manifest) { m.FiledAt = time.Now().Add(time.Hour) }), http.StatusUnprocessableEntity, "filing_from_future"},
	} {
		require.Equal(t, c.reason, p.sends(c.body).problem(c.status).Reason, name)
	}
	require.Empty(t, p.list(), "nothing of it is kept")

	p.sends(good).ok(http.StatusOK)
	other := p.resealed(good, p.unitKey, func(m *filing.Manifest) { m.Digest = strings.Repeat("ab", 32) })
	require.Equal(t, "filing_differs", p.sends(other).problem(http.StatusConflict).Reason, "another dossier under the same version")

	keys, err := p.bureau.store.SenderKeys(t.Context(), centre)
	require.NoError(t, err)
	require.NoError(t, p.bureau.store.EndSenderKey(t.Context(), centre, keys[0].KeyID, time.Now()))
	require.Equal(t, "sender_unknown", p.sends(good).problem(http.StatusForbidden).Reason, "a key that was ended")
}

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

func TestFilingByHand_there_and_back(t *testing.T) {
	t.Parallel()
	p := newPair(t, signing.SM2, offline)
	path := "/api/v1/evaluations/" + p.play.id + "/filing/"
	require.Equal(t, "filing_not_due", p.play.as("finance-clerk").get(path+"file").problem(http.StatusConflict).Reason)
	p.play.approves("finance-clerk", "filing", "hand_in")
	require.Equal(t, api.EvaluationFilingChannelFile, p.evaluation().FilingChannel)
	p.play.as("coordination-clerk").get(path + "file").problem(http.StatusForbidden)
	file := p.file()
	require.True(t, bytes.Equal(file, p.file()), "the file is the same however often it is asked for")

	clerk := p.bureau.as("bureau-clerk")
	p.bureau.as("finance-clerk").send(http.MethodPost, "/api/v1/filings", file, contentType("application/octet-stream")).problem(http.StatusForbidden)
	got := into[api.ReceivedFiling](clerk.send(http.MethodPost, "/api/v1/filings", file, contentType("application/octet-stream")).ok(http.StatusOK))
	require.Equal(t, api.ReceivedFilingChannelFile, got.Channel)
	receipt := into[api.Envelope](clerk.get("/api/v1/filings/" + got.ID + "/receipt").ok(http.StatusOK))

	hand := p.play.as("finance-clerk")
	forged := receipt
	forged.Payload = bytes.Replace(receipt.Payload, []byte("2019-00001"), []byte("2019-00002"), 1)
	require.Equal(t, "envelope_forged", hand.post(path+"answer", forged).problem(http.StatusUnprocessableEntity).Reason)
	foreign, err := filing.Sign(p.unitKey, filing.Receipt{
		Number: "1", EvaluationID: p.play.id, UnitID: centre, ReceiverID: bureau, Version: 1, Digest: got.Digest, ReceivedAt: time.Now(),
	})
	require.NoError(t, err)
	require.Equal(t, "envelope_key", hand.post(path+"answer", foreign).problem(http.StatusUnprocessableEntity).Reason)
	for name, change := range map[string]func(*filing.Receipt){
		"another digest":  func(r *filing.Receipt) { r.Digest = strings.Repeat("ab", 32) },
		"another version": func(r *filing.Receipt) { r.Version = 2 },
		"another unit":    func(r *filing.Receipt) { r.UnitID = "other-unit" },
	} {
		wrong := filing.Receipt{Number: "1", EvaluationID: p.play.id, UnitID: centre, ReceiverID: bureau, Version: 1, Digest: got.Digest, ReceivedAt: time.Now()}
		change(&wrong)
		e, err := filing.Sign(p.bureauKey, wrong)
		require.NoError(t, err)
		require.Equal(t, "receipt_of_another", hand.post(path+"answer", e).problem(http.StatusUnprocessableEntity).Reason, name)
	}
	p.play.as("coordination-clerk").post(path+"answer", receipt).problem(http.StatusForbidden)

	done := into[api.Evaluation](hand.post(path+"answer", receipt).ok(http.StatusOK))
	require.Equal(t, got.Number, done.Filing.ReceiptNo)
	require.True(t, got.ReceivedAt.Equal(done.Filing.ReceivedAt), "the hour of the receipt, not of its import")
	again := into[api.Evaluation](hand.post(path+"answer", receipt).ok(http.StatusOK))
	require.Equal(t, done.Seq, again.Seq, "handed in twice it is one receipt")
	p.play.turn()
	require.Equal(t, api.EvaluationStateFinished, p.evaluation().State)

	a := p.play.audited()
	a.checkpoint()
	found, _ := a.findings("")
	require.Empty(t, found, "who carried the receipt here is not blamed for the receiver's step")
}
