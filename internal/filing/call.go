package filing

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"jiheng/internal/evaluation"
	"jiheng/internal/fault"
	"jiheng/internal/notify"
	"jiheng/internal/signing"
)

// Where the bureau's system is asked, below its address.
const (
	PathFilings = "/exchange/v1/filings"
	PathStatus  = "/exchange/v1/filings/status"
)

const (
	// answerWithin is what the bureau may take once it has everything; it
	// reads a package through before it answers.
	answerWithin = 5 * time.Minute
	// bodyWithin is what an answer may take once its head is here.
	bodyWithin = time.Minute
	maxAnswer  = 1 << 20
)

// call makes the HTTP calls: only where the guard lets them, never on to where
// an answer points.
type call struct{ client *http.Client }

func newCall(g notify.Guard) *call {
	return &call{client: &http.Client{
		Transport: &http.Transport{
			Proxy: nil, DialContext: g.Dial, TLSHandshakeTimeout: 15 * time.Second, ResponseHeaderTimeout: answerWithin,
			ExpectContinueTimeout: 5 * time.Second, DisableCompression: true, MaxResponseHeaderBytes: 16 << 10, IdleConnTimeout: 30 * time.Second,
		},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}}
}

// Status is what a bureau answers to a query (报送状态). A nil part is not there.
type Status struct {
	Receipt *signing.Envelope `json:"receipt"`
	Return  *signing.Envelope `json:"return"`
	// Rectifications are notices of rectification.
	Rectifications []signing.Envelope `json:"rectifications"`
	// LookBacks say what the bureau found when it looked back.
	LookBacks []signing.Envelope `json:"look_backs,omitempty"`
}

// Deliver sends a filing and gives the receipt, checked: signed by the
// receiver, for this filing and no other. The same filing may be sent again.
//
// Faults to try again, code unavailable: receiver_unreachable,
// receiver_unavailable, address_forbidden, name_unresolved. Final faults, code
// invalid: receiver_refused (Params status, reason), receiver_redirects; those
// of CheckReceipt.
func (r *Receiver) Deliver(ctx context.Context, e signing.Envelope, m Manifest, content io.Reader) (signing.Envelope, Receipt, error) {
	body, length, err := Compose(e, m.Size, content)
	if err != nil {
		return signing.Envelope{}, Receipt{}, err
	}
	answer, err := r.post(ctx, PathFilings, "application/octet-stream", body, length)
	if err != nil {
		return signing.Envelope{}, Receipt{}, err
	}
	sealed, err := signing.Decode(bytes.NewReader(answer))
	if err != nil {
		return signing.Envelope{}, Receipt{}, err
	}
	receipt, err := r.CheckReceipt(sealed, m)
	return sealed, receipt, err
}

// Ask asks what has become of a filing. The faults are those of Deliver.
func (r *Receiver) Ask(ctx context.Context, e signing.Envelope) (Status, error) {
	text, err := e.Encode()
	if err != nil {
		return Status{}, err
	}
	answer, err := r.post(ctx, PathStatus, "application/json", bytes.NewReader(text), int64(len(text)))
	if err != nil {
		return Status{}, err
	}
	var s Status
	if err := json.Unmarshal(answer, &s); err != nil {
		return Status{}, unreadable(err)
	}
	return s, nil
}

// CheckReceipt opens a receipt and holds it against what was filed.
// Faults: those of Open; invalid receipt_of_another (Params want, found).
func (r *Receiver) CheckReceipt(e signing.Envelope, m Manifest) (Receipt, error) {
	got, err := Open[Receipt](e, r.Key)
	if err != nil {
		return got, err
	}
	return got, m.answered(got.EvaluationID, got.UnitID, got.ReceiverID, got.Version, got.Digest)
}

// CheckReturn opens a notice of return and holds it against what was filed.
// The faults are those of CheckReceipt.
func (r *Receiver) CheckReturn(e signing.Envelope, m Manifest) (Return, error) {
	got, err := Open[Return](e, r.Key)
	if err != nil {
		return got, err
	}
	return got, m.answered(got.EvaluationID, got.UnitID, got.ReceiverID, got.Version, got.Digest)
}

