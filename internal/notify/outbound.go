package notify

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net/http"
	"net/url"
	"time"

	"jiheng/internal/fault"
)

const (
	// maxBody bounds what is sent, maxAnswer what is read of the answer.
	maxBody   = 64 << 10
	maxAnswer = 4 << 10
	// answerWithin is what a call may take, connecting included.
	answerWithin = 15 * time.Second
)

// Outbound makes the HTTP calls of channels (出站调用): only where the guard
// lets them, never on to where an answer points, never long, never much.
type Outbound struct {
	client *http.Client
}

// NewOutbound makes it. It keeps connections; Close gives them up.
func NewOutbound(g Guard) *Outbound {
	return &Outbound{client: &http.Client{
		Timeout: answerWithin,
		Transport: &http.Transport{
			Proxy: nil, DialContext: g.Dial, TLSHandshakeTimeout: dialTimeout, ResponseHeaderTimeout: answerWithin,
			DisableCompression: true, MaxResponseHeaderBytes: 16 << 10,
			MaxIdleConnsPerHost: 16, MaxConnsPerHost: 32, IdleConnTimeout: 30 * time.Second,
		},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}}
}

// Close closes idle connections.
func (o *Outbound) Close() { o.client.CloseIdleConnections() }

// post calls an address and gives the status and the beginning of the answer.
// Faults: unavailable call_failed, address_forbidden, name_unresolved; invalid
// call_too_large.
func (o *Outbound) post(ctx context.Context, address string, header http.Header, body []byte) (int, []byte, error) {
	if len(body) > maxBody {
		return 0, nil, fault.New(fault.Invalid, "call_too_large", "%d bytes are too many to send", len(body))
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, address, bytes.NewReader(body))
	if err != nil {
		return 0, nil, fault.Wrap(withoutAddress(err), fault.Invalid, "channel_config", "make a request")
	}
	req.Header = header
	req.Header.Set("Content-Type", "application/json; charset=utf-8")
	req.Header.Set("User-Agent", "jiheng")
	res, err := o.client.Do(req)
	if err != nil {
		if f, ok := errors.AsType[*fault.Error](err); ok {
			return 0, nil, f
		}
		return 0, nil, fault.Wrap(withoutAddress(err), fault.Unavailable, "call_failed", "call out")
	}
	defer func() { _ = res.Body.Close() }()
	answer, err := io.ReadAll(io.LimitReader(res.Body, maxAnswer))
	if err != nil {
		return 0, nil, fault.Wrap(err, fault.Unavailable, "call_failed", "read the answer")
	}
	return res.StatusCode, answer, nil
}

// withoutAddress takes the address out of an error: robots carry their secret
// in it, and errors go into logs.
func withoutAddress(err error) error {
	if told, ok := errors.AsType[*url.Error](err); ok {
		return told.Err
	}
	return err
}

// checkURL refuses what is no plain address of the web.
// Fault: invalid channel_config.
func checkURL(address string) error {
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Hostname() == "" || u.User != nil || u.Fragment != "" {
		return fault.New(fault.Invalid, "channel_config", "the address of a channel is no plain http or https address")
	}
	return nil
}
