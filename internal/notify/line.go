package notify

import (
	"context"
	"crypto/tls"
	"net"
	"sync"
)

// line is the connection a mail goes over. go-mail leaves connections open when
// a conversation fails early and says QUIT when one fails late, which would end
// a half-sent mail properly and so deliver the half; line closes it whatever
// happened, and as soon as the context ends.
type line struct {
	config SMTPConfig

	mu   sync.Mutex
	conn net.Conn
}

// dial connects, under TLS from the first byte where the policy says so.
func (l *line) dial(ctx context.Context, network, address string) (net.Conn, error) {
	conn, err := l.connect(ctx, network, address)
	if err != nil {
		return nil, err
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	l.conn = conn
	return conn, ctx.Err() // ended just now: cut may have come too early
}

func (l *line) connect(ctx context.Context, network, address string) (net.Conn, error) {
	if l.config.TLS == TLSImplicit {
		dialer := tls.Dialer{Config: l.config.tlsConfig()}
		return dialer.DialContext(ctx, network, address)
	}
	var dialer net.Dialer
	return dialer.DialContext(ctx, network, address)
}

// watch closes the connection when ctx ends, or when the returned function is
// called, whichever comes first.
func (l *line) watch(ctx context.Context) (hangUp func()) {
	stop := context.AfterFunc(ctx, l.cut)
	return func() {
		stop()
		l.cut()
	}
}

func (l *line) cut() {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.conn != nil {
		_ = l.conn.Close() // it may well be closed already
	}
}
