package administration

// Log is a table to which lines are added and of which nothing changes (日志):
// who logged in or could not, who looked at which paper. It has too many lines
// for an entry each, so the journal keeps a mark of every line, some at a time.
type Log string

// The logs.
const (
	SecurityLog      Log = "security_log"
	MaterialAccesses Log = "material_accesses"
	DossierAccesses  Log = "dossier_accesses"
)

// Logs lists all logs.
func Logs() []Log { return []Log{SecurityLog, MaterialAccesses, DossierAccesses} }

// Mark is what tells that a line is the one that was marked.
type Mark struct {
	ID  int64  `json:"id"`
	Sum string `json:"sum"`
}

// LogSealed marks the lines of a log up to one (封存日志): those behind the last
// that was marked before.
type LogSealed struct {
	Log Log `json:"log"`
	// To is the number of the last line; lines that come later have higher ones.
	To    int64  `json:"to"`
	Marks []Mark `json:"marks"`
}

// Type names the event.
func (LogSealed) Type() string { return "log_sealed" }

// Sealed is what the journal says of a log.
type Sealed struct {
	To    int64
	Marks map[int64]string
}

// seal brings a log to where an event leaves it.
func (b *Books) seal(e LogSealed) {
	s, ok := b.Logs[e.Log]
	if !ok {
		s.Marks = map[int64]string{}
	}
	s.To = max(s.To, e.To)
	for _, m := range e.Marks {
		s.Marks[m.ID] = m.Sum
	}
	b.Logs[e.Log] = s
}
