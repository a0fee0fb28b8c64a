package notify_test

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"jiheng/internal/fault"
	"jiheng/internal/notify"
)

// received is a call as the other side sees it.
type received struct {
	header http.Header
	body   []byte
}

// receiver answers with a status and remembers what it received.
func receiver(t *testing.T, status int, answer string) (string, chan received) {
	t.Helper()
	calls := make(chan received, 100)
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		header := r.Header.Clone()
		header.Set("Request-Uri", r.URL.RequestURI())
		calls <- received{header, body}
		w.WriteHeader(status)
		_, _ = io.WriteString(w, answer)
	}))
	t.Cleanup(s.Close)
	return s.URL, calls
}

// Whoever follows the Standard Webhooks specification can check a call.
func TestAWebhookIsSigned(t *testing.T) {
	t.Parallel()
	url, calls := receiver(t, http.StatusNoContent, "")
	n := notice()
	n.UnitID = "service-centre"
	w := hook(t, loopback(), url)
	require.NoError(t, w.Send(t.Context(), n))
	require.NoError(t, w.Send(t.Context(), n))
	first, again := <-calls, <-calls
	require.Equal(t, first.header.Get("Webhook-Id"), again.header.Get("Webhook-Id"), "the same notice")

	mac := hmac.New(sha256.New, []byte("0123456789abcdefghijklmn"))
	_, _ = mac.Write([]byte(first.header.Get("webhook-id") + "." + first.header.Get("webhook-timestamp") + "." + string(first.body)))
	require.Equal(t, "v1,"+base64.StdEncoding.EncodeToString(mac.Sum(nil)), first.header.Get("webhook-signature"))
	require.Equal(t, strconv.FormatInt(noon().Unix(), 10), first.header.Get("webhook-timestamp"))
	require.Equal(t, "application/json; charset=utf-8", first.header.Get("Content-Type"))
	require.NotContains(t, first.header.Get("Webhook-Id"), ".")

	var body struct {
		Type string `json:"type"`
		Data struct {
			ID       string       `json:"id"`
			PersonID string       `json:"person_id"`
			UnitID   string       `json:"unit_id"`
			Subject  string       `json:"subject"`
			Facts    notify.Facts `json:"facts"`
		} `json:"data"`
	}
	require.NoError(t, json.Unmarshal(first.body, &body))
	require.Equal(t, "notice.returned", body.Type)
	require.Equal(t, "e1-17-p2", body.Data.ID)
	require.Equal(t, "p2", body.Data.PersonID)
	require.Equal(t, "service-centre", body.Data.UnitID)
	require.Equal(t, facts(), body.Data.Facts)

	other := n
	other.ID = "e1-18-p2"
	require.NoError(t, w.Send(t.Context(), other))
	require.NotEqual(t, first.header.Get("Webhook-Id"), (<-calls).header.Get("Webhook-Id"))
}

func TestWhatAWebhookAnswersDecides(t *testing.T) {
	t.Parallel()
	for status, want := range map[int]*fault.Error{
		200: nil, 201: nil, 204: nil,
		301: fault.New(fault.Invalid, "webhook_redirects", ""), 308: fault.New(fault.Invalid, "webhook_redirects", ""),
		400: fault.New(fault.Invalid, "webhook_refused", ""), 401: fault.New(fault.Invalid, "webhook_refused", ""),
		404: fault.New(fault.Invalid, "webhook_refused", ""), 410: fault.New(fault.Invalid, "webhook_gone", ""),
		408: fault.New(fault.Unavailable, "webhook_unavailable", ""), 425: fault.New(fault.Unavailable, "webhook_unavailable", ""),
		429: fault.New(fault.Unavailable, "webhook_unavailable", ""), 500: fault.New(fault.Unavailable, "webhook_unavailable", ""),
		503: fault.New(fault.Unavailable, "webhook_unavailable", ""),
	} {
		url, _ := receiver(t, status, "")
		err := hook(t, loopback(), url).Send(t.Context(), notice())
		if want == nil {
			require.NoError(t, err, status)
			continue
		}
		require.ErrorIs(t, err, want, status)
	}
}

// The longest facts there can be stay within what a receiver must take.
func TestAWebhookIsNeverTooLong(t *testing.T) {
	t.Parallel()
	url, calls := receiver(t, http.StatusOK, "")
	long := strings.Repeat("财", 10_000)
	n := notice()
	n.Facts = notify.Facts{Addressee: long, Evaluation: long, Task: long, Unit: long, By: long, DueText: long, Reason: long, Link: facts().Link}
	for _, kind := range notify.Kinds() {
		n.Kind = kind
		require.NoError(t, hook(t, loopback(), url).Send(t.Context(), n))
		require.LessOrEqual(t, len((<-calls).body), 64<<10)
	}
}

func TestAWebhookMustBeSetUpWell(t *testing.T) {
	t.Parallel()
	out := notify.NewOutbound(notify.Guard{})
	good := notify.WebhookConfig{URL: "https://oa.example.gov.cn/hook", Secret: secret(), Now: noon}
	_, err := notify.NewWebhook(out, good)
	require.NoError(t, err)
	for name, spoil := range map[string]func(*notify.WebhookConfig){
		"no address":         func(c *notify.WebhookConfig) { c.URL = "" },
		"a file":             func(c *notify.WebhookConfig) { c.URL = "file:///etc/passwd" },
		"somebody's address": func(c *notify.WebhookConfig) { c.URL = "https://me:pass@oa.example.gov.cn/" },
		"no secret":          func(c *notify.WebhookConfig) { c.Secret = "" },
		"a plain secret":     func(c *notify.WebhookConfig) { c.Secret = "whsec_0123" },
		"no clock":           func(c *notify.WebhookConfig) { c.Now = nil },
	} {
		c := good
		spoil(&c)
		_, err := notify.NewWebhook(out, c)
		require.ErrorIs(t, err, fault.New(fault.Invalid, "channel_config", ""), name)
	}
}
