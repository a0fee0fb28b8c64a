package scoring

// Subject is a unit or project with what is known of it (评价对象). Subjects that
// are scored together are a cohort: means, ranking and quotas are over it.
type Subject struct {
	ID    string
	Title string
	// Gates are the inputs of the scheme's gates over the whole.
	Gates []Given
	// Entries are in any order. An indicator without one waits for its inputs.
	Entries []Entry
	// Late are the days that the process engine counted, by stage.
	Late []StageDelay
	// Total and Grade are as declared; nothing changes them.
	Total *Number
	Grade Grade
}

// StageDelay is by how many days the work of a stage was late (阶段逾期), as the
// process engine counted them.
type StageDelay struct {
	Stage string
	Days  int
}

// Entry is what is known of one indicator, or a row of an open group (填报项).
type Entry struct {
	ID string
	// Group, Nature, Title and Full are of a row that the unit named itself.
	Group  string
	Nature string
	Title  string
	Full   *Number
	// Parts are rows below this one: it counts as their sum, or as one when
	// they are merged.
	Parts  []Entry
	Merged bool
	// Absent says why the indicator does not apply; "" where it does.
	Absent string
	Inputs []Given
	// Declared are the points that the unit gave itself.
	Declared *Number
	// Reason is why the target was missed, in the unit's words.
	Reason string
	// Tolerant keeps what is wrong with the entry to its line, which then waits
	// and says so, while everything else is computed.
	Tolerant bool
}

// Given is one input as given (输入). A value is a number, a date YYYY-MM-DD,
// "true" or "false", or a word, as the rule asks; Reports stand for it where
// several bodies report.
type Given struct {
	Name  string
	Value string
	// Reason is why a person gave or took these points.
	Reason  string
	Reports []BodyReport
	// Relative tells that reported values are rates and cannot be added.
	Relative bool
}

// BodyReport is the value of one reporting body (填报主体), with the money it
// answers for.
type BodyReport struct {
	By    string
	Value Number
	Money *Number
}
