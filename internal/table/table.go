package table

// Table is a self-evaluation table as it was published (自评表). Cells are text
// as written, numbers too; an empty cell is "".
type Table struct {
	Title     string
	DocType   string
	Project   string
	Year      string
	Published string
	MoneyUnit string
	// Complete tells that no row is missing; an excerpt is not complete. Cut tells
	// that an excerpt is torn off at its end and has all rows before that.
	Complete, Cut bool
	// CutAt says where, in the words of whoever copied it.
	CutAt        string
	GoalExpected string
	GoalActual   string
	Budget       []Budget
	Rows         []Row
	// Level1 are the weights the table declares for its groups.
	Level1      []Weight
	TotalWeight string
	TotalScore  string
	Grade       string
	// Notes are what the table says about scoring.
	Notes  []string
	Events []Event
}

// Budget is a row about money (资金行).
type Budget struct {
	Name     string
	Initial  string
	FullYear string
	Executed string
	Weight   string
	Rate     string
	Score    string
	Reason   string
	Note     string
}

// Row is an indicator with what was planned and what was reached (指标行).
type Row struct {
	L1, L2, L3 string
	Weight     string
	Operator   string
	Target     string
	Unit       string
	Actual     string
	Score      string
	Reason     string
	// Parent is the name of the row this one is a part of.
	Parent string
	Note   string
}

// Weight is what a group of indicators counts (一级权重).
type Weight struct{ Name, Value string }

// Event is a dated step on the way of the table (办理日期).
type Event struct{ Date, Name string }
