package audit

import "context"

// guards reports what guards the tables of the database and is not as the
// migrations demand: whoever took it away could change what it guards.
func (r *run) guards(ctx context.Context) error {
	list, err := r.Source.Guards(ctx)
	for _, g := range list {
		kind := GuardChanged
		switch {
		case g.Expected == "":
			kind = GuardUnknown
		case g.Found == "":
			kind = GuardMissing
		}
		expected, found := g.said()
		f := kind.at(Guards, "", g.Where, expected, found)
		f.label = g.label()
		r.report(f)
	}
	return err
}
