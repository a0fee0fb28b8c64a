package workbook

import (
	"bytes"

	"jiheng/internal/document"
	"jiheng/internal/fault"
)

// anyForm is the name by which a form is judged: forms come without one.
const anyForm = "form.xlsx"

// refused says why a workbook is not opened, "" where nothing speaks against
// it. A form is judged as any file that is handed in.
func refused(content []byte) string {
	_, err := document.Sniff(anyForm, bytes.NewReader(content), int64(len(content)))
	if err == nil {
		if unfolds(content) {
			return ReasonTooManyCells
		}
		return ""
	}
	switch fault.ReasonOf(err) {
	case document.ReasonMacro:
		return ReasonMacro
	case document.ReasonExternalLink:
		return ReasonExternal
	case document.ReasonObject, document.ReasonActive:
		return ReasonObject
	case document.ReasonTwoFaced:
		return ReasonUnsafe
	case document.ReasonArchive:
		return unsafeOr(content, err)
	}
	return unopened(content)
}

// unsafeOr tells what is only too large from what is a trap.
func unsafeOr(content []byte, err error) string {
	switch fault.As(err).Params["found"] {
	case "too_large_unpacked", "swells", "too_many_parts":
		return ReasonTooBig
	}
	if unpackedTooLarge(content) {
		return ReasonTooBig
	}
	return ReasonUnsafe
}
