package notify

import (
	"context"
	"net"
	"net/netip"
	"slices"
	"strconv"
	"syscall"
	"time"

	"jiheng/internal/fault"
)

// Guard decides where requests may go (出站防护). Addresses of channels come
// from a configuration, and names from a resolver that others control: neither
// may lead a request into the network that the program itself stands in.
//
// A name is resolved and refused if any of its addresses is forbidden, and
// every address is checked once more when it is dialled, so that a name which
// answers differently the second time gains nothing.
type Guard struct {
	// Networks are allowed although they are private, as those of an intranet.
	Networks []netip.Prefix
	// Lookup resolves a name; nil takes the machine's resolver.
	Lookup func(ctx context.Context, host string) ([]netip.Addr, error)
}

const dialTimeout = 5 * time.Second

// forbidden are the networks that are not of the public internet: IANA's
// special-purpose registries, and what embeds addresses of IPv4.
func forbidden() []netip.Prefix {
	var out []netip.Prefix
	for _, text := range []string{
		"0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24",
		"192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24",
		"224.0.0.0/4", "240.0.0.0/4", // multicast; reserved and broadcast
		"2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20", // Teredo and others, documentation, 6to4
	} {
		out = append(out, netip.MustParsePrefix(text))
	}
	return out
}

// Allows tells whether an address may be dialled.
func (g Guard) Allows(addr netip.Addr) bool {
	if !addr.IsValid() || addr.Zone() != "" {
		return false
	}
	addr = addr.Unmap()
	within := func(p netip.Prefix) bool { return p.Contains(addr) }
	if slices.ContainsFunc(g.Networks, within) {
		return true
	}
	if addr.Is6() && !netip.MustParsePrefix("2000::/3").Contains(addr) {
		return false // IPv6 has no public addresses elsewhere
	}
	return !slices.ContainsFunc(forbidden(), within)
}

// Dial connects to where it may.
// Fault: unavailable address_forbidden, name_unresolved.
func (g Guard) Dial(ctx context.Context, network, address string) (net.Conn, error) {
	if err := g.checkName(ctx, address); err != nil {
		return nil, err
	}
	dialer := net.Dialer{Timeout: dialTimeout, Control: func(_, address string, _ syscall.RawConn) error {
		return g.checkAddress(address)
	}}
	return dialer.DialContext(ctx, network, address)
}

func (g Guard) checkName(ctx context.Context, address string) error {
	host, port, err := net.SplitHostPort(address)
	if err != nil {
		return addressForbidden(address)
	}
	if addr, err := netip.ParseAddr(host); err == nil {
		return g.checkPlace(addr, port)
	}
	all, err := g.lookup(ctx, host)
	if err != nil || len(all) == 0 {
		return fault.Wrap(err, fault.Unavailable, "name_unresolved", "resolve %s", host)
	}
	for _, addr := range all {
		if err := g.checkPlace(addr, port); err != nil {
			return err
		}
	}
	return nil
}

func (g Guard) lookup(ctx context.Context, host string) ([]netip.Addr, error) {
	if g.Lookup != nil {
		return g.Lookup(ctx, host)
	}
	return net.DefaultResolver.LookupNetIP(ctx, "ip", host)
}

// checkAddress checks the very address that is about to be dialled.
func (g Guard) checkAddress(address string) error {
	place, err := netip.ParseAddrPort(address)
	if err != nil {
		return addressForbidden(address)
	}
	return g.checkPlace(place.Addr(), strconv.Itoa(int(place.Port())))
}

// checkPlace refuses the ports below 1024 that are not the web's: there are
// servers that take the lines of a request for commands.
func (g Guard) checkPlace(addr netip.Addr, port string) error {
	n, err := strconv.ParseUint(port, 10, 16)
	if err != nil || n < 1024 && n != 80 && n != 443 || !g.Allows(addr) {
		return addressForbidden(net.JoinHostPort(addr.String(), port))
	}
	return nil
}

// addressForbidden is unavailable, not final: it is the settings that must be
// mended, and what waits meanwhile is not lost.
func addressForbidden(address string) error {
	return fault.New(fault.Unavailable, "address_forbidden", "%s may not be called", address)
}
