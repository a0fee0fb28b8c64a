package notifytest

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"net"
	"slices"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"
)

// Options say what a server offers.
type Options struct {
	StartTLS    bool   // offers STARTTLS, and authentication only behind it
	ImplicitTLS bool   // speaks TLS from the first byte
	SMTPUTF8    bool   // offers SMTPUTF8
	Username    string // if set, mail is taken only from who logs in so
	Password    string
}

// Step is a point of an SMTP conversation at which the server answers.
type Step string

// The steps. StepBody is the end of the mail itself, after DATA.
const (
	StepGreeting Step = "greeting"
	StepEHLO     Step = "EHLO"
	StepSTARTTLS Step = "STARTTLS"
	StepAUTH     Step = "AUTH"
	StepMAIL     Step = "MAIL"
	StepRCPT     Step = "RCPT"
	StepDATA     Step = "DATA"
	StepBody     Step = "body"
	StepQUIT     Step = "QUIT"
)

// Answers that are no answer. At StepBody the mail counts as taken: that is
// what makes the outcome unknown to the client.
const (
	Cut  = "cut"  // the connection is closed
	Hang = "hang" // nothing comes any more, but the connection stays
)

// Server is an SMTP server on the loopback address that keeps the mail it
// takes. It answers as a good server does unless told otherwise.
type Server struct {
	options  Options
	listener net.Listener
	tls      *tls.Config
	roots    *x509.CertPool
	sessions sync.WaitGroup
	closing  chan struct{}

	mu         sync.Mutex
	answers    map[Step][]string
	conns      []net.Conn
	mails      []rawMail
	commands   []string
	violations []string
}

// Start starts a server that stops with the test.
func Start(t testing.TB, options Options) *Server {
	t.Helper()
	var config net.ListenConfig
	listener, err := config.Listen(t.Context(), "tcp", "127.0.0.1:0")
	require.NoError(t, err)
	s := &Server{
		options: options, listener: listener, closing: make(chan struct{}), answers: make(map[Step][]string),
	}
	s.tls, s.roots = certificate(t)
	s.sessions.Go(s.accept)
	t.Cleanup(s.stop)
	return s
}

// Host is where the server listens.
func (s *Server) Host() string { return "127.0.0.1" }

// Port is where the server listens.
func (s *Server) Port() int {
	addr, ok := s.listener.Addr().(*net.TCPAddr)
	if !ok {
		return 0
	}
	return addr.Port
}

// RootCAs has the certificate that signed the server's.
func (s *Server) RootCAs() *x509.CertPool { return s.roots }

// Answer makes the server answer so the next times it comes to the step: whole
// replies such as "451 4.7.1 later", or Cut, or Hang. Afterwards it is good again.
func (s *Server) Answer(step Step, replies ...string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.answers[step] = append(s.answers[step], replies...)
}

// Commands gives the lines clients sent so far, without mails and passwords.
func (s *Server) Commands() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.commands)
}

// Taken says how many mails were taken so far.
func (s *Server) Taken() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.mails)
}

// Violations gives what clients did against RFC 5321 so far: lines too long,
// bare line feeds, commands out of order, eight bits where seven belong.
func (s *Server) Violations() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.violations)
}

func (s *Server) accept() {
	for {
		conn, err := s.listener.Accept()
		if err != nil {
			return // stopped
		}
		s.mu.Lock()
		s.conns = append(s.conns, conn)
		s.mu.Unlock()
		select {
		case <-s.closing: // stop may have closed the others already
			_ = conn.Close()
			return
		default:
		}
		s.sessions.Go(func() { s.serve(conn) })
	}
}

func (s *Server) serve(conn net.Conn) {
	defer func() { _ = conn.Close() }()
	if s.options.ImplicitTLS {
		secure := tls.Server(conn, s.tls)
		if secure.HandshakeContext(context.Background()) != nil {
			return // the client did not like it; nothing was said
		}
		conn = secure
	}
	newConversation(s, conn, s.options.ImplicitTLS).run()
}

func (s *Server) stop() {
	close(s.closing)
	_ = s.listener.Close()
	s.mu.Lock()
	for _, conn := range s.conns {
		_ = conn.Close()
	}
	s.mu.Unlock()
	s.sessions.Wait()
}

// next gives the answer somebody ordered for a step, or the usual one.
func (s *Server) next(step Step, usual string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	ordered := s.answers[step]
	if len(ordered) == 0 {
		return usual
	}
	s.answers[step] = ordered[1:]
	return ordered[0]
}

func (s *Server) keep(m rawMail) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.mails = append(s.mails, m)
}

func (s *Server) heard(command string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.commands = append(s.commands, command)
}

func (s *Server) violated(rule string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.violations = append(s.violations, rule)
}
