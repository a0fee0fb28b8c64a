package process

import "jiheng/internal/source"

// Language is a language in which problems are told (语言).
type Language string

// The languages.
const (
	Chinese Language = "zh"
	English Language = "en"
)

// Languages lists all languages, the first being the default.
func Languages() []Language { return []Language{Chinese, English} }

// sentence is the wording of one reason. {placeholders} are filled from the
// problem's Params.
type sentence struct{ reason, text string }

// shape takes the sentences that are said of any source.
func shape(list []source.Sentence) []sentence {
	out := make([]sentence, len(list))
	for i, s := range list {
		out[i] = sentence{s.Reason, s.Text}
	}
	return out
}

// Reasons lists the reasons of all problems, in the order of the manual.
func Reasons() []string {
	var out []string
	for _, s := range sentencesChinese() {
		out = append(out, s.reason)
	}
	return out
}

// wording gives the sentence of a reason, the reason itself when it has none.
func wording(l Language, reason string) string {
	sentences := sentencesChinese()
	if l == English {
		sentences = sentencesEnglish()
	}
	for _, s := range sentences {
		if s.reason == reason {
			return s.text
		}
	}
	return reason
}

// position is how a language says where something stands.
func position(l Language) string {
	if l == English {
		return positionEnglish
	}
	return positionChinese
}
