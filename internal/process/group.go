package process

import "jiheng/internal/evaluation"

// group reads how many members the leading group needs to decide.
func (r *reader) group(f fields) *evaluation.GroupRule {
	p, ok := f.child("group")
	if !ok {
		return nil
	}
	inner := p.fields(PlaceGroup)
	rule := &evaluation.GroupRule{Quorum: inner.share("quorum")}
	rule.Quorum.MoreThan = inner.flag("more_than")
	if q := rule.Quorum; q.MoreThan && q.Numerator == q.Denominator && r.sound(p.Path) {
		r.wrong(key(p.Path, "quorum"), "share_out_of_reach")
	}
	return rule
}

// checkGroup refuses a quorum that nothing needs, and to close at the deadline
// what the group has to decide: then those who are missing could not come.
func (r *reader) checkGroup() {
	if r.def.Group == nil || !r.sound("stages") || !r.sound("roles") {
		return
	}
	decides := false
	for _, at := range r.spots() {
		s := r.stepAt(at)
		if !r.def.DecidedByGroup(s) {
			continue
		}
		decides = true
		if r.def.Stages[at.stage].OnOverdue == evaluation.OverdueClose && !s.Quorum.Votes() { // a vote is refused anyway
			r.wrong(key(nth("stages", at.stage), "on_overdue"), "quorum_lost_overdue", "step", string(s.ID))
		}
	}
	if !decides {
		r.wrong("group", "quorum_of_nobody")
	}
}
