package command

import (
	"bytes"
	"unicode/utf8"
)

// isUTF16 tells a text in UTF-16, with or without a mark at the beginning: its
// first character, which is a Latin one in all that is read, has a zero byte.
func isUTF16(content []byte) bool {
	if bytes.HasPrefix(content, []byte("\xff\xfe")) || bytes.HasPrefix(content, []byte("\xfe\xff")) {
		return true
	}
	return len(content) >= 4 && len(content)%2 == 0 && (content[0] == 0) != (content[1] == 0) && (content[2] == 0) != (content[3] == 0)
}

// badEncoding says what is wrong with a text that is no UTF-8: in GBK nearly no
// character can be read, in a damaged file nearly all.
func badEncoding(path string, content []byte) error {
	first, wrong, right := -1, 0, 0
	for at := 0; at < len(content); {
		r, size := utf8.DecodeRune(content[at:])
		switch {
		case r == utf8.RuneError && size == 1:
			if wrong++; first < 0 {
				first = at
			}
		case size > 1:
			right++
		}
		at += size
	}
	line, column := placeOf(content, first)
	switch {
	case right <= wrong:
		return isNotUTF8(path)
	case !utf8.FullRune(content[first:]):
		return endsInCharacter(path, line, column)
	}
	return isDamaged(path, line, column)
}

// placeOf is the line and the character of the line of a byte.
func placeOf(content []byte, at int) (line, column int) {
	start := bytes.LastIndexByte(content[:at], '\n') + 1
	return bytes.Count(content[:at], []byte("\n")) + 1, utf8.RuneCount(content[start:at]) + 1
}
