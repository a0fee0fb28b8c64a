package temporal

import (
	"context"
	"log/slog"
	"os"
	"slices"
	"sync/atomic"

	"go.temporal.io/server/common/log"
	"go.temporal.io/server/common/log/tag"
)

// logger passes Temporal's log on to slog. Temporal calls errors what it then
// retries by itself, so its errors are warnings here and its warnings debug.
type logger struct {
	log  *slog.Logger
	tags []tag.Tag
	// stopping turns everything to debug: a server that stops breaks off what
	// its own parts are waiting for, and complains of it.
	stopping *atomic.Bool
}

var (
	_ log.Logger      = logger{}
	_ log.WithLogger  = logger{}
	_ log.SLogWrapper = logger{}
)

// With implements log.WithLogger.
func (l logger) With(tags ...tag.Tag) log.Logger {
	l.tags = append(slices.Clip(l.tags), tags...)
	return l
}

// SLog implements log.SLogWrapper: it is for the SDK inside the server.
func (l logger) SLog() *slog.Logger { return slog.New(demoted{l.log.Handler(), l.stopping}) }

func (l logger) write(level slog.Level, msg string, tags []tag.Tag) {
	ctx := context.Background()
	if l.stopping.Load() {
		level = slog.LevelDebug
	}
	if !l.log.Enabled(ctx, level) {
		return
	}
	var attributes []slog.Attr
	for _, t := range append(slices.Clip(l.tags), tags...) {
		if t.Key() != "sys-stack-trace" {
			attributes = append(attributes, slog.Any(t.Key(), t.Value()))
		}
	}
	l.log.LogAttrs(ctx, level, "temporal: "+msg, attributes...) //nolint:sloglint // The message is Temporal's.
}

// Debug implements log.Logger.
func (l logger) Debug(msg string, tags ...tag.Tag) { l.write(slog.LevelDebug, msg, tags) }

// Info implements log.Logger.
func (l logger) Info(msg string, tags ...tag.Tag) { l.write(slog.LevelDebug, msg, tags) }

// Warn implements log.Logger.
func (l logger) Warn(msg string, tags ...tag.Tag) { l.write(slog.LevelDebug, msg, tags) }

// Error implements log.Logger.
func (l logger) Error(msg string, tags ...tag.Tag) { l.write(slog.LevelWarn, msg, tags) }

// DPanic implements log.Logger: a bug that Temporal survives.
func (l logger) DPanic(msg string, tags ...tag.Tag) { l.write(slog.LevelError, msg, tags) }

// Panic implements log.Logger.
func (l logger) Panic(msg string, tags ...tag.Tag) {
	l.write(slog.LevelError, msg, tags)
	panic(msg)
}

// Fatal implements log.Logger. Temporal does not expect it to return.
func (l logger) Fatal(msg string, tags ...tag.Tag) {
	l.write(slog.LevelError, msg, tags)
	os.Exit(1)
}

// demoted lowers levels like logger does.
type demoted struct {
	slog.Handler
	stopping *atomic.Bool
}

func (d demoted) lower(level slog.Level) slog.Level {
	if level >= slog.LevelError && !d.stopping.Load() {
		return slog.LevelWarn
	}
	return slog.LevelDebug
}

// Enabled implements slog.Handler.
func (d demoted) Enabled(ctx context.Context, level slog.Level) bool {
	return d.Handler.Enabled(ctx, d.lower(level))
}

// Handle implements slog.Handler.
func (d demoted) Handle(ctx context.Context, record slog.Record) error {
	record.Level = d.lower(record.Level)
	return d.Handler.Handle(ctx, record)
}

// WithAttrs implements slog.Handler.
func (d demoted) WithAttrs(attributes []slog.Attr) slog.Handler {
	return demoted{d.Handler.WithAttrs(attributes), d.stopping}
}

// WithGroup implements slog.Handler.
func (d demoted) WithGroup(name string) slog.Handler {
	return demoted{d.Handler.WithGroup(name), d.stopping}
}
