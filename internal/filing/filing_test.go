package filing_test

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"jiheng/internal/evaluation"
	"jiheng/internal/fault"
	"jiheng/internal/filing"
	"jiheng/internal/review"
	"jiheng/internal/signing"
)

func key(t testing.TB) signing.Signer {
	t.Helper()
	k, err := signing.Generate(signing.Ed25519)
	require.NoError(t, err)
	return k
}

func pem(t testing.TB, v signing.Verifier) string {
	t.Helper()
	text, err := signing.PublicPEM(v)
	require.NoError(t, err)
	return string(text)
}

func manifest() filing.Manifest {
	return filing.Manifest{
		EvaluationID: "ev-1", UnitID: "unit", Unit: "服务中心", ReceiverID: "bureau", Title: "自评", Year: 2025, Version: 1,
		Digest: strings.Repeat("a", 64), Package: strings.Repeat("b", 64), Size: 5, FiledAt: time.Date(2026, 8, 28, 0, 0, 0, 0, time.UTC),
	}
}

func TestAFilingFile_gives_back_what_was_put_in(t *testing.T) {
	t.Parallel()
	k := key(t)
	rapid.Check(t, func(t *rapid.T) {
		content := rapid.SliceOfN(rapid.Byte(), 0, 500).Draw(t, "content")
		e, err := filing.Sign(k, manifest())
		require.NoError(t, err)
		body, length, err := filing.Compose(e, int64(len(content)), bytes.NewReader(content))
		require.NoError(t, err)
		file, err := io.ReadAll(body)
		require.NoError(t, err)
		require.Len(t, file, int(length))
		back, rest, err := filing.Split(bytes.NewReader(file))
		require.NoError(t, err)
		m, err := filing.Open[filing.Manifest](back, k)
		require.NoError(t, err)
		require.Equal(t, manifest().Digest, m.Digest)
		got, err := io.ReadAll(rest)
		require.NoError(t, err)
		require.True(t, bytes.Equal(content, got))
	})
	_, _, err := filing.Split(strings.NewReader(strings.Repeat("a", filing.MaxManifest+10)))
	require.Equal(t, "filing_unreadable", fault.ReasonOf(err))
}

func TestOpen_refuses_what_says_too_little(t *testing.T) {
	t.Parallel()
	k := key(t)
	for name, change := range map[string]func(*filing.Manifest){
		"no unit":          func(m *filing.Manifest) { m.UnitID = "" },
		"no digest":        func(m *filing.Manifest) { m.Digest = "abc" },
		"version 0":        func(m *filing.Manifest) { m.Version = 0 },
		"a second, alone":  func(m *filing.Manifest) { m.Version = 2 },
		"a first, linked":  func(m *filing.Manifest) { m.Supersedes = strings.Repeat("c", 64) },
		"nothing in it":    func(m *filing.Manifest) { m.Size = 0 },
		"too large":        func(m *filing.Manifest) { m.Size = filing.MaxPackage + 1 },
		"a year of no era": func(m *filing.Manifest) { m.Year = 1 },
	} {
		m := manifest()
		change(&m)
		e, err := filing.Sign(k, m)
		require.NoError(t, err)
		_, err = filing.Open[filing.Manifest](e, k)
		require.Equal(t, "filing_unreadable", fault.ReasonOf(err), name)
	}
	e, err := filing.Sign(k, filing.Query{EvaluationID: "ev-1", UnitID: "unit", ReceiverID: "bureau", Version: 1, Digest: strings.Repeat("a", 64), AskedAt: time.Now()})
	require.NoError(t, err)
	_, err = filing.Open[filing.Receipt](e, k)
	require.Equal(t, "envelope_type", fault.ReasonOf(err), "a query is no receipt")
}

func receivers(t testing.TB, address string, k signing.Verifier) filing.Receivers {
	t.Helper()
	text, err := json.Marshal([]filing.Setting{{Unit: "bureau", URL: address, Key: pem(t, k)}})
	require.NoError(t, err)
	out, err := filing.ParseReceivers(text, nil)
	require.NoError(t, err)
	return out
}

func TestParseReceivers_refuses(t *testing.T) {
	t.Parallel()
	k := pem(t, key(t))
	for name, list := range map[string][]filing.Setting{
		"http to another machine": {{Unit: "bureau", URL: "http://czj.example.gov.cn", Key: k}},
		"no unit":                 {{URL: "https://czj.example.gov.cn", Key: k}},
		"no key":                  {{Unit: "bureau", URL: "https://czj.example.gov.cn"}},
		"a password in it":        {{Unit: "bureau", URL: "https://a:b@czj.example.gov.cn", Key: k}}, //nolint:gosec // nobody lives there
		"another scheme":          {{Unit: "bureau", URL: "file:///etc/passwd", Key: k}},
	} {
		text, err := json.Marshal(list)
		require.NoError(t, err)
		_, err = filing.ParseReceivers(text, nil)
		require.Equal(t, "receiver_config", fault.ReasonOf(err), name)
	}
	text, err := json.Marshal([]filing.Setting{{Unit: "bureau", Key: k}, {Unit: "bureau", Key: k}})
	require.NoError(t, err)
	_, err = filing.ParseReceivers(text, nil)
	require.Equal(t, "receiver_twice", fault.ReasonOf(err))
	require.Equal(t, review.ChannelFile, receivers(t, "", key(t)).Channel("bureau"))
	require.Equal(t, review.ChannelExchange, receivers(t, "https://czj.example.gov.cn", key(t)).Channel("bureau"))
	require.Equal(t, review.ChannelLocal, receivers(t, "", key(t)).Channel("other"))
}

