package scoring_test

import (
	"os/exec"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"jiheng/internal/fault"
	"jiheng/internal/scoring"
)

// The order is that of the hashes as sha256sum prints them.
func TestDraw_can_be_done_again_by_hand(t *testing.T) {
	t.Parallel()
	if _, err := exec.LookPath("sha256sum"); err != nil {
		t.Skip("no sha256sum here")
	}
	lots, err := scoring.Draw("2026-08-28 双色球 03 09 17", []string{"P-001", "P-002", "项目三"}, 2)
	require.NoError(t, err)
	for i, lot := range lots {
		cmd := exec.CommandContext(t.Context(), "sha256sum")
		cmd.Stdin = strings.NewReader("2026-08-28 双色球 03 09 17\n" + lot.ID)
		out, err := cmd.Output()
		require.NoError(t, err)
		require.Equal(t, lot.Hash, strings.Fields(string(out))[0])
		require.Equal(t, i+1, lot.Place)
		require.Equal(t, i < 2, lot.Drawn)
	}
}

// Hashes taken with printf 'seed\nA' | sha256sum on another machine.
func TestDraw_is_the_same_on_every_machine(t *testing.T) {
	t.Parallel()
	lots, err := scoring.Draw("seed", []string{"A", "B", "C"}, 1)
	require.NoError(t, err)
	var got []string
	for _, l := range lots {
		got = append(got, l.ID+" "+l.Hash[:8])
	}
	require.Equal(t, []string{"A 28d52fe8", "C 89a9c152", "B dc7b7d17"}, got)
}

func TestDraw_does_not_depend_on_the_order_of_the_list(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		ids := rapid.SliceOfNDistinct(rapid.StringMatching(`[a-z0-9]{1,6}`), 1, 20, rapid.ID).Draw(t, "ids")
		count := rapid.IntRange(0, len(ids)).Draw(t, "count")
		first, err := scoring.Draw("s", ids, count)
		require.NoError(t, err)
		second, err := scoring.Draw("s", rapid.Permutation(ids).Draw(t, "shuffled"), count)
		require.NoError(t, err)
		require.Equal(t, first, second)
		drawn := 0
		for _, l := range first {
			if l.Drawn {
				drawn++
			}
		}
		require.Equal(t, count, drawn)
	})
}

func TestDraw_refuses_what_cannot_be_drawn(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		seed   string
		ids    []string
		count  int
		reason string
	}{
		{"", []string{"A"}, 1, "seed_invalid"},
		{"a\nb", []string{"A"}, 1, "seed_invalid"},
		{"s", []string{"A"}, 2, "count_invalid"},
		{"s", []string{"A"}, -1, "count_invalid"},
		{"s", []string{"A", ""}, 1, "id_invalid"},
		{"s", []string{"A\nB"}, 1, "id_invalid"},
		{"s", []string{"A", "B", "A"}, 1, "id_twice"},
	} {
		_, err := scoring.Draw(tt.seed, tt.ids, tt.count)
		require.ErrorIs(t, err, fault.New(fault.Invalid, tt.reason, ""))
	}
}

func TestShareOf_rounds_as_asked(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		items   int
		percent string
		how     scoring.Rounding
		want    int
	}{
		{10, "20", scoring.Up, 2},
		{10, "20", scoring.Down, 2},
		{13, "20", scoring.Down, 2},
		{13, "20", scoring.Up, 3},
		{13, "20", scoring.HalfUp, 3},
		{12, "20", scoring.HalfUp, 2},
		{0, "20", scoring.Up, 0},
		{7, "100", scoring.Down, 7},
		{7, "0", scoring.Up, 0},
	} {
		got, err := scoring.ShareOf(tt.items, *num(t, tt.percent), tt.how)
		require.NoError(t, err)
		require.Equal(t, tt.want, got, "%d × %s%% %s", tt.items, tt.percent, tt.how)
	}
	_, err := scoring.ShareOf(5, *num(t, "100.1"), scoring.Up)
	require.ErrorIs(t, err, fault.New(fault.Invalid, "share_invalid", ""))
	_, err = scoring.ShareOf(5, *num(t, "-1"), scoring.Up)
	require.ErrorIs(t, err, fault.New(fault.Invalid, "share_invalid", ""))
	_, err = scoring.ShareOf(5, *num(t, "20"), "")
	require.ErrorIs(t, err, fault.New(fault.Invalid, "rounding_unknown", ""))
	_, err = scoring.ShareOf(-1, *num(t, "20"), scoring.Up)
	require.ErrorIs(t, err, fault.New(fault.Invalid, "count_invalid", ""))
}

