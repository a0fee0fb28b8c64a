package command

import (
	"testing"

	"github.com/stretchr/testify/require"
)

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
