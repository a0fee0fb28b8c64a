package scheme

import (
	"slices"

	"jiheng/internal/scoring"
)

// Worded says in words, for whoever shows the lines one by one, what was given,
// what is missing, and what is wrong with a line that is not computable.
func Worded(s scoring.Scores) scoring.Scores {
	s.Subjects = slices.Clone(s.Subjects)
	for i := range s.Subjects {
		s.Subjects[i].Lines = slices.Clone(s.Subjects[i].Lines)
		for k := range s.Subjects[i].Lines {
			word(&s.Subjects[i].Lines[k])
		}
	}
	return s
}

func word(l *scoring.Line) {
	l.Waits, l.Inputs = slices.Clone(l.Waits), slices.Clone(l.Inputs)
	for i, w := range l.Waits {
		switch {
		case w.Problem != nil:
			l.Waits[i].Title = lineSentence(*w.Problem)
		case w.Title == "" && w.Input != "":
			l.Waits[i].Title = scoring.InputLabel(w.Input)
		}
	}
	for i, in := range l.Inputs {
		if in.Title == "" {
			l.Inputs[i].Title = scoring.InputLabel(in.Name)
		}
	}
}