func standings(t require.TestingT, points ...string) []scoring.Standing {
	list := make([]scoring.Standing, len(points))
	for i, p := range points {
		list[i] = scoring.Standing{ID: string(rune('A' + i)), Points: *num(t, p)}
	}
	return list
}

func TestRank_equal_points_share_a_place(t *testing.T) {
	t.Parallel()
	ranked, err := scoring.Rank(standings(t, "80", "95.5", "90", "95.50", "60"))
	require.NoError(t, err)
	var got []string
	for _, r := range ranked {
		mark := ""
		if r.Tied {
			mark = "="
		}
		got = append(got, r.ID+strconv.Itoa(r.Place)+mark)
	}
	require.Equal(t, []string{"B1=", "D1=", "C3", "A4", "E5"}, got)
	_, err = scoring.Rank([]scoring.Standing{{ID: "A"}, {ID: "A"}})
	require.ErrorIs(t, err, fault.New(fault.Invalid, "id_twice", ""))
}

func TestSelect_says_what_becomes_of_equal_points_at_the_border(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		points            []string
		how               scoring.Rounding
		border            scoring.Border
		chosen, undecided []string
	}{
		{[]string{"90", "80", "70", "60", "50"}, scoring.Up, scoring.BorderAsk, []string{"A"}, []string{}},
		{[]string{"90", "90", "70", "60", "50"}, scoring.Up, scoring.BorderIn, []string{"A", "B"}, []string{}},
		{[]string{"90", "90", "70", "60", "50"}, scoring.Up, scoring.BorderOut, []string{}, []string{}},
		{[]string{"90", "90", "70", "60", "50"}, scoring.Up, scoring.BorderAsk, []string{}, []string{"A", "B"}},
		{[]string{"90", "80", "80", "60", "50", "40"}, scoring.Up, scoring.BorderOut, []string{"A"}, []string{}},
		{[]string{"90", "80", "80", "60", "50", "40"}, scoring.Up, scoring.BorderAsk, []string{"A"}, []string{"B", "C"}},
		{[]string{"90", "80", "80", "60", "50", "40"}, scoring.Down, scoring.BorderOut, []string{"A"}, []string{}},
		{nil, scoring.Up, scoring.BorderIn, []string{}, []string{}},
	} {
		got, err := scoring.Select(standings(t, tt.points...), scoring.Quota{Percent: *num(t, "20"), Rounding: tt.how, Border: tt.border})
		require.NoError(t, err)
		require.Equal(t, tt.chosen, got.Chosen, "%v %s %s", tt.points, tt.how, tt.border)
		require.Equal(t, tt.undecided, got.Undecided, "%v %s %s", tt.points, tt.how, tt.border)
	}
	_, err := scoring.Select(nil, scoring.Quota{Percent: *num(t, "20"), Rounding: scoring.Up})
	require.ErrorIs(t, err, fault.New(fault.Invalid, "border_unknown", ""))
}

