package api

import (
	"context"
	"io"
	"io/fs"
	"log/slog"
	"net/netip"
	"net/url"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"jiheng/internal/audit"
	"jiheng/internal/document"
	"jiheng/internal/evaluation"
	"jiheng/internal/fault"
	"jiheng/internal/filing"
	"jiheng/internal/scoring"
	"jiheng/internal/signing"
	"jiheng/policy"
)

// Store is all that the API asks of the database, part by part.
type Store interface {
	EvaluationStore
	TaskStore
	DraftStore
	MaterialStore
	UploadStore
	AccessStore
	JournalStore
	LedgerStore
	WorkflowStore
	PastStore
	AnswerStore
	NoticeStore
	PreferenceStore
	FeedStore
	CalendarStore
	OrganisationStore
	ListStore
	PublicStore
	SubstitutionStore
	InboxStore
	ViewStore
	EventStore
	FilingStore
	AdministrationStore
	ChannelStore
	DefinitionProposalStore
	BoardStore
	// Ping tells whether the database answers. Fault: unavailable.
	Ping(ctx context.Context) error
}

// Blobs keeps files by their digest.
type Blobs interface {
	Put(ctx context.Context, r io.Reader, limit int64) (document.Blob, error)
	Open(sha256 string) (io.ReadSeekCloser, int64, error)
	Inspect(sha256, name string) (document.Kind, error)
	// The parts of uploads; see document.Blobs.
	WritePart(id string, offset int64, piece []byte) error
	SamePart(id string, offset int64, piece []byte) (bool, error)
	PutPart(ctx context.Context, id string, size int64) (document.Blob, error)
	DropPart(id string) error
	Room() (int64, error)
	// ReadText reads the text and tables of a file.
	ReadText(sha256, name string) (document.PaperText, error)
}

// Auditor verifies everything about an evaluation, and reports findings as
// they are made.
type Auditor interface {
	Audit(ctx context.Context, id evaluation.ID, report func(audit.Finding)) (audit.Result, error)
}

// SchemeCatalogue holds the scoring schemes there are.
type SchemeCatalogue interface {
	All() []scoring.Scheme
	// Find gives a version, 0 being the newest. Fault: not_found scheme_not_found.
	Find(name string, version int) (scoring.Scheme, error)
}

// Config is what the API is made from.
type Config struct {
	Store    Store
	Sessions Sessions
	Policy   *policy.Policy
	// Schemes are by what sheets are scored.
	Schemes SchemeCatalogue
	Blobs   Blobs
	// Auditor verifies evaluations; nil leaves that to the command.
	Auditor Auditor
	// Converter makes PDF of Office files; nil shows their text instead.
	Converter Converter
	// Channels carry notices out, and are tried by administrators; nil is none.
	Channels Channels
	Log      *slog.Logger
	Now      func() time.Time

	// PublicURL is where people reach the system, "" when it is not known.
	// With https cookies are for https alone.
	PublicURL string
	// TrustedProxies are addresses or networks whose X-Forwarded-For and
	// X-Request-Id are believed; none by default.
	TrustedProxies []string
	// AllowRehearsal lets evaluations run with days shorter than real ones.
	AllowRehearsal bool
	// Retention is how many years papers are kept once an evaluation is over; 0
	// keeps them for good.
	Retention int
	// LoginBurst and LoginPerMinute bound the logins of one address; 0 takes
	// the defaults of 60 at once and 60 a minute.
	LoginBurst, LoginPerMinute int
	// MaxStreams bounds the event streams of this process, Heartbeat is how
	// long one is silent; 0 takes the defaults of 2,000 and 20 seconds.
	MaxStreams int
	Heartbeat  time.Duration
	// FeedBurst and FeedPerMinute bound the same of calendars; 0 takes the
	// defaults of 120 at once and 120 a minute.
	FeedBurst, FeedPerMinute int
	// CommandBurst and CommandsPerSecond bound the commands of one person; 0
	// takes the defaults of 100 at once and 20 a second.
	CommandBurst, CommandsPerSecond int
	// Signer signs filings, receipts and notices of this installation; nil
	// leaves it without. Receivers are the units that work in another one.
	Signer    signing.Signer
	Receivers filing.Receivers
	// Web holds the built web application; nil serves a plain page instead.
	Web fs.FS
	// TemporalUI is the address of a namespace in Temporal's own page, such as
	// https://temporal.example.cn/namespaces/jiheng; empty where there is none.
	TemporalUI string
	// Registry takes the counters; nil is the process's own, which Metrics
	// serves. MetricsOnMain serves them at /metrics beside the API too.
	Registry      prometheus.Registerer
	MetricsOnMain bool
}

const (
	defaultLoginBurst     = 60
	defaultLoginPerMinute = 60
	defaultFeedBurst      = 120
	defaultFeedPerMinute  = 120

	// An installation of many units files within some days.
	exchangeBurst      = 200
	exchangesPerMinute = 120
	// maxIntakes bounds the packages that are taken in at once.
	maxIntakes = 16
	// maxAudits bounds the verifications that people ask for at once.
	maxAudits = 2

	defaultCommandBurst      = 100
	defaultCommandsPerSecond = 20
)

// complete fills in the defaults. Fault: invalid api_config.
func (c Config) complete() (Config, error) {
	if c.Store == nil || c.Sessions == nil || c.Policy == nil || c.Blobs == nil || c.Now == nil {
		return c, fault.New(fault.Invalid, "api_config", "the API needs a store, sessions, a policy, files and a clock")
	}
	if c.Log == nil {
		c.Log = slog.New(slog.DiscardHandler)
	}
	if c.Registry == nil {
		c.Registry = prometheus.DefaultRegisterer
	}
	if c.LoginBurst <= 0 {
		c.LoginBurst = defaultLoginBurst
	}
	if c.LoginPerMinute <= 0 {
		c.LoginPerMinute = defaultLoginPerMinute
	}
	if c.MaxStreams <= 0 {
		c.MaxStreams = defaultStreams
	}
	if c.Heartbeat <= 0 {
		c.Heartbeat = defaultHeartbeat
	}
	if c.FeedBurst <= 0 {
		c.FeedBurst = defaultFeedBurst
	}
	if c.FeedPerMinute <= 0 {
		c.FeedPerMinute = defaultFeedPerMinute
	}
	if c.CommandBurst <= 0 {
		c.CommandBurst = defaultCommandBurst
	}
	if c.CommandsPerSecond <= 0 {
		c.CommandsPerSecond = defaultCommandsPerSecond
	}
	if u, err := url.Parse(c.PublicURL); err != nil || c.PublicURL != "" && (u.Host == "" || u.Scheme != "http" && u.Scheme != "https") {
		return c, fault.New(fault.Invalid, "api_config", "%q is no address of a web site", c.PublicURL)
	}
	return c, nil
}

// secure tells whether people come by https.
func (c Config) secure() bool {
	u, err := url.Parse(c.PublicURL)
	return err == nil && u.Scheme == "https"
}

// proxies reads the trusted networks. Fault: invalid api_config.
func (c Config) proxies() ([]netip.Prefix, error) {
	out := make([]netip.Prefix, 0, len(c.TrustedProxies))
	for _, text := range c.TrustedProxies {
		if addr, err := netip.ParseAddr(text); err == nil {
			out = append(out, netip.PrefixFrom(addr, addr.BitLen()))
			continue
		}
		network, err := netip.ParsePrefix(text)
		if err != nil {
			return nil, fault.Wrap(err, fault.Invalid, "api_config", "%q is neither an address nor a network", text)
		}
		out = append(out, network)
	}
	return out, nil
}
