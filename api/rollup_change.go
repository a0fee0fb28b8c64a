package api

import (
	"slices"

	"jiheng/internal/evaluation"
)

// changes tells in what the sources of a roll-up differ from those that there
// are now: an item that was sent back as one, everything else one by one.
func (v rollUpReader) changes(before []evaluation.Source, items []evaluation.RollUpItem) []RollUpChange {
	out := []RollUpChange{}
	for _, p := range items {
		was := slices.DeleteFunc(slices.Clone(before), func(src evaluation.Source) bool { return src.Item != p.Item })
		switch {
		case len(was) > 0 && !p.In:
			out = append(out, v.sentBack(p))
		default:
			out = append(out, v.itemChanges(was, p)...)
		}
	}
	return out
}

func (v rollUpReader) change(kind RollUpChangeKind, item evaluation.ItemID) RollUpChange {
	return RollUpChange{Item: string(item), ItemTitle: v.now.Evaluation.Item(item).Title, Kind: kind}
}

// sentBack tells of an item that is being done again.
func (v rollUpReader) sentBack(p evaluation.RollUpItem) RollUpChange {
	c := v.change(RollUpChangeKindReturned, p.Item)
	if p.SentBack != nil {
		c.Title, c.At = p.SentBack.Title, local(p.SentBack.Reopened.At)
		c.By, c.ByName = named(v.names, p.SentBack.Reopened.By)
	}
	return c
}

func (v rollUpReader) itemChanges(was []evaluation.Source, p evaluation.RollUpItem) []RollUpChange {
	var out []RollUpChange
	same := func(a evaluation.Source) func(evaluation.Source) bool {
		return func(b evaluation.Source) bool { return a.Step == b.Step && a.Paper == b.Paper && a.Copy == b.Copy }
	}
	for _, src := range p.Sources {
		c := v.change(RollUpChangeKindAdded, p.Item)
		if i := slices.IndexFunc(was, same(src.Source)); i >= 0 {
			if was[i] == src.Source {
				continue
			}
			c.Kind, c.Before = RollUpChangeKindChanged, was[i].SHA256
		}
		c.Title, c.After, c.At = v.title(src.Source), src.SHA256, local(src.At)
		c.By, c.ByName = named(v.names, src.By)
		out = append(out, c)
	}
	for _, src := range was {
		if !slices.ContainsFunc(p.Sources, func(now evaluation.SourceAt) bool { return same(src)(now.Source) }) {
			c := v.change(RollUpChangeKindRemoved, p.Item)
			c.Title, c.Before = v.title(src), src.SHA256
			out = append(out, c)
		}
	}
	return out
}
