package store

import (
	"bytes"
	"database/sql/driver"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"time"

	"jiheng/internal/calendar"
	"jiheng/internal/fault"
	"jiheng/internal/journal"
)

// The rows are written through GORM, one column type each, and read as JSON,
// which brings a whole situation in one answer. These types know both ways.

// encode writes JSON as it stands, without the escapes for web pages, so that
// text comes back byte for byte.
func encode(v any) ([]byte, error) {
	var out bytes.Buffer
	enc := json.NewEncoder(&out)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		return nil, fault.Wrap(err, fault.Internal, "value_not_encodable", "encode %T", v)
	}
	return bytes.TrimRight(out.Bytes(), "\n"), nil
}

// document keeps a value as JSON in one column.
type document[T any] struct{ V T }

// Value writes the column.
func (d document[T]) Value() (driver.Value, error) {
	text, err := encode(d.V)
	return string(text), err
}

// Scan reads the column.
func (d *document[T]) Scan(src any) error {
	switch text := src.(type) {
	case string:
		return json.Unmarshal([]byte(text), &d.V)
	case []byte:
		return json.Unmarshal(text, &d.V)
	case nil:
		return nil
	}
	return fmt.Errorf("read a JSON column from %T", src)
}

// MarshalJSON writes the value itself.
func (d document[T]) MarshalJSON() ([]byte, error) { return encode(d.V) }

// UnmarshalJSON reads the value itself.
func (d *document[T]) UnmarshalJSON(text []byte) error { return json.Unmarshal(text, &d.V) }

// texts is a text[] column.
type texts []string

// Value writes the column in PostgreSQL's notation.
func (t texts) Value() (driver.Value, error) {
	quoted := make([]string, len(t))
	for i, s := range t {
		quoted[i] = `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(s) + `"`
	}
	return "{" + strings.Join(quoted, ",") + "}", nil
}

// numbers is a bigint[] column.
type numbers []int64

// Value writes the column in PostgreSQL's notation.
func (n numbers) Value() (driver.Value, error) {
	out := make([]string, len(n))
	for i, v := range n {
		out[i] = strconv.FormatInt(v, 10)
	}
	return "{" + strings.Join(out, ",") + "}", nil
}

// day is a date column; the zero day is NULL.
type day calendar.Date //nolint:recvcheck // reading changes it, writing does not

// Value writes the column.
func (d day) Value() (driver.Value, error) {
	if calendar.Date(d).IsZero() {
		return nil, nil //nolint:nilnil // NULL
	}
	return calendar.Date(d).String(), nil
}

// Scan reads the column, which the driver gives as midnight UTC.
func (d *day) Scan(src any) error {
	switch v := src.(type) {
	case nil:
		*d = day{}
	case time.Time:
		*d = day{Year: v.Year(), Month: v.Month(), Day: v.Day()}
	case string:
		return d.UnmarshalText([]byte(v))
	default:
		return fmt.Errorf("read a date from %T", src)
	}
	return nil
}

// MarshalText writes the date.
func (d day) MarshalText() ([]byte, error) { return calendar.Date(d).MarshalText() }

// UnmarshalText reads the date.
func (d *day) UnmarshalText(text []byte) error { return (*calendar.Date)(d).UnmarshalText(text) }

// digest is a bytea column of 32 bytes.
type digest journal.Digest //nolint:recvcheck // reading changes it, writing does not

// Value writes the column.
func (d digest) Value() (driver.Value, error) { return d[:], nil }

// Scan reads the column.
func (d *digest) Scan(src any) error {
	b, ok := src.([]byte)
	if !ok {
		return fmt.Errorf("read a digest from %T", src)
	}
	parsed, err := journal.DigestFromBytes(b)
	*d = digest(parsed)
	return err
}

// MarshalText writes it as PostgreSQL does.
func (d digest) MarshalText() ([]byte, error) { return []byte(`\x` + hex.EncodeToString(d[:])), nil }

// UnmarshalText reads what PostgreSQL writes.
func (d *digest) UnmarshalText(text []byte) error {
	parsed, err := journal.ParseDigest(strings.TrimPrefix(string(text), `\x`))
	*d = digest(parsed)
	return err
}

// nullable turns the zero time into NULL.
func nullable(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	return &t
}

// instant turns NULL into the zero time, and any zone into UTC.
func instant(t *time.Time) time.Time {
	if t == nil {
		return time.Time{}
	}
	return t.UTC()
}
