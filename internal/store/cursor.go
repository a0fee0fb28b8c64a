package store

import (
	"encoding/base64"
	"encoding/json"
	"time"

	"jiheng/internal/fault"
)

// cursor is where the next page of a list begins: behind the row with these
// sort values. What identifies the list is in it too, so that a cursor of one
// list is refused by another.
type cursor struct {
	List string    `json:"l"`
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
	raw, err := base64.RawURLEncoding.DecodeString(text)
	if err == nil {
		err = json.Unmarshal(raw, &c)
	}
	if err != nil || c.List != list {
		return cursor{}, false, fault.New(fault.Invalid, "cursor_invalid", "this is no cursor of this list").
			WithFields(fault.Field{Name: "cursor", Reason: "cursor_invalid"})
	}
	return c, false, nil
}
