package scoring

import (
	"slices"
	"strconv"

	"jiheng/internal/fault"
)

// Check holds a sheet against its own items and a scheme. It returns an
// invalid fault for what is no sheet at all: number_negative (with the field),
// item_repeated, or those of Scheme.Validate.
func Check(sheet ScoreSheet, scheme Scheme) (Report, error) {
	if err := scheme.Validate(); err != nil {
		return Report{}, err
	}
	if fields := sheet.faults(); len(fields) > 0 {
		return Report{}, fault.New(fault.Invalid, fields[0].Reason, "%s", fields[0].Name).WithFields(fields...)
	}
	r := Report{Status: ItemsNotPublished, Findings: []Finding{}}
	r.addUp(sheet)
	for _, item := range sheet.Items {
		if item.Weight != nil && item.Score != nil && item.Score.Compare(*item.Weight) > 0 {
			r.report(ScoreAboveWeight, item.ID, item.Score.String(), item.Weight.String(), scheme)
		}
	}
	if r.WeightSum != nil && !r.WeightSum.Equal(scheme.Full) {
		r.report(WeightsDiffer, "", r.WeightSum.String(), scheme.Full.String(), scheme)
	}
	r.judgeTotal(sheet, scheme)
	r.judgeGrade(sheet, scheme)
	return r, nil
}

// faults finds numbers that can be no points, and items that cannot be told apart.
func (s ScoreSheet) faults() []fault.Field {
	var fields []fault.Field
	negative := func(name string, n *Number) {
		if n != nil && n.IsNegative() {
			fields = append(fields, fault.Field{Name: name, Reason: "number_negative", Params: map[string]string{"value": n.String()}})
		}
	}
	for i, item := range s.Items {
		at := "/items/" + strconv.Itoa(i)
		negative(at+"/weight", item.Weight)
		negative(at+"/score", item.Score)
		if slices.ContainsFunc(s.Items[:i], func(o Item) bool { return o.ID == item.ID }) {
			fields = append(fields, fault.Field{Name: at + "/id", Reason: "item_repeated", Params: map[string]string{"value": item.ID}})
		}
	}
	negative("/total", s.Total)
	return fields
}

// addUp sums scores and weights, each only when all are published.
func (r *Report) addUp(sheet ScoreSheet) {
	var scores, weights Number
	weighted := 0
	for _, item := range sheet.Items {
		if item.Score != nil {
			r.Published++
			scores = scores.plus(*item.Score)
		}
		if item.Weight != nil {
			weighted++
			weights = weights.plus(*item.Weight)
		}
	}
	if n := len(sheet.Items); n > 0 && r.Published == n {
		r.Status, r.Sum = Recomputed, &scores
	}
	if n := len(sheet.Items); n > 0 && weighted == n {
		r.WeightSum = &weights
	}
}

func (r *Report) judgeTotal(sheet ScoreSheet, scheme Scheme) {
	if sheet.Total == nil {
		return
	}
	if sheet.Total.Compare(scheme.Full) > 0 {
		r.report(TotalAboveFull, "", sheet.Total.String(), scheme.Full.String(), scheme)
	}
	// As with any statement, the digits of the total say how exact it claims to be.
	if r.Sum != nil && !whole(r.Sum.value).round(sheet.Total.digits, scheme.Rounding).Equal(*sheet.Total) {
		r.report(TotalDiffers, "", sheet.Total.String(), r.Sum.String(), scheme)
	}
}

func (r *Report) judgeGrade(sheet ScoreSheet, scheme Scheme) {
	score := sheet.Total
	if score == nil {
		score = r.Sum
	}
	if score == nil || score.Compare(scheme.Full) > 0 {
		return
	}
	r.Grade = scheme.grade(*score)
	if sheet.Grade != "" && sheet.Grade != r.Grade {
		r.report(GradeDiffers, "", string(sheet.Grade), string(r.Grade), scheme)
	}
}

func (r *Report) report(kind FindingKind, itemID, stated, computed string, scheme Scheme) {
	r.Findings = append(r.Findings, Finding{
		Kind: kind, ItemID: itemID, Stated: stated, Computed: computed, Source: scheme.Source,
	})
}
