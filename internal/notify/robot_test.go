package notify_test

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"jiheng/internal/fault"
	"jiheng/internal/notify"
)

const robotSecret = "SEC0123456789"

func robot(t *testing.T, m notify.Medium, base string, now func() time.Time) *notify.Robot {
	t.Helper()
	out := notify.NewOutbound(loopback())
	t.Cleanup(out.Close)
	r, err := notify.NewRobot(out, notify.RobotConfig{Medium: m, Token: "the-token", Secret: robotSecret, BaseURL: base, Now: now})
	require.NoError(t, err)
	return r
}

func sum(key, text string) string {
	mac := hmac.New(sha256.New, []byte(key))
	_, _ = mac.Write([]byte(text))
	return base64.StdEncoding.EncodeToString(mac.Sum(nil))
}

func decoded(t *testing.T, body []byte) map[string]any {
	t.Helper()
	var out map[string]any
	require.NoError(t, json.Unmarshal(body, &out))
	return out
}

func TestWeComIsSentMarkdown(t *testing.T) {
	t.Parallel()
	base, calls := receiver(t, http.StatusOK, `{"errcode":0,"errmsg":"ok"}`)
	require.NoError(t, robot(t, notify.WeCom, base, noon).Send(t.Context(), notice()))
	got := <-calls
	require.Equal(t, "/cgi-bin/webhook/send?key=the-token", got.header.Get("Request-Uri"))
	body := decoded(t, got.body)
	require.Equal(t, "markdown", body["msgtype"])
	content := body["markdown"].(map[string]any)["content"].(string)
	require.Contains(t, content, "请预算科经办人查阅：")
	require.Contains(t, content, "[前往办理](https://jx.example.gov.cn/tasks/42?from=mail)")
	require.Contains(t, content, "> 退回意见：")
}

// DingTalk: sign = base64(HMAC-SHA256(secret, timestamp + "\n" + secret)), with
// the timestamp in milliseconds.
func TestDingTalkIsSignedAsItWants(t *testing.T) {
	t.Parallel()
	base, calls := receiver(t, http.StatusOK, `{"errcode":0,"errmsg":"ok"}`)
	require.NoError(t, robot(t, notify.DingTalk, base, noon).Send(t.Context(), notice()))
	got := <-calls
	address, err := url.ParseRequestURI(got.header.Get("Request-Uri"))
	require.NoError(t, err)
	require.Equal(t, "/robot/send", address.Path)
	stamp := address.Query().Get("timestamp")
	require.Equal(t, "1772424000000", stamp)
	require.Equal(t, "the-token", address.Query().Get("access_token"))
	require.Equal(t, sum(robotSecret, stamp+"\n"+robotSecret), address.Query().Get("sign"))
	body := decoded(t, got.body)
	require.Equal(t, "markdown", body["msgtype"])
	require.Equal(t, map[string]any{"isAtAll": false}, body["at"])
	require.NotEmpty(t, body["markdown"].(map[string]any)["title"])
}

// Feishu: sign = base64(HMAC-SHA256(timestamp + "\n" + secret, "")), with the
// timestamp in seconds.
func TestFeishuIsSignedAsItWants(t *testing.T) {
	t.Parallel()
	for _, taken := range []string{`{"code":0,"msg":"success","data":{}}`, `{"StatusCode":0,"StatusMessage":"success"}`} {
		base, calls := receiver(t, http.StatusOK, taken)
		require.NoError(t, robot(t, notify.Feishu, base, noon).Send(t.Context(), notice()))
		got := <-calls
		require.Equal(t, "/open-apis/bot/v2/hook/the-token", got.header.Get("Request-Uri"))
		body := decoded(t, got.body)
		require.Equal(t, "1772424000", body["timestamp"])
		require.Equal(t, sum("1772424000\n"+robotSecret, ""), body["sign"])
		require.Equal(t, "post", body["msg_type"])
		post := body["content"].(map[string]any)["post"].(map[string]any)["zh_cn"].(map[string]any)
		require.Contains(t, post["title"], "【退回】")
		lines := post["content"].([]any)
		last := lines[len(lines)-1].([]any)[0].(map[string]any)
		require.Equal(t, map[string]any{"tag": "a", "text": "前往办理", "href": facts().Link}, last)
	}
}

