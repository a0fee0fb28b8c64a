package api_test

import (
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"

	"jiheng/api"
	"jiheng/internal/notify"
)

// withMail is the bench with mail addresses.
func withMail(t *testing.T) *bench {
	t.Helper()
	b := open(t)
	_, err := b.owner().Exec(t.Context(), "UPDATE persons SET email = id || '@example.gov.cn'")
	require.NoError(t, err)
	return b
}

const notifications = "/api/v1/me/notifications"

func chosen(media ...string) map[string]any {
	return map[string]any{
		"choices": []any{map[string]any{"kind": "copied", "media": append([]string{}, media...)}}, "mail": "digest", "digest_hour": 8,
		"quiet": map[string]string{"from": "22:00", "to": "07:30"},
	}
}

func TestEverybodyIsToldEverythingUntilTheyChoose(t *testing.T) {
	t.Parallel()
	head := withMail(t).as("office-head")
	a := head.get(notifications).ok(http.StatusOK)
	require.Equal(t, `"0"`, a.header.Get("ETag"))
	now := into[api.NotificationSettings](a)
	require.Equal(t, []api.NotificationMedium{{Medium: "mail", Title: "电子邮件"}}, now.Media)
	require.Len(t, now.Choices, len(notify.Kinds()))
	for _, c := range now.Choices {
		require.NotEmpty(t, c.Title, c.Kind)
		require.Equal(t, []api.NotificationChoiceMedia{"mail"}, c.Media, c.Kind)
	}
	require.Equal(t, api.NotificationSettingsMailSingle, now.Mail)
}

func TestWithoutAnAddressThereIsNoMailToChoose(t *testing.T) {
	t.Parallel()
	now := into[api.NotificationSettings](open(t).as("office-head").get(notifications).ok(http.StatusOK))
	require.Empty(t, now.Media)
}

func TestPreferencesAreSavedOverTheVersionThatWasSeen(t *testing.T) {
	t.Parallel()
	b := withMail(t)
	head := b.as("office-head")
	first := head.sendJSON(http.MethodPut, notifications, chosen(), match(0), key("the-first-saving")).ok(http.StatusOK)
	require.Equal(t, `"1"`, first.header.Get("ETag"))
	now := into[api.NotificationSettings](head.get(notifications).ok(http.StatusOK))
	require.Equal(t, into[api.NotificationSettings](first), now)
	require.Equal(t, api.NotificationSettingsMailDigest, now.Mail)
	require.Equal(t, api.QuietHours{From: "22:00", To: "07:30"}, now.Quiet)
	for _, c := range now.Choices {
		require.Equal(t, c.Kind == "copied", len(c.Media) == 0, c.Kind)
	}

	again := head.sendJSON(http.MethodPut, notifications, chosen(), match(0), key("the-first-saving")).ok(http.StatusOK)
	require.Equal(t, first.text(), again.text(), "the command repeated")
	reused := head.sendJSON(http.MethodPut, notifications, chosen("mail"), match(0), key("the-first-saving"))
	require.Equal(t, "idempotency_key_reused", reused.problem(http.StatusUnprocessableEntity).Reason)
	stale := head.sendJSON(http.MethodPut, notifications, chosen("mail"), match(0))
	require.Equal(t, "preferences_stale", stale.problem(http.StatusPreconditionFailed).Reason)
	require.Equal(t, "version_required", head.sendJSON(http.MethodPut, notifications, chosen()).problem(http.StatusPreconditionRequired).Reason)
	head.sendJSON(http.MethodPut, notifications, chosen("mail"), match(1)).ok(http.StatusOK)

	other := into[api.NotificationSettings](b.as("director").get(notifications).ok(http.StatusOK))
	require.Zero(t, other.Version, "somebody else's are their own")
}

func TestPreferencesThatMeanNothingAreRefused(t *testing.T) {
	t.Parallel()
	head := withMail(t).as("office-head")
	for name, spoil := range map[string]func(map[string]any){
		"a medium that is none": func(p map[string]any) {
			p["choices"] = []any{map[string]any{"kind": "copied", "media": []string{"pigeon"}}}
		},
		"a kind that is none": func(p map[string]any) { p["choices"] = []any{map[string]any{"kind": "birthday", "media": []string{}}} },
		"a kind twice": func(p map[string]any) {
			c := map[string]any{"kind": "copied", "media": []string{}}
			p["choices"] = []any{c, c}
		},
		"a medium twice": func(p map[string]any) {
			p["choices"] = []any{map[string]any{"kind": "copied", "media": []string{"mail", "mail"}}}
		},
		"the 25th hour":      func(p map[string]any) { p["digest_hour"] = 24 },
		"another mode":       func(p map[string]any) { p["mail"] = "never" },
		"all day quiet":      func(p map[string]any) { p["quiet"] = map[string]string{"from": "08:00", "to": "08:00"} },
		"a time that is not": func(p map[string]any) { p["quiet"] = map[string]string{"from": "24:00", "to": "08:00"} },
	} {
		p := chosen("mail")
		spoil(p)
		problem := head.sendJSON(http.MethodPut, notifications, p, match(0)).problem(http.StatusUnprocessableEntity)
		require.NotEmpty(t, problem.Errors, name)
		for _, e := range problem.Errors {
			require.NotEmpty(t, e.Message, name)
		}
	}
}
