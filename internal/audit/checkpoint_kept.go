package audit

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"time"
)

// keptAgain is how often a file that lacks the newest checkpoints is read again:
// it is written right behind the database.
const keptAgain = 5

// keptFile holds the file that every checkpoint is written down in against the
// checkpoints that there are, each way: its lines are whole, in order, none is
// missing and none says anything else.
func (r *run) keptFile(ctx context.Context) error {
	if r.File == nil {
		return nil
	}
	r.result.Kept = true
	for try := 0; ; try++ {
		lines, err := r.File()
		if err != nil {
			return err
		}
		found, late, err := r.fileDiffers(ctx, lines)
		if err != nil {
			return err
		}
		if !late || try == keptAgain || r.Pause == nil {
			for _, f := range found {
				r.report(f)
			}
			r.result.KeptLines = int64(len(lines))
			return nil
		}
		if err := r.Pause(ctx, time.Second); err != nil {
			return err
		}
	}
}

// fileDiffers lists what is wrong with the file; late tells that the newest
// checkpoints are missing, which may be on their way.
func (r *run) fileDiffers(ctx context.Context, lines []Line) (found []Finding, late bool, err error) {
	written := map[int64]bool{}
	last, before := int64(0), int64(0)
	for _, line := range lines {
		if line.Number == 0 || line.Printed {
			found = append(found, LineUnreadable.at(Checkpoints, "", line.Place, "", line.Text))
			continue
		}
		if err := r.readUpTo(ctx, line.Number); err != nil {
			return nil, false, err
		}
		// Several processes, or one behind a crash, may write a line again at once;
		// never does one come first that was made later.
		switch {
		case !written[line.Number] && line.Number < last:
			found = append(found, LineOutOfOrder.at(Checkpoints, "", line.Place, fmt.Sprint(last+1), fmt.Sprint(line.Number)))
		case written[line.Number] && line.Number != before:
			found = append(found, LineTwice.at(Checkpoints, "", line.Place, fmt.Sprint(last+1), fmt.Sprint(line.Number)).odd())
		}
		written[line.Number], last, before = true, max(last, line.Number), line.Number
		found = append(found, r.lineDiffers(line)...)
	}
	gaps := r.unwritten(written)
	return append(found, gaps...), len(gaps) > 0 && !written[r.newest], nil
}

func (r *run) lineDiffers(line Line) []Finding {
	switch s, there := r.sealed[line.Number]; {
	case !there:
		return []Finding{KeptMissing.at(Checkpoints, "", line.Place, line.told(), "")}
	case !s.unopened && s.digest.String() != line.Text:
		return []Finding{KeptDiffers.at(Checkpoints, "", line.Place, line.told(), s.told)}
	}
	return nil
}

// span says numbers in a row.
func span(first, last int64) string {
	if first == last {
		return fmt.Sprint(first)
	}
	return fmt.Sprintf("%d–%d", first, last)
}

// unwritten lists the checkpoints that the file lacks, those in a row at once.
func (r *run) unwritten(written map[int64]bool) []Finding {
	var out []Finding
	first, before := int64(0), int64(0)
	say := func() {
		if first > 0 {
			out = append(out, KeptLacking.at(Checkpoints, "", where("checkpoint", first), span(first, before), ""))
		}
	}
	for _, n := range slices.Sorted(maps.Keys(r.sealed)) {
		if written[n] {
			continue
		}
		if first == 0 || n != before+1 {
			say()
			first = n
		}
		before = n
	}
	say()
	return out
}
