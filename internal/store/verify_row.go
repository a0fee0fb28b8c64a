package store

import (
	"strconv"

	"jiheng/internal/evaluation"
)

// compare holds the rows against the fold, table by table.
func (f *fold) compare(def *evaluation.Definition, l *loaded) []Difference {
	e := f.state
	head := newEvaluationRow(e, f.head)
	head.ToldSeq, head.ToldLeaseUntil = l.Head.ToldSeq, l.Head.ToldLeaseUntil
	head.WorkflowConfirmedAt, head.NotifiedSeq = l.Head.WorkflowConfirmedAt, l.Head.NotifiedSeq
	out := differences("evaluations", []evaluationRow{head}, []evaluationRow{l.Head}, func(r evaluationRow) string { return r.ID })
	out = append(out, differences("stages", rowsOf(e, len(e.Stages), newStageRow), l.Stages, func(r stageRow) string { return r.ID })...)
	out = append(out, differences("items", rowsOf(e, len(e.Items), newItemRow), l.Items, func(r itemRow) string { return r.ID })...)
	out = append(out, differences("members", rowsOf(e, len(e.Members), newMemberRow), l.Members,
		memberKey)...)
	out = append(out, differences("task_copies", rowsOf(e, len(e.Copies), newCopyRow), l.Copies, func(r copyRow) string { return r.TaskID + " " + r.PersonID })...)
	out = append(out, differences("task_reads", rowsOf(e, len(e.Reads), newReadRow), l.Reads, func(r readRow) string { return r.TaskID + " " + r.PersonID })...)
	out = append(out, differences("recusals", rowsOf(e, len(e.Recusals), newRecusalRow), l.Recusals, func(r recusalRow) string { return r.PersonID + " " + r.ItemID })...)
	out = append(out, differences("tasks", f.tasks(def), l.Tasks, func(r taskRow) string { return r.ID })...)
	out = append(out, differences("materials", f.materials(), l.Materials, func(r materialRow) string { return r.ID })...)
	return append(out, f.compareResults(l)...)
}

func (f *fold) compareResults(l *loaded) []Difference {
	e := f.state
	out := differences("dossiers", rowsOf(e, len(e.Dossiers), newDossierRow), l.Dossiers,
		func(r dossierRow) string { return numbered(r.EvaluationID, r.Version) })
	out = append(out, differences("filings", one(e.Filing, func() filingRow { return newFilingRow(e.ID, e.Filing) }), list(l.Filing),
		func(r filingRow) string { return r.EvaluationID })...)
	out = append(out, differences("publications", rowsOf(e, len(e.Publications), newPublicationRow), l.Publications,
		func(r publicationRow) string { return numbered(r.EvaluationID, r.Number) })...)
	out = append(out, differences("attestations", rowsOf(e, len(e.Attestations), newAttestationRow), l.Attestations,
		func(r attestationRow) string { return numbered(r.EvaluationID, r.Number) })...)
	out = append(out, differences("clearances", rowsOf(e, len(e.Clearances), newClearanceRow), l.Clearances,
		func(r clearanceRow) string { return numbered(r.EvaluationID, r.Number) })...)
	out = append(out, differences("corrections", rowsOf(e, len(e.Corrections), newCorrectionRow), l.Corrections,
		func(r correctionRow) string { return numbered(r.EvaluationID, r.Number) })...)
	out = append(out, differences("holds", rowsOf(e, len(e.Holds), newHoldRow), l.Holds,
		func(r holdRow) string { return numbered(r.EvaluationID, r.Number) })...)
	return append(out, differences("disposals", rowsOf(e, len(e.Disposals), newDisposalRow), l.Disposals,
		func(r disposalRow) string { return numbered(r.EvaluationID, r.Number) })...)
}

func numbered(id string, number int) string { return id + " " + strconv.Itoa(number) }

func (f *fold) tasks(def *evaluation.Definition) []taskRow {
	rows := make([]taskRow, len(f.state.Tasks))
	for i := range rows {
		t := &f.state.Tasks[i]
		rows[i] = newTaskRow(f.state.ID, def, t, f.opened[t.ID])
	}
	return rows
}

func (f *fold) materials() []materialRow {
	rows := make([]materialRow, len(f.state.Materials))
	for i, m := range f.state.Materials {
		rows[i] = newMaterialRow(f.state.ID, m, f.supplied[m.ID])
	}
	return rows
}

func one[C, R any](there *C, row func() R) []R {
	if there == nil {
		return nil
	}
	return []R{row()}
}

func list[R any](row *R) []R {
	if row == nil {
		return nil
	}
	return []R{*row}
}
