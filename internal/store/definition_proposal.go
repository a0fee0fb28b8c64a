package store

import (
	"context"
	"crypto/rand"
	"time"

	"gorm.io/gorm"

	"jiheng/internal/administration"
	"jiheng/internal/evaluation"
	"jiheng/internal/fault"
)

type definitionProposalRow struct {
	ID         string `gorm:"primaryKey"`
	Name       string
	Version    int
	Digest     string
	Title      string
	Source     string
	Reason     string
	ProposedBy string
	ProposedAt time.Time
	ExpiresAt  time.Time
	State      string
	DecidedBy  string
	DecidedAt  *time.Time
	Note       string
}

// TableName names the table.
func (definitionProposalRow) TableName() string { return "definition_proposals" }

func newDefinitionProposalRow(p administration.DefinitionProposal) *definitionProposalRow {
	return &definitionProposalRow{
		ID: p.ID, Name: p.Process.Name, Version: p.Process.Version, Digest: p.Process.Digest, Title: p.Title, Source: p.Source,
		Reason: p.Reason, ProposedBy: string(p.ProposedBy), ProposedAt: p.ProposedAt, ExpiresAt: p.ExpiresAt, State: string(p.Settled),
		DecidedBy: string(p.DecidedBy), DecidedAt: nullable(p.DecidedAt), Note: p.Note,
	}
}

func (r *definitionProposalRow) core() administration.DefinitionProposal {
	return administration.DefinitionProposal{
		ID: r.ID, Process: evaluation.ProcessRef{Name: r.Name, Version: r.Version, Digest: r.Digest}, Title: r.Title, Source: r.Source,
		Reason: r.Reason, ProposedBy: evaluation.PersonID(r.ProposedBy), ProposedAt: r.ProposedAt.UTC(), ExpiresAt: r.ExpiresAt.UTC(),
		Settled: administration.State(r.State), DecidedBy: evaluation.PersonID(r.DecidedBy), DecidedAt: instant(r.DecidedAt), Note: r.Note,
	}
}

// AdministerDefinition lets administrators propose and decide what is published
// (流程发布): decide is given what is, as nobody else can change it meanwhile. A
// version that is approved is there for what starts from then on.
//
// Faults: those of decide; not_found proposal_not_found.
func (s *Store) AdministerDefinition(ctx context.Context, req AdministrationRequest, c administration.DefinitionCommand,
	decide func(administration.DefinitionFacts) (administration.DefinitionDecision, error),
) (administration.DefinitionProposal, error) {
	var out administration.DefinitionProposal
	err := s.administrate(ctx, req, func(a *administrating) error {
		facts, err := a.definitionFacts(c)
		if err != nil {
			return err
		}
		d, err := decide(facts)
		if out = d.Proposal; err != nil || d.Again {
			return err
		}
		a.req.Rule = d.Rule
		return a.keepDefinitionProposal(out)
	})
	return out, err
}

func (a *administrating) definitionFacts(c administration.DefinitionCommand) (administration.DefinitionFacts, error) {
	f := administration.DefinitionFacts{Now: a.now}
	var err error
	if f.Actor, err = a.actor(); err != nil {
		return f, err
	}
	var found []definitionProposalRow
	if err := a.tx.Where("id = ?", c.Proposal).Find(&found).Error; err != nil {
		return f, err
	}
	name := c.Process.Name
	for i := range found {
		p := found[i].core()
		f.Proposal, name = &p, p.Process.Name
		if f.Proposer, err = a.person(p.ProposedBy); err != nil {
			return f, err
		}
	}
	var waiting []definitionProposalRow
	if err := a.tx.Where("name = ? AND state = 'proposed'", name).Order("proposed_at, id").Find(&waiting).Error; err != nil {
		return f, err
	}
	f.Waiting = coreOf(waiting, (*definitionProposalRow).core)
	f.Newest, err = newestVersion(a.tx, name)
	return f, err
}

func newestVersion(tx *gorm.DB, name string) (n int, err error) {
	return n, tx.Raw("SELECT COALESCE(max(version), 0) FROM process_definitions WHERE name = ?", name).Scan(&n).Error
}

