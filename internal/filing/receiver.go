package filing

import (
	"bytes"
	"encoding/json"
	"net"
	"net/netip"
	"net/url"
	"strings"
	"time"

	"jiheng/internal/fault"
	"jiheng/internal/notify"
	"jiheng/internal/review"
	"jiheng/internal/signing"
)

// Setting is one receiver in a configuration (接收单位配置).
type Setting struct {
	// Unit is the id of the receiving unit, URL the address of its system, Key
	// its public key in PEM, as it was handed over and compared by people.
	Unit    string `json:"unit"`
	URL     string `json:"url"`
	Key     string `json:"key"`
	Comment string `json:"comment,omitempty"`
}

// Receiver is where the filings for a unit go over the network.
type Receiver struct {
	Unit string
	Key  signing.Verifier
	// Patience is what an answer may take once its head is here; 0 is a minute.
	Patience time.Duration
	// address is "" where there is no network and files are carried.
	address string
	call    *call
}

// Receivers knows the receivers by unit (接收单位). One that is not here is a
// unit of this installation.
type Receivers map[string]*Receiver

// ParseReceivers reads a JSON list of settings. Networks are intranets that
// may be called.
// Faults: invalid receiver_config, receiver_twice.
func ParseReceivers(text []byte, networks []netip.Prefix) (Receivers, error) {
	var list []Setting
	d := json.NewDecoder(bytes.NewReader(text))
	d.DisallowUnknownFields()
	if err := d.Decode(&list); err != nil || d.More() {
		return nil, badReceiver("the receivers are not a JSON list with unit, url, key")
	}
	out := make(Receivers, len(list))
	for _, s := range list {
		if out[s.Unit] != nil {
			return nil, fault.New(fault.Invalid, "receiver_twice", "receiver %q is there twice", s.Unit)
		}
		r, err := s.receiver(networks)
		if err != nil {
			return nil, err
		}
		out[s.Unit] = r
	}
	return out, nil
}

func (s Setting) receiver(networks []netip.Prefix) (*Receiver, error) {
	key, err := signing.ParsePublic([]byte(s.Key))
	if err != nil || s.Unit == "" {
		return nil, badReceiver("a receiver needs a unit and a public key in PEM")
	}
	if s.URL == "" {
		return &Receiver{Unit: s.Unit, Key: key}, nil
	}
	u, err := url.Parse(s.URL)
	if err != nil || u.Hostname() == "" || u.User != nil || u.Fragment != "" || u.RawQuery != "" {
		return nil, badReceiver("the address of a receiver is no plain https address")
	}
	near := loopback(u.Hostname())
	if u.Scheme != "https" && (u.Scheme != "http" || !near) {
		return nil, badReceiver("a receiver on another machine is called by https alone")
	}
	if near {
		networks = append(append([]netip.Prefix{}, networks...), netip.MustParsePrefix("127.0.0.0/8"), netip.MustParsePrefix("::1/128"))
	}
	return &Receiver{
		Unit: s.Unit, Key: key, address: strings.TrimSuffix(s.URL, "/"), call: newCall(notify.Guard{Networks: networks}),
	}, nil
}

func loopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}

func badReceiver(text string) error {
	return fault.New(fault.Invalid, "receiver_config", "%s", text)
}

// Online tells whether there is an address to call.
func (r *Receiver) Online() bool { return r.address != "" }

// Channel tells how filings reach a receiver.
func (r Receivers) Channel(unit string) review.Channel {
	switch known := r[unit]; {
	case known == nil:
		return review.ChannelLocal
	case known.Online():
		return review.ChannelExchange
	}
	return review.ChannelFile
}
