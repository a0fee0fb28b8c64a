package holiday

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"

	"jiheng/internal/calendar"
)

// readJSON reads one year, a list of years, or a version with years. It goes
// token by token, because only so every mistake has its place.
func readJSON(text []byte, wrong *problems) []claim {
	p := &parser{d: json.NewDecoder(bytes.NewReader(text)), text: text, wrong: wrong}
	p.d.UseNumber()
	var claims []claim
	if p.file(&claims); p.err == nil {
		if p.next(); p.err == nil {
			wrong.add(p.at, "json_goes_on")
			return nil
		}
		if errors.Is(p.err, io.EOF) {
			return claims
		}
	}
	if syntax, ok := errors.AsType[*json.SyntaxError](p.err); ok {
		wrong.add(p.place(p.skipSpace(syntax.Offset-1)), "json_syntax")
	} else {
		wrong.add(p.place(int64(len(text))), "json_ends_early")
	}
	return nil
}

func (p *parser) file(claims *[]claim) {
	p.next()
	if p.token == json.Delim('[') {
		p.years(claims)
		return
	}
	top := claim{at: p.at}
	var single, several bool
	p.object([]string{"year", "papers", "days", "years", "version", "$schema", "$id"}, nil, func(key string) {
		switch key {
		case "years":
			several = true
			p.next()
			p.years(claims)
		case "year", "papers", "days":
			single = true
			p.part(&top, key)
		default:
			p.skip()
		}
	})
	switch {
	case p.err != nil:
	case single && several:
		p.wrong.add(top.at, "year_beside_years")
	case single:
		p.complete(&top, claims)
	case !several:
		p.wrong.add(top.at, "years_missing")
	}
}

// years reads a list of years whose bracket is the token.
func (p *parser) years(claims *[]claim) {
	p.list(func() {
		c := claim{at: p.at}
		if p.object([]string{"year", "papers", "days", "$schema", "$id"}, nil, func(key string) { p.part(&c, key) }) {
			p.complete(&c, claims)
		}
	})
}

func (p *parser) complete(c *claim, claims *[]claim) {
	if c.year == 0 {
		p.wrong.add(c.at, "key_missing", "key", "year")
		return
	}
	*claims = append(*claims, *c)
}

// part reads the value of a key of a year.
func (p *parser) part(c *claim, key string) {
	switch key {
	case "year":
		p.next()
		c.at = p.at
		if n, ok := p.token.(json.Number); ok {
			if year, err := n.Int64(); err == nil && year > 0 && year < 10000 {
				c.year = int(year)
				return
			}
		}
		p.mismatch("year_expected")
		c.year = -1
	case "papers":
		p.next()
		p.list(func() {
			if text, ok := p.word(); ok && text != "" {
				c.papers = append(c.papers, text)
			}
		})
	case "days":
		p.next()
		p.list(func() { p.day(c) })
	default:
		p.skip()
	}
}

// day reads a day whose brace is the token.
func (p *parser) day(c *claim) {
	r := row{at: p.at, kindAt: p.at, nameAt: p.at}
	readable := true
	good := p.object([]string{"name", "date", "isOffDay", "note"}, []string{"name", "date", "isOffDay"}, func(key string) {
		p.next()
		switch key {
		case "date":
			text, ok := p.word()
			r.at = p.at
			date, err := calendar.ParseDate(text)
			if ok && err != nil {
				p.wrong.add(p.at, "date_unreadable", "text", clip(text))
			}
			r.Date, readable = date, readable && ok && err == nil
		case "isOffDay":
			off, ok := p.token.(bool)
			if !ok {
				p.mismatch("flag_expected")
			}
			r.Off, r.kindAt, readable = off, p.at, readable && ok
		case "name":
			r.nameAt = p.at
			name, ok := p.word()
			r.Name, readable = name, readable && ok
		case "note":
			r.Note, _ = p.word()
		}
	})
	if good && readable {
		c.rows = append(c.rows, r)
	}
}
