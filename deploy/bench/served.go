package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"time"
)

// served is the program under measurement, a process of its own (被测程序).
type served struct {
	address string
	cmd     *exec.Cmd
	log     *os.File
	ended   chan error
}

const readyWithin = 30 * time.Second

// serve starts `jiheng serve` on the cluster's database and waits until it is
// ready. What it logs goes to a file, as it would in service.
func serve(ctx context.Context, program string, c *cluster) (*served, error) {
	address, err := freeAddress(ctx)
	if err != nil {
		return nil, err
	}
	s := &served{address: address, ended: make(chan error, 1)}
	if s.log, err = os.Create(filepath.Join(c.folder, "serve.log")); err != nil {
		return nil, fmt.Errorf("make log: %w", err)
	}
	// The server ends by our signal and not with ctx.
	s.cmd = exec.CommandContext(context.WithoutCancel(ctx), program, "serve")
	s.cmd.Env = append(os.Environ(), "DATABASE_URL="+c.owner(), "JIHENG_ADDRESS="+address, "JIHENG_COMMANDS_PER_SECOND=65535", "JIHENG_DATA="+filepath.Join(c.folder, "data"))
	s.cmd.Stdout, s.cmd.Stderr = s.log, s.log
	if err := s.cmd.Start(); err != nil {
		return nil, errors.Join(fmt.Errorf("start %s (make build makes it): %w", program, err), s.log.Close())
	}
	go func() { s.ended <- s.cmd.Wait() }()
	if err := s.ready(ctx); err != nil {
		return nil, errors.Join(err, s.stop())
	}
	return s, nil
}

func freeAddress(ctx context.Context) (string, error) {
	var config net.ListenConfig
	listener, err := config.Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return "", fmt.Errorf("find a free port: %w", err)
	}
	return listener.Addr().String(), listener.Close()
}

func (s *served) ready(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, readyWithin)
	defer cancel()
	for {
		if s.answers(ctx) {
			return nil
		}
		select {
		case err := <-s.ended:
			s.ended <- err
			said, _ := os.ReadFile(s.log.Name()) // without it there is less to say
			return fmt.Errorf("%s ended: %w: %s", s.cmd.Path, err, said)
		case <-ctx.Done():
			return fmt.Errorf("%s does not get ready: %w", s.cmd.Path, ctx.Err())
		case <-time.After(50 * time.Millisecond):
		}
	}
}

func (s *served) answers(ctx context.Context) bool {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://"+s.address+"/readyz", http.NoBody)
	if err != nil {
		return false
	}
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		return false
	}
	_ = res.Body.Close()
	return res.StatusCode == http.StatusOK
}

func (s *served) pid() int { return s.cmd.Process.Pid }

func (s *served) stop() error {
	defer func() { _ = s.log.Close() }()
	_ = s.cmd.Process.Signal(syscall.SIGTERM) // it may have ended already
	select {
	case err := <-s.ended:
		if s.cmd.ProcessState.Success() {
			return nil
		}
		return fmt.Errorf("%s: %w", s.cmd.Path, err)
	case <-time.After(stopTime):
		return errors.Join(fmt.Errorf("%s does not stop", s.cmd.Path), s.cmd.Process.Kill())
	}
}
