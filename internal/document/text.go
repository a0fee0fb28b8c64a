package document

import (
	"bufio"
	"encoding/csv"
	"errors"
	"io"
	"strings"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"

	"jiheng/internal/fault"
)

// Bounds of what is read out of a file to be looked at. A page shows no more
// at once, and says so.
const (
	maxShownRows   = 400
	maxShownCells  = 40
	maxShownSheets = 12
	maxShownBlocks = 2000
	maxShownText   = 200 << 10 // bytes in all
	maxShownCell   = 2000      // bytes of one cell or paragraph
)

// TextBlock is a piece of a file as text (文字段): a heading, a paragraph or a
// table. It is text and never markup.
type TextBlock struct {
	Kind TextKind
	Text string
	Rows [][]string
}

// TextKind is what a piece of text is (段落种类).
type TextKind string

// The kinds of text.
const (
	TextHeading   TextKind = "heading"   // 标题
	TextParagraph TextKind = "paragraph" // 段落
	TextTable     TextKind = "table"     // 表格
)

// PaperText is what there is to read in a file (文件文字).
type PaperText struct {
	Blocks []TextBlock
	// Cut is true when there is more than is given.
	Cut bool
}

// ReadText reads the text and tables of a stored .docx, .xlsx, .csv or .txt.
// Faults: invalid preview_unavailable for other kinds, those of Open and Sniff.
func (b *Blobs) ReadText(sha256, name string) (PaperText, error) {
	f, size, err := b.open(sha256)
	if err != nil {
		return PaperText{}, err
	}
	defer func() { _ = f.Close() }()
	// What passed once may not pass what has been learnt since.
	if _, err := Sniff(name, f, size); err != nil {
		return PaperText{}, err
	}
	t := &textReader{left: maxShownText}
	switch extension(name) {
	case "docx":
		err = t.docx(file{name: name, r: f, size: size})
	case "xlsx":
		err = t.xlsx(io.NewSectionReader(f, 0, size))
	case "csv":
		err = t.csv(io.NewSectionReader(f, 0, size))
	case "txt":
		err = t.plain(io.NewSectionReader(f, 0, size))
	default:
		return PaperText{}, fault.New(fault.Conflict, ReasonNoPreview, "no text is read out of %q", name)
	}
	if err != nil && !errors.Is(err, errEnough) && !isFault(err) {
		err = file{name: name}.damaged(err)
	}
	if errors.Is(err, errEnough) {
		t.text.Cut, err = true, nil
	}
	return t.text, err
}

// errEnough ends the reading of what would not be shown.
var errEnough = errors.New("enough was read")

// textReader gathers text up to a bound.
type textReader struct {
	text PaperText
	left int
}

// clip bounds a piece of text and takes it off what may still be read.
func (t *textReader) clip(text string) string {
	if limit := min(maxShownCell, t.left); len(text) > limit {
		t.text.Cut = true
		text = text[:limit]
		for !utf8.ValidString(text) {
			text = text[:len(text)-1]
		}
	}
	t.left -= len(text)
	return strings.ToValidUTF8(text, "\uFFFD")
}

func (t *textReader) add(block TextBlock) error {
	t.text.Blocks = append(t.text.Blocks, block)
	if t.left <= 0 || len(t.text.Blocks) >= maxShownBlocks {
		return errEnough
	}
	return nil
}

func (t *textReader) row(cells []string) []string {
	if len(cells) > maxShownCells {
		t.text.Cut, cells = true, cells[:maxShownCells]
	}
	out := make([]string, len(cells))
	for i, c := range cells {
		out[i] = t.clip(c)
	}
	return out
}

// xlsx reads every sheet as a table. The library unpacks no more than it is
// allowed; its own default is 16 GB.
func (t *textReader) xlsx(r io.Reader) error {
	book, err := excelize.OpenReader(r, excelize.Options{UnzipSizeLimit: maxUnpacked, UnzipXMLSizeLimit: maxMarkup})
	if err != nil {
		return err
	}
	defer func() { _ = book.Close() }()
	for i, name := range book.GetSheetList() {
		if i == maxShownSheets {
			return errEnough
		}
		if err := t.add(TextBlock{Kind: TextHeading, Text: t.clip(name)}); err != nil {
			return err
		}
		if err := t.sheet(book, name); err != nil {
			return err
		}
	}
	return nil
}

func (t *textReader) sheet(book *excelize.File, name string) error {
	rows, err := book.Rows(name)
	if err != nil {
		return err
	}
	defer func() { _ = rows.Close() }()
	table := TextBlock{Kind: TextTable}
	for rows.Next() {
		cells, err := rows.Columns()
		if err != nil {
			return err
		}
		if len(table.Rows) == maxShownRows || t.left <= 0 {
			t.text.Cut = true
			break
		}
		table.Rows = append(table.Rows, t.row(cells))
	}
	if err := rows.Error(); err != nil {
		return err
	}
	return t.add(table)
}

func (t *textReader) csv(r io.Reader) error {
	c := csv.NewReader(decoded(r))
	c.FieldsPerRecord, c.LazyQuotes = -1, true
	table := TextBlock{Kind: TextTable}
	for len(table.Rows) < maxShownRows && t.left > 0 {
		cells, err := c.Read()
		if errors.Is(err, io.EOF) {
			return t.add(table)
		}
		if err != nil {
			return err
		}
		table.Rows = append(table.Rows, t.row(cells))
	}
	t.text.Cut = true
	return t.add(table)
}

func (t *textReader) plain(r io.Reader) error {
	lines := bufio.NewReader(io.LimitReader(decoded(r), maxShownText+1))
	for {
		line, err := lines.ReadString('\n')
		if line != "" {
			if err := t.add(TextBlock{Kind: TextParagraph, Text: t.clip(strings.TrimRight(line, "\r\n"))}); err != nil {
				return err
			}
		}
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
	}
}

// decoded gives text as UTF-8: it is UTF-16 by its mark, UTF-8 if its beginning
// is, and else what Chinese Windows writes.
func decoded(r io.Reader) io.Reader {
	buffered := bufio.NewReaderSize(r, 64<<10)
	head, _ := buffered.Peek(64 << 10) // an error comes again when it is read
	switch {
	case strings.HasPrefix(string(head), "\xff\xfe"), strings.HasPrefix(string(head), "\xfe\xff"):
		return transform.NewReader(buffered, unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewDecoder())
	case validStart(head):
		return transform.NewReader(buffered, unicode.UTF8BOM.NewDecoder())
	}
	return transform.NewReader(buffered, simplifiedchinese.GB18030.NewDecoder())
}

// validStart says whether bytes are UTF-8, but for a character cut at the end.
func validStart(head []byte) bool {
	for cut := range min(utf8.UTFMax, len(head)+1) {
		if utf8.Valid(head[:len(head)-cut]) {
			return true
		}
	}
	return len(head) == 0
}
