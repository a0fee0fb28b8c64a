package store

import (
	"encoding/base64"
	"encoding/json"
	"errors"
	"strings"
	"time"

	"jiheng/internal/fault"
)

// cursor is where the next page of a list begins: behind the row with these
// sort values. What identifies the list is in it too, so that a cursor of one
// list is refused by another.
type cursor struct {
	List string    `json:"l"`
	Rank int       `json:"r,omitzero"`
	At   time.Time `json:"a,omitzero"`
	ID   string    `json:"i"`
}

func (c cursor) String() string {
	text, err := json.Marshal(c)
	if err != nil {
		return "" // a struct of texts and a time of our own can be encoded
	}
	return base64.RawURLEncoding.EncodeToString(text)
}

// readCursor reads what String gave; an empty text is the beginning.
// Fault: invalid cursor_invalid.
func readCursor(list, text string) (c cursor, begin bool, err error) {
	if text == "" {
		return cursor{List: list}, true, nil
	}
	c, err = decodeCursor(text)
	if err != nil || c.List != list {
		return cursor{}, false, noCursor("cursor_invalid")
	}
	return c, false, nil
}

// readCursorOf is readCursor for a list that the asker describes: a cursor of
// another description has a reason of its own.
// Faults: invalid cursor_invalid, cursor_unreadable.
func readCursorOf(list, text string) (c cursor, begin bool, err error) {
	if text == "" {
		return cursor{List: list}, true, nil
	}
	c, err = decodeCursor(text)
	if err != nil {
		return cursor{}, false, noCursor("cursor_invalid")
	}
	if c.List != list {
		return cursor{}, false, noCursor("cursor_unreadable")
	}
	return c, false, nil
}

func noCursor(reason string) error {
	return fault.New(fault.Invalid, reason, "this is no cursor of this list").
		WithFields(fault.Field{Name: "cursor", Reason: reason})
}

var errCursor = errors.New("no cursor")

func decodeCursor(text string) (c cursor, err error) {
	raw, err := base64.RawURLEncoding.DecodeString(text)
	if err == nil {
		err = json.Unmarshal(raw, &c)
	}
	if err == nil && (strings.ContainsRune(c.ID, 0) || c.At.Year() < 1 || c.Rank < lowestRank || c.Rank > -lowestRank) {
		err = errCursor // the database knows none of these
	}
	return c, err
}
