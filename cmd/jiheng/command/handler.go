package command

import (
	"context"
	"net/http"
	"path/filepath"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"jiheng/activities"
	"jiheng/api"
	"jiheng/cmd/jiheng/adapter"
	"jiheng/internal/audit"
	"jiheng/internal/evaluation"
	"jiheng/internal/preview"
	"jiheng/web"
)

// handler puts the API, the public portal and the page together.
func (s *system) handler(ctx context.Context, address string) (http.Handler, error) {
	pages, err := web.FS()
	if err != nil {
		return nil, err
	}
	public := s.cfg.PublicURL
	if public == "" {
		public = "http://" + address
	}
	if err := s.registerAudit(prometheus.DefaultRegisterer); err != nil {
		return nil, err
	}
	converter, err := s.converter(ctx)
	if err != nil {
		return nil, err
	}
	return api.New(api.Config{
		Converter: converter, Auditor: inspector{s}, Channels: s.channel,
		Store: adapter.API{Store: s.store, Scan: s.cfg.Scanner != nil}, Sessions: s.sessions, Policy: s.policy, Schemes: s.schemes, Blobs: s.blobs, Log: s.log.With("part", "api"), Now: time.Now,
		PublicURL: public, TrustedProxies: s.cfg.TrustedProxies, AllowRehearsal: s.cfg.Rehearsal, Retention: s.cfg.RetentionYears, Web: pages,
		CommandsPerSecond: s.cfg.CommandsPerSecond, CommandBurst: 5 * s.cfg.CommandsPerSecond,
		MetricsOnMain: s.cfg.metricsOnMain(), TemporalUI: s.cfg.TemporalUI, Signer: s.signer, Receivers: s.cfg.Receivers,
	})
}

// inspector verifies for the API as the command does, with the keys that the
// installation knows.
type inspector struct{ s *system }

// Audit verifies one evaluation.
func (a inspector) Audit(ctx context.Context, id evaluation.ID, report func(audit.Finding)) (audit.Result, error) {
	keys, err := a.s.trusted(ctx, nil)
	if err != nil {
		return audit.Result{}, err
	}
	return a.s.verify(ctx, keys, id, report)
}

// converter makes PDF of Office files; nil when none is configured.
func (s *system) converter(ctx context.Context) (api.Converter, error) {
	if len(s.cfg.Converter) == 0 {
		return nil, nil //nolint:nilnil // the page then shows text
	}
	return s.shutIn(ctx, s.cfg.Converter, "converter")
}

// reader reads the text of PDF files; nil when none is configured.
func (s *system) reader(ctx context.Context) (activities.Pages, error) {
	command := s.cfg.PDFReader
	switch len(command) {
	case 0:
		return nil, nil //nolint:nilnil // they count as not looked through
	case 1:
		command = preview.PDFToText(command[0])
	}
	return s.shutIn(ctx, command, "reader")
}

// shutIn runs a program of somebody else on files of strangers.
func (s *system) shutIn(ctx context.Context, command []string, part string) (*preview.Converter, error) {
	return preview.New(ctx, preview.Config{
		Command: command, Launcher: []string{"/proc/self/exe", becomeConverter}, Folder: previewsIn(s.cfg.DataDir),
		Files: s.blobs, Log: s.log.With("part", part),
	})
}

func previewsIn(data string) string { return filepath.Join(data, "previews") }
