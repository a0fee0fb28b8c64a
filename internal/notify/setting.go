package notify

import (
	"bytes"
	"encoding/json"
	"net/netip"
	"time"

	"jiheng/internal/fault"
)

// Setting is one channel in a configuration (渠道配置). Administrators write
// it; it holds secrets, so that it comes from a file or the environment.
type Setting struct {
	Medium  Medium `json:"medium"`
	Unit    string `json:"unit,omitempty"` // whose channel it is; empty serves units without their own
	URL     string `json:"url,omitempty"`  // of a webhook; of a robot only when it is not the vendor's
	Token   string `json:"token,omitempty"`
	Secret  string `json:"secret,omitempty"`
	Comment string `json:"comment,omitempty"`
}

// ParseSettings reads a JSON list of settings. Fault: invalid channel_config.
func ParseSettings(text []byte) ([]Setting, error) {
	var out []Setting
	d := json.NewDecoder(bytes.NewReader(text))
	d.DisallowUnknownFields()
	if err := d.Decode(&out); err != nil || d.More() {
		// The decoder's own words could repeat a secret.
		return nil, fault.New(fault.Invalid, "channel_config", "the channels are not a JSON list with medium, unit, url, token, secret")
	}
	return out, nil
}

// ConnectAll makes the channels of the settings. Networks are intranets that
// they may call.
// Faults: invalid channel_config, channel_twice.
func (s *Switchboard) ConnectAll(settings []Setting, networks []netip.Prefix, now func() time.Time) error {
	out := NewOutbound(Guard{Networks: networks})
	for _, c := range settings {
		channel, err := c.channel(out, now)
		if err != nil {
			return err
		}
		if err := s.Connect(c.Medium, c.Unit, channel); err != nil {
			return err
		}
	}
	return nil
}

func (c Setting) channel(out *Outbound, now func() time.Time) (Channel, error) {
	switch c.Medium {
	case Webhook:
		return NewWebhook(out, WebhookConfig{URL: c.URL, Secret: c.Secret, Now: now})
	case WeCom, DingTalk, Feishu:
		return NewRobot(out, RobotConfig{Medium: c.Medium, Token: c.Token, Secret: c.Secret, BaseURL: c.URL, Now: now})
	case Application, Mail:
	}
	return nil, fault.New(fault.Invalid, "channel_config", "%q is no medium that is set up here", c.Medium)
}
