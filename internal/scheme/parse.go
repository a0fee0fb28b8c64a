package scheme

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"regexp"
	"strconv"
	"time"

	"jiheng/internal/fault"
	"jiheng/internal/scoring"
	"jiheng/internal/source"
)

// MaxSource bounds the source of a scheme, in bytes.
const MaxSource = source.MaxBytes

const (
	maxVersion  = 9999
	maxProse    = 600
	namePattern = `^[a-z][a-z0-9]*(-[a-z0-9]+)*$`
	idPattern   = `^[A-Za-z0-9][A-Za-z0-9._-]{0,40}$`
	wordPattern = `^\$?[a-z0-9_.-]{1,60}$`
)

// Errors is everything wrong with one scheme, ordered by position. It is a
// fault invalid scheme_invalid with a field for every problem.
type Errors struct {
	Problems []source.Problem
}

func (e *Errors) Error() string {
	first := e.Problems[0]
	text := fmt.Sprintf("scheme is invalid: line %d column %d: %s", first.Line, first.Column, first.Reason)
	if more := len(e.Problems) - 1; more > 0 {
		text += fmt.Sprintf(" (and %d more)", more)
	}
	return text
}

// Unwrap gives the fault, whose fields carry path, reason and position.
func (e *Errors) Unwrap() error {
	fields := make([]fault.Field, 0, len(e.Problems))
	for _, p := range e.Problems {
		fields = append(fields, p.Field())
	}
	return fault.New(fault.Invalid, "scheme_invalid", "%d problems", len(e.Problems)).WithFields(fields...)
}

// Parse reads a scheme. Name is the one that it must carry, or "" to accept
// any. The scheme's Digest is the SHA-256 of the source.
//
// Errors: *Errors, a fault invalid scheme_invalid, and nothing else.
func Parse(name string, text []byte) (scoring.Scheme, error) {
	r := reader{source.NewReader()}
	var s scoring.Scheme
	if root, ok := r.Open(text); ok {
		s = r.scheme(root, name)
		if len(r.Problems) == 0 {
			for _, f := range s.Lint() {
				r.Wrong(f.Name, f.Reason, pairs(f.Params)...)
			}
		}
	}
	if len(r.Problems) > 0 {
		return scoring.Scheme{}, &Errors{Problems: r.Sorted()}
	}
	sum := sha256.Sum256(text)
	s.Digest = hex.EncodeToString(sum[:])
	return s, nil
}

func pairs(params map[string]string) []string {
	var list []string
	for name, value := range params {
		list = append(list, name, source.Clip(value))
	}
	return list
}

type reader struct{ *source.Reader }

func (r reader) scheme(root source.Part, wanted string) scoring.Scheme {
	f := root.Fields(schemeKeys())
	s := scoring.Scheme{
		Name: f.Text("name"), Version: f.Integer("version", 1, maxVersion), Title: f.Text("title"), Source: f.Prose("source", maxProse),
		From: date(f, "from"), Until: date(f, "until"), FullGiven: value(f, "full"),
	}
	switch {
	case s.Name == "":
	case !matches(namePattern, s.Name) || len(s.Name) > 60:
		r.Wrong("name", "name_invalid", "value", source.Clip(s.Name))
	case wanted != "" && s.Name != wanted:
		r.Wrong("name", "name_differs", "value", s.Name, "file", wanted)
	}
	if p, ok := f.Child("round"); ok {
		inner := p.Fields(roundKeys())
		s.Round = scoring.PointRounding{How: value(inner, "how"), Digits: value(inner, "digits"), Place: value(inner, "place")}
	}
	for _, p := range f.List("bands") {
		s.Bands = append(s.Bands, band(p))
	}
	for _, p := range f.List("choices") {
		s.Choices = append(s.Choices, r.choice(p))
	}
	for _, p := range f.List("questions") {
		s.Questions = append(s.Questions, p.Prose(maxProse))
	}
	for _, p := range f.List("natures") {
		inner := p.Fields(natureKeys())
		s.Natures = append(s.Natures, scoring.Nature{ID: id(inner, "id"), Title: inner.Text("title"), Rules: rules(inner, "rules")})
	}
	s.Indicators = indicators(f, "indicators")
	r.rest(f, &s)
	return s
}

func (r reader) rest(f source.Fields, s *scoring.Scheme) {
	s.GapTakes = f.Text("gap_takes")
	if p, ok := f.Child("totals"); ok {
		inner := p.Fields(totalsKeys())
		s.Totals = scoring.Totals{Gates: rules(inner, "gates"), BonusOverFull: value(inner, "bonus_over_full")}
	}
	if p, ok := f.Child("best"); ok {
		inner := p.Fields(bestKeys())
		s.Best = &scoring.BestRule{Percent: value(inner, "percent"), Rounding: value(inner, "rounding"), Border: value(inner, "border")}
	}
}

func band(p source.Part) scoring.Band {
	f := p.Fields(bandKeys())
	b := scoring.Band{Grade: scoring.Grade(f.Text("grade")), Open: f.Flag("open")}
	if word, at, ok := f.Word("from"); ok {
		n, err := scoring.ParseNumber(word)
		if err != nil {
			at.Damage("number_invalid", "value", source.Clip(word))
		}
		b.From = n
	}
	return b
}

func (r reader) choice(p source.Part) scoring.Choice {
	f := p.Fields(choiceKeys())
	c := scoring.Choice{
		Name: id(f, "name"), Title: f.Prose("title", maxProse), Clause: f.Prose("clause", maxProse),
		Assumed: string(value(f, "assumed")), Usual: f.Flag("usual"),
	}
	for _, o := range f.List("options") {
		inner := o.Fields(optionKeys())
		option := scoring.Option{Value: string(value(inner, "value")), Title: inner.Prose("title", maxProse)}
		if sets, ok := inner.Child("sets"); ok {
			option.Sets = settings(sets)
		}
		c.Options = append(c.Options, option)
	}
	return c
}

// settings reads a mapping of any names to values.
func settings(p source.Part) []scoring.Setting {
	var keys []source.Keyword
	for i := 0; i+1 < len(p.Node.Content); i += 2 {
		keys = append(keys, may(p.Node.Content[i].Value))
	}
	f := p.Fields(keys)
	var list []scoring.Setting
	for _, k := range keys {
		if v := value(f, k.Key); v != "" {
			list = append(list, scoring.Setting{Name: k.Key, Value: v})
		}
	}
	return list
}

// value reads a word or a number as it is written.
func value(f source.Fields, name string) scoring.Value {
	word, p, ok := f.Word(name)
	if !ok {
		return ""
	}
	if !matches(wordPattern, word) {
		p.Damage("word_invalid", "value", source.Clip(word))
		return ""
	}
	return scoring.Value(word)
}

func id(f source.Fields, name string) string {
	word, p, ok := f.Word(name)
	if ok && !matches(idPattern, word) {
		p.Damage("id_invalid", "value", source.Clip(word))
	}
	return word
}

func date(f source.Fields, name string) string {
	word, p, ok := f.Word(name)
	if !ok {
		return ""
	}
	if _, err := time.Parse(time.DateOnly, word); err != nil {
		p.Damage("date_invalid", "value", source.Clip(word))
	}
	return word
}

func matches(pattern, text string) bool { return regexp.MustCompile(pattern).MatchString(text) }

// Ref writes name and version as processes name a scheme: NAME@VERSION.
func Ref(s scoring.Scheme) string { return s.Name + "@" + strconv.Itoa(s.Version) }
