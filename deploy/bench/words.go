package main

import (
	"context"
	"log/slog"
	"sync"
)

// words collects what the database's server logs (服务器日志), line by line.
type words struct {
	mu    sync.Mutex
	lines []string
	on    bool
}

// collect begins anew, and done gives what was logged since.
func (w *words) collect() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.lines, w.on = nil, true
}

func (w *words) done() []string {
	w.mu.Lock()
	defer w.mu.Unlock()
	lines := w.lines
	w.lines, w.on = nil, false
	return lines
}

// Enabled takes everything: plans are logged as debug.
func (w *words) Enabled(context.Context, slog.Level) bool { return true }

// Handle puts a line together again from the two parts it comes in.
func (w *words) Handle(_ context.Context, r slog.Record) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	if !w.on {
		return nil
	}
	var line string
	r.Attrs(func(a slog.Attr) bool {
		switch {
		case a.Key == "severity":
			line = a.Value.String()
		case a.Key == "text" && a.Value.String() != "":
			line += ": " + a.Value.String()
		}
		return true
	})
	w.lines = append(w.lines, line)
	return nil
}

// WithAttrs and WithGroup have nothing to add.
func (w *words) WithAttrs([]slog.Attr) slog.Handler { return w }

// WithGroup has nothing to add.
func (w *words) WithGroup(string) slog.Handler { return w }
