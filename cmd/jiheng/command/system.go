package command

import (
	"context"
	"errors"
	"log/slog"
	"net/url"
	"path/filepath"
	"strings"
	"time"

	"jiheng/cmd/jiheng/adapter"
	"jiheng/internal/calendar"
	"jiheng/internal/document"
	"jiheng/internal/evaluation"
	"jiheng/internal/fault"
	"jiheng/internal/identity"
	"jiheng/internal/notify"
	"jiheng/internal/process"
	"jiheng/internal/scheme"
	"jiheng/internal/signing"
	"jiheng/internal/store"
	"jiheng/policy"
	"jiheng/processes"
)

// system is the parts that API and worker share.
type system struct {
	cfg config
	log *slog.Logger
	// audits lets a login do that may only read as an auditor.
	audits    bool
	policy    *policy.Policy
	processes *process.Catalogue
	schemes   *scheme.Catalogue
	store     *store.Store
	blobs     *document.Blobs
	// foreign is the folder of blobs where it is another's, or nobody's.
	foreign  string
	sessions *identity.Sessions
	hasher   *identity.Hasher
	channel  *notify.Switchboard
	// signer is nil where no key is configured.
	signer signing.Signer
	// password is that of the demonstration's accounts, when they were seeded.
	password string
}

// open opens the database and the file store, and checks the shipped
// processes.
func open(ctx context.Context, cfg config, log *slog.Logger) (*system, error) {
	s := &system{cfg: cfg, log: log}
	return s.open(ctx, s.openPolicy, s.openChannels, s.openKey, s.openStore, s.keepPolicy, s.shipCalendar, s.shipProcesses, s.openBlobs, s.openIdentity)
}

// openDatabase opens the database alone, for commands that need no files and so
// run on any machine.
func openDatabase(ctx context.Context, cfg config, log *slog.Logger) (*system, error) {
	s := &system{cfg: cfg, log: log}
	return s.open(ctx, s.openPolicy, s.openStore, s.openIdentity)
}

func (s *system) open(ctx context.Context, steps ...func(context.Context) error) (*system, error) {
	for _, step := range steps {
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
	if s.schemes, err = scheme.Load(processes.Schemes()); err != nil {
		return err
	}
	s.processes, err = process.Load(processes.FS(), lintOptions(s.schemes))
	return err
}

// lintOptions hold a definition against the schemes that there are, too. A
// definition that runs already keeps its scheme by name, and is not refused for
// one that is no longer shipped.
func lintOptions(schemes *scheme.Catalogue) process.Options {
	o := parseOptions()
	o.KnownSchemes = []string{}
	for _, s := range schemes.All() {
		o.KnownSchemes = append(o.KnownSchemes, scheme.Ref(s))
	}
	return o
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
		DSN: s.cfg.DatabaseURL, Audit: s.audits, Log: s.log, Calendar: func() calendar.Calendar { return statutory },
		Parse: func(name string, source []byte) (*evaluation.Definition, error) {
			return process.Parse(name, source, parseOptions())
		},
		Media: s.channel.Of, Link: pageOf(s.cfg.PublicURL), Remote: func(unit string) bool { return s.cfg.Receivers[unit] != nil },
		Retention: s.cfg.RetentionYears,
	})
	return err
}

// keepPolicy keeps the text of the policy that this program brings.
func (s *system) keepPolicy(ctx context.Context) error { return adapter.KeepPolicy(ctx, s.store) }

// shipCalendar brings the calendar of this program into the database, so that
// all processes go by the same one, whatever versions of the program run.
func (s *system) shipCalendar(ctx context.Context) error {
	return s.store.ShipCalendar(ctx, string(evaluation.SystemPerson))
}

// pageOf gives the address of the page that a notice is about; nil when nobody
// said where people reach the system.
func pageOf(public string) func(evaluation.ID, evaluation.TaskID) string {
	if public == "" {
		return nil
	}
	public = strings.TrimRight(public, "/")
	return func(id evaluation.ID, task evaluation.TaskID) string {
		if task == "" {
			return public + "/evaluations/" + url.PathEscape(string(id))
		}
		return public + "/tasks/" + url.PathEscape(string(task))
	}
}

// pageAt gives the address of a page, "" when nobody said where people reach
// the system.
func pageAt(public, path string) string {
	if public == "" {
		return ""
	}
	return strings.TrimRight(public, "/") + path
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

// openBlobs opens the folder of files, if it is the one of this database.
func (s *system) openBlobs(ctx context.Context) (err error) {
	if s.blobs, err = document.OpenBlobs(filepath.Join(s.cfg.DataDir, "files")); err != nil {
		return err
	}
	if s.store.ReadOnly() {
		return nil // to mark a folder as taken is to write
	}
	return s.store.OwnFiles(ctx, s.blobs.Own)
}

// openAnyBlobs opens the files even where they are another's: a verification
// says so, and verifies the rest.
func (s *system) openAnyBlobs(ctx context.Context) error {
	err := s.openBlobs(ctx)
	if fault.ReasonOf(err) != document.ReasonForeign {
		return err
	}
	s.foreign = filepath.Join(s.cfg.DataDir, "files")
	return nil
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

// openKey reads the key that signs what is filed and received.
func (s *system) openKey(context.Context) (err error) {
	if s.cfg.SigningKey == "" {
		return nil
	}
	// The file is named, or was read already where NAME_FILE named it.
	if strings.HasPrefix(s.cfg.SigningKey, "-----BEGIN") {
		s.signer, err = signing.ParsePrivate([]byte(s.cfg.SigningKey))
	} else {
		s.signer, err = signing.ReadFile(s.cfg.SigningKey)
	}
	if err != nil {
		return exit(exitUsage, keyFault(err))
	}
	return nil
}

// openChannels connects the mail server and whatever else is configured.
// Without any, people find their notices on the page, where they are already.
func (s *system) openChannels(context.Context) error {
	s.channel = notify.NewSwitchboard()
	if m := s.cfg.SMTP; m.Host != "" {
		mail, err := notify.NewSMTP(notify.SMTPConfig{
			Host: m.Host, Port: m.Port, TLS: notify.TLSPolicy(m.TLS), Username: m.User, Password: m.Password,
			From: m.From, Timeout: time.Minute, Now: time.Now,
		})
		if err != nil {
			return err
		}
		if err := s.channel.Connect(notify.Mail, "", mail); err != nil {
			return err
		}
	}
	return s.channel.ConnectAll(s.cfg.Channels, s.cfg.Networks, time.Now)
}
