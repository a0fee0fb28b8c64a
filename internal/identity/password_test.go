package identity_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"jiheng/internal/fault"
	"jiheng/internal/identity"
)

func TestCheckPassword(t *testing.T) {
	t.Parallel()
	cases := []struct{ name, login, password, reason string }{
		{"a phrase is good", "zhao", "湛江 海边 有风 七月", ""},
		{"ten characters are enough", "zhao", "kf83hs02lq", ""},
		{"ten Chinese characters are ten", "zhao", "更上一层楼欲穷千里目", ""},
		{"nine are too few", "zhao", "kf83hs02l", "password_too_short"},
		{"bytes do not count", "zhao", "更上一层楼", "password_too_short"},
		{"none is too short", "zhao", "", "password_too_short"},
		{"a novel is too long", "zhao", strings.Repeat("ab", 65), "password_too_long"},
		{"broken text", "zhao", "kf83hs02lq\xff", "password_not_text"},
		{"the login", "zhao.bangong", "Zhao.Bangong", "password_is_login"},
		{"the login with spaces around", "zhao.bangong", " zhao.bangong ", "password_is_login"},
		{"a common one", "zhao", "1234567890", "password_common"},
		{"a common one in capitals", "zhao", "QwertyUiop", "password_common"},
		{"a common one with a year behind", "zhao", "Admin@2026", "password_common"},
		{"a common word with digits behind", "zhao", "Password2026", "password_common"},
		{"a common word with marks behind", "zhao", "P@ssw0rd!!!!", "password_common"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			err := identity.CheckPassword(c.login, c.password)
			if c.reason == "" {
				require.NoError(t, err)
				return
			}
			require.ErrorIs(t, err, fault.New(fault.Invalid, "password_weak", ""))
			fields := fault.As(err).Fields
			require.Len(t, fields, 1)
			require.Equal(t, "password", fields[0].Name)
			require.Equal(t, c.reason, fields[0].Reason)
		})
	}
}

func TestTheLimitIsToldWithTheFault(t *testing.T) {
	t.Parallel()
	err := identity.CheckPassword("zhao", "kf83")
	require.Equal(t, map[string]string{"min": "10"}, fault.As(err).Fields[0].Params)
	require.NotContains(t, err.Error(), "kf83", "a password never gets into a log")
}

func TestNormalizeLogin(t *testing.T) {
	t.Parallel()
	cases := map[string]string{
		" Zhao ":                 "zhao",
		"赵某":                     "赵某",
		"adm\x00in":              "adm\ufffdin",
		"zhao\r\nlevel=error":    "zhao\ufffd\ufffdlevel=error",
		"\xff\xfe":               "\ufffd",
		"zh\u202eao":             "zh\ufffdao",
		strings.Repeat("a", 64):  strings.Repeat("a", 64),
		strings.Repeat("a", 65):  strings.Repeat("a", 63) + "\ufffd",
		strings.Repeat("赵", 900): strings.Repeat("赵", 63) + "\ufffd",
		"":                       "",
	}
	for in, want := range cases {
		require.Equal(t, want, identity.NormalizeLogin(in))
		require.Equal(t, want, identity.NormalizeLogin(want), "normalising twice changes nothing")
	}
}
