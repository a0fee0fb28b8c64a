package command

import (
	"context"
	"errors"
	"log/slog"
	"path/filepath"
	"time"

	"jiheng/internal/calendar"
	"jiheng/internal/document"
	"jiheng/internal/evaluation"
	"jiheng/internal/identity"
	"jiheng/internal/notify"
	"jiheng/internal/process"
	"jiheng/internal/store"
	"jiheng/policy"
	"jiheng/processes"
)

// system is the parts that API and worker share.
type system struct {
	cfg       config
	log       *slog.Logger
	policy    *policy.Policy
	processes *process.Catalogue
	store     *store.Store
	blobs     *document.Blobs
	sessions  *identity.Sessions
	hasher    *identity.Hasher
	channel   notify.Channel
	// password is that of the demonstration's accounts, when they were seeded.
	password string
}

// open opens the database and the file store, and checks the shipped
// processes.
func open(ctx context.Context, cfg config, log *slog.Logger) (*system, error) {
	s := &system{cfg: cfg, log: log}
	for _, step := range []func(context.Context) error{s.openPolicy, s.openStore, s.shipProcesses, s.openBlobs, s.openIdentity, s.openChannel} {
		if err := step(ctx); err != nil {
			return nil, errors.Join(err, s.Close())
		}
	}
	return s, nil
}

// Close closes what was opened.
func (s *system) Close() error {
	var failures []error
	if s.store != nil {
		failures = append(failures, s.store.Close())
	}
	if s.blobs != nil {
		failures = append(failures, s.blobs.Close())
	}
	return errors.Join(failures...)
}

func (s *system) openPolicy(context.Context) (err error) {
	if s.policy, err = policy.New(); err != nil {
		return err
	}
	s.processes, err = process.Load(processes.FS(), parseOptions())
	return err
}

func parseOptions() process.Options {
	var known []string
	for _, r := range policy.StandingRoles() {
		known = append(known, string(r))
	}
	return process.Options{KnownRoles: known}
}

func (s *system) openStore(ctx context.Context) (err error) {
	if s.cfg.DatabaseURL == "" {
		return exit(exitUsage, errNoDatabase)
	}
	statutory := calendar.China()
	s.store, err = store.Open(ctx, store.Config{
		DSN: s.cfg.DatabaseURL, Log: s.log, Calendar: func() calendar.Calendar { return statutory },
		Parse: func(name string, source []byte) (*evaluation.Definition, error) {
			return process.Parse(name, source, parseOptions())
		},
	})
	return err
}

// shipProcesses brings the shipped definitions into the database, where every
// evaluation finds the version it started with, whatever is shipped later.
func (s *system) shipProcesses(ctx context.Context) error {
	for _, def := range s.processes.All() {
		source, err := s.processes.Source(def.Name, def.Version)
		if err != nil {
			return err
		}
		if _, err := s.store.PutDefinition(ctx, def.Name, source); err != nil {
			return err
		}
	}
	return nil
}

func (s *system) openBlobs(context.Context) (err error) {
	s.blobs, err = document.OpenBlobs(filepath.Join(s.cfg.DataDir, "files"))
	return err
}

// hashingSlots bounds the passwords that are hashed at once: each takes a core
// and some memory.
const hashingSlots = 2

func (s *system) openIdentity(context.Context) (err error) {
	if s.hasher, err = identity.NewHasher(identity.DefaultParams(), hashingSlots); err != nil {
		return err
	}
	cfg := identity.DefaultConfig()
	cfg.Idle, cfg.Absolute = s.cfg.SessionIdle, s.cfg.SessionAbsolute
	s.sessions, err = identity.NewSessions(s.store.Identity(), s.hasher, cfg, time.Now, s.log)
	return err
}

// openChannel gives the mail channel, or one that keeps notices in the
// application when no mail server is configured.
func (s *system) openChannel(context.Context) (err error) {
	m := s.cfg.SMTP
	if m.Host == "" {
		s.channel = inApplication{}
		return nil
	}
	s.channel, err = notify.NewSMTP(notify.SMTPConfig{
		Host: m.Host, Port: m.Port, TLS: notify.TLSPolicy(m.TLS), Username: m.User, Password: m.Password,
		From: m.From, Timeout: time.Minute, Now: time.Now,
	})
	return err
}

// inApplication is the channel of an installation without a mail server:
// people find their notices on the page, where they are already.
type inApplication struct{}

// Send has nothing to do.
func (inApplication) Send(context.Context, notify.Notice) error { return nil }
