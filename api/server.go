package api

import (
	"log/slog"
	"net/http"
	"net/netip"
	"strings"
	"time"

	"github.com/gin-gonic/gin"

	"jiheng/internal/evaluation"
	"jiheng/internal/fault"
	"jiheng/internal/filing"
	"jiheng/internal/signing"
	"jiheng/policy"
)

// server answers the operations of the contract. It is immutable.
type server struct {
	store    Store
	sessions Sessions
	policy   *policy.Policy
	schemes  SchemeCatalogue
	blobs    Blobs
	auditor  Auditor
	// audits holds one for every audit under way.
	audits chan struct{}
	// converter is nil where none is configured.
	converter Converter
	log       *slog.Logger
	now       func() time.Time
	metrics   *meters
	hub       *hub
	// readers are the roles that read all tasks of their unit.
	readers  []evaluation.RoleID
	readings readings
	// temporalUI is Config's, without a slash at its end.
	temporalUI string
	heartbeat  time.Duration

	contract contract
	messages messages
	portal   *portal
	pages    *pageCache
	web      *web
	cookie   cookie
	crossing *http.CrossOriginProtection
	logins   *limiter
	// exchanges bounds what programs of other installations ask.
	exchanges *limiter
	// intakes holds one for every filing whose package is being taken in.
	intakes chan struct{}
	// signer signs receipts and notices, nil where there is no key; receivers
	// are the units that work in a system of their own.
	signer    signing.Signer
	receivers filing.Receivers
	feeds     *limiter
	address   string // where people reach the system, "" when it is not known
	commands  *limiter
	refusals  *refusals
	proxies   []netip.Prefix
	secure    bool

	channels       Channels
	publicURL      string
	allowRehearsal bool
	retention      int
}

// New builds the handler of the API, the public portal and the web
// application. Fault: invalid api_config.
func New(cfg Config) (http.Handler, error) {
	cfg, err := cfg.complete()
	if err != nil {
		return nil, err
	}
	s, err := newServer(cfg)
	if err != nil {
		return nil, err
	}
	r, err := s.router(cfg)
	return &handler{r, s.hub}, err
}

// handler is the router, and what a server has to end when it stops.
type handler struct {
	http.Handler
	hub *hub
}

func newServer(cfg Config) (*server, error) {
	described, err := readContract()
	if err != nil {
		return nil, err
	}
	networks, err := cfg.proxies()
	if err != nil {
		return nil, err
	}
	counted, err := newMeters(cfg.Registry)
	if err != nil {
		return nil, err
	}
	pages, err := newPortal()
	if err != nil {
		return nil, err
	}
	files, err := newWeb(cfg.Web)
	if err != nil {
		return nil, err
	}
	crossing := http.NewCrossOriginProtection()
	if cfg.PublicURL != "" {
		if err := crossing.AddTrustedOrigin(originOf(cfg.PublicURL)); err != nil {
			return nil, fault.Wrap(err, fault.Invalid, "api_config", "trust the public address")
		}
	}
	readers := cfg.Policy.TaskReaders()
	return &server{
		hub: newHub(&cfg, readers), readers: readers, heartbeat: cfg.Heartbeat, temporalUI: strings.TrimRight(cfg.TemporalUI, "/"),
		store: cfg.Store, sessions: cfg.Sessions, policy: cfg.Policy, schemes: cfg.Schemes, blobs: cfg.Blobs, converter: cfg.Converter, log: cfg.Log, now: cfg.Now,
		metrics: counted, contract: described, messages: newMessages(), portal: pages, web: files,
		cookie: newCookie(cfg.secure()), crossing: crossing, proxies: networks, secure: cfg.secure(),
		auditor:   cfg.Auditor,
		audits:    make(chan struct{}, maxAudits),
		pages:     newPageCache(),
		exchanges: newLimiter(exchangesPerMinute, exchangeBurst, cfg.Now),
		intakes:   make(chan struct{}, maxIntakes),
		signer:    cfg.Signer,
		receivers: cfg.Receivers,
		logins:    newLimiter(cfg.LoginPerMinute, cfg.LoginBurst, cfg.Now),
		feeds:     newLimiter(cfg.FeedPerMinute, cfg.FeedBurst, cfg.Now),
		address:   strings.TrimSuffix(cfg.PublicURL, "/"),
		commands:  newLimiter(cfg.CommandsPerSecond*60, cfg.CommandBurst, cfg.Now),
		refusals:  newRefusals(cfg.Now),
		channels:  cfg.Channels, publicURL: cfg.PublicURL, allowRehearsal: cfg.AllowRehearsal,
		retention: cfg.Retention,
	}, nil
}

