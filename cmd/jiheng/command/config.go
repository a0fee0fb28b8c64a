package command

import (
	"errors"
	"fmt"
	"net/netip"
	"os"
	"slices"
	"strconv"
	"strings"
	"time"

	"jiheng/internal/filing"
	"jiheng/internal/notify"
	"jiheng/internal/signing"
	"jiheng/internal/virus"
)

// config is what the environment says. NAME_FILE names a file that holds the
// value of NAME, for secrets.
type config struct {
	DatabaseURL       string // the application's login
	OwnerURL          string // the login that migrates; DatabaseURL if empty
	TemporalAddress   string
	TemporalNamespace string
	Address           string
	MetricsAddress    string
	PublicURL         string
	DataDir           string
	TrustedProxies    []string
	// Rehearsal allows evaluations whose days are shorter than real ones.
	Rehearsal       bool
	SessionIdle     time.Duration
	SessionAbsolute time.Duration
	SMTP            smtpConfig
	// Channels are the webhooks and robots; Networks the intranets that these
	// may call although they are private.
	Channels          []notify.Setting
	Networks          []netip.Prefix
	CommandsPerSecond int // of one person
	// Receivers are the units that work in a system of their own, SigningKey
	// the file of the key that signs what goes there and comes from here.
	Receivers  filing.Receivers
	SigningKey string
	// CheckpointFile is where checkpoints are written down outside of the
	// database; CheckpointKey the key that signs them, made when it is missing.
	CheckpointFile      string
	CheckpointKey       string
	CheckpointAlgorithm string
	CheckpointEvery     time.Duration
	// TemporalUI is the address of the namespace in Temporal's own page.
	TemporalUI string
	// Converter is the program that makes PDF of Office files to look at, with
	// its arguments; nil when none is configured.
	Converter []string
	// PDFReader is the program that reads the text of PDF files before they are
	// published, with its arguments; none when empty.
	PDFReader []string
	// Scanner is the virus scanner; nil when none is configured.
	Scanner *virus.Clamd
	// RetentionYears is how long papers are kept once an evaluation is over,
	// NoticeDays how long notices that were sent; 0 keeps them for good.
	RetentionYears, NoticeDays int
}

type smtpConfig struct {
	Host     string // no mail is sent when empty
	Port     int
	User     string
	Password string
	From     string
	TLS      string // one of notify.TLSPolicies
}

// environment reads the configuration and reports every mistake at once.
type environment struct {
	lookup   func(string) (string, bool)
	readFile func(string) ([]byte, error)
	problems []error
}

func loadConfig(lookup func(string) (string, bool)) (config, error) {
	e := &environment{lookup: lookup, readFile: os.ReadFile}
	c := config{
		DatabaseURL:         e.text("DATABASE_URL", ""),
		OwnerURL:            e.text("DATABASE_OWNER_URL", ""),
		TemporalAddress:     e.text("TEMPORAL_ADDRESS", "127.0.0.1:7233"),
		TemporalNamespace:   e.text("TEMPORAL_NAMESPACE", "jiheng"),
		Address:             e.text("JIHENG_ADDRESS", "127.0.0.1:8080"),
		MetricsAddress:      e.text("JIHENG_METRICS_ADDRESS", ""),
		PublicURL:           e.text("JIHENG_PUBLIC_URL", ""),
		DataDir:             e.text("JIHENG_DATA", "data"),
		TrustedProxies:      e.proxies("JIHENG_TRUSTED_PROXIES"),
		Rehearsal:           e.choice("JIHENG_REHEARSAL", "off", "on") == "on",
		CommandsPerSecond:   e.number("JIHENG_COMMANDS_PER_SECOND", 20),
		SessionIdle:         e.duration("JIHENG_SESSION_IDLE", 30*time.Minute),
		SessionAbsolute:     e.duration("JIHENG_SESSION_ABSOLUTE", 12*time.Hour),
		CheckpointFile:      e.text("JIHENG_CHECKPOINT_FILE", ""),
		CheckpointKey:       e.text("JIHENG_CHECKPOINT_KEY", ""),
		CheckpointAlgorithm: e.choice("JIHENG_CHECKPOINT_ALGORITHM", algorithmWords()...),
		CheckpointEvery:     e.duration("JIHENG_CHECKPOINT_EVERY", 5*time.Minute),
		TemporalUI:          e.text("JIHENG_TEMPORAL_UI", ""),
		SMTP: smtpConfig{
			Host: e.text("JIHENG_SMTP_HOST", ""), Port: e.number("JIHENG_SMTP_PORT", 587),
			User: e.text("JIHENG_SMTP_USER", ""), Password: e.text("JIHENG_SMTP_PASSWORD", ""),
			From: e.text("JIHENG_SMTP_FROM", ""), TLS: e.choice("JIHENG_SMTP_TLS", tlsWords()...),
		},
	}
	c.Channels, c.Networks = e.channels("JIHENG_CHANNELS"), e.networks("JIHENG_CHANNEL_NETWORKS")
	c.Receivers, c.SigningKey = e.receivers("JIHENG_RECEIVERS", c.Networks), e.text("JIHENG_SIGNING_KEY", "")
	c.Converter = strings.Fields(e.text("JIHENG_CONVERTER", ""))
	c.PDFReader = strings.Fields(e.text("JIHENG_PDF_READER", ""))
	c.Scanner = e.scanner("JIHENG_CLAMD")
	c.RetentionYears = e.atLeast("JIHENG_RETENTION_YEARS", leastRetentionYears)
	c.NoticeDays = e.atLeast("JIHENG_NOTICE_DAYS", leastNoticeDays)
	if c.SMTP.Host != "" && c.SMTP.From == "" {
		e.problems = append(e.problems, errors.New("JIHENG_SMTP_FROM: a sender is needed when JIHENG_SMTP_HOST is set"))
	}
	return c, errors.Join(e.problems...)
}