// keepDefinitionProposal writes a proposal as it is now, and what it publishes.
func (a *administrating) keepDefinitionProposal(p administration.DefinitionProposal) error {
	ref := p.Process
	scopes := []registerScope{
		{administration.Processes, "name = ? AND version = ? AND digest = ?", []any{ref.Name, ref.Version, ref.Digest}},
		{administration.DefinitionRequests, "id = ?", []any{p.ID}},
	}
	return a.registering(scopes, func() error {
		row := newDefinitionProposalRow(p)
		if p.Settled == administration.Proposed {
			return a.tx.Create(row).Error
		}
		if p.Settled == administration.Approved {
			published := definitionRow{Name: ref.Name, Version: ref.Version, Digest: ref.Digest, Title: p.Title, Source: p.Source}
			if err := a.tx.Create(&published).Error; err != nil {
				return err
			}
		}
		done := a.tx.Model(row).Where("state = 'proposed'").Select("state", "decided_by", "decided_at", "note").Updates(row)
		return oneRow(done, "proposal", p.ID)
	})
}

// PublishAtConsole publishes a definition at once where nobody can approve
// that, and else proposes it: proposed tells which.
//
// Faults: those of the parser; conflict version_not_new, proposal_waits.
func (s *Store) PublishAtConsole(ctx context.Context, source []byte, reason string) (ref evaluation.ProcessRef, proposed bool, err error) {
	def, err := s.definitions.parse("", source)
	if err != nil {
		return ref, false, err
	}
	ref = evaluation.ProcessRef{Name: def.Name, Version: def.Version, Digest: def.Digest}
	c := administration.DefinitionCommand{Proposal: "console-" + rand.Text(), Process: ref, Title: def.Title, Source: string(source), Reason: reason}
	err = s.administrate(ctx, atTheConsole(), func(a *administrating) error {
		facts, err := a.definitionFacts(c)
		if err != nil {
			return err
		}
		if proposed, err = a.paired(); err != nil {
			return err
		}
		if !proposed {
			return a.publish(ref, facts.Newest, def.Title, c.Source)
		}
		p, err := facts.Propose(c, a.req.Actor)
		if err != nil {
			return err
		}
		return a.keepDefinitionProposal(p)
	})
	return ref, proposed, err
}

func (a *administrating) publish(ref evaluation.ProcessRef, newest int, title, source string) error {
	if err := administration.NewVersion(ref, newest); err != nil {
		return err
	}
	scope := registerScope{administration.Processes, "name = ? AND version = ? AND digest = ?", []any{ref.Name, ref.Version, ref.Digest}}
	return a.registering([]registerScope{scope}, func() error {
		return a.tx.Create(&definitionRow{Name: ref.Name, Version: ref.Version, Digest: ref.Digest, Title: title, Source: source}).Error
	})
}

// DefinitionProposals gives a page of proposals without their sources, the
// latest first.
// Faults: invalid limit_out_of_range, cursor_invalid.
func (s *Store) DefinitionProposals(ctx context.Context, limit int, after string) (list []administration.DefinitionProposal, next string, err error) {
	if limit < 1 || limit > maxProposals {
		return nil, "", outOfRange(maxProposals)
	}
	c, begin, err := readCursor("definition_proposals", after)
	if err != nil {
		return nil, "", err
	}
	query := s.db.WithContext(ctx).Omit("source").Order("proposed_at DESC, id DESC").Limit(limit + 1)
	if !begin {
		query = query.Where("(proposed_at, id) < (?, ?)", c.At, c.ID)
	}
	var rows []definitionProposalRow
	if err := query.Find(&rows).Error; err != nil {
		return nil, "", err
	}
	if len(rows) > limit {
		rows = rows[:limit]
		last := &rows[limit-1]
		next = cursor{List: "definition_proposals", At: last.ProposedAt, ID: last.ID}.String()
	}
	return coreOf(rows, (*definitionProposalRow).core), next, nil
}

// DefinitionProposal gives one with its source.
// Fault: not_found proposal_not_found.
func (s *Store) DefinitionProposal(ctx context.Context, id string) (administration.DefinitionProposal, error) {
	var row definitionProposalRow
	err := s.db.WithContext(ctx).Where("id = ?", id).Take(&row).Error
	if err != nil {
		return administration.DefinitionProposal{}, orElse(err, fault.NotFound, fault.New(fault.NotFound, "proposal_not_found", "no proposal %.60q", id))
	}
	return row.core(), nil
}