// router puts middleware and operations together.
func (s *server) router(cfg Config) (http.Handler, error) {
	gin.SetMode(gin.ReleaseMode)
	r := gin.New()
	if err := r.SetTrustedProxies(cfg.TrustedProxies); err != nil {
		return nil, fault.Wrap(err, fault.Invalid, "api_config", "trust proxies")
	}
	r.ContextWithFallback = true
	r.HandleMethodNotAllowed = true
	r.RedirectTrailingSlash = false
	r.UseRawPath = true // an escaped slash is part of a name
	r.Use(s.begin, s.observe, s.recover, s.protect)
	r.NoRoute(s.elsewhere)
	r.NoMethod(func(c *gin.Context) {
		s.fail(c, fault.New(fault.Invalid, reasonMethod, "%s is not for this address", c.Request.Method))
	})
	if cfg.MetricsOnMain {
		r.GET("/metrics", gin.WrapH(Metrics()))
	}
	r.GET("/public/assets/:name", s.publicAsset)
	r.HEAD("/public/assets/:name", s.publicAsset)
	strict := NewStrictHandlerWithOptions(s, nil, StrictGinServerOptions{
		RequestErrorHandlerFunc:  func(c *gin.Context, err error) { s.fail(c, undecodable(err)) },
		HandlerErrorFunc:         s.fail,
		ResponseErrorHandlerFunc: s.fail,
	})
	described := headed{r.Group("", s.describe, s.authenticate, s.validate)}
	RegisterHandlersWithOptions(described, strict, GinServerOptions{
		ErrorHandler: func(c *gin.Context, err error, _ int) { s.fail(c, undecodable(err)) },
	})
	return r, nil
}

// headed answers HEAD on the public pages as GET, for whoever looks whether they
// are there or have changed.
type headed struct{ gin.IRouter }

// GET adds a route.
func (h headed) GET(path string, handlers ...gin.HandlerFunc) gin.IRoutes {
	if strings.HasPrefix(path, "/public/") {
		h.HEAD(path, handlers...)
	}
	return h.IRouter.GET(path, handlers...)
}

// undecodable is for what the contract lets pass and Go's types do not, such
// as 31 February. A fault inside, as of a date, speaks for itself.
func undecodable(err error) error {
	if f := fault.As(err); f.Code == fault.Invalid {
		return f
	}
	return fault.Wrap(err, fault.Invalid, reasonRequestInvalid, "decode request")
}

const (
	readHeaderTimeout = 10 * time.Second
	readTimeout       = 30 * time.Second
	writeTimeout      = 60 * time.Second
	idleTimeout       = 2 * time.Minute
	maxHeader         = 64 << 10
	// transferTimeout is what a file may take, up or down.
	transferTimeout = 10 * time.Minute
)

// Server gives an HTTP server with the time limits that the handlers assume.
func Server(addr string, h http.Handler) *http.Server {
	s := &http.Server{
		Addr: addr, Handler: h,
		ReadHeaderTimeout: readHeaderTimeout, ReadTimeout: readTimeout, WriteTimeout: writeTimeout,
		IdleTimeout: idleTimeout, MaxHeaderBytes: maxHeader,
	}
	if ours, ok := h.(*handler); ok {
		s.RegisterOnShutdown(ours.hub.end) // it would wait for them for ever
	}
	return s
}

// unhurried gives a request more time, for the transfer of a file.
func (s *server) unhurried(w http.ResponseWriter) {
	until := s.now().Add(transferTimeout)
	rc := http.NewResponseController(w)
	// A writer without deadlines, as in tests, has no hurry either.
	_ = rc.SetReadDeadline(until)
	_ = rc.SetWriteDeadline(until)
}
