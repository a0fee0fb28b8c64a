package api

import (
	"encoding/json"

	"jiheng/internal/evaluation"
	"jiheng/internal/journal"
	"jiheng/policy"
)

// Who looks after journals sees that something was done, by whom and under which
// rule, but not what was filled in, scored or said (填报内容): that is for those
// who take part and for the unit's own auditors.

// seesContent tells whether the actor may see what the entries of an evaluation
// say.
func (s *server) seesContent(situation *evaluation.Situation) bool {
	_, err := s.policy.AuthorizeObject(situation, policy.ObjectJournal, policy.ReadContent, "")
	return err == nil
}

// seesContentOf tells whether the actor may see that in every one of the units:
// a file that leaves out here and tells there would be taken for whole.
func (s *server) seesContentOf(actor evaluation.Actor, units []string) bool {
	for _, unit := range units {
		if _, err := s.policy.AuthorizeUnit(actor, unit, policy.ObjectJournal, policy.ReadContent); err != nil {
			return false
		}
	}
	return true
}

// withheld is an entry without what it says. A refusal has nothing of the
// evaluation in it and stays whole.
func withheld(e journal.Entry) journal.Entry {
	if e.Type != string(evaluation.TypeAttemptRefused) {
		e.Data = json.RawMessage("{}")
	}
	return e
}

// withoutContent takes what they say out of entries, unless open.
func withoutContent(entries []JournalEntry, open bool) []JournalEntry {
	for i := range entries {
		if e := &entries[i]; !open && e.Type != string(evaluation.TypeAttemptRefused) {
			e.Data, e.Withheld = map[string]any{}, true
		}
	}
	return entries
}

// withoutReasons takes what was said out of corrections.
func withoutReasons(list []Correction) []Correction {
	for i := range list {
		list[i].Reason, list[i].Note, list[i].Opinion = "", "", ""
	}
	return list
}
