package store

import (
	"context"
	"encoding/json"

	"jiheng/internal/evaluation"
	"jiheng/internal/journal"
)

// ListImported is the type of the entry that remembers that a list of
// departments or people was taken over (导入名单).
const ListImported = "list_imported"

// ListImport is what is to be taken over of a list (名单导入). Without Data
// there is nothing to take over.
type ListImport struct {
	Organisation Organisation
	// Data is what the journal remembers.
	Data json.RawMessage
	Rule string
}

// TakeOver brings in what decide makes of what is there, in one transaction
// with the entry in the installation's journal, while nobody else administers:
// all of it or nothing. decide is given the roles that the actor holds now. A
// list grants no roles, whatever decide says.
// What decide refuses is given back as it is.
func (s *Store) TakeOver(ctx context.Context, req AdministrationRequest, decide func(evaluation.Actor, Directory) (ListImport, error)) error {
	var refused error
	err := s.administrate(ctx, req, func(a *administrating) error {
		actor, err := a.actor()
		if err != nil {
			return err
		}
		there, err := directory(a.tx)
		if err != nil {
			return err
		}
		var in ListImport
		if in, refused = decide(actor, there); refused != nil {
			return refused
		}
		if in.Data == nil {
			return nil
		}
		in.Organisation.Grants = nil
		a.req.Rule = in.Rule
		if err := a.seed(in.Organisation); err != nil {
			return err
		}
		a.head, _, err = appendNote(a.tx, a.head, journal.Entry{
			At: a.now, Type: ListImported, ActorID: string(req.Actor), Rule: in.Rule, PolicyVersion: req.PolicyVersion,
			RequestID: req.RequestID, ClientAddress: req.ClientAddress, Data: in.Data,
		})
		return err
	})
	if refused != nil {
		return refused
	}
	return err
}
