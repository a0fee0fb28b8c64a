package review

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strconv"
	"strings"
	"time"

	"jiheng/internal/fault"
	"jiheng/internal/scoring"
)

// Draw is a random draw of filings to be reviewed (随机抽取).
type Draw struct {
	ID         string
	ReceiverID string
	Year       int
	Title      string
	// Population are the ids that can be drawn, sorted; Digest is the SHA-256
	// of them, each followed by a line feed, hex:
	//
	//	sha256sum population.txt
	Population []string
	Digest     string
	// Size is how many are drawn.
	Size     int
	ListedBy string
	ListedAt time.Time
	// Seed is one line of text and SeedSource where it comes from.
	Seed, SeedSource string
	SeededAt         time.Time
	Lots             []scoring.Lot
	DrawnBy          string
	DrawnAt          time.Time
	RowVersion       int64
}

// MaxPopulation bounds a list.
const MaxPopulation = 20000

// List fixes what can be drawn, before any seed is known (确定名单).
//
// Errors: invalid population_empty, population_too_large, id_twice,
// count_invalid, title_required.
func List(d Draw, by string, at time.Time) (Draw, error) {
	switch {
	case strings.TrimSpace(d.Title) == "" || len(d.Title) > maxName:
		return d, field("title_required", "title")
	case len(d.Population) == 0:
		return d, field("population_empty", "population")
	case len(d.Population) > MaxPopulation:
		return d, field("population_too_large", "population")
	case d.Size < 1 || d.Size > len(d.Population):
		f := field("count_invalid", "size")
		return d, f.With("count", strconv.Itoa(d.Size)).With("items", strconv.Itoa(len(d.Population)))
	}
	d.Population = slices.Sorted(slices.Values(d.Population))
	if len(slices.Compact(slices.Clone(d.Population))) != len(d.Population) {
		return d, field("id_twice", "population")
	}
	d.Digest, d.ListedBy, d.ListedAt, d.RowVersion = PopulationDigest(d.Population), by, at, 1
	return d, nil
}

// PopulationDigest is the digest of a sorted list.
func PopulationDigest(ids []string) string {
	sum := sha256.Sum256([]byte(strings.Join(ids, "\n") + "\n"))
	return hex.EncodeToString(sum[:])
}

// Publish makes the seed known, once the list is fixed and before anything is
// drawn (公布种子). It never changes afterwards.
//
// Errors: conflict seed_published; invalid seed_invalid, source_required.
func (d Draw) Publish(seed, source string, at time.Time) (Draw, error) {
	switch {
	case d.Seed != "":
		return d, fault.New(fault.Conflict, "seed_published", "draw %s has its seed", d.ID)
	case seed == "" || len(seed) > maxName || strings.ContainsAny(seed, "\r\n"):
		return d, field("seed_invalid", "seed")
	case strings.TrimSpace(source) == "" || len(source) > maxName:
		return d, field("source_required", "source")
	}
	d.Seed, d.SeedSource, d.SeededAt, d.RowVersion = seed, source, at, d.RowVersion+1
	return d, nil
}

// Do draws (抽取). List, seed and number are given, so the outcome is too.
//
// Errors: conflict seed_missing, already_drawn; those of scoring.Draw.
func (d Draw) Do(by string, at time.Time) (Draw, error) {
	switch {
	case d.Seed == "":
		return d, fault.New(fault.Conflict, "seed_missing", "draw %s has no seed yet", d.ID)
	case d.Lots != nil:
		return d, fault.New(fault.Conflict, "already_drawn", "draw %s was drawn", d.ID)
	}
	lots, err := scoring.Draw(d.Seed, d.Population, d.Size)
	if err != nil {
		return d, err
	}
	d.Lots, d.DrawnBy, d.DrawnAt, d.RowVersion = lots, by, at, d.RowVersion+1
	return d, nil
}

// Drawn are the ids that were drawn, in the order of the lots.
func (d Draw) Drawn() []string {
	var out []string
	for _, l := range d.Lots {
		if l.Drawn {
			out = append(out, l.ID)
		}
	}
	return out
}

func field(reason, name string) *fault.Error {
	return fault.New(fault.Invalid, reason, "%s", name).WithFields(fault.Field{Name: name, Reason: reason})
}
