package command

import (
	"net/netip"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"jiheng/internal/notify"
)

func environ(values map[string]string) func(string) (string, bool) {
	return func(name string) (string, bool) {
		v, ok := values[name]
		return v, ok
	}
}

func TestChannelsComeFromTheEnvironmentOrFromAFile(t *testing.T) {
	t.Parallel()
	const list = `[{"medium": "wecom", "unit": "a", "token": "k"}]`
	file := filepath.Join(t.TempDir(), "channels.json")
	require.NoError(t, os.WriteFile(file, []byte(list+"\n"), 0o600))
	for name, values := range map[string]map[string]string{
		"environment": {"JIHENG_CHANNELS": list, "JIHENG_CHANNEL_NETWORKS": "10.20.0.0/16, 10.30.5.0/24"},
		"file":        {"JIHENG_CHANNELS_FILE": file, "JIHENG_CHANNEL_NETWORKS": "10.20.0.0/16,10.30.5.0/24"},
	} {
		cfg, err := loadConfig(environ(values))
		require.NoError(t, err, name)
		require.Equal(t, []notify.Setting{{Medium: notify.WeCom, Unit: "a", Token: "k"}}, cfg.Channels, name)
		require.Equal(t, []netip.Prefix{netip.MustParsePrefix("10.20.0.0/16"), netip.MustParsePrefix("10.30.5.0/24")}, cfg.Networks, name)
	}
	_, err := loadConfig(environ(map[string]string{"JIHENG_CHANNELS": `{"secret": "x-1"}`, "JIHENG_CHANNEL_NETWORKS": "intranet"}))
	require.ErrorContains(t, err, "JIHENG_CHANNELS:")
	require.ErrorContains(t, err, "JIHENG_CHANNEL_NETWORKS:")
	require.NotContains(t, err.Error(), "x-1")
}

func TestMetricsAreBesideTheAPIOnlyWhenAskedFor(t *testing.T) {
	t.Parallel()
	for address, want := range map[string]bool{"": false, "127.0.0.1:9090": false, "127.0.0.1:8080": true} {
		cfg, err := loadConfig(func(name string) (string, bool) {
			return map[string]string{"JIHENG_METRICS_ADDRESS": address}[name], name == "JIHENG_METRICS_ADDRESS"
		})
		require.NoError(t, err)
		require.Equal(t, want, cfg.metricsOnMain(), address)
	}
}
