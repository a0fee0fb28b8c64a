package postgres

import (
	"bytes"
	"context"
	"log/slog"
	"strings"
	"sync"
)

const tailLength = 40

// tail keeps the last lines a program wrote, to explain its end.
type tail struct {
	mu    sync.Mutex
	kept  []string
	open  []byte
	spill func(line string)
}

// Write implements io.Writer.
func (t *tail) Write(p []byte) (int, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.open = append(t.open, p...)
	for {
		line, rest, whole := bytes.Cut(t.open, []byte("\n"))
		if !whole {
			return len(p), nil
		}
		t.open = bytes.Clone(rest)
		t.keep(string(line))
	}
}

func (t *tail) keep(line string) {
	if strings.TrimSpace(line) == "" {
		return
	}
	t.kept = append(t.kept, line)
	if len(t.kept) > tailLength {
		t.kept = t.kept[1:]
	}
	if t.spill != nil {
		t.spill(line)
	}
}

func (t *tail) lines() []string {
	t.mu.Lock()
	defer t.mu.Unlock()
	if len(t.open) > 0 {
		t.keep(string(t.open))
		t.open = nil
	}
	return append([]string(nil), t.kept...)
}

// toSlog passes the server's log on. Failed statements are the application's
// to report and may hold what people typed, so they are only debug.
func toSlog(ctx context.Context, log *slog.Logger) func(string) {
	return func(line string) {
		word, text, _ := strings.Cut(line, ":")
		level := slog.LevelDebug
		switch word {
		case "WARNING":
			level = slog.LevelWarn
		case "PANIC":
			level = slog.LevelError
		}
		log.Log(ctx, level, "postgres", "severity", word, "text", strings.TrimSpace(text))
	}
}
