package evaluation_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"

	"jiheng/internal/calendar"
	"jiheng/internal/evaluation"
	"jiheng/internal/evaluation/evaluationtest"
	"jiheng/internal/fault"
)

func begin(t *testing.T, change func(*evaluation.Start)) ([]evaluation.Event, error) {
	t.Helper()
	c := evaluationtest.New(t)
	change(&c.Start)
	return evaluation.Begin(c.Situation(evaluationtest.OfficeHead()), c.Start)
}

func TestAStartFreezesEverythingItWasMadeFrom(t *testing.T) {
	t.Parallel()
	c := evaluationtest.New(t).Running()
	e := c.Evaluation
	require.Equal(t, evaluation.Running, e.State)
	require.Equal(t, evaluation.PersonID("office-head"), e.Initiator)
	require.Equal(t, c.Now, e.StartedAt)
	require.Equal(t, evaluation.ProcessRef{Name: "overall-self-evaluation", Version: 1, Digest: strings.Repeat("0", 64)}, e.Process)
	require.Equal(t, c.Calendar.Version, e.CalendarVersion)
	require.Len(t, e.Items, 4)
	require.Equal(t, []evaluation.ParameterValue{{Name: "self_check_amount", Value: decimal.NewFromInt(1_000_000)}}, e.Parameters)
}

func TestAParameterThatIsGivenReplacesItsDefault(t *testing.T) {
	t.Parallel()
	given := []evaluation.ParameterValue{{Name: "self_check_amount", Value: evaluationtest.Yuan("300000")}}
	c := evaluationtest.New(t)
	c.Start.Parameters = given
	c.Running().Through("formation")
	require.Equal(t, given, c.Evaluation.Parameters)
	require.NotNil(t, c.Live("self_check", "running-costs", "submit"), "386,000 yuan reach the lower threshold")
}

func TestTheTitleIsKeptWithoutTheBlanksAroundIt(t *testing.T) {
	t.Parallel()
	events, err := begin(t, func(in *evaluation.Start) { in.Title = "  自评 \n" })
	require.NoError(t, err)
	v, ok := events[0].(evaluation.Started)
	require.True(t, ok)
	require.Equal(t, "自评", v.Title)
}

func TestChangingTheInputAfterwardsDoesNotReachTheEvent(t *testing.T) {
	t.Parallel()
	c := evaluationtest.New(t)
	events, err := evaluation.Begin(c.Situation(evaluationtest.OfficeHead()), c.Start)
	require.NoError(t, err)
	c.Start.Items[0].Title = "changed"
	v, ok := events[0].(evaluation.Started)
	require.True(t, ok)
	require.NotEqual(t, "changed", v.Items[0].Title)
}

func TestAProcessWithoutAReceiverStaysInTheHouse(t *testing.T) {
	t.Parallel()
	c := evaluationtest.New(t)
	c.Definition.Roles = slices.DeleteFunc(c.Definition.Roles, func(r evaluation.Role) bool { return r.HeldBy == evaluation.HeldByReceiver })
	c.Start.ReceiverID = ""
	events, err := evaluation.Begin(c.Situation(evaluationtest.OfficeHead()), c.Start)
	require.NoError(t, err)
	v, ok := events[0].(evaluation.Started)
	require.True(t, ok)
	require.Equal(t, v.UnitID, v.ReceiverID, "the schema asks for a unit that is there")
}

