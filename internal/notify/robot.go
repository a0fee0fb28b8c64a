package notify

import (
	"context"
	"encoding/json"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"golang.org/x/time/rate"

	"jiheng/internal/fault"
)

// RobotConfig is a robot of a group (群机器人).
type RobotConfig struct {
	Medium Medium // WeCom, DingTalk or Feishu
	// Token is the part of the robot's address that names it: the key of
	// WeCom, the access_token of DingTalk, the last part of Feishu's address.
	Token string
	// Secret signs; WeCom has none.
	Secret string
	// BaseURL is empty for the vendor's own.
	BaseURL string
	Now     func() time.Time
}

// Robot posts notices to a group. It posts no more than the vendors let it:
// 20 messages a minute.
type Robot struct {
	out     *Outbound
	config  RobotConfig
	vendor  vendor
	limiter *rate.Limiter
}

var _ Channel = (*Robot)(nil)

// vendor is what the vendors do differently.
type vendor struct {
	base string
	// request gives the address and the body of a message.
	request func(c RobotConfig, at time.Time, l Letter, f Facts) (address string, body any)
	// code reads the answer's own verdict, 0 for taken.
	code func(answer []byte) (int, string, error)
	// busy and settings are codes that say: too often; you are not known here.
	busy, settings []int
	// refused are codes that say: not this message.
	refused []int
}

// burst and interval together stay below 20 in any minute.
const (
	robotBurst    = 5
	robotInterval = 4 * time.Second
)

// NewRobot makes the channel. Fault: invalid channel_config.
func NewRobot(out *Outbound, c RobotConfig) (*Robot, error) {
	v, ok := vendorOf(c.Medium)
	if !ok || c.Now == nil || c.Token == "" || strings.ContainsAny(c.Token, "/?#&% \r\n") || c.Medium != WeCom && c.Secret == "" {
		return nil, fault.New(fault.Invalid, "channel_config", "a robot %s needs a clock, a token and, unless it is WeCom's, a secret", c.Medium)
	}
	if c.BaseURL == "" {
		c.BaseURL = v.base
	}
	if err := checkURL(c.BaseURL); err != nil {
		return nil, err
	}
	c.BaseURL = strings.TrimSuffix(c.BaseURL, "/")
	return &Robot{out: out, config: c, vendor: v, limiter: rate.NewLimiter(rate.Every(robotInterval), robotBurst)}, nil
}

func vendorOf(m Medium) (vendor, bool) {
	switch m {
	case WeCom:
		return weCom(), true
	case DingTalk:
		return dingTalk(), true
	case Feishu:
		return feishu(), true
	case Application, Mail, Webhook:
	}
	return vendor{}, false
}

// Send posts the notice to the group.
//
// Faults to try again, code unavailable: those of a call; robot_busy (too
// often, or the vendor is overloaded), robot_settings (the vendor does not
// know the robot, its signature or our address), robot_unavailable.
//
// Final faults, code invalid: robot_refused (this message is not taken; Param
// code), notice_kind_unknown.
func (r *Robot) Send(ctx context.Context, n Notice) error {
	letter, err := Render(n.Kind, n.Facts)
	if err != nil {
		return err
	}
	at := r.config.Now()
	if !r.limiter.AllowN(at, 1) {
		return fault.New(fault.Unavailable, "robot_busy", "more messages than %s takes in a minute", r.config.Medium)
	}
	address, body := r.vendor.request(r.config, at, letter, n.Facts.cleaned())
	encoded, err := json.Marshal(body)
	if err != nil {
		return fault.Wrap(err, fault.Internal, "notice_page", "encode notice %s", n.ID)
	}
	status, answer, err := r.out.post(ctx, r.config.BaseURL+address, http.Header{}, encoded)
	if err != nil {
		return err
	}
	return r.verdict(status, answer)
}

// verdict reads the answer: vendors say 200 to everything and what they mean
// in the body.
func (r *Robot) verdict(status int, answer []byte) error {
	code, message, err := r.vendor.code(answer)
	switch {
	case err != nil && (status < 200 || status > 299), status == http.StatusTooManyRequests, status >= 500:
		return httpFault(fault.Unavailable, "robot_unavailable", status)
	case err != nil:
		return fault.Wrap(err, fault.Unavailable, "robot_unavailable", "an answer that is none")
	case code == 0:
		return nil
	case slices.Contains(r.vendor.refused, code):
		return robotFault(fault.Invalid, "robot_refused", code, message)
	case slices.Contains(r.vendor.busy, code):
		return robotFault(fault.Unavailable, "robot_busy", code, message)
	case slices.Contains(r.vendor.settings, code):
		return robotFault(fault.Unavailable, "robot_settings", code, message)
	}
	return robotFault(fault.Unavailable, "robot_unavailable", code, message)
}

func robotFault(code fault.Code, reason string, told int, message string) error {
	return fault.New(code, reason, "the robot answers %d: %s", told, oneLine(message, maxTitleRunes)).With("code", strconv.Itoa(told))
}

// tame keeps what people typed from being markup or a mention of everybody:
// the characters that begin either become their wide forms.
func tame(s string) string {
	return strings.Map(func(r rune) rune {
		if strings.ContainsRune("<>[]()*`#@_~!|\\", r) {
			return r + wide
		}
		return r
	}, s)
}

// wide is the distance between a character of ASCII and its wide form.
const wide = 0xff01 - '!'

// markdown is the message in the dialect that WeCom and DingTalk share.
func markdown(l Letter, f Facts, limit int) string {
	var b strings.Builder
	b.WriteString("**" + tame(l.Subject) + "**\n\n")
	if f.Addressee != "" {
		b.WriteString(tame(robotAddressees(f.Addressee)) + "\n\n")
	}
	b.WriteString(tame(l.Opening) + "\n\n")
	for _, row := range l.rows {
		b.WriteString("> " + row.Label + colon() + tame(strings.ReplaceAll(row.Value, "\n", " ")) + "\n\n")
	}
	link := ""
	if f.Link != "" {
		link = "[" + l.button + "](" + strings.NewReplacer("(", "%28", ")", "%29").Replace(f.Link) + ")"
	}
	return cutBytes(b.String(), limit-len(link)) + link
}

// cutBytes shortens a text to a number of bytes, between two characters.
func cutBytes(s string, limit int) string {
	if len(s) <= limit {
		return s
	}
	const mark = "…\n\n"
	cut := 0
	for i := range s {
		if i > limit-len(mark) {
			break
		}
		cut = i
	}
	return s[:cut] + mark
}
