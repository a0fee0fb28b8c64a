package scoring

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strconv"
	"strings"

	"jiheng/internal/fault"
)

// Lot is where a draw put one item (抽签结果).
type Lot struct {
	ID string `json:"id"`
	// Place counts from 1, the smallest Hash first.
	Place int `json:"place"`
	// Hash is the SHA-256 of seed, a line feed and the id, in hex.
	Hash  string `json:"hash"`
	Drawn bool   `json:"drawn"`
}

// Draw draws so many of the items by a published seed (随机抽取). Items are
// ordered by the SHA-256 of seed, a line feed and their id, and the first are
// drawn; nothing else plays a part, so anybody can do it again:
//
//	printf '%s\n%s' "$SEED" "$ID" | sha256sum
//
// All lots are given, so that it can be seen that none was left out. The draw
// is fair only when the list was fixed before the seed became known.
//
// It returns an invalid fault: seed_invalid for a seed that is no line of
// text, id_invalid and id_twice with the place of the item, count_invalid for a
// number that is negative or above that of the items.
func Draw(seed string, ids []string, count int) ([]Lot, error) {
	if seed == "" || strings.ContainsAny(seed, "\r\n") {
		return nil, fault.New(fault.Invalid, "seed_invalid", "a seed is one line of text")
	}
	if count < 0 || count > len(ids) {
		return nil, fault.New(fault.Invalid, "count_invalid", "draw %d of %d", count, len(ids)).
			With("count", strconv.Itoa(count)).With("items", strconv.Itoa(len(ids)))
	}
	if err := distinct(ids); err != nil {
		return nil, err
	}
	lots := make([]Lot, len(ids))
	for i, id := range ids {
		sum := sha256.Sum256([]byte(seed + "\n" + id))
		lots[i] = Lot{ID: id, Hash: hex.EncodeToString(sum[:])}
	}
	slices.SortFunc(lots, func(a, b Lot) int { return cmp.Compare(a.Hash, b.Hash) })
	for i := range lots {
		lots[i].Place, lots[i].Drawn = i+1, i < count
	}
	return lots, nil
}

// distinct refuses ids that are no line of text, or given twice.
func distinct(ids []string) error {
	seen := make(map[string]bool, len(ids))
	for i, id := range ids {
		reason := ""
		switch {
		case id == "" || strings.ContainsAny(id, "\r\n"):
			reason = "id_invalid"
		case seen[id]:
			reason = "id_twice"
		}
		if reason != "" {
			return fault.New(fault.Invalid, reason, "item %d", i).
				WithFields(fault.Field{Name: "/items/" + strconv.Itoa(i), Reason: reason, Params: map[string]string{"value": id}})
		}
		seen[id] = true
	}
	return nil
}

// ShareOf tells how many a share in percent of a number of items is: 20 % of
// 13 are 2 or 3, as the rounding says. It returns an invalid fault:
// share_invalid for a share below 0 or above 100, rounding_unknown, or
// count_invalid for a negative number.
func ShareOf(items int, percent Number, how Rounding) (int, error) {
	switch {
	case percent.IsNegative() || percent.Compare(integer(100)) > 0:
		return 0, fault.New(fault.Invalid, "share_invalid", "a share of %s %%", percent)
	case !how.known():
		return 0, fault.New(fault.Invalid, "rounding_unknown", "no such rounding: %.40q", string(how))
	case items < 0:
		return 0, fault.New(fault.Invalid, "count_invalid", "%d items", items)
	}
	exact := fraction{numerator: percent.value.Mul(integer(int64(items)).value), denominator: integer(100).value}
	return int(exact.round(0, how).value.IntPart()), nil
}
