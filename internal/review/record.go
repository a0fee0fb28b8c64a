package review

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"math/big"
	"strings"
	"time"
)

// Record is what a journal keeps of a filing beside its name, so that every
// column of its row can be held against it (收件登记). What is long is kept as
// its SHA-256.
type Record struct {
	Title         string    `json:"title"`
	Size          int64     `json:"size"`
	DeclaredTotal string    `json:"declared_total"`
	DeclaredGrade string    `json:"declared_grade"`
	FiledAt       time.Time `json:"filed_at"`
	Rectifies     string    `json:"rectifies,omitempty"`
	Sheet         string    `json:"sheet"`
	Envelope      string    `json:"envelope"`
	Receipt       string    `json:"receipt"`
}

func (f Filing) record() *Record {
	return &Record{
		Title: f.Title, Size: f.Size, DeclaredTotal: f.DeclaredTotal, DeclaredGrade: f.DeclaredGrade,
		FiledAt:   f.FiledAt.UTC().Truncate(time.Microsecond),
		Rectifies: f.Rectifies,
		Sheet:     SheetDigest(f.Sheet), Envelope: TextDigest(f.Envelope), Receipt: TextDigest(f.Receipt),
	}
}

// TextDigest is the SHA-256 of a text, hex; "" of an empty one.
func TextDigest(text string) string {
	if text == "" {
		return ""
	}
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:])
}

// SheetDigest is the SHA-256 of a score table by what it says: neither the
// order of names, nor spaces, nor how a number is spelt counts, since the
// database keeps none of them. It is "" without a table, and for one that
// cannot be read or has numbers beyond all measure.
func SheetDigest(sheet json.RawMessage) string {
	d := json.NewDecoder(bytes.NewReader(sheet))
	d.UseNumber()
	var v any
	if err := d.Decode(&v); err != nil || v == nil {
		return ""
	}
	v, ok := plain(v)
	text, err := json.Marshal(v)
	if !ok || err != nil {
		return ""
	}
	return TextDigest(string(text))
}

// plain spells every number in one way.
func plain(v any) (any, bool) {
	ok := true
	each := func(v any) any {
		out, fine := plain(v)
		ok = ok && fine
		return out
	}
	switch v := v.(type) {
	case map[string]any:
		for name, member := range v {
			v[name] = each(member)
		}
	case []any:
		for i := range v {
			v[i] = each(v[i])
		}
	case json.Number:
		return plainNumber(v.String())
	}
	return v, ok
}

// longest bounds the digits of a number, and its exponent by that.
const longest = 300

func plainNumber(text string) (any, bool) {
	mantissa, exponent, _ := strings.Cut(strings.ToLower(text), "e")
	if len(mantissa) > longest || len(strings.TrimLeft(exponent, "+-0")) > 2 {
		return nil, false
	}
	n, ok := new(big.Rat).SetString(text)
	if !ok {
		return nil, false
	}
	return json.Number(n.FloatString(longest + 100)), true
}
