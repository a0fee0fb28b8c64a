package notify

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"net/url"
	"strconv"
	"time"
)

// Limits of the vendors for one message, in bytes: WeCom takes 4096 of
// markdown, the others 20,000 of everything.
const (
	maxWeCom    = 4096
	maxDingTalk = 16000
)

func weCom() vendor {
	return vendor{
		base: "https://qyapi.weixin.qq.com",
		request: func(c RobotConfig, _ time.Time, l Letter, f Facts) (string, any) {
			return "/cgi-bin/webhook/send?key=" + url.QueryEscape(c.Token), map[string]any{
				"msgtype": "markdown", "markdown": map[string]string{"content": markdown(l, f, maxWeCom)},
			}
		},
		code:     errCode,
		busy:     []int{-1, 45009, 45033}, // system busy, too many calls, too many at once
		settings: []int{93000, 93008, 93004, 93017, 60020},
		refused:  []int{40008, 40058, 44004, 45002, 40035}, // kind, parameter, empty, too long, parameter
	}
}

func dingTalk() vendor {
	return vendor{
		base: "https://oapi.dingtalk.com",
		request: func(c RobotConfig, at time.Time, l Letter, f Facts) (string, any) {
			stamp := strconv.FormatInt(at.UnixMilli(), 10)
			query := url.Values{"access_token": {c.Token}, "timestamp": {stamp}, "sign": {dingTalkSign(stamp, c.Secret)}}
			return "/robot/send?" + query.Encode(), map[string]any{
				"msgtype": "markdown", "markdown": map[string]string{"title": tame(l.Subject), "text": markdown(l, f, maxDingTalk)},
				"at": map[string]bool{"isAtAll": false},
			}
		},
		code:     errCode,
		busy:     []int{-1, 130101, 130102, 410100, 302033},
		settings: []int{300001, 300005, 310000, 400101, 400102, 40035}, // no such robot; keyword, address or signature
		refused:  []int{40056, 43004, 400105, 460101},                  // kind, empty, kind, too long
	}
}

// dingTalkSign signs as DingTalk wants it: the secret is the key, and stands
// in the text too.
func dingTalkSign(stamp, secret string) string {
	return signed(secret, stamp+"\n"+secret)
}

func feishu() vendor {
	return vendor{
		base: "https://open.feishu.cn",
		request: func(c RobotConfig, at time.Time, l Letter, f Facts) (string, any) {
			stamp := strconv.FormatInt(at.Unix(), 10)
			return "/open-apis/bot/v2/hook/" + url.PathEscape(c.Token), map[string]any{
				"timestamp": stamp, "sign": feishuSign(stamp, c.Secret), "msg_type": "post",
				"content": map[string]any{"post": map[string]any{"zh_cn": feishuPost(l, f)}},
			}
		},
		code:     feishuCode,
		busy:     []int{9499, 11232, 11233, 99991400},
		settings: []int{19001, 19007, 19021, 19022, 19024}, // no such robot; signature, address, keyword
		refused:  []int{19002, 11246, 230001},              // parameter, content
	}
}

// feishuSign signs as Feishu wants it: stamp and secret are the key, and the
// text is empty.
func feishuSign(stamp, secret string) string { return signed(stamp+"\n"+secret, "") }

func signed(key, text string) string {
	mac := hmac.New(sha256.New, []byte(key))
	_, _ = mac.Write([]byte(text)) // a hash never fails to write
	return base64.StdEncoding.EncodeToString(mac.Sum(nil))
}

type feishuTag struct {
	Tag  string `json:"tag"`
	Text string `json:"text"`
	Href string `json:"href,omitempty"`
}

// feishuPost is the message in parts, of which none is markup.
func feishuPost(l Letter, f Facts) map[string]any {
	var lines [][]feishuTag
	add := func(text string) { lines = append(lines, []feishuTag{{Tag: "text", Text: tame(text)}}) }
	if f.Addressee != "" {
		add(robotAddressees(f.Addressee))
	}
	add(l.Opening)
	for _, row := range l.rows {
		add(row.Label + colon() + row.Value)
	}
	if f.Link != "" {
		lines = append(lines, []feishuTag{{Tag: "a", Text: l.button, Href: f.Link}})
	}
	return map[string]any{"title": tame(l.Subject), "content": lines}
}

var errNoVerdict = errors.New("the answer has no code")

// errCode reads the answers of WeCom and DingTalk.
func errCode(answer []byte) (int, string, error) {
	var told struct {
		Code    *int   `json:"errcode"`
		Message string `json:"errmsg"`
	}
	if err := json.Unmarshal(answer, &told); err != nil {
		return 0, "", err
	}
	if told.Code == nil {
		return 0, "", errNoVerdict
	}
	return *told.Code, told.Message, nil
}

// feishuCode reads Feishu's answers, the older form too.
func feishuCode(answer []byte) (int, string, error) {
	var told struct {
		Code    *int   `json:"code"`
		Message string `json:"msg"`
		Status  *int   `json:"StatusCode"`
	}
	if err := json.Unmarshal(answer, &told); err != nil {
		return 0, "", err
	}
	switch {
	case told.Code != nil:
		return *told.Code, told.Message, nil
	case told.Status != nil:
		return *told.Status, told.Message, nil
	}
	return 0, "", errNoVerdict
}