// owner gives the URL that migrations use.
func (c config) owner() string {
	if c.OwnerURL != "" {
		return c.OwnerURL
	}
	return c.DatabaseURL
}

// metricsOnMain tells whether the counters are served beside the API: only
// where somebody asked for it, for whatever stands in front of a private
// address may pass /metrics on to everybody.
func (c config) metricsOnMain() bool { return c.MetricsAddress != "" && c.MetricsAddress == c.Address }

func (e *environment) text(name, def string) string {
	if v, ok := e.lookup(name); ok && v != "" {
		return v
	}
	path, ok := e.lookup(name + "_FILE")
	if !ok || path == "" {
		return def
	}
	content, err := e.readFile(path)
	if err != nil {
		e.problems = append(e.problems, fmt.Errorf("%s_FILE: %w", name, err))
		return def
	}
	return strings.TrimRight(string(content), "\r\n")
}

func (e *environment) number(name string, def int) int {
	v := e.text(name, "")
	if v == "" {
		return def
	}
	n, err := strconv.Atoi(v)
	if err != nil || n < 0 || n > 65535 {
		e.problems = append(e.problems, fmt.Errorf("%s: %q is not a whole number up to 65535", name, v))
	}
	return n
}

const (
	// leastRetentionYears is the shortest of the periods that records of public
	// bodies are kept for.
	leastRetentionYears = 10
	// leastNoticeDays is the six months for which logs are kept by law.
	leastNoticeDays = 180
)

// atLeast reads a number that is 0, for good, or not below least.
func (e *environment) atLeast(name string, least int) int {
	n := e.number(name, 0)
	if n != 0 && n < least {
		e.problems = append(e.problems, fmt.Errorf("%s: %d is less than %d; 0 keeps everything", name, n, least))
	}
	return n
}

func (e *environment) duration(name string, def time.Duration) time.Duration {
	v := e.text(name, "")
	if v == "" {
		return def
	}
	d, err := time.ParseDuration(v)
	if err != nil || d <= 0 {
		e.problems = append(e.problems, fmt.Errorf("%s: %q is not a duration such as 30m", name, v))
	}
	return d
}

// choice takes one of the given words, the first by default.
func (e *environment) choice(name string, words ...string) string {
	v := e.text(name, words[0])
	if slices.Contains(words, v) {
		return v
	}
	e.problems = append(e.problems, fmt.Errorf("%s: %q is none of %s", name, v, strings.Join(words, ", ")))
	return words[0]
}

func (e *environment) scanner(name string) *virus.Clamd {
	v := e.text(name, "")
	if v == "" {
		return nil
	}
	scanner, err := virus.NewClamd(v)
	if err != nil {
		e.problems = append(e.problems, fmt.Errorf("%s: %q is neither host:port nor the path of a socket", name, v))
	}
	return scanner
}

func (e *environment) proxies(name string) []string {
	v := e.text(name, "")
	if v == "" {
		return nil
	}
	list := strings.Split(v, ",")
	for i := range list {
		list[i] = strings.TrimSpace(list[i])
		_, perr := netip.ParsePrefix(list[i])
		_, aerr := netip.ParseAddr(list[i])
		if perr != nil && aerr != nil {
			e.problems = append(e.problems, fmt.Errorf("%s: %q is neither an address nor a network", name, list[i]))
		}
	}
	return list
}

func (e *environment) channels(name string) []notify.Setting {
	v := e.text(name, "")
	if v == "" {
		return nil
	}
	settings, err := notify.ParseSettings([]byte(v))
	if err != nil {
		e.problems = append(e.problems, fmt.Errorf("%s: %w", name, err))
	}
	return settings
}

func (e *environment) receivers(name string, networks []netip.Prefix) filing.Receivers {
	v := e.text(name, "")
	if v == "" {
		return nil
	}
	list, err := filing.ParseReceivers([]byte(v), networks)
	if err != nil {
		e.problems = append(e.problems, fmt.Errorf("%s: %w", name, err))
	}
	return list
}

func (e *environment) networks(name string) []netip.Prefix {
	v := e.text(name, "")
	if v == "" {
		return nil
	}
	var out []netip.Prefix
	for text := range strings.SplitSeq(v, ",") {
		network, err := netip.ParsePrefix(strings.TrimSpace(text))
		if err != nil {
			e.problems = append(e.problems, fmt.Errorf("%s: %q is no network such as 10.1.0.0/16", name, text))
		}
		out = append(out, network)
	}
	return out
}

func tlsWords() []string {
	words := make([]string, 0, len(notify.TLSPolicies()))
	for _, p := range notify.TLSPolicies() {
		words = append(words, string(p))
	}
	return words
}

func algorithmWords() []string {
	var words []string
	for _, a := range signing.Algorithms() {
		words = append(words, string(a))
	}
	return words
}
