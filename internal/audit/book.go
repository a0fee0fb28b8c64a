package audit

import (
	"context"
	"strings"

	"jiheng/internal/evaluation"
	"jiheng/internal/journal"
	"jiheng/internal/review"
)

// books verifies the books of all receivers, unless one evaluation alone is
// asked about.
func (r *run) books(ctx context.Context, only evaluation.ID) error {
	if only != "" {
		return nil
	}
	list, err := r.Source.Books(ctx)
	if err != nil {
		return err
	}
	for _, b := range list {
		if err := r.book(ctx, b); err != nil {
			return err
		}
	}
	return nil
}

// book verifies one: its chain, rows, authority and packages.
func (r *run) book(ctx context.Context, b review.Book) error {
	anchors, err := r.Source.Stated(ctx, b.Chain())
	if err != nil {
		return err
	}
	var asked []suspect
	j, filed, err := r.Source.Book(ctx, b, func(e journal.Entry) {
		// What a person did in this installation names the rule of a policy;
		// the exchange and the command line name their own.
		if strings.HasPrefix(e.Rule, ruled) && e.ActorID != string(evaluation.SystemPerson) {
			asked = append(asked, suspect{entry: brief(&e), units: []string{b.ReceiverID, e.ItemID}})
			r.goesBy(&e)
		}
	}, anchors)
	r.result.Books++
	r.result.Entries += j.Entries
	for _, f := range j.Chain {
		r.report(ofChain(Chain, f))
	}
	for _, d := range j.Rows {
		r.report(RowDiffers.at(Rows, b.Chain(), d.where(), d.Expected, d.Found))
	}
	if err := r.unreadable(Rows, evaluation.ID(b.Chain()), "review_books "+b.Chain(), err); err != nil {
		return err
	}
	units := map[string]string{}
	for _, f := range filed {
		units[f.ID] = f.UnitID
	}
	for _, s := range asked { // a department reviews what the units file that it oversees
		s.units[1] = units[s.units[1]]
		r.suspect(s)
	}
	for _, f := range filed {
		if err := r.pack(Dossiers, b.Chain(), "received_filings "+f.ID+" package", f.Digest, f.Package); err != nil {
			return err
		}
	}
	return nil
}
