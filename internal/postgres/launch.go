package postgres

import (
	"context"
	"errors"
	"maps"
	"net"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"syscall"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"jiheng/internal/fault"
)

// launch is one attempt to start the server.
type launch struct {
	cfg     Config
	who     account
	key     secret
	cluster string
	port    int
}

// launchServer starts the server, again when a free port was taken meanwhile
// or a backend of a dead server has not noticed its death yet.
func launchServer(ctx context.Context, cfg Config, who account, key secret, cluster string) (*Server, error) {
	deadline := time.Now().Add(10 * time.Second)
	for {
		port, err := choosePort(ctx, cfg.Port)
		if err != nil {
			return nil, err
		}
		l := &launch{cfg: cfg, who: who, key: key, cluster: cluster, port: port}
		s, err := l.try(ctx)
		if err == nil {
			return s, nil
		}
		reason := fault.ReasonOf(err)
		again := reason == ReasonStillRunning || reason == ReasonPortInUse && cfg.Port == 0
		if !again || time.Now().After(deadline) {
			return nil, err
		}
		if err := pause(ctx, 200*time.Millisecond); err != nil {
			return nil, err
		}
	}
}

// choosePort finds a free port, or says that the wanted one is taken.
func choosePort(ctx context.Context, want int) (int, error) {
	var config net.ListenConfig
	listener, err := config.Listen(ctx, "tcp", net.JoinHostPort("127.0.0.1", strconv.Itoa(want)))
	if err != nil {
		if errors.Is(err, syscall.EADDRINUSE) {
			return 0, portInUse(want)
		}
		return 0, fault.Wrap(err, fault.Invalid, ReasonFailed, "listen on port %d", want).With("detail", err.Error())
	}
	defer func() { _ = listener.Close() }()
	if at, ok := listener.Addr().(*net.TCPAddr); ok {
		return at.Port, nil
	}
	return want, nil
}

func (l *launch) try(ctx context.Context) (*Server, error) {
	words := &tail{spill: toSlog(context.WithoutCancel(ctx), l.cfg.Log)}
	// The server outlives ctx, which limits only the start.
	cmd := exec.CommandContext(context.WithoutCancel(ctx), filepath.Join(l.cfg.Binaries.Dir, "postgres"), l.arguments()...) //nolint:gosec // The programs Find chose.
	cmd.Stdout, cmd.Stderr = words, words
	p, err := startProcess(cmd, l.who, syscall.SIGINT)
	if err != nil {
		return nil, startFault(err, l.cfg.Binaries, l.who)
	}
	s := &Server{
		port: l.port, cluster: l.cluster, key: l.key, process: p, words: words,
		done: make(chan struct{}), stopping: make(chan struct{}), release: func() {},
	}
	if err := l.awaitAnswer(ctx, s); err != nil {
		p.signal(syscall.SIGQUIT)
		p.ended(8 * time.Second)
		return nil, err
	}
	return s, nil
}

// arguments fix what matters, whatever postgresql.conf says.
func (l *launch) arguments() []string {
	settings := map[string]string{ //nolint:gosec // No credential is among them.
		"listen_addresses":        "127.0.0.1",
		"port":                    strconv.Itoa(l.port),
		"unix_socket_directories": l.cfg.SocketDir,
		"max_connections":         strconv.Itoa(l.cfg.MaxConnections),
		"password_encryption":     "scram-sha-256",
		"timezone":                "UTC",
		"log_timezone":            "UTC",
		"log_destination":         "stderr",
		"logging_collector":       "off",
		"log_line_prefix":         "",
		"log_min_error_statement": "panic",
		"lc_messages":             "C",
	}
	if l.cfg.NoSync {
		for _, name := range []string{"fsync", "synchronous_commit", "full_page_writes"} {
			settings[name] = "off"
		}
	}
	maps.Copy(settings, l.cfg.Settings)
	arguments := []string{"-D", l.cluster}
	for _, name := range slices.Sorted(maps.Keys(settings)) {
		arguments = append(arguments, "-c", name+"="+settings[name])
	}
	return arguments
}

// awaitAnswer returns when a query works.
func (l *launch) awaitAnswer(ctx context.Context, s *Server) error {
	for wait := 10 * time.Millisecond; ; wait = min(2*wait, 200*time.Millisecond) {
		err := answers(ctx, s.DSN("postgres", Superuser))
		if err == nil {
			return nil
		}
		if refusal, ok := errors.AsType[*pgconn.PgError](err); ok && (refusal.Code == "28P01" || refusal.Code == "28000") {
			file := filepath.Join(l.cfg.DataDir, secretName)
			return fault.Wrap(err, fault.Invalid, ReasonSecretMismatch, "the password in %s does not fit the cluster", file).With("file", file)
		}
		select {
		case <-s.process.done:
			return explain(s.words.lines(), l)
		default:
		}
		if err := pause(ctx, wait); err != nil {
			return err
		}
	}
}

func answers(ctx context.Context, dsn string) error {
	ctx, cancel := context.WithTimeout(ctx, 5*time.Second)
	defer cancel()
	conn, err := pgx.Connect(ctx, dsn)
	if err != nil {
		return err
	}
	defer func() { _ = conn.Close(ctx) }()
	return conn.Ping(ctx)
}

func pause(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-timer.C:
		return nil
	}
}
