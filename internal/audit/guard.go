package audit

import "context"

// guards reports triggers and rights of the database that are not as the
// migrations demand: whoever took them away could change what they guard.
func (r *run) guards(ctx context.Context) error {
	list, err := r.Source.Guards(ctx)
	for _, g := range list {
		kind := GuardMissing
		if g.Expected == "" {
			kind = GuardUnknown
		}
		r.report(kind.at(Guards, "", g.Where, g.Expected, g.Found))
	}
	return err
}
