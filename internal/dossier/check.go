package dossier

import (
	"fmt"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"jiheng/internal/fault"
)

const (
	// maxFiles bounds the documents of a dossier.
	maxFiles = 10000
	// maxText and maxNote bound texts, in bytes.
	maxText = 2000
	maxNote = 64 << 10
	// maxSegment and maxPath bound paths in bytes, so that they unpack on any
	// file system.
	maxSegment = 200
	maxPath    = 400
)

// check says whether a manifest keeps the rules of its format.
func (m Manifest) check() error {
	var bad faults
	bad.unless(m.Version == m.versionOfContent(), "version", "not_supported")
	if r := m.Rehearsal; r != nil {
		_, err := time.Parse(time.DateOnly, r.SealedOn)
		bad.unless(err == nil, "rehearsal.sealed_on", "not_a_date")
		bad.unless(r.DayMilliseconds > 0 && r.DayMilliseconds < 24*time.Hour.Milliseconds(), "rehearsal.day_milliseconds", "out_of_range")
	}
	if a := m.Attestation; a != nil {
		bad.long("attestation.wording", a.Wording)
		bad.text("attestation.post", a.Post, 1)
		bad.unless(isHex(a.Content), "attestation.content", "not_hexadecimal")
		bad.unless(sealable(a.SignedAt), "attestation.signed_at", "out_of_range")
	}
	bad.text("evaluation_id", m.EvaluationID, 1)
	bad.text("title", m.Title, 1)
	bad.text("unit", m.Unit, 1)
	bad.text("correction", m.Correction, 0)
	bad.unless(m.Year >= 0 && m.Year <= 9999, "year", "out_of_range")
	bad.unless(sealable(m.SealedAt), "sealed_at", "out_of_range")
	bad.unless(m.JournalSeq >= 0, "journal_seq", "out_of_range")
	bad.unless(m.JournalHash == "" || isHex(m.JournalHash), "journal_hash", "not_hexadecimal")
	bad.unless(m.PrevDigest == "" || isHex(m.PrevDigest), "prev_digest", "not_hexadecimal")
	bad.unless(m.Correction == "" || m.PrevDigest != "", "correction", "nothing_corrected")
	bad.long("note", m.Note)
	bad.files(m.Files)
	return bad.fault()
}

// versionOfContent is the version that has all that the manifest has.
func (m Manifest) versionOfContent() int {
	switch {
	case m.Rehearsal != nil:
		return VersionRehearsed
	case m.Attestation != nil:
		return VersionAttested
	}
	return Version
}

// sealable says whether an instant can stand in a manifest and in a ZIP.
func sealable(at time.Time) bool {
	_, offset := at.Zone()
	return offset == 8*60*60 && at.Nanosecond() == 0 && at.Year() >= 1980 && at.Year() <= 2107
}

// faults gathers the rules a manifest breaks.
type faults []fault.Field

func (f *faults) unless(kept bool, name, reason string) {
	if !kept {
		*f = append(*f, fault.Field{Name: name, Reason: reason})
	}
}

func (f *faults) text(name, text string, atLeast int) {
	f.unless(len(text) >= atLeast && len(text) <= maxText, name, "length")
	f.unless(utf8.ValidString(text) && !strings.ContainsFunc(text, unseen), name, "not_printable")
}

func (f *faults) long(name, text string) {
	f.unless(len(text) <= maxNote && !strings.ContainsFunc(strings.ReplaceAll(text, "\n", ""), unseen) && utf8.ValidString(text), name, "not_printable")
}

// files asks for safe paths in order, each once: case does not tell two files
// apart everywhere, and no file may lie where another needs a folder.
func (f *faults) files(files []File) {
	f.unless(len(files) >= 1 && len(files) <= maxFiles, "files", "count")
	seen := make(map[string]bool, len(files))
	folders := make(map[string]bool)
	var total int64
	for i, file := range files {
		at := fmt.Sprintf("files[%d].", i)
		path := strings.ToLower(file.Path)
		f.unless(safePath(file.Path), at+"path", "not_safe")
		f.unless(!seen[path], at+"path", "twice")
		f.unless(i == 0 || files[i-1].Path < file.Path, at+"path", "not_sorted")
		f.text(at+"title", file.Title, 0)
		f.text(at+"media_type", file.MediaType, 0)
		f.unless(isHex(file.SHA256), at+"sha256", "not_hexadecimal")
		f.unless(isHex(file.SM3), at+"sm3", "not_hexadecimal")
		f.unless(file.Size >= 0 && file.Size <= MaxSize-total, at+"size", "out_of_range")
		total += min(max(file.Size, 0), MaxSize-total)
		seen[path] = true
		for folder := path; strings.Contains(folder, "/"); {
			folder = folder[:strings.LastIndexByte(folder, '/')]
			folders[folder] = true
		}
	}
	for i, file := range files {
		f.unless(!folders[strings.ToLower(file.Path)], fmt.Sprintf("files[%d].path", i), "also_a_folder")
	}
}

func (f *faults) fault() error {
	if len(*f) == 0 {
		return nil
	}
	return fault.New(fault.Invalid, ReasonManifest, "manifest breaks %d rules", len(*f)).WithFields(*f...)
}

// safePath says whether a path unpacks below its folder on every system, under
// the very name it has here, and reads as what it is.
func safePath(path string) bool {
	if len(path) > maxPath || !utf8.ValidString(path) || strings.ContainsFunc(path, unseen) ||
		strings.ContainsAny(path, `\<>:"|?*`) {
		return false
	}
	for segment := range strings.SplitSeq(path, "/") {
		if segment == "" || len(segment) > maxSegment || strings.TrimSpace(segment) != segment ||
			strings.HasPrefix(segment, ".") || strings.HasSuffix(segment, ".") || isDevice(segment) {
			return false
		}
	}
	return true
}

// unseen says whether a character shows as nothing or changes how others
// show: control characters, and those that reverse or hide text. Whatever is
// taken in for a title or a name (evaluation.Line) has none of these.
func unseen(r rune) bool {
	return unicode.In(r, unicode.Cc, unicode.Cf, unicode.Zl, unicode.Zp) || r == utf8.RuneError
}

// isDevice says whether Windows would open a device instead of the file.
func isDevice(name string) bool {
	base, _, _ := strings.Cut(strings.ToUpper(name), ".")
	switch base = strings.TrimRight(base, " "); base {
	case "CON", "PRN", "AUX", "NUL":
		return true
	}
	return len(base) == 4 && (strings.HasPrefix(base, "COM") || strings.HasPrefix(base, "LPT")) &&
		base[3] >= '0' && base[3] <= '9'
}

func isHex(text string) bool {
	return len(text) == 64 && strings.Trim(text, "0123456789abcdef") == ""
}
