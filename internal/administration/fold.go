package administration

import (
	"encoding/json"
	"maps"
	"slices"
	"time"

	"jiheng/internal/evaluation"
	"jiheng/internal/fault"
	"jiheng/internal/journal"
)

// apply brings a proposal to where an event leaves it.
func (p *Proposal) apply(e Event, by evaluation.PersonID, at time.Time) {
	settle := func(s State, note string) {
		p.Settled, p.Note, p.DecidedBy, p.DecidedAt = s, note, by, at
	}
	switch e := e.(type) {
	case GrantProposed:
		*p = Proposal{
			ID: e.Proposal, Kind: e.Kind, Wanted: e.Wanted, Reason: e.Reason, ProposedBy: by, ProposedAt: at, ExpiresAt: e.ExpiresAt,
			Settled: Proposed,
		}
	case GrantApproved:
		settle(Approved, "")
		p.Wanted = e.Grant
	case GrantRejected:
		settle(Rejected, e.Reason)
	case GrantWithdrawn:
		settle(Withdrawn, e.Reason)
	}
}

// ProposalOf is the proposal that an event begins.
func ProposalOf(e GrantProposed, by evaluation.PersonID, at time.Time) Proposal {
	var p Proposal
	p.apply(e, by, at)
	return p
}

// Books is what the journal of an installation says of roles and registers
// (任免台账和登记簿).
type Books struct {
	Grants    map[int64]Grant
	Proposals map[string]Proposal
	Registers map[Register]map[string]Row
	// Unlike are rows that an entry found otherwise than the journal says, Late
	// entries that speak of what was there before the journal spoke of
	// registers when it did already.
	Unlike []Unlike
	Late   []int64
	begun  bool
	// Logs is what was sealed of each log.
	Logs map[Log]Sealed
	// Locked are the periods for which accounts were locked.
	Locked map[evaluation.PersonID][]Period
	// Taken are the versions of the policy that programs went by, in order.
	Taken []Taken
}

// NewBooks is before the first entry.
func NewBooks() *Books {
	return &Books{
		Grants: map[int64]Grant{}, Proposals: map[string]Proposal{}, Registers: map[Register]map[string]Row{}, Logs: map[Log]Sealed{},
		Locked: map[evaluation.PersonID][]Period{},
	}
}

// Add goes on by one entry; those of other kinds change nothing.
// Fault: internal entry_unreadable.
func (b *Books) Add(e journal.Entry) error {
	event, err := Read(e)
	if err != nil || event == nil {
		return err
	}
	by := evaluation.PersonID(e.ActorID)
	switch v := event.(type) {
	case GrantProposed:
		b.settle(v.Proposal, v, by, e.At)
	case GrantApproved:
		b.Grants[v.Grant.ID] = v.Grant
		b.settle(v.Proposal, v, by, e.At)
	case GrantRejected:
		b.settle(v.Proposal, v, by, e.At)
	case GrantWithdrawn:
		b.settle(v.Proposal, v, by, e.At)
	case GrantsRecorded:
		for _, g := range v.Grants {
			b.Grants[g.ID] = g
		}
	case GrantEnded:
		b.Grants[v.Grant.ID] = v.Grant
	case AdministratorAppointed:
		b.Grants[v.Grant.ID] = v.Grant
	case RegisterChanged:
		b.change(v, e.Seq)
		b.lock(v, e.At)
	case LogSealed:
		b.seal(v)
	case PolicyTaken:
		b.Taken = append(b.Taken, Taken{e.Seq, e.At, v.Version})
	}
	return nil
}

// Taken is that a version of the policy counts from an instant on.
type Taken struct {
	Seq     int64
	At      time.Time
	Version string
}

func (b *Books) settle(id string, e Event, by evaluation.PersonID, at time.Time) {
	p := b.Proposals[id]
	p.apply(e, by, at)
	b.Proposals[id] = p
}

// GrantIDs lists the grants in order, ProposalIDs the proposals.
func (b *Books) GrantIDs() []int64 { return slices.Sorted(maps.Keys(b.Grants)) }

// ProposalIDs lists the proposals in order.
func (b *Books) ProposalIDs() []string { return slices.Sorted(maps.Keys(b.Proposals)) }

// Read gives the event of an entry, nil for one of another kind.
// Fault: internal entry_unreadable.
func Read(e journal.Entry) (Event, error) {
	decode, ok := decoders()[e.Type]
	if !ok {
		return nil, nil //nolint:nilnil // an entry of another kind
	}
	event, err := decode(e.Data)
	if err != nil {
		return nil, fault.Wrap(err, fault.Internal, "entry_unreadable", "read entry %d of the installation", e.Seq)
	}
	return event, nil
}

func decoders() map[string]func([]byte) (Event, error) {
	return map[string]func([]byte) (Event, error){
		GrantProposed{}.Type():          decode[GrantProposed],
		GrantApproved{}.Type():          decode[GrantApproved],
		GrantRejected{}.Type():          decode[GrantRejected],
		GrantWithdrawn{}.Type():         decode[GrantWithdrawn],
		GrantsRecorded{}.Type():         decode[GrantsRecorded],
		GrantEnded{}.Type():             decode[GrantEnded],
		AdministratorAppointed{}.Type(): decode[AdministratorAppointed],
		AccountLocked{}.Type():          decode[AccountLocked],
		AccountUnlocked{}.Type():        decode[AccountUnlocked],
		SessionsEnded{}.Type():          decode[SessionsEnded],
		AttemptRefused{}.Type():         decode[AttemptRefused],
		RegisterChanged{}.Type():        decode[RegisterChanged],
		PolicyTaken{}.Type():            decode[PolicyTaken],
		LogSealed{}.Type():              decode[LogSealed],
	}
}

func decode[E Event](data []byte) (Event, error) {
	var e E
	err := json.Unmarshal(data, &e)
	return e, err
}