// Who has more points never fares worse.
func TestSelect_never_prefers_fewer_points(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		points := rapid.SliceOfN(rapid.IntRange(0, 5), 1, 20).Draw(t, "points")
		texts := make([]string, len(points))
		for i, p := range points {
			texts[i] = strconv.Itoa(p)
		}
		q := scoring.Quota{
			Percent:  *num(t, strconv.Itoa(rapid.IntRange(0, 100).Draw(t, "percent"))),
			Rounding: rapid.SampledFrom(scoring.Roundings()).Draw(t, "rounding"), Border: rapid.SampledFrom(scoring.Borders()).Draw(t, "border"),
		}
		s, err := scoring.Select(standings(t, texts...), q)
		require.NoError(t, err)
		level := func(i int) int {
			switch id := standings(t, texts...)[i].ID; {
			case slices.Contains(s.Chosen, id):
				return 2
			case slices.Contains(s.Undecided, id):
				return 1
			}
			return 0
		}
		for i := range points {
			for j := range points {
				if points[i] >= points[j] {
					require.GreaterOrEqual(t, level(i), level(j))
				}
			}
		}
	})
}

func TestLaySideBySide_keeps_all_opinions_and_settles_on_the_last(t *testing.T) {
	t.Parallel()
	opinion := func(by scoring.Reviewer, points, reason string) scoring.Opinion {
		return scoring.Opinion{By: by, Points: *num(t, points), Reason: reason}
	}
	got, err := scoring.LaySideBySide([]scoring.Reviewed{
		{ID: "1", Full: num(t, "10"), Opinions: []scoring.Opinion{
			opinion(scoring.ByFinance, "7.5", "佐证材料缺两份"), opinion(scoring.BySelf, "10", ""), opinion(scoring.ByDepartment, "10", ""),
		}},
		{ID: "2", Full: num(t, "5"), Opinions: []scoring.Opinion{opinion(scoring.BySelf, "4", ""), opinion(scoring.ByDepartment, "5", "少报了一项")}},
	})
	require.NoError(t, err)
	require.Equal(t, "7.5", got.Items[0].Settled.String())
	require.Equal(t, "-2.5", got.Items[0].Gap.String())
	require.Equal(t, []scoring.Reviewer{scoring.BySelf, scoring.ByDepartment, scoring.ByFinance},
		[]scoring.Reviewer{got.Items[0].Opinions[0].By, got.Items[0].Opinions[1].By, got.Items[0].Opinions[2].By})
	require.Equal(t, "1", got.Items[1].Gap.String())
	require.Len(t, got.Totals, 2, "finance did not speak on every item")
	require.Equal(t, "14", got.Totals[0].Points.String())
	require.Equal(t, "15", got.Totals[1].Points.String())
	require.Equal(t, "12.5", got.Settled.String())
	require.Equal(t, "-1.5", got.Gap.String())

	got, err = scoring.LaySideBySide(nil)
	require.NoError(t, err)
	require.Nil(t, got.Settled)
	got, err = scoring.LaySideBySide([]scoring.Reviewed{{ID: "1"}})
	require.NoError(t, err)
	require.Nil(t, got.Items[0].Settled)
	require.Nil(t, got.Settled)
}

func TestLaySideBySide_refuses(t *testing.T) {
	t.Parallel()
	one := func(full string, opinions ...scoring.Opinion) []scoring.Reviewed {
		return []scoring.Reviewed{{ID: "1", Full: num(t, full), Opinions: opinions}}
	}
	five, six := *num(t, "5"), *num(t, "6")
	for _, tt := range []struct {
		items  []scoring.Reviewed
		reason string
	}{
		{one("10", scoring.Opinion{By: "auditor", Points: five}), "reviewer_unknown"},
		{one("10", scoring.Opinion{By: scoring.BySelf, Points: five}, scoring.Opinion{By: scoring.BySelf, Points: five}), "reviewer_twice"},
		{one("10", scoring.Opinion{By: scoring.BySelf, Points: *num(t, "-1")}), "number_negative"},
		{one("5", scoring.Opinion{By: scoring.BySelf, Points: six}), "score_above_full"},
		{one("10", scoring.Opinion{By: scoring.BySelf, Points: five}, scoring.Opinion{By: scoring.ByFinance, Points: six, Reason: " "}), "reason_missing"},
		{[]scoring.Reviewed{{ID: "1"}, {ID: "1"}}, "id_twice"},
	} {
		_, err := scoring.LaySideBySide(tt.items)
		require.ErrorIs(t, err, fault.New(fault.Invalid, tt.reason, ""))
	}
}
