package api

import (
	"jiheng/internal/board"
	"jiheng/policy"
)

func boardView(b board.Board, whole bool) Board {
	out := Board{
		Now: local(b.Now), Whole: whole, Year: b.Year, Process: b.Process, Years: append([]int{}, b.Years...), More: b.More, Late: b.Late,
		Processes: []BoardProcess{}, Columns: []BoardColumn{}, Rows: []BoardRow{}, Overdue: []BoardOverdue{}, Persons: []BoardPerson{}, Progress: []BoardPoint{},
	}
	for _, p := range b.Processes {
		out.Processes = append(out.Processes, BoardProcess(p))
	}
	for _, c := range b.Columns {
		out.Columns = append(out.Columns, BoardColumn{ID: string(c.ID), Title: c.Title})
	}
	for _, r := range b.Rows {
		out.Rows = append(out.Rows, boardRow(r))
	}
	for _, o := range b.Overdue {
		out.Overdue = append(out.Overdue, BoardOverdue{
			TaskID: string(o.Task), EvaluationID: string(o.Evaluation), UnitName: o.Unit, StageTitle: o.Stage, ItemTitle: o.Item,
			Title: o.Title, Who: o.Who(policy.RoleTitle), DueOn: o.DueOn, Days: o.Days, Told: o.Told,
		})
	}
	for _, l := range b.Persons {
		out.Persons = append(out.Persons, BoardPerson{
			PersonID: string(l.Person), Name: l.Name, Post: l.Post, UnitName: l.Unit, Open: l.Open, Soon: l.Soon, Late: l.Late, Done: l.Done,
		})
	}
	for _, p := range b.Progress {
		out.Progress = append(out.Progress, BoardPoint{On: p.On, Planned: p.Planned, Settled: p.Settled})
	}
	return out
}

func boardRow(r board.Row) BoardRow {
	out := BoardRow{
		EvaluationID: string(r.Evaluation), ItemID: string(r.Item), UnitName: r.Unit, Title: r.Title, DepartmentName: r.Department, Outline: r.Outline, FilingID: r.Filing,
		State: EvaluationState(r.State), Whole: r.Whole, Told: r.Told.Sum(), ToldAt: local(r.Told.LastAt), Cells: []BoardCell{},
	}
	for _, c := range r.Cells {
		out.Cells = append(out.Cells, BoardCell{
			State: BoardCellState(c.State), Words: c.Words(), DueOn: c.DueOn, Items: c.Items, Open: c.Open, Days: c.Days,
		})
	}
	return out
}
