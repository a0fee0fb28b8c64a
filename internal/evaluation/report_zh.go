package evaluation

import (
	"slices"
	"strings"
	"unicode"
)

// maxPrompt is how long a prompt is at most that stands in for a text.
const maxPrompt = 40

// standsIn tells a text that only stands in for one (占位文字): nothing but
// marks, one character over and over, words such as 无 and 待补充, a prompt to
// write something, or the title again.
func standsIn(text, title string) bool {
	word := letters(text)
	runes := []rune(strings.ToLower(word))
	if len(runes) == 0 || word == letters(title) || slices.Contains(emptyWords(), string(runes)) {
		return true
	}
	if !slices.ContainsFunc(runes, func(r rune) bool { return r != runes[0] }) {
		return true
	}
	prompt := func(p string) bool { return strings.HasPrefix(string(runes), p) }
	return len(runes) <= maxPrompt && slices.ContainsFunc(prompts(), prompt)
}

// StandsIn tells a reason that only stands in for one: nothing but marks, words
// such as 无 and 待补充, a prompt to write something.
func StandsIn(reason string) bool { return standsIn(reason, "") }

// letters are the letters and digits of a text, without all that is between.
func letters(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsNumber(r) {
			return r
		}
		return -1
	}, text)
}

func emptyWords() []string {
	return []string{
		"无", "略", "暂无", "没有", "同上", "如上", "见上", "见附件", "详见附件", "无内容", "暂缺", "空", "不适用",
		"待补充", "待完善", "待填写", "待填", "待定", "待写", "后补", "正文", "内容", "文字", "测试", "na", "none", "null", "todo", "tbd", "test",
	}
}

func prompts() []string {
	return []string{"请填写", "请输入", "请在此", "请补充", "请简要", "此处填写", "此处输入", "此处补充", "在此填写", "在此输入", "点击输入", "单击此处", "点击此处", "待补充", "待填写", "待完善"}
}
