package audit

import (
	"context"
	"maps"
	"slices"
	"strings"
	"time"

	"jiheng/internal/checkpoint"
	"jiheng/internal/fault"
)

// checkpoints verifies the log of statements and every checkpoint over it, and
// that no chain that was ever stated is gone.
func (r *run) checkpoints(ctx context.Context) error {
	installation, err := r.Source.Installation(ctx)
	if err != nil {
		return err
	}
	kept := r.kept()
	log := checkpoint.NewLog(installation)
	err = r.Source.WalkCheckpoints(ctx,
		func(position int64, s checkpoint.Statement) error {
			if position != log.Tree().Size() {
				r.report(PositionWrong.at(Checkpoints, s.Chain, where("statement", log.Tree().Size()), where("", log.Tree().Size())[1:], where("", position)[1:]))
			}
			log.Add(s)
			r.result.Statements++
			return nil
		},
		func(k Kept) error { r.checkpoint(log, k, kept); return nil })
	if err != nil {
		return r.unreadable(Checkpoints, "", "checkpoints", err)
	}
	r.beyond(log)
	for _, line := range sorted(kept) {
		r.report(KeptMissing.at(Checkpoints, "", line.Place, line.told(), ""))
	}
	return r.lost(ctx)
}

// beyond reports statements that no checkpoint covers. Where there are checkpoints
// and none opens, such as with the wrong key, that has been said of each.
func (r *run) beyond(log *checkpoint.Log) {
	beyond := log.Tree().Size() - log.Last().Size
	if beyond == 0 || log.Last().Number == 0 && r.result.Checkpoints > 0 {
		return
	}
	f := ofCheckpoint(checkpoint.Finding{
		Number: log.Last().Number, Kind: checkpoint.StatementsBeyond, Expected: "0", Found: where("", beyond)[1:],
	})
	if log.Last().Number == 0 {
		f.Where = "checkpoints"
	}
	r.report(f)
}

// kept gives what was written down elsewhere by the numbers of checkpoints,
// and reports what cannot be read.
func (r *run) kept() map[int64][]Line {
	out := map[int64][]Line{}
	for _, line := range r.Kept {
		if line.Number == 0 {
			r.report(LineUnreadable.at(Checkpoints, "", line.Place, "", line.Text))
			continue
		}
		out[line.Number] = append(out[line.Number], line)
	}
	return out
}

func sorted(kept map[int64][]Line) []Line {
	var out []Line
	for _, number := range slices.Sorted(maps.Keys(kept)) {
		out = append(out, kept[number]...)
	}
	return out
}

// compare holds a checkpoint against what was written down of it.
func (r *run) compare(c checkpoint.Checkpoint, kept map[int64][]Line) {
	for _, line := range kept[c.Number] {
		got, told := c.Digest().String(), c.Told()
		if line.Printed {
			got, told = c.Line(), c.Line()
		}
		if got != line.Text {
			r.report(KeptDiffers.at(Checkpoints, "", line.Place, line.told(), told))
		}
	}
	delete(kept, c.Number)
}

// checkpoint opens one and holds it against its row and against the log.
func (r *run) checkpoint(log *checkpoint.Log, k Kept, kept map[int64][]Line) {
	r.result.Checkpoints++
	c, key, err := r.remember(k)
	if err != nil {
		r.unsigned(k, err)
		return
	}
	if c.Number != k.Number || c.Size != k.Size || !c.At.Equal(k.At) || key != k.KeyID {
		r.report(CheckpointRowDiffers.at(Checkpoints, "", where("checkpoint", k.Number),
			row(c.Number, c.Size, c.At)+" "+key, row(k.Number, k.Size, k.At)+" "+k.KeyID))
	}
	r.selfNoted(k.Number, key)
	r.compare(c, kept)
	for _, f := range log.Check(c) {
		r.report(ofCheckpoint(f))
	}
	// The worker goes on from the edge: a wrong one makes wrong checkpoints.
	if c.Size == log.Tree().Size() && c.Root == log.Tree().Root() && !slices.Equal(k.Edge, log.Tree().Edge()) {
		r.report(CheckpointRowDiffers.at(Checkpoints, "", where("checkpoint", k.Number)+" edge", hex(log.Tree().Edge()), hex(k.Edge)))
	}
}

// selfNoted warns, once, of a key that nobody but the journal vouches for.
func (r *run) selfNoted(number int64, key string) {
	if r.Named != nil && !r.Named[key] && !r.strange[key] {
		r.strange[key] = true
		r.report(KeySelfNoted.at(Checkpoints, "", where("checkpoint", number), "", key).odd())
	}
}

// unsigned reports a checkpoint whose envelope cannot be trusted.
func (r *run) unsigned(k Kept, err error) {
	if fault.ReasonOf(err) == "key_unknown" {
		r.report(KeyUnknown.at(Checkpoints, "", where("checkpoint", k.Number), "", k.KeyID))
		return
	}
	r.report(ofCheckpoint(checkpoint.Finding{Number: k.Number, Kind: checkpoint.Unsigned, Expected: k.KeyID, Found: unopened(err)}))
}

func row(number, size int64, at time.Time) string {
	return where(where("", number)[1:], size) + " " + at.UTC().Format(time.RFC3339Nano)
}

func hex(list []checkpoint.Hash) string {
	var out strings.Builder
	for _, h := range list {
		out.WriteString(h.String())
	}
	return out.String()
}

// lost reports chains that checkpoints speak of and that are gone.
func (r *run) lost(ctx context.Context) error {
	list, err := r.Source.Lost(ctx)
	for _, s := range list {
		r.report(ChainLost.at(Checkpoints, s.Chain, where("journal", s.Seq), s.Hash.String(), ""))
	}
	return err
}
