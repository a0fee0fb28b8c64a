package api_test

import (
	"bytes"
	"context"
	"encoding/json"
	"net/http"
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
