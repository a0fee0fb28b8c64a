package notify

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"net/http"
	"strconv"
	"strings"
	"time"

	"jiheng/internal/fault"
)

// The headers of a webhook, as the Standard Webhooks specification names them.
const (
	// HeaderWebhookID names the notice, the same however often it is sent: who
	// has seen it answers 2xx and does nothing.
	HeaderWebhookID = "Webhook-Id"
	// HeaderWebhookTimestamp is when it was sent, in seconds since 1970; who
	// receives it refuses what is older than some minutes.
	HeaderWebhookTimestamp = "Webhook-Timestamp"
	// HeaderWebhookSignature is "v1," and the base64 of the HMAC-SHA256, with
	// the secret, of "<id>.<timestamp>.<body>".
	HeaderWebhookSignature = "Webhook-Signature"
)

// WebhookConfig is where and how a webhook is called.
type WebhookConfig struct {
	URL string
	// Secret is "whsec_" and the base64 of 24 to 64 bytes.
	Secret string
	Now    func() time.Time
}

// WebhookChannel hands notices to a program, as signed JSON (签名回调).
type WebhookChannel struct {
	out    *Outbound
	url    string
	secret []byte
	now    func() time.Time
}

var _ Channel = (*WebhookChannel)(nil)

const secretPrefix = "whsec_"

// NewWebhook makes the channel. Fault: invalid channel_config.
func NewWebhook(out *Outbound, c WebhookConfig) (*WebhookChannel, error) {
	if err := checkURL(c.URL); err != nil {
		return nil, err
	}
	encoded, ok := strings.CutPrefix(c.Secret, secretPrefix)
	secret, err := base64.StdEncoding.DecodeString(encoded)
	if !ok || err != nil || len(secret) < 24 || len(secret) > 64 || c.Now == nil {
		return nil, fault.New(fault.Invalid, "channel_config", "a webhook needs a clock and a secret: %s and the base64 of 24 to 64 bytes", secretPrefix)
	}
	return &WebhookChannel{out: out, url: c.URL, secret: secret, now: c.Now}, nil
}

// webhookBody is what a webhook carries.
type webhookBody struct {
	Type      string      `json:"type"` // "notice." and the kind
	Timestamp time.Time   `json:"timestamp"`
	Data      webhookData `json:"data"`
}

type webhookData struct {
	ID       string `json:"id"`
	Kind     Kind   `json:"kind"`
	PersonID string `json:"person_id"`
	UnitID   string `json:"unit_id,omitempty"`
	Subject  string `json:"subject"`
	Text     string `json:"text"`
	Facts    Facts  `json:"facts"`
}

// Send calls the webhook. 2xx is delivered.
//
// Faults to try again, code unavailable: call_failed, address_forbidden,
// name_unresolved; webhook_unavailable (408, 425, 429 and 5xx).
//
// Final faults, code invalid: webhook_gone (410), webhook_redirects (3xx),
// webhook_refused (any other answer), notice_id_missing, notice_kind_unknown,
// call_too_large.
func (w *WebhookChannel) Send(ctx context.Context, n Notice) error {
	at := w.now()
	body, err := webhookBodyOf(n, at)
	if err != nil {
		return err
	}
	stamp := strconv.FormatInt(at.Unix(), 10)
	header := http.Header{}
	header.Set(HeaderWebhookID, webhookID(n.ID))
	header.Set(HeaderWebhookTimestamp, stamp)
	header.Set(HeaderWebhookSignature, "v1,"+base64.StdEncoding.EncodeToString(w.sign(webhookID(n.ID), stamp, body)))
	status, _, err := w.out.post(ctx, w.url, header, body)
	if err != nil {
		return err
	}
	return webhookAnswer(status)
}

func webhookBodyOf(n Notice, at time.Time) ([]byte, error) {
	if n.ID == "" {
		return nil, fault.New(fault.Invalid, "notice_id_missing", "a notice needs an id to be sent once")
	}
	letter, err := Render(n.Kind, n.Facts)
	if err != nil {
		return nil, err
	}
	body, err := json.Marshal(webhookBody{
		Type: "notice." + string(n.Kind), Timestamp: at.UTC().Truncate(time.Second),
		Data: webhookData{
			ID: n.ID, Kind: n.Kind, PersonID: n.PersonID, UnitID: n.UnitID, Subject: letter.Subject, Text: letter.Text,
			Facts: n.Facts.cleaned(),
		},
	})
	if err != nil {
		return nil, fault.Wrap(err, fault.Internal, "notice_page", "encode notice %s", n.ID)
	}
	return body, nil
}

func (w *WebhookChannel) sign(id, stamp string, body []byte) []byte {
	mac := hmac.New(sha256.New, w.secret)
	_, _ = mac.Write([]byte(id + "." + stamp + ".")) // a hash never fails to write
	_, _ = mac.Write(body)
	return mac.Sum(nil)
}

// webhookID keeps ids that a header can carry; dots would make the signed text
// ambiguous.
func webhookID(id string) string {
	id, _, _ = strings.Cut(MessageID(id, ""), "@")
	return strings.ReplaceAll(id, ".", "_")
}

func webhookAnswer(status int) error {
	switch {
	case status >= 200 && status < 300:
		return nil
	case status == http.StatusRequestTimeout, status == http.StatusTooEarly, status == http.StatusTooManyRequests, status >= 500:
		return httpFault(fault.Unavailable, "webhook_unavailable", status)
	case status == http.StatusGone:
		return httpFault(fault.Invalid, "webhook_gone", status)
	case status >= 300 && status < 400:
		return httpFault(fault.Invalid, "webhook_redirects", status)
	}
	return httpFault(fault.Invalid, "webhook_refused", status)
}

func httpFault(code fault.Code, reason string, status int) error {
	return fault.New(code, reason, "the answer is %d", status).With("status", strconv.Itoa(status))
}
