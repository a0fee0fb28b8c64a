package process

import (
	"slices"

	"jiheng/internal/evaluation"
)

// checkEffects checks what the system does: each effect once, for the
// evaluation as a whole, and nothing leaves before it is sealed.
func (r *reader) checkEffects() {
	var seen []evaluation.Effect
	for _, at := range r.spots() {
		effect := r.stepAt(at).Effect
		path := key(at.path(), "effect")
		if effect == evaluation.EffectNone {
			continue
		}
		if slices.Contains(seen, effect) {
			r.wrong(path, "effect_twice", "effect", string(effect))
		}
		seen = append(seen, effect)
		if r.perItem(at.stage) {
			r.wrong(path, "effect_per_item", "effect", string(effect))
		}
		if effect != evaluation.EffectSeal && r.sound("stages") && !r.sealedBefore(at) {
			r.wrong(path, "effect_before_seal", "effect", string(effect))
		}
		if effect == evaluation.EffectFile && r.sound("roles") && !slices.ContainsFunc(r.def.Roles, received) {
			r.wrong(path, "filing_without_receiver")
		}
	}
}

// received tells whether a role is held in the unit that receives the filing;
// without such a role an evaluation may have no receiver.
func received(role evaluation.Role) bool { return role.HeldBy == evaluation.HeldByReceiver }

func (r *reader) sealedBefore(at spot) bool {
	return slices.ContainsFunc(r.spots(), func(o spot) bool {
		return r.stepAt(o).Effect == evaluation.EffectSeal && r.before(o, at)
	})
}
