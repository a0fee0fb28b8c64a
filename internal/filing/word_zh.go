package filing

import "jiheng/internal/evaluation"

func lookBackTitle(title string) string { return titled(title, "（回头看）") }

func outcomeTitle(title string) string { return titled(title, "（回头看结果）") }

// titled adds what it is about, unless that makes the title too long.
func titled(title, what string) string {
	if len(title)+len(what) > evaluation.MaxTitle {
		return title
	}
	return title + what
}
