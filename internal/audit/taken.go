package audit

import (
	"maps"
	"slices"
	"time"

	"jiheng/internal/journal"
)

// changeTakes is how long programs of two releases may work side by side while
// one takes over from the other.
const changeTakes = time.Hour

// outdated are the entries of one chain that name a policy which did not count
// any more.
type outdated struct {
	first journal.Entry
	last  time.Time
	count int64
}

// goesBy asks whether the policy that an entry names counted when it was made.
func (r *run) goesBy(e *journal.Entry) {
	if r.counted(e.PolicyVersion, e.At) {
		return
	}
	key := e.EvaluationID + " " + e.PolicyVersion
	o := r.outdated[key]
	if o.count == 0 {
		o.first = brief(e)
	}
	o.last, o.count = e.At, o.count+1
	r.outdated[key] = o
}

// counted tells whether a version of the policy counted at an instant, or had
// just been replaced; before the journal spoke of that, any did.
func (r *run) counted(version string, at time.Time) bool {
	taken := r.offices.Taken
	if version == "" || len(taken) == 0 || at.Before(taken[0].At) {
		return true
	}
	for i, t := range taken {
		if t.Version != version || t.At.After(at) {
			continue
		}
		if i == len(taken)-1 || !taken[i+1].At.Add(changeTakes).Before(at) {
			return true
		}
	}
	return false
}

// reportOutdated warns of what still did not count, once a chain and version.
func (r *run) reportOutdated() {
	for _, key := range slices.Sorted(maps.Keys(r.outdated)) {
		o := r.outdated[key]
		if r.counted(o.first.PolicyVersion, o.first.At) && r.counted(o.first.PolicyVersion, o.last) {
			continue // it has been taken since the journal was read
		}
		found := where(o.first.PolicyVersion, o.count)
		r.report(PolicyOutdated.at(Authority, o.first.EvaluationID, where("journal", o.first.Seq), r.inForce(o.first.At), found).odd())
	}
}

// inForce is the version that counted at an instant.
func (r *run) inForce(at time.Time) (version string) {
	for _, t := range r.offices.Taken {
		if !t.At.After(at) {
			version = t.Version
		}
	}
	return version
}

// takenBack warns of every version that was taken again after another.
func (r *run) takenBack() {
	before := map[string]bool{}
	last := ""
	for _, t := range r.offices.Taken {
		if before[t.Version] && t.Version != last {
			r.report(PolicyTakenBack.at(Authority, "", where("journal", t.Seq), last, t.Version).odd())
		}
		before[t.Version], last = true, t.Version
	}
}
