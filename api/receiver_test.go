package api_test

import (
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"

	"jiheng/api"
)

func TestWhoMayStartIsToldToWhomCanBeFiled(t *testing.T) {
	t.Parallel()
	b := open(t)
	list := into[api.Receivers](b.as("office-head").get("/api/v1/receivers").ok(http.StatusOK)).Receivers
	require.Equal(t, api.Receiver{ID: "finance-bureau", Name: "湛江市财政局", Reviews: true}, list[0], "who reviews comes first")
	require.Contains(t, list, api.Receiver{ID: "service-centre", Name: "湛江市人民政府行政服务中心"})
	require.Equal(t, "role_missing", b.as("auditor").get("/api/v1/receivers").problem(http.StatusForbidden).Reason)
	require.Equal(t, http.StatusForbidden, b.as("office-clerk-1").get("/api/v1/receivers").status, "somebody without any role")
	require.Equal(t, http.StatusUnauthorized, b.anybody().get("/api/v1/receivers").status)
}
