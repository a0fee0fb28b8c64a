package notify_test

import (
	"context"
	"encoding/base64"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"jiheng/internal/fault"
	"jiheng/internal/notify"
)

func loopback() notify.Guard {
	return notify.Guard{Networks: []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")}}
}

func TestTheGuardRefusesWhatIsNotOfThePublicInternet(t *testing.T) {
	t.Parallel()
	for _, text := range []string{
		"0.0.0.0", "0.1.2.3", "10.0.0.1", "100.64.0.1", "100.127.255.255", "127.0.0.1", "127.255.0.9", "169.254.169.254",
		"172.16.0.1", "172.31.255.255", "192.0.0.8", "192.0.2.1", "192.168.1.1", "198.18.0.1", "198.19.255.255", "198.51.100.1",
		"203.0.113.9", "224.0.0.1", "239.255.255.250", "240.0.0.1", "255.255.255.255",
		"::", "::1", "::127.0.0.1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::ffff:169.254.169.254", "64:ff9b::7f00:1",
		"64:ff9b:1::1", "100::1", "2001::1", "2001:db8::1", "2002:7f00:1::1", "3fff::1", "fc00::1", "fd00:ec2::254", "fe80::1",
		"fe80::1%eth0", "fec0::1", "ff02::1", "4000::1",
	} {
		require.False(t, notify.Guard{}.Allows(netip.MustParseAddr(text)), text)
	}
	require.False(t, notify.Guard{}.Allows(netip.Addr{}))
	for _, text := range []string{"1.1.1.1", "100.63.255.255", "100.128.0.1", "172.32.0.1", "223.5.5.5", "2400:3200::1", "::ffff:223.5.5.5"} {
		require.True(t, notify.Guard{}.Allows(netip.MustParseAddr(text)), text)
	}
	intranet := notify.Guard{Networks: []netip.Prefix{netip.MustParsePrefix("10.20.0.0/16")}}
	require.True(t, intranet.Allows(netip.MustParseAddr("10.20.3.4")))
	require.True(t, intranet.Allows(netip.MustParseAddr("::ffff:10.20.3.4")))
	require.False(t, intranet.Allows(netip.MustParseAddr("10.21.3.4")))
}

// However an address of IPv4 is written, the guard says the same of it, and
// nothing private passes.
func TestTheGuardKnowsAnAddressInEveryDress(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		b := rapid.SliceOfN(rapid.Byte(), 4, 4).Draw(t, "address")
		addr := netip.AddrFrom4([4]byte(b))
		allowed := notify.Guard{}.Allows(addr)
		require.Equal(t, allowed, notify.Guard{}.Allows(netip.AddrFrom16(addr.As16())))
		if addr.IsPrivate() || addr.IsLoopback() || addr.IsLinkLocalUnicast() || addr.IsMulticast() || addr.IsUnspecified() {
			require.False(t, allowed, addr)
		}
		six := rapid.SliceOfN(rapid.Byte(), 16, 16).Draw(t, "address of IPv6")
		if a := netip.AddrFrom16([16]byte(six)); (notify.Guard{}).Allows(a) {
			require.True(t, a.IsGlobalUnicast() && !a.IsPrivate(), a)
		}
	})
}

func TestTheGuardResolvesBeforeItDials(t *testing.T) {
	t.Parallel()
	answers := func(addrs ...string) func(context.Context, string) ([]netip.Addr, error) {
		var out []netip.Addr
		for _, a := range addrs {
			out = append(out, netip.MustParseAddr(a))
		}
		return func(context.Context, string) ([]netip.Addr, error) { return out, nil }
	}
	forbidden := fault.New(fault.Unavailable, "address_forbidden", "")
	for name, c := range map[string]struct {
		guard   notify.Guard
		address string
		want    error
	}{
		"loopback":               {notify.Guard{}, "127.0.0.1:8080", forbidden},
		"in brackets":            {notify.Guard{}, "[::ffff:127.0.0.1]:8080", forbidden},
		"the cloud's metadata":   {notify.Guard{}, "169.254.169.254:80", forbidden},
		"one bad among several":  {notify.Guard{Lookup: answers("223.5.5.5", "10.0.0.1")}, "hook.example:443", forbidden},
		"another server's port":  {notify.Guard{}, "223.5.5.5:25", forbidden},
		"no port":                {notify.Guard{}, "223.5.5.5", forbidden},
		"a name without address": {notify.Guard{Lookup: answers()}, "hook.example:443", fault.New(fault.Unavailable, "name_unresolved", "")},
		// The name was public when it was looked up, and is this machine when it
		// is dialled: rebinding.
		"a name that changes": {notify.Guard{Lookup: answers("223.5.5.5")}, "localhost:8080", forbidden},
	} {
		_, err := c.guard.Dial(t.Context(), "tcp", c.address)
		require.ErrorIs(t, err, c.want, name)
	}
}

func TestACallIsBounded(t *testing.T) {
	t.Parallel()
	var reached atomic.Int32
	inside := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { reached.Add(1) }))
	t.Cleanup(inside.Close)
	long := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/elsewhere":
			http.Redirect(w, r, inside.URL, http.StatusTemporaryRedirect)
		case "/endless":
			for r.Context().Err() == nil {
				if _, err := io.WriteString(w, strings.Repeat("x", 1<<16)); err != nil {
					return
				}
			}
		}
	}))
	t.Cleanup(long.Close)
	require.ErrorIs(t, hook(t, loopback(), long.URL+"/elsewhere").Send(t.Context(), notice()), fault.New(fault.Invalid, "webhook_redirects", ""))
	require.Zero(t, reached.Load(), "nobody is led on")
	require.NoError(t, hook(t, loopback(), long.URL+"/endless").Send(t.Context(), notice()), "2xx is enough; the rest is not read")
	require.ErrorIs(t, hook(t, notify.Guard{}, inside.URL).Send(t.Context(), notice()), fault.New(fault.Unavailable, "address_forbidden", ""))
	require.Zero(t, reached.Load())

	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	var listen net.ListenConfig
	silent, err := listen.Listen(t.Context(), "tcp", "127.0.0.1:0")
	require.NoError(t, err)
	t.Cleanup(func() { _ = silent.Close() })
	err = hook(t, loopback(), "http://"+silent.Addr().String()+"/?secret=abc").Send(ctx, notice())
	require.ErrorIs(t, err, fault.New(fault.Unavailable, "call_failed", ""))
	require.NotContains(t, err.Error(), "abc", "addresses carry secrets")
}

func secret() string {
	return "whsec_" + base64.StdEncoding.EncodeToString([]byte("0123456789abcdefghijklmn"))
}

func hook(t *testing.T, g notify.Guard, url string) *notify.WebhookChannel {
	t.Helper()
	out := notify.NewOutbound(g)
	t.Cleanup(out.Close)
	w, err := notify.NewWebhook(out, notify.WebhookConfig{URL: url, Secret: secret(), Now: noon})
	require.NoError(t, err)
	return w
}
