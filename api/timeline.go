package api

import (
	"context"

	"jiheng/internal/evaluation"
	"jiheng/policy"
)

// GetTimeline shows stages as planned and as they went, with every task.
func (s *server) GetTimeline(c context.Context, r GetTimelineRequestObject) (GetTimelineResponseObject, error) {
	ctx, x := enter(c)
	situation, err := s.permitted(ctx, x, r.EvaluationID, policy.ObjectEvaluation, policy.Read)
	if err != nil {
		return nil, err
	}
	l, err := s.goBack(ctx, x, situation, r.Params.AsOf)
	if err != nil {
		return nil, err
	}
	e := situation.Evaluation
	names, err := s.namesThrough(ctx, l, e)
	if err != nil {
		return nil, err
	}
	now := s.nowOf(l)
	out := GetTimeline200JSONResponse{
		Now: local(now), CivilNow: e.Timescale.Civil(now), CalendarVersion: e.CalendarVersion, Provisional: e.Provisional,
		Stages: []TimelineStage{}, Disclosures: []Disclosure{},
	}
	for _, d := range evaluation.Disclosures(situation.Definition, e, situation.Calendar, e.Timescale.Today(now)) {
		out.Disclosures = append(out.Disclosures, disclosureView(d))
	}
	situation.Now = now
	forecasts, positions := situation.Forecasts(), situation.Positions()
	out.DueOn, out.Forecast = wholeForecast(e, forecasts)
	for k, st := range e.Stages {
		f := forecasts[k]
		row := TimelineStage{
			Stage: stageView(e, st, situation.Calendar, now), Tasks: []Task{},
			Forecast: Forecast{OpensOn: f.OpensOn, EndsOn: f.EndsOn, LateDays: f.LateDays}, Critical: f.Critical,
			Items: timelineItems(situation, f.Items, names), Steps: stepPositions(situation.Definition, st.ID, positions),
		}
		for i := range e.Tasks {
			if e.Tasks[i].Stage == st.ID {
				task := taskView(e.ID, &e.Tasks[i], names, now)
				task.DueProvisional = dueProvisional(situation.Calendar, task.DueOn, task.SettledAt)
				row.Tasks = append(row.Tasks, task)
			}
		}
		out.Stages = append(out.Stages, row)
		out.Provisional = out.Provisional || row.Stage.Provisional
	}
	return out, nil
}
