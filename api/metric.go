package api

import (
	"errors"
	"net/http"
	"strconv"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"jiheng/internal/fault"
)

// Metrics serves the counters of the process, for a listener that the public
// does not reach.
func Metrics() http.Handler { return promhttp.Handler() }

// meters counts what the API does.
type meters struct {
	requests *prometheus.CounterVec
	latency  *prometheus.HistogramVec
	tasks    *prometheus.CounterVec
	refusals *prometheus.CounterVec
	streams  prometheus.Gauge
}

func newMeters(in prometheus.Registerer) (*meters, error) {
	m := &meters{
		requests: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "jiheng_http_requests_total", Help: "Requests by route and status.",
		}, []string{"method", "route", "status"}),
		latency: prometheus.NewHistogramVec(prometheus.HistogramOpts{
			Name: "jiheng_http_request_seconds", Help: "How long answers took, by route.",
			Buckets: []float64{.005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10, 60},
		}, []string{"method", "route"}),
		tasks: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "jiheng_commands_total", Help: "Commands by action and outcome: done, or the code of the fault.",
		}, []string{"action", "outcome"}),
		refusals: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "jiheng_refusals_total", Help: "Refusals by rule.",
		}, []string{"rule"}),
		streams: prometheus.NewGauge(prometheus.GaugeOpts{
			Name: "jiheng_event_streams", Help: "Event streams that are open.",
		}),
	}
	return m, errors.Join(
		register(in, &m.requests), register(in, &m.latency), register(in, &m.tasks), register(in, &m.refusals),
		register(in, &m.streams),
	)
}

// register enters a collector, or takes the one that another server of this
// process has entered.
func register[C prometheus.Collector](in prometheus.Registerer, c *C) error {
	err := in.Register(*c)
	if known, ok := errors.AsType[prometheus.AlreadyRegisteredError](err); ok {
		same, ok := known.ExistingCollector.(C)
		if !ok {
			return err
		}
		*c = same
		return nil
	}
	return err
}

func (m *meters) served(method, route string, status int, took time.Duration) {
	if route == "" {
		route = "other"
	}
	m.requests.WithLabelValues(method, route, strconv.Itoa(status)).Inc()
	if route != streamRoute { // how long somebody looks is no latency
		m.latency.WithLabelValues(method, route).Observe(took.Seconds())
	}
}

const streamRoute = "/api/v1/events"

// streaming counts a stream until it ends.
func (m *meters) streaming() (end func()) {
	m.streams.Inc()
	return m.streams.Dec
}

// acted counts a command by how it ended.
func (m *meters) acted(action string, err error) {
	outcome := "done"
	if err != nil {
		outcome = string(fault.CodeOf(err))
	}
	m.tasks.WithLabelValues(action, outcome).Inc()
}

func (m *meters) refused(f *fault.Error) {
	if f.Rule != "" {
		m.refusals.WithLabelValues(f.Rule).Inc()
	}
}