func TestAStartIsRefusedWithEverythingThatIsWrong(t *testing.T) {
	t.Parallel()
	item := func(change func(*evaluation.Item)) func(*evaluation.Start) {
		return func(in *evaluation.Start) { change(&in.Items[1]) }
	}
	for name, row := range map[string]struct {
		change func(*evaluation.Start)
		want   []string
	}{
		"no unit":               {func(in *evaluation.Start) { in.UnitID = "" }, []string{"unit_id unit_required"}},
		"nobody to receive":     {func(in *evaluation.Start) { in.ReceiverID = "" }, []string{"receiver_id receiver_required"}},
		"blank title":           {func(in *evaluation.Start) { in.Title = " " }, []string{"title title_required"}},
		"long title":            {func(in *evaluation.Start) { in.Title = strings.Repeat("x", 301) }, []string{"title text_too_long"}},
		"year before 2000":      {func(in *evaluation.Start) { in.Year = 1999 }, []string{"year year_invalid"}},
		"year after 2100":       {func(in *evaluation.Start) { in.Year = 2101 }, []string{"year year_invalid"}},
		"no first day":          {func(in *evaluation.Start) { in.StartOn = calendar.Date{} }, []string{"start_on date_invalid"}},
		"impossible first day":  {func(in *evaluation.Start) { in.StartOn.Day = 32 }, []string{"start_on date_invalid"}},
		"a day of no length":    {func(in *evaluation.Start) { in.Timescale = noLength() }, []string{"timescale day_length_out_of_range"}},
		"unknown parameter":     {parameter("height", "1"), []string{"parameters.height parameter_unknown"}},
		"immense parameter":     {parameter("self_check_amount", "1e9999"), []string{"parameters.self_check_amount number_invalid"}},
		"item without id":       {item(func(it *evaluation.Item) { it.ID = "" }), []string{"items.id item_id_invalid"}},
		"item id with a colon":  {item(func(it *evaluation.Item) { it.ID = "a:b" }), []string{"items.id item_id_invalid"}},
		"item id of 65 bytes":   {item(func(it *evaluation.Item) { it.ID = evaluation.ItemID(strings.Repeat("x", 65)) }), []string{"items.id item_id_invalid"}},
		"item twice":            {item(func(it *evaluation.Item) { it.ID = "terminals" }), []string{"items.id item_twice"}},
		"unknown kind of item":  {item(func(it *evaluation.Item) { it.Kind = "planet" }), []string{"items.kind item_kind_unknown"}},
		"item without title":    {item(func(it *evaluation.Item) { it.Title = "" }), []string{"items.title title_required"}},
		"item with a long name": {item(func(it *evaluation.Item) { it.Title = strings.Repeat("x", 301) }), []string{"items.title text_too_long"}},
		"negative amount":       {item(func(it *evaluation.Item) { it.Amount = evaluationtest.Yuan("-0.01") }), []string{"items.amount number_invalid"}},
		"immense amount":        {item(func(it *evaluation.Item) { it.Amount = evaluationtest.Yuan("1e9999") }), []string{"items.amount number_invalid"}},
		"too exact amount":      {item(func(it *evaluation.Item) { it.Amount = evaluationtest.Yuan("0.0000001") }), []string{"items.amount number_invalid"}},
		"too many items":        {tooMany, []string{"items too_many_items"}},
		"two mistakes":          {func(in *evaluation.Start) { in.Title, in.Year = "", 0 }, []string{"title title_required", "year year_invalid"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			events, err := begin(t, row.change)
			requireFault(t, err, fault.Invalid, "start_invalid")
			require.Equal(t, row.want, reasons(err))
			require.Nil(t, events)
		})
	}
}

func TestTheLargestStartThatIsAllowed(t *testing.T) {
	t.Parallel()
	events, err := begin(t, func(in *evaluation.Start) {
		tooMany(in)
		in.Items = in.Items[:evaluation.MaxItems]
		in.Title = strings.Repeat("x", evaluation.MaxTitle)
		in.Items[0].ID = evaluation.ItemID(strings.Repeat("x", 64))
		in.Items[0].Amount = evaluationtest.Yuan("99999999999999.999999")
	})
	require.NoError(t, err)
	require.Len(t, events, 1)
}

func TestTheFirstAndTheLastYearThatAreAllowed(t *testing.T) {
	t.Parallel()
	for _, year := range []int{2000, 2100} {
		_, err := begin(t, func(in *evaluation.Start) { in.Year = year })
		require.NoError(t, err)
	}
}

func TestAProcessWithoutReceiverNeedsNone(t *testing.T) {
	t.Parallel()
	c := evaluationtest.New(t)
	c.Definition.Roles = c.Definition.Roles[:7]
	c.Start.ReceiverID = ""
	_, err := evaluation.Begin(c.Situation(evaluationtest.OfficeHead()), c.Start)
	require.NoError(t, err)
}

func TestAStartThatCannotBePlannedIsRefused(t *testing.T) {
	t.Parallel()
	c := evaluationtest.New(t)
	c.Definition.Stages[2].Due = evaluation.Offset{On: &calendar.Date{Year: 2020, Month: time.August, Day: 1}}
	_, err := evaluation.Begin(c.Situation(evaluationtest.OfficeHead()), c.Start)
	requireFault(t, err, fault.Invalid, "due_before_opening")
}

func noLength() calendar.Timescale {
	return calendar.Timescale{Origin: calendar.Date{Year: 2020, Month: time.August, Day: 5}, Day: time.Microsecond}
}

func parameter(name, value string) func(*evaluation.Start) {
	return func(in *evaluation.Start) {
		in.Parameters = []evaluation.ParameterValue{{Name: name, Value: decimal.RequireFromString(value)}}
	}
}

func tooMany(in *evaluation.Start) {
	first := in.Items[0]
	in.Items = nil
	for i := range evaluation.MaxItems + 1 {
		first.ID = evaluation.ItemID(fmt.Sprint("p", i))
		in.Items = append(in.Items, first)
	}
}
