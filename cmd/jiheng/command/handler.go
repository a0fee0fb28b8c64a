package command

import (
	"net/http"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"jiheng/api"
	"jiheng/cmd/jiheng/adapter"
	"jiheng/web"
)

// handler puts the API, the public portal and the page together.
func (s *system) handler(address string) (http.Handler, error) {
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
	return api.New(api.Config{
		Store: adapter.API{Store: s.store}, Sessions: s.sessions, Policy: s.policy, Blobs: s.blobs, Log: s.log.With("part", "api"), Now: time.Now,
		PublicURL: public, TrustedProxies: s.cfg.TrustedProxies, AllowRehearsal: s.cfg.Rehearsal, Web: pages,
		CommandsPerSecond: s.cfg.CommandsPerSecond, CommandBurst: 5 * s.cfg.CommandsPerSecond,
		MetricsOnMain: s.cfg.metricsOnMain(), Signer: s.signer, Receivers: s.cfg.Receivers,
	})
}
