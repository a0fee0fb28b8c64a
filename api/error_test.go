package api_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"jiheng/api"
	"jiheng/internal/fault"
)

func TestEveryCodeHasItsStatusAndWords(t *testing.T) {
	t.Parallel()
	want := map[fault.Code]int{
		fault.Invalid: http.StatusUnprocessableEntity, fault.Unauthenticated: http.StatusUnauthorized,
		fault.Forbidden: http.StatusForbidden, fault.NotFound: http.StatusNotFound, fault.Conflict: http.StatusConflict,
		fault.Unavailable: http.StatusServiceUnavailable, fault.Internal: http.StatusInternalServerError,
	}
	require.Len(t, want, len(fault.Codes()))
	for _, code := range fault.Codes() {
		f := fault.New(code, "never_heard_of", "secret %s", "detail")
		require.Equal(t, want[code], api.StatusOf(f), code)
		title, detail := api.WordingOf(f, nil)
		require.NotEmpty(t, title, code)
		require.NotEmpty(t, detail, code)
		require.NotContains(t, title+detail, "secret")
	}
}

func TestReasonsWithAStatusOfTheirOwn(t *testing.T) {
	t.Parallel()
	for reason, want := range map[string]int{
		"stale_version": http.StatusPreconditionFailed, "draft_stale": http.StatusPreconditionFailed,
		"version_required": http.StatusPreconditionRequired, "json_malformed": http.StatusBadRequest,
		"body_too_large": http.StatusRequestEntityTooLarge, "file_too_large": http.StatusRequestEntityTooLarge,
		"content_type_unsupported": http.StatusUnsupportedMediaType, "method_not_allowed": http.StatusMethodNotAllowed,
		"login_locked": http.StatusTooManyRequests, "login_too_often": http.StatusTooManyRequests,
	} {
		require.Equal(t, want, api.StatusOf(fault.New(fault.Conflict, reason, "x")), reason)
	}
}

func TestASentenceThatLacksAFactIsLeftOut(t *testing.T) {
	t.Parallel()
	f := fault.New(fault.Conflict, "task_already_claimed", "x")
	_, detail := api.WordingOf(f, nil)
	require.Equal(t, "如需由您办理，请与签收人联系，由其退签后再签收。", detail)
	_, detail = api.WordingOf(f, map[string]string{"by": "督察科科长", "at": "2020-08-12T10:03:22.5+08:00"})
	require.True(t, strings.HasPrefix(detail, "督察科科长已于2020年8月12日10时03分22秒签收了这项任务。"), detail)
	_, detail = api.WordingOf(f, map[string]string{"by": "{at}", "at": "2020-08-12T02:03:22Z"})
	require.True(t, strings.HasPrefix(detail, "(at)已于2020年8月12日10时03分22秒"), detail)
}

func TestDownloadsAreNamedForOldAndNewPrograms(t *testing.T) {
	t.Parallel()
	require.Equal(t, `attachment; filename="a b.pdf"; filename*=UTF-8''a%20b.pdf`, api.Attachment("a b.pdf"))
	require.Equal(t, `attachment; filename="__.pdf"; filename*=UTF-8''%E8%87%AA%22.pdf`, api.Attachment(`自".pdf`))
	require.NotContains(t, api.Attachment("a\r\nSet-Cookie: x=1"), "\n")
}

func TestALetterOnThePageHasNoGreeting(t *testing.T) {
	t.Parallel()
	require.Equal(t, "请办理。\n\n任务:甲", api.Core("某人，您好：\n\n请办理。\n\n任务:甲\n\n--\n本邮件由系统自动发送。\n"))
	require.Equal(t, "只有一句", api.Core("只有一句"))
}
