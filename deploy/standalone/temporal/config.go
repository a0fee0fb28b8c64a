package temporal

import (
	"context"
	"errors"
	"net"
	"strconv"
	"syscall"
	"time"

	"github.com/iancoleman/strcase"
	"github.com/jmoiron/sqlx"
	"go.temporal.io/server/common/cluster"
	"go.temporal.io/server/common/config"
	"go.temporal.io/server/common/dynamicconfig"
	"go.temporal.io/server/common/membership/static"
	"go.temporal.io/server/common/persistence/sql/sqlplugin/postgresql"
	"go.temporal.io/server/common/persistence/sql/sqlplugin/postgresql/driver"
	"go.temporal.io/server/common/primitives"

	"jiheng/internal/fault"
)

const (
	clusterName = "active"
	// Each of the four services has a pool for each of the two stores, and
	// the application needs connections too.
	maxConns           = 20
	maxVisibilityConns = 5
)

// ports are the services' in the order of services.
type ports [4]int

var services = [4]primitives.ServiceName{ //nolint:gochecknoglobals // A constant, were arrays allowed to be.
	primitives.FrontendService, primitives.HistoryService, primitives.MatchingService, primitives.WorkerService,
}

func (p ports) frontend() int { return p[0] }

// hosts names every service's only host, so that no membership protocol runs
// and no port is opened for one.
func (p ports) hosts(ip string) map[primitives.ServiceName]static.Hosts {
	hosts := make(map[primitives.ServiceName]static.Hosts, len(services))
	for i, name := range services {
		hosts[name] = static.SingleLocalHost(net.JoinHostPort(ip, strconv.Itoa(p[i])))
	}
	return hosts
}

// choosePorts finds free ports, or says that the wanted one is taken.
func choosePorts(ctx context.Context, cfg Config) (ports, error) {
	var p ports
	var network net.ListenConfig
	for i := range p {
		want := 0
		if i == 0 {
			want = cfg.Port
		}
		listener, err := network.Listen(ctx, "tcp", net.JoinHostPort(cfg.BindIP, strconv.Itoa(want)))
		if errors.Is(err, syscall.EADDRINUSE) {
			return p, fault.New(fault.Unavailable, ReasonPortInUse, "port %d on %s is taken by another program", want, cfg.BindIP).
				With("port", strconv.Itoa(want))
		}
		if err != nil {
			return p, failed(err, "listen on "+cfg.BindIP)
		}
		// All stay open until all are chosen, so that no two are the same.
		defer func() { _ = listener.Close() }()
		if at, ok := listener.Addr().(*net.TCPAddr); ok {
			p[i] = at.Port
		}
	}
	return p, nil
}

// serverConfig leaves metrics, profiling and archival off: none has a port or
// a peer unless configured.
func serverConfig(cfg Config, p ports) *config.Config {
	frontend := net.JoinHostPort(cfg.BindIP, strconv.Itoa(p.frontend()))
	var c config.Config
	c.Persistence = config.Persistence{
		DefaultStore:     "default",
		VisibilityStore:  "visibility",
		NumHistoryShards: cfg.Shards,
		DataStores: map[string]config.DataStore{
			"default":    {SQL: database(cfg.DSN, cfg.Database, maxConns)},
			"visibility": {SQL: database(cfg.DSN, cfg.Visibility, maxVisibilityConns)},
		},
	}
	c.Global.Membership = config.Membership{MaxJoinDuration: 30 * time.Second, BroadcastAddress: cfg.BindIP}
	c.ClusterMetadata = &cluster.Config{
		FailoverVersionIncrement: 10,
		MasterClusterName:        clusterName,
		CurrentClusterName:       clusterName,
		ClusterInformation: map[string]cluster.ClusterInformation{
			clusterName: {Enabled: true, InitialFailoverVersion: 1, RPCAddress: frontend},
		},
	}
	c.DCRedirectionPolicy.Policy = "noop"
	c.PublicClient.HostPort = frontend
	c.Archival.History.State, c.Archival.Visibility.State = "disabled", "disabled"
	c.NamespaceDefaults.Archival.History.State, c.NamespaceDefaults.Archival.Visibility.State = "disabled", "disabled"
	c.Services = make(map[string]config.Service, len(services))
	for i, name := range services {
		c.Services[string(name)] = config.Service{RPC: config.RPC{GRPCPort: p[i], BindOnIP: cfg.BindIP}}
	}
	return &c
}

// database connects by our own DSN, so that whatever pgx understands in it
// (TLS, sockets, odd passwords) holds for Temporal as well.
func database(dsn, name string, conns int) *config.SQL {
	return &config.SQL{
		PluginName:   postgresql.PluginNamePGX,
		DatabaseName: name,
		// Required, but Connect goes before them.
		ConnectAddr: "by DSN", ConnectProtocol: "tcp",
		MaxConns: conns, MaxIdleConns: conns,
		Connect: func(c *config.SQL) (*sqlx.DB, error) {
			db, err := new(driver.PGXDriver).CreateConnection(withDatabase(dsn, c.DatabaseName))
			if err != nil {
				return nil, err
			}
			db.SetMaxOpenConns(c.MaxConns)
			db.SetMaxIdleConns(c.MaxIdleConns)
			// As the plugin's own connections do it.
			db.MapperFunc(strcase.ToSnake)
			return db, nil
		},
	}
}

func dynamicConfig() dynamicconfig.Client {
	return dynamicconfig.StaticClient{
		// A task that fails 70 times, an hour or so of database trouble, would
		// be moved to a dead-letter queue, and a timer in there never fires
		// until an operator merges the queue. On SQL that queue is not even
		// meant to be used. Without it the server retries for ever.
		dynamicconfig.HistoryTaskDLQEnabled.Key(): false,
		// It would ask a host of the maker's daily whether there is news.
		dynamicconfig.EnableServerVersionCheck.Key(): false,
		// One machine gains nothing from spreading a queue over partitions.
		dynamicconfig.MatchingNumTaskqueueReadPartitions.Key():  1,
		dynamicconfig.MatchingNumTaskqueueWritePartitions.Key(): 1,
	}
}