// Robots answer 200 to everything; what they mean stands in the body.
func TestWhatRobotsAnswerDecides(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		medium notify.Medium
		status int
		answer string
		code   fault.Code
		reason string
	}{
		{notify.WeCom, 200, `{"errcode":93000,"errmsg":"invalid webhook url"}`, fault.Unavailable, "robot_settings"},
		{notify.WeCom, 200, `{"errcode":45009,"errmsg":"api freq out of limit"}`, fault.Unavailable, "robot_busy"},
		{notify.WeCom, 200, `{"errcode":40058,"errmsg":"markdown.content exceed max length 4096"}`, fault.Invalid, "robot_refused"},
		{notify.WeCom, 200, `{"errcode":-1,"errmsg":"system busy"}`, fault.Unavailable, "robot_busy"},
		{notify.WeCom, 200, `{"errcode":77777,"errmsg":"something new"}`, fault.Unavailable, "robot_unavailable"},
		{notify.DingTalk, 200, `{"errcode":310000,"errmsg":"sign not match"}`, fault.Unavailable, "robot_settings"},
		{notify.DingTalk, 200, `{"errcode":300001,"errmsg":"token is not exist"}`, fault.Unavailable, "robot_settings"},
		{notify.DingTalk, 200, `{"errcode":130101,"errmsg":"send too fast"}`, fault.Unavailable, "robot_busy"},
		{notify.DingTalk, 200, `{"errcode":43004,"errmsg":"empty"}`, fault.Invalid, "robot_refused"},
		{notify.Feishu, 200, `{"code":19021,"msg":"sign match fail or timestamp is not within one hour from current time"}`, fault.Unavailable, "robot_settings"},
		{notify.Feishu, 200, `{"code":19024,"msg":"Key Words Not Found"}`, fault.Unavailable, "robot_settings"},
		{notify.Feishu, 200, `{"code":11232,"msg":"frequency limited"}`, fault.Unavailable, "robot_busy"},
		{notify.Feishu, 400, `{"code":19002,"msg":"params error"}`, fault.Invalid, "robot_refused"},
		{notify.Feishu, 200, `<html>a proxy</html>`, fault.Unavailable, "robot_unavailable"},
		{notify.DingTalk, 200, `{}`, fault.Unavailable, "robot_unavailable"},
		{notify.WeCom, 502, `bad gateway`, fault.Unavailable, "robot_unavailable"},
		{notify.WeCom, 404, `not found`, fault.Unavailable, "robot_unavailable"},
	} {
		base, _ := receiver(t, c.status, c.answer)
		err := robot(t, c.medium, base, noon).Send(t.Context(), notice())
		require.ErrorIs(t, err, fault.New(c.code, c.reason, ""), "%s %s", c.medium, c.answer)
		require.NotContains(t, err.Error(), "the-token")
		require.NotContains(t, err.Error(), robotSecret)
	}
}

// Vendors take 20 messages a minute and punish more.
func TestARobotIsPaced(t *testing.T) {
	t.Parallel()
	base, calls := receiver(t, http.StatusOK, `{"errcode":0}`)
	var mu sync.Mutex
	at := noon()
	r := robot(t, notify.WeCom, base, func() time.Time { mu.Lock(); defer mu.Unlock(); return at })
	for range 600 { // a minute of tries
		if err := r.Send(t.Context(), notice()); err != nil {
			require.ErrorIs(t, err, fault.New(fault.Unavailable, "robot_busy", ""))
		}
		mu.Lock()
		at = at.Add(100 * time.Millisecond)
		mu.Unlock()
	}
	require.LessOrEqual(t, len(calls), 20)
	require.GreaterOrEqual(t, len(calls), 15)
}

// What people typed is no markup and mentions nobody.
func TestRobotsAreNotMadeToShout(t *testing.T) {
	t.Parallel()
	for m, answer := range map[notify.Medium]string{notify.WeCom: `{"errcode":0}`, notify.DingTalk: `{"errcode":0}`, notify.Feishu: `{"code":0}`} {
		base, calls := receiver(t, http.StatusOK, answer)
		n := notice()
		n.Facts.Task = `<@all> [点此](https://evil.example) **x** <at user_id="all">所有人</at> @所有人`
		n.Facts.Reason = "# 大标题\n> 引用\n![](https://evil.example/x.png)"
		n.Facts.Link = "https://jx.example.gov.cn/tasks/a(b)"
		require.NoError(t, robot(t, m, base, noon).Send(t.Context(), n))
		body := string((<-calls).body)
		for _, bad := range []string{"<@all>", "<at ", "](https://evil", "**x**", "@所有人", "# 大标题", "![]"} {
			require.NotContains(t, strings.ReplaceAll(body, `\u003c`, "<"), bad, "%s", m)
		}
	}
}

func TestALongMessageIsCutBetweenCharacters(t *testing.T) {
	t.Parallel()
	base, calls := receiver(t, http.StatusOK, `{"errcode":0}`)
	n := notice()
	n.Facts.Reason = strings.Repeat("缺", 5000)
	require.NoError(t, robot(t, notify.WeCom, base, noon).Send(t.Context(), n))
	content := decoded(t, (<-calls).body)["markdown"].(map[string]any)["content"].(string)
	require.LessOrEqual(t, len(content), 4096)
	require.Greater(t, len(content), 3900)
	require.Contains(t, content, "缺…")
	require.True(t, strings.HasSuffix(content, "(https://jx.example.gov.cn/tasks/42?from=mail)"), "the link is there")
	require.NotContains(t, content, "\ufffd")
}

func TestARobotMustBeSetUpWell(t *testing.T) {
	t.Parallel()
	out := notify.NewOutbound(notify.Guard{})
	for name, c := range map[string]notify.RobotConfig{
		"no robot":        {Medium: notify.Mail, Token: "x", Secret: "x", Now: noon},
		"no token":        {Medium: notify.WeCom, Now: noon},
		"a path as token": {Medium: notify.Feishu, Token: "../x", Secret: "x", Now: noon},
		"no signature":    {Medium: notify.DingTalk, Token: "x", Now: noon},
		"no clock":        {Medium: notify.WeCom, Token: "x"},
		"no address":      {Medium: notify.WeCom, Token: "x", BaseURL: "ftp://x", Now: noon},
	} {
		_, err := notify.NewRobot(out, c)
		require.ErrorIs(t, err, fault.New(fault.Invalid, "channel_config", ""), name)
	}
}
