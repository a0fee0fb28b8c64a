package administration

import (
	"maps"
	"time"

	"jiheng/internal/evaluation"
)

// Register is a table whose rows are what the journal of the installation says
// they are (登记簿): who there is, who stands in for whom, who has to file and by
// whose signature, what of all that was before, and the calendars, policies and
// processes that everything goes by.
type Register string

// The registers.
const (
	Units              Register = "units"
	Departments        Register = "departments"
	People             Register = "persons"
	Accounts           Register = "accounts"
	FormerUnits        Register = "former_units"
	FormerDepartments  Register = "former_departments"
	FormerPeople       Register = "former_persons"
	FormerDisablements Register = "former_disablements"
	Substitutions      Register = "substitutions"
	FilingDuties       Register = "filing_duties"
	SenderKeys         Register = "sender_keys"
	Calendars          Register = "calendars"
	Policies           Register = "policies"
	Processes          Register = "process_definitions"
	DefinitionRequests Register = "definition_proposals"
)

// Credential is the column of an account that has the digest of what its
// password is checked against: enough to see that it was changed, and nothing
// to guess the password from.
const Credential = "credential"

// InitialUntil is the column of an account that says when the password ends
// that somebody else made for it; by setting one's own it goes.
const InitialUntil = "password_expires_at"

// Registers lists all registers.
func Registers() []Register {
	return []Register{
		Units, Departments, People, Accounts, FormerUnits, FormerDepartments, FormerPeople, FormerDisablements,
		Substitutions, FilingDuties, SenderKeys, Calendars, Policies, Processes, DefinitionRequests,
	}
}

// Row is a row of a register as texts by its columns, "" for what is not there.
type Row map[string]string

// same tells whether two rows say the same. A column that the schema did not
// have when a row was told is empty in it.
func (r Row) same(other Row) bool {
	if (r == nil) != (other == nil) {
		return false
	}
	for _, rows := range [][2]Row{{r, other}, {other, r}} {
		for column, value := range rows[0] {
			if rows[1][column] != value {
				return false
			}
		}
	}
	return true
}

// RowChange is a row before and after (改前改后): nothing before for one that is
// new, nothing after for one that was taken away.
type RowChange struct {
	Key    string `json:"key"`
	Before Row    `json:"before,omitempty"`
	After  Row    `json:"after,omitempty"`
}

// RegisterChanged is what changed in a register at once (登记簿变动).
type RegisterChanged struct {
	Register Register `json:"register"`
	// Inherited rows were there before the journal spoke of any register.
	Inherited bool        `json:"inherited,omitempty"`
	Rows      []RowChange `json:"rows"`
}

// Type names the event.
func (RegisterChanged) Type() string { return "register_changed" }

// Unlike is a row that had been changed past the journal when an entry changed
// it (账外改动): the entry itself tells, for it says what it found.
type Unlike struct {
	Seq         int64
	Register    Register
	Key         string
	Said, Found Row
}

// change brings the registers to where an event leaves them.
func (b *Books) change(e RegisterChanged, seq int64) {
	rows := b.Registers[e.Register]
	if rows == nil {
		rows = map[string]Row{}
		b.Registers[e.Register] = rows
	}
	if e.Inherited && b.begun {
		b.Late = append(b.Late, seq)
	}
	b.begun = b.begun || !e.Inherited
	for _, r := range e.Rows {
		if said := rows[r.Key]; !e.Inherited && !said.same(r.Before) {
			b.Unlike = append(b.Unlike, Unlike{seq, e.Register, r.Key, said, r.Before})
		}
		if r.After == nil {
			delete(rows, r.Key)
		} else {
			rows[r.Key] = r.After
		}
	}
}

// Period is how long an account was locked; To is zero while it is.
type Period struct{ From, To time.Time }

// lock remembers for how long accounts are locked.
func (b *Books) lock(e RegisterChanged, at time.Time) {
	if e.Register != Accounts {
		return
	}
	for _, r := range e.Rows {
		was, is := r.Before[disabledAt] != "", r.After[disabledAt] != ""
		person := evaluation.PersonID(r.Key)
		periods := b.Locked[person]
		switch {
		case is && !was:
			from := at
			if said, err := time.Parse(time.RFC3339Nano, r.After[disabledAt]); err == nil && e.Inherited {
				from = said
			}
			b.Locked[person] = append(periods, Period{From: from})
		case was && !is && len(periods) > 0:
			periods[len(periods)-1].To = at
		}
	}
}

const disabledAt = "disabled_at"

// Differences lists what lies between two states of a register, by keys in
// order.
func Differences(before, after map[string]Row, keys []string) []RowChange {
	var out []RowChange
	for _, k := range keys {
		if !maps.Equal(before[k], after[k]) {
			out = append(out, RowChange{Key: k, Before: before[k], After: after[k]})
		}
	}
	return out
}

// OwnCredential tells whether somebody changed nothing but his own password.
func (e RegisterChanged) OwnCredential(by evaluation.PersonID) bool {
	for _, r := range e.Rows {
		before, after := maps.Clone(r.Before), maps.Clone(r.After)
		for _, row := range []Row{before, after} {
			delete(row, Credential)
			delete(row, InitialUntil)
		}
		if e.Register != Accounts || r.Key != string(by) || !maps.Equal(before, after) {
			return false
		}
	}
	return true
}