func TestDeliver_knows_what_is_final(t *testing.T) {
	t.Parallel()
	mine, theirs := key(t), key(t)
	answer := func(status int, body string) error {
		server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			_, _ = io.Copy(io.Discard, r.Body)
			w.WriteHeader(status)
			_, _ = io.WriteString(w, body)
		}))
		defer server.Close()
		e, err := filing.Sign(mine, manifest())
		require.NoError(t, err)
		_, _, err = receivers(t, server.URL, theirs)["bureau"].Deliver(t.Context(), e, manifest(), strings.NewReader("12345"))
		return err
	}
	for status, code := range map[int]fault.Code{
		http.StatusServiceUnavailable: fault.Unavailable, http.StatusInternalServerError: fault.Unavailable,
		http.StatusTooManyRequests: fault.Unavailable, http.StatusForbidden: fault.Invalid,
		http.StatusConflict: fault.Invalid, http.StatusUnprocessableEntity: fault.Invalid, http.StatusFound: fault.Invalid,
	} {
		require.Equal(t, code, fault.CodeOf(answer(status, `{"reason":"x"}`)), status)
	}
	require.Equal(t, "envelope_unreadable", fault.ReasonOf(answer(http.StatusOK, "<html>")), "a page of somebody in between")
	forged, err := filing.Sign(mine, filing.Receipt{
		Number: "1", EvaluationID: "ev-1", UnitID: "unit", ReceiverID: "bureau", Version: 1, Digest: manifest().Digest, ReceivedAt: time.Now(),
	})
	require.NoError(t, err)
	text, err := forged.Encode()
	require.NoError(t, err)
	require.Equal(t, "envelope_key", fault.ReasonOf(answer(http.StatusOK, string(text))), "a receipt that the bureau did not sign")
}

// stalling is a receiver that sends the head of an answer and no more.
func stalling(t *testing.T) string {
	t.Helper()
	over := make(chan struct{})
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body)
		w.WriteHeader(http.StatusOK)
		_ = http.NewResponseController(w).Flush()
		<-over
	}))
	t.Cleanup(server.Close)
	t.Cleanup(func() { close(over) })
	return server.URL
}

func TestDeliver_does_not_wait_for_ever_for_the_rest_of_an_answer(t *testing.T) {
	t.Parallel()
	k := key(t)
	e, err := filing.Sign(k, manifest())
	require.NoError(t, err)
	to := receivers(t, stalling(t), k)["bureau"]
	to.Patience = 50 * time.Millisecond
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
	defer cancel()
	_, _, err = to.Deliver(ctx, e, manifest(), strings.NewReader("12345"))
	require.Equal(t, "receiver_unreachable", fault.ReasonOf(err))
	require.NoError(t, ctx.Err(), "it gave up by itself")
}

// oneFiling is a store with one evaluation that was filed.
type oneFiling struct{ filing.PollStore }

func (oneFiling) FiledWith(context.Context, []string, evaluation.ID, int) ([]evaluation.ID, error) {
	return []evaluation.ID{"ev-1"}, nil
}

func (oneFiling) Situation(context.Context, evaluation.Request) (*evaluation.Situation, error) {
	return &evaluation.Situation{Evaluation: &evaluation.Evaluation{
		ID: "ev-1", UnitID: "unit", ReceiverID: "bureau", Dossier: &evaluation.Dossier{Digest: manifest().Digest, Package: manifest().Package},
		Filing: &evaluation.Filing{Version: 1, Digest: manifest().Digest},
		Tasks:  []evaluation.Task{{Effect: evaluation.EffectFile, State: evaluation.StateCompleted, OpenedAt: manifest().FiledAt}},
	}}, nil
}

func (oneFiling) Taken(context.Context, evaluation.ID) ([]evaluation.NoticeTaken, error) {
	return nil, nil
}

func TestAPoller_passes_over_a_receiver_that_stalls(t *testing.T) {
	t.Parallel()
	k := key(t)
	var log bytes.Buffer
	poller := &filing.Poller{
		Store: oneFiling{}, Receivers: receivers(t, stalling(t), k), Signer: k, Within: 50 * time.Millisecond,
		Now: time.Now, Log: slog.New(slog.NewTextHandler(&log, nil)),
	}
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
	defer cancel()
	require.NoError(t, poller.Once(ctx))
	require.NoError(t, ctx.Err(), "it gave up by itself")
	require.Contains(t, log.String(), "receiver_unreachable")
}

// A name that leads into the machine's own network is not called, whatever the
// configuration says of the name.
func TestDeliver_stays_out_of_private_networks(t *testing.T) {
	t.Parallel()
	k := key(t)
	e, err := filing.Sign(k, manifest())
	require.NoError(t, err)
	for _, address := range []string{"https://10.0.0.1", "https://169.254.169.254", "https://[fd00::1]"} {
		_, _, err = receivers(t, address, k)["bureau"].Deliver(t.Context(), e, manifest(), strings.NewReader("12345"))
		require.Equal(t, "address_forbidden", fault.ReasonOf(err), address)
	}
}
