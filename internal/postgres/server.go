package postgres

import (
	"context"
	"errors"
	"net"
	"net/url"
	"path/filepath"
	"strconv"
	"sync"
	"syscall"
	"time"

	"jiheng/internal/fault"
)

// Server is a running private PostgreSQL.
type Server struct {
	port    int
	cluster string
	key     secret
	process *process
	words   *tail
	release func()
	once    sync.Once
	done    chan struct{}
	err     error
	// stopping is closed by Stop, so that the end it causes is no error.
	stopping chan struct{}
}

// Start runs the cluster in cfg.DataDir, making it first if there is none, and
// returns when it answers. Crash recovery may take long; only ctx limits it.
// A server left over from before is stopped first, so there are never two.
//
// The server ends with this process, however this process ends: on Linux the
// kernel asks it for a fast shutdown. Faults carry the reasons of this package.
func Start(ctx context.Context, cfg Config) (*Server, error) {
	cfg, err := cfg.withDefaults()
	if err != nil {
		return nil, err
	}
	release, err := lockFolder(cfg.DataDir)
	if err != nil {
		return nil, err
	}
	s, err := start(ctx, cfg)
	if err != nil {
		release()
		return nil, err
	}
	s.release = release
	go s.watch()
	return s, nil
}

func start(ctx context.Context, cfg Config) (*Server, error) {
	cluster := filepath.Join(cfg.DataDir, clusterName)
	if err := checkLink(cluster); err != nil {
		return nil, err
	}
	who, err := accountFor(cluster)
	if err != nil {
		return nil, err
	}
	key, err := loadSecret(cfg.DataDir, !exists(cluster))
	if err != nil {
		return nil, err
	}
	if err := makeCluster(ctx, cfg, who, key); err != nil {
		return nil, err
	}
	if cluster, err = filepath.EvalSymlinks(cluster); err != nil {
		return nil, folderFault(err, cluster)
	}
	if err := stopOrphan(ctx, cfg, cluster); err != nil {
		return nil, err
	}
	return launchServer(ctx, cfg, who, key, cluster)
}

// DSN is the address of a database for a role: Superuser, or one that
// EnsureDatabase made.
func (s *Server) DSN(database, role string) string {
	address := url.URL{
		Scheme:   "postgres",
		User:     url.UserPassword(role, s.key.password(role)),
		Host:     net.JoinHostPort("127.0.0.1", strconv.Itoa(s.port)),
		Path:     "/" + database,
		RawQuery: "sslmode=disable",
	}
	return address.String()
}

// Port is the TCP port on 127.0.0.1.
func (s *Server) Port() int { return s.port }

// ClusterDir is where the data really is; see Config.SystemDir.
func (s *Server) ClusterDir() string { return s.cluster }

// PID is the process number of the server.
func (s *Server) PID() int { return s.process.cmd.Process.Pid }

// Done closes when the server has ended, by Stop or by itself.
func (s *Server) Done() <-chan struct{} { return s.done }

// Err is nil until Done, and after a Stop; else why the server ended.
func (s *Server) Err() error {
	select {
	case <-s.done:
		return s.err
	default:
		return nil
	}
}

// watch notices the end of the server and gives the folder free.
func (s *Server) watch() {
	<-s.process.done
	select {
	case <-s.stopping:
	default:
		s.err = s.whyEnded()
	}
	s.release()
	close(s.done)
}

func (s *Server) whyEnded() error {
	words := s.words.lines()
	if cause := explain(words, &launch{cluster: s.cluster, port: s.port}); cause.Reason != ReasonFailed {
		return cause
	}
	return fault.Wrap(s.process.err, fault.Unavailable, reasonStoppedByItself,
		"PostgreSQL ended by itself: %s", lastFatal(words)).With("detail", lastFatal(words))
}

// Stop shuts the server down: open transactions are rolled back, connections
// closed, everything written. When ctx ends first the server stops at once and
// recovers at its next start. Stop may be called more than once.
func (s *Server) Stop(ctx context.Context) error {
	s.once.Do(func() { close(s.stopping) })
	s.process.signal(syscall.SIGINT)
	select {
	case <-s.done:
		return nil
	case <-ctx.Done():
	}
	s.process.signal(syscall.SIGQUIT)
	// PostgreSQL itself kills what is left of it after five seconds.
	if s.process.ended(8 * time.Second) {
		<-s.done
		return nil
	}
	return errors.Join(ctx.Err(), stillRunning(s.cluster))
}
