package holiday

import "strings"

// summarised reads what an event says of its day: published calendars write
// "春节 假期" and "春节 补班", or "春节（休）" and "春节（班）" with a mark of
// their own. Ok is false for an event that is about something else.
func summarised(summary, special string) (name string, off, ok bool) {
	name = strings.NewReplacer(`\,`, ",", `\;`, ";", `\n`, " ", `\\`, `\`).Replace(summary)
	switch {
	case special == "WORK-HOLIDAY", containsAny(name, "假期", "放假", "（休）", "(休)"):
		off, ok = true, true
	case special == "ALTERNATE-WORKDAY", containsAny(name, "补班", "上班", "（班）", "(班)"):
		ok = true
	}
	name, _, _ = strings.Cut(name, " 第")
	for _, mark := range []string{"调休上班", "调休补班", "假期", "放假", "（休）", "(休)", "补班", "上班", "（班）", "(班)"} {
		name = strings.ReplaceAll(name, mark, "")
	}
	return strings.TrimSpace(name), off, ok
}

func containsAny(text string, words ...string) bool {
	for _, w := range words {
		if strings.Contains(text, w) {
			return true
		}
	}
	return false
}

func newYear(name string) bool { return strings.Contains(name, "元旦") }