// answered tells whether an answer is about this filing: the same evaluation,
// the same version and to the last byte the same dossier.
func (m Manifest) answered(evaluation, unit, receiver string, version int, digest string) error {
	if evaluation == m.EvaluationID && unit == m.UnitID && receiver == m.ReceiverID && version == m.Version && digest == m.Digest {
		return nil
	}
	return fault.New(fault.Invalid, "receipt_of_another", "the answer is about %s version %d %.16s, not %s version %d %.16s",
		evaluation, version, digest, m.EvaluationID, m.Version, m.Digest).
		With("found", digest[:min(16, len(digest))]).With("expected", m.Digest[:min(16, len(m.Digest))])
}

func (r *Receiver) post(ctx context.Context, path, media string, body io.Reader, length int64) ([]byte, error) {
	if !r.Online() {
		return nil, fault.New(fault.Invalid, "receiver_offline", "%s has no address", r.Unit)
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, r.address+path, body)
	if err != nil {
		return nil, fault.Wrap(err, fault.Invalid, "receiver_config", "make a request")
	}
	req.ContentLength = length
	req.Header.Set("Content-Type", media)
	req.Header.Set("User-Agent", "jiheng")
	req.Header.Set("Expect", "100-continue") // who refuses the head need not be sent the rest
	res, err := r.call.client.Do(req)
	if err != nil {
		return nil, unreachable(err)
	}
	defer func() { _ = res.Body.Close() }()
	defer time.AfterFunc(cmp.Or(r.Patience, bodyWithin), cancel).Stop()
	answer, err := io.ReadAll(io.LimitReader(res.Body, maxAnswer))
	if err != nil {
		return nil, unreachable(err)
	}
	return answer, answered(res.StatusCode, answer)
}

func unreachable(err error) error {
	if f, ok := errors.AsType[*fault.Error](err); ok {
		return f
	}
	if told, ok := errors.AsType[*url.Error](err); ok {
		err = told.Err
	}
	return fault.Wrap(err, fault.Unavailable, "receiver_unreachable", "call the receiver")
}

// answered tells by the status whether it was taken, is worth trying again, or
// was refused for good.
func answered(status int, answer []byte) error {
	var problem struct {
		Reason string `json:"reason"`
	}
	_ = json.Unmarshal(answer, &problem) // a proxy may answer something else
	code, reason := fault.Invalid, "receiver_refused"
	switch {
	case status >= 200 && status < 300:
		return nil
	case status == http.StatusRequestTimeout, status == http.StatusTooEarly, status == http.StatusTooManyRequests, status >= 500:
		code, reason = fault.Unavailable, "receiver_unavailable"
	case status >= 300 && status < 400:
		reason = "receiver_redirects"
	}
	return fault.New(code, reason, "the receiver answers %d %.60s", status, problem.Reason).
		With("status", strconv.Itoa(status)).With("cause", problem.Reason[:min(60, len(problem.Reason))])
}

// Answer opens whatever a receiver answered to a filing, a receipt or a notice
// of return, and gives it as the core takes it.
// Faults: those of CheckReceipt; invalid envelope_type for anything else.
func (r *Receiver) Answer(e signing.Envelope, m Manifest) (evaluation.Answer, error) {
	text, err := e.Encode()
	if err != nil {
		return evaluation.Answer{}, err
	}
	evidence := strings.TrimSuffix(string(text), "\n")
	if e.Type == TypeReturn {
		back, err := r.CheckReturn(e, m)
		return evaluation.Answer{Number: back.Number, Version: back.Version, Digest: back.Digest, Reasons: back.Reasons, Evidence: evidence}, err
	}
	receipt, err := r.CheckReceipt(e, m)
	return evaluation.Answer{Number: receipt.Number, Version: receipt.Version, Digest: receipt.Digest, Evidence: evidence, ReceivedAt: receipt.ReceivedAt.UTC().Truncate(time.Microsecond)}, err
}
