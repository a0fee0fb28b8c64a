package api

import (
	"cmp"
	"maps"
	"strings"
	"time"

	"jiheng/internal/calendar"
	"jiheng/internal/fault"
	"jiheng/internal/quotation"
	"jiheng/policy"
)

// message is what people read of a fault: what happened, and what to do. The
// detail may have {placeholders}; a sentence whose placeholder nothing fills
// is left out.
type message struct {
	title  string
	detail string
}

// messages finds the wording of faults.
type messages map[string]message

func newMessages() messages {
	all := make(messages)
	for _, part := range []map[string]message{sessionMessages(), taskMessages(), evaluationMessages(), fileMessages(), requestMessages(), systemMessages(), actionMessages(), peopleMessages(), filingMessages(), tableMessages(), scoreMessages(), administrationMessages()} {
		maps.Copy(all, part)
	}
	return all
}

// of words a fault; params fill the placeholders.
func (m messages) of(f *fault.Error, params map[string]string) message {
	said, ok := m[f.Reason]
	if !ok || f.Code == fault.Internal {
		said = generalMessage(f.Code)
	}
	if said.detail == "" {
		said.detail = policy.ReasonWording(f.Reason)
	}
	said.detail = filled(said.detail, params)
	return said
}

// Told words a fault for whoever is not at the page: what happened, and what
// to do. It is "" for a reason that has no words of its own.
func Told(f *fault.Error) string {
	said, ok := newMessages()[f.Reason]
	if !ok || f.Code == fault.Internal {
		return ""
	}
	if said.detail == "" {
		said.detail = policy.ReasonWording(f.Reason)
	}
	return said.title + colon() + filled(said.detail, f.Params)
}

// ReasonTitle says in a few words why somebody was refused, for others than him
// to read.
func ReasonTitle(reason string) string { return newMessages().titleOf(reason) }

func (m messages) titleOf(reason string) string {
	return cmp.Or(m[reason].title, policy.ReasonWording(reason))
}

// filled puts facts into a text and drops the sentences that lack one.
func filled(text string, params map[string]string) string {
	if !strings.Contains(text, "{") {
		return text
	}
	var kept strings.Builder
	for sentence := range strings.SplitAfterSeq(text, fullStop()) {
		for name, value := range params {
			if value != "" {
				sentence = quotation.Fill(sentence, name, spoken(value))
			}
		}
		if !strings.Contains(sentence, "{") {
			kept.WriteString(sentence)
		}
	}
	return kept.String()
}

// spoken turns an instant into the wall clock of Beijing, and leaves anything
// else as it is.
func spoken(value string) string {
	at, err := time.Parse(time.RFC3339Nano, value)
	if err != nil {
		return strings.NewReplacer("{", "(", "}", ")").Replace(value)
	}
	return wallClock(at.In(calendar.Location()))
}
