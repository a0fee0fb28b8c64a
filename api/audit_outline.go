package api

import (
	"context"

	"jiheng/internal/evaluation"
	"jiheng/policy"
)

// ListAudited lists the evaluations whose journals whoever asks may search.
func (s *server) ListAudited(c context.Context, r ListAuditedRequestObject) (ListAuditedResponseObject, error) {
	ctx, x := enter(c)
	in, _, err := s.searchable(ctx, x)
	if err != nil {
		return nil, err
	}
	list, next, err := s.store.Evaluations(ctx, Visible{Units: in.units}, pageSize(r.Params.Limit), r.Params.Cursor)
	if err != nil {
		return nil, err
	}
	out := ListAudited200JSONResponse{Evaluations: []AuditedEvaluation{}, NextCursor: next}
	for _, e := range list {
		out.Evaluations = append(out.Evaluations, AuditedEvaluation{
			ID: string(e.ID), Title: e.Title, Year: e.Year, UnitName: e.UnitName, State: EvaluationState(e.State),
			StartedAt: local(e.StartedAt), FinishedAt: local(e.FinishedAt),
		})
	}
	return out, nil
}

// GetAuditOutline shows what an auditor has to know to ask. An administrator of
// audits sees history and not what was filled in, so this is all titles.
func (s *server) GetAuditOutline(c context.Context, r GetAuditOutlineRequestObject) (GetAuditOutlineResponseObject, error) {
	ctx, x := enter(c)
	situation, err := s.permitted(ctx, x, r.EvaluationID, policy.ObjectJournal, policy.Search)
	if err != nil {
		return nil, err
	}
	e := situation.Evaluation
	unit, err := s.store.UnitName(ctx, e.UnitID)
	if err != nil {
		return nil, err
	}
	may := func(o policy.Object) bool {
		_, err := s.policy.AuthorizeObject(situation, o, policy.Read, "")
		return err == nil
	}
	return GetAuditOutline200JSONResponse{
		Evaluation: AuditedEvaluation{
			ID: string(e.ID), Title: e.Title, Year: e.Year, UnitName: unit, State: EvaluationState(e.State),
			StartedAt: local(e.StartedAt), FinishedAt: local(e.FinishedAt),
		},
		Stages: auditedStages(situation), Items: auditedItems(e), Sealed: len(e.Dossiers) > 0,
		MayLookBack: may(policy.ObjectEvaluation), MayTakeDossier: may(policy.ObjectDossier),
	}, nil
}

func auditedItems(e *evaluation.Evaluation) []AuditedItem {
	out := make([]AuditedItem, 0, len(e.Items))
	for _, item := range e.Items {
		out = append(out, AuditedItem{ID: string(item.ID), Title: item.Title})
	}
	return out
}

func auditedStages(situation *evaluation.Situation) []AuditedStage {
	out := make([]AuditedStage, 0, len(situation.Definition.Stages))
	for _, stage := range situation.Definition.Stages {
		one := AuditedStage{ID: string(stage.ID), Title: stage.Title, Tasks: []AuditedTask{}}
		for i := range situation.Evaluation.Tasks {
			if t := &situation.Evaluation.Tasks[i]; t.Stage == stage.ID {
				one.Tasks = append(one.Tasks, AuditedTask{ID: string(t.ID), Title: t.Title, Person: t.Effect == evaluation.EffectNone})
			}
		}
		out = append(out, one)
	}
	return out
}
