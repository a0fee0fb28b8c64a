package document

import (
	"encoding/xml"
	"errors"
	"io"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// maxSheet bounds a part with the cells of a sheet or the text of a document,
// in bytes of markup.
const maxSheet = 128 << 20

// readFields refuses fields and formulas by which a file starts a program or
// fetches something when it is opened: DDE in all its spellings, text and
// pictures from elsewhere, web services.
func (p *parcel) readFields(content io.Reader) error {
	d := xml.NewDecoder(&meter{r: content, left: maxSheet})
	d.CharsetReader = func(string, io.Reader) (io.Reader, error) { return nil, errEncoding }
	var field strings.Builder
	inside := ""
	for {
		token, err := d.RawToken()
		if errors.Is(err, io.EOF) {
			return p.judgeField(field.String())
		}
		if err != nil {
			return err
		}
		switch v := token.(type) {
		case xml.Directive:
			return p.refuse(ReasonExternalLink, "DOCTYPE")
		case xml.StartElement:
			inside = v.Name.Local
			// A field ends where the next begins, or its result does; its text
			// may be cut into any number of runs before.
			if inside == "fldChar" {
				if err := p.judgeField(field.String()); err != nil {
					return err
				}
				field.Reset()
			}
			if err := p.judgeField(attribute(v, "instr")); err != nil {
				return err
			}
		case xml.CharData:
			switch {
			case inside == "instrText" && field.Len() < 64<<10:
				field.Write(v)
			case inside == "f" || inside == "formula" || inside == "definedName":
				if err := p.judgeFormula(string(v)); err != nil {
					return err
				}
			}
		case xml.EndElement:
			inside = ""
		}
	}
}

func (p *parcel) judgeField(text string) error {
	words := strings.Fields(strings.ToUpper(text))
	if len(words) == 0 {
		return nil
	}
	elsewhere := strings.Contains(text, "://") || strings.Contains(text, `\\\\`) || strings.Contains(text, `"\\`)
	switch words[0] {
	case "DDE", "DDEAUTO", "LINK", "IMPORT":
		return p.refuse(ReasonExternalLink, words[0])
	case "INCLUDETEXT", "INCLUDEPICTURE", "INCLUDE":
		if elsewhere || words[0] != "INCLUDEPICTURE" {
			return p.refuse(ReasonExternalLink, words[0])
		}
	case "QUOTE": // numbers that spell another field
		if len(words) > 3 && !slices.ContainsFunc(words[1:], notNumber) {
			return p.refuse(ReasonExternalLink, words[0])
		}
	}
	return nil
}

func notNumber(word string) bool {
	_, err := strconv.Atoi(word)
	return err != nil
}

// judgeFormula refuses the functions that reach outside. A stroke with a
// program before and a topic behind it is DDE.
func (p *parcel) judgeFormula(text string) error {
	upper := strings.ToUpper(text)
	for _, name := range []string{"WEBSERVICE(", "RTD(", "REGISTER.ID(", "IMAGE(", "FILTERXML("} {
		if at := strings.Index(upper, name); at >= 0 && (at == 0 || !isWord(upper[at-1])) {
			return p.refuse(ReasonExternalLink, strings.TrimSuffix(name, "("))
		}
	}
	if isDDE(text) {
		return p.refuse(ReasonExternalLink, "DDE")
	}
	return nil
}

func isWord(c byte) bool { return c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '_' }

func isDDE(text string) bool {
	return strings.Contains(text, "|") && regexp.MustCompile(`^[=+\-@\s]*[A-Za-z0-9_.]+\s*\|\s*['"]?[^!]*!`).MatchString(text)
}

// archived says whether the content of a part is packed once more. Pictures in
// Windows' own format often are, singly; a whole archive has no place in a
// document.
func archived(name string, head []byte) bool {
	switch strings.ToLower(path.Ext(name)) {
	case ".emz", ".wmz":
		return false
	}
	for _, magic := range []string{"PK\x03\x04", "PK\x05\x06", "Rar!\x1a", "7z\xbc\xaf\x27\x1c", "\x1f\x8b\x08", "\xfd7zXZ\x00", "BZh9", "MSCF\x00"} {
		if strings.HasPrefix(string(head), magic) {
			return true
		}
	}
	return false
}
