package privacy

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding/simplifiedchinese"

	"jiheng/internal/evaluation"
)

const (
	// maxRead bounds a file that is looked through, and what is unpacked of it.
	maxRead = 64 << 20
	// maxFound bounds what is told of one file: whoever has that many looks at
	// the file itself.
	maxFound = 50
)

// File looks through one file by the end of its name. readable is false for what
// cannot be looked through: pictures, print files, broken or oversized ones. The
// error is about reading r.
func File(path string, r io.Reader) (found []evaluation.PersonalData, readable bool, err error) {
	content, err := io.ReadAll(io.LimitReader(r, maxRead+1))
	if err != nil {
		return nil, false, fmt.Errorf("read %s: %w", path, err)
	}
	if len(content) > maxRead {
		return nil, false, nil
	}
	pieces, readable := read(strings.ToLower(path[strings.LastIndexByte(path, '.')+1:]), content)
	found, told := look(path, pieces, Scan)
	return found, readable && told, nil
}

// look scans pieces of a file; told is false when there is more than can be told.
func look(path string, pieces []piece, scan func(string) []Found) (found []evaluation.PersonalData, told bool) {
	for _, p := range pieces {
		for _, f := range scan(p.text) {
			if len(found) == maxFound {
				return found, false
			}
			found = append(found, evaluation.PersonalData{Path: path, Place: p.place, Kind: f.Kind, Masked: f.Masked})
		}
	}
	return found, true
}

// piece is a text and where it stands.
type piece struct{ place, text string }

func read(kind string, content []byte) ([]piece, bool) {
	switch kind {
	case "txt", "csv", "json", "html", "md":
		return readText(content)
	case "docx":
		return readWord(content)
	case "xlsx":
		return readSheets(content)
	}
	return nil, false
}

func readText(content []byte) ([]piece, bool) {
	if !utf8.Valid(content) {
		decoded, err := simplifiedchinese.GB18030.NewDecoder().Bytes(content)
		if err != nil || bytes.ContainsRune(decoded, utf8.RuneError) {
			return nil, false
		}
		content = decoded
	}
	var out []piece
	for i, line := range strings.Split(string(content), "\n") {
		out = append(out, piece{lineAt(i + 1), line})
	}
	return out, true
}

func readSheets(content []byte) ([]piece, bool) {
	book, err := excelize.OpenReader(bytes.NewReader(content), excelize.Options{
		RawCellValue: true, UnzipSizeLimit: maxRead, UnzipXMLSizeLimit: maxRead,
	})
	if err != nil {
		return nil, false
	}
	defer func() { _ = book.Close() }()
	var out []piece
	for _, sheet := range book.GetSheetList() {
		rows, err := book.GetRows(sheet)
		if err != nil {
			return out, false
		}
		for i, row := range rows {
			for j, value := range row {
				cell, err := excelize.CoordinatesToCellName(j+1, i+1)
				if err != nil {
					return out, false
				}
				out = append(out, piece{sheet + "!" + cell, value})
			}
		}
		notes, err := book.GetComments(sheet)
		if err != nil {
			return out, false
		}
		for _, n := range notes {
			out = append(out, piece{sheet + "!" + n.Cell, n.Text})
		}
	}
	return out, true
}

// readWord reads the text, heads, feet and notes of a .docx, paragraph by
// paragraph, so that a number in several runs is one number.
func readWord(content []byte) ([]piece, bool) {
	z, err := zip.NewReader(bytes.NewReader(content), int64(len(content)))
	if err != nil {
		return nil, false
	}
	var out []piece
	left, body := int64(maxRead), false
	for _, f := range z.File {
		if !strings.HasPrefix(f.Name, "word/") || !strings.HasSuffix(f.Name, ".xml") || strings.Contains(f.Name[len("word/"):], "/") {
			continue
		}
		pieces, read, err := paragraphs(f, left)
		if left -= read; err != nil || left <= 0 {
			return out, false
		}
		body = body || f.Name == "word/document.xml"
		out = append(out, pieces...)
	}
	return out, body
}

func paragraphs(f *zip.File, limit int64) (out []piece, read int64, err error) {
	r, err := f.Open()
	if err != nil {
		return nil, 0, err
	}
	defer func() { _ = r.Close() }()
	d := xml.NewDecoder(io.LimitReader(r, limit))
	var text strings.Builder
	inText := false
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			return out, d.InputOffset(), nil
		}
		if err != nil {
			return out, d.InputOffset(), err
		}
		switch t := token.(type) {
		case xml.StartElement:
			inText = t.Name.Local == "t"
		case xml.CharData:
			if inText {
				text.Write(t)
			}
		case xml.EndElement:
			inText = false
			if t.Name.Local == "p" {
				out = append(out, piece{paragraphAt(len(out) + 1), text.String()})
				text.Reset()
			}
		}
	}
}
