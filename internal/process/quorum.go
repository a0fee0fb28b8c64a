package process

import (
	"regexp"
	"slices"
	"strconv"

	"go.yaml.in/yaml/v3"

	"jiheng/internal/evaluation"
)

// maxWeight bounds what one vote can be worth.
const maxWeight = 100

// plainQuorums are those that one word says.
func plainQuorums() []evaluation.Quorum {
	return slices.DeleteFunc(evaluation.Quorums(), evaluation.Quorum.Votes)
}

// quorum reads "all", or a share with what belongs to it.
func (r *reader) quorum(f fields) (evaluation.Quorum, evaluation.QuorumRule) {
	p, ok := f.child("quorum")
	if !ok {
		return evaluation.QuorumOne, evaluation.QuorumRule{}
	}
	if p.Node.Kind != yaml.ScalarNode {
		return r.share(p)
	}
	if q := evaluation.Quorum(p.Node.Value); q.Votes() {
		p.damage("quorum_without_share", "value", string(q))
		return evaluation.QuorumOne, evaluation.QuorumRule{}
	}
	if q := choice(f, "quorum", plainQuorums()); q != "" {
		return q, evaluation.QuorumRule{}
	}
	return evaluation.QuorumOne, evaluation.QuorumRule{}
}

// share reads what a ratio or a vote must reach.
func (r *reader) share(p part) (evaluation.Quorum, evaluation.QuorumRule) {
	f := p.fields(PlaceQuorum)
	q, name := evaluation.QuorumRatio, "ratio"
	if f.has("vote") {
		q, name = evaluation.QuorumVote, "vote"
	}
	rule := evaluation.QuorumRule{Share: f.share(name), Weights: r.weights(f)}
	if !r.sound(p.Path) {
		return q, rule
	}
	if f.has("ratio") == f.has("vote") {
		r.damage(p.Path, markOf(p.Node), "quorum_unclear")
		return q, rule
	}
	rule.Share.MoreThan = f.flag("more_than")
	if rule.Share.MoreThan && rule.Share.Numerator == rule.Share.Denominator && r.sound(p.Path) {
		r.wrong(key(p.Path, name), "share_out_of_reach")
	}
	if q == evaluation.QuorumRatio && f.has("weights") {
		r.wrong(key(p.Path, "weights"), "weights_without_vote")
	}
	return q, rule
}

// share gives a part of the whole: "2/3", above nothing and up to all.
func (f fields) share(name string) evaluation.Share {
	value, p, ok := f.word(name)
	if !ok {
		return evaluation.Share{}
	}
	m := regexp.MustCompile(sharePattern).FindStringSubmatch(value)
	if m == nil {
		p.damage("share_invalid", "value", clip(value))
		return evaluation.Share{}
	}
	numerator, _ := strconv.Atoi(m[1])
	denominator, _ := strconv.Atoi(m[2])
	if numerator < 1 || denominator < numerator {
		p.damage("share_impossible", "value", value)
		return evaluation.Share{}
	}
	return evaluation.Share{Numerator: numerator, Denominator: denominator}
}

// weights reads what the votes of roles are worth, in the order of the source.
func (r *reader) weights(f fields) []evaluation.Weight {
	p, ok := f.child("weights")
	switch {
	case !ok:
		return nil
	case p.Node.Kind != yaml.MappingNode:
		p.damage("mapping_expected")
		return nil
	case len(p.Node.Content) == 0:
		p.damage("list_empty")
	case len(p.Node.Content) > 2*maxList:
		p.damage("list_too_long", "max", strconv.Itoa(maxList))
		return nil
	}
	var out []evaluation.Weight
	for i := 0; i+1 < len(p.Node.Content); i += 2 {
		name, value := p.at(p.Node.Content[i], p.Path), p.at(p.Node.Content[i+1], "")
		role := name.id()
		if role == "" || !matches(idPattern, role) {
			continue
		}
		value.Path = key(p.Path, role)
		if before, twice := r.Places[value.Path]; twice {
			r.damage(p.Path, markOf(name.Node), "key_twice", "key", role, "line", strconv.Itoa(before.Line))
			continue
		}
		r.Places[value.Path] = markOf(value.Node)
		out = append(out, evaluation.Weight{Role: evaluation.RoleID(role), Points: value.integer(1, maxWeight)})
	}
	return out
}

// checkQuorum refuses votes that could not be lost or are cast by nobody.
func (r *reader) checkQuorum(at spot, s evaluation.StepDefinition) {
	path := key(at.path(), "quorum")
	if !r.sound(path) {
		return
	}
	switch {
	case s.Quorum == evaluation.QuorumVote && !s.Decides:
		r.wrong(path, "vote_without_decision")
	case s.Quorum.Votes() && s.Decides && s.ReturnTo == "" && r.sound(at.path()):
		r.wrong(path, "vote_without_return")
	}
	for _, w := range s.Rule.Weights {
		if r.sound(key(at.path(), "by")) && !slices.Contains(s.By, w.Role) {
			r.wrong(key(key(path, "weights"), string(w.Role)), "weight_of_stranger", "role", string(w.Role))
		}
	}
}
