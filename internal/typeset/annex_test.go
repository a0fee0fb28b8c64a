package typeset_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"jiheng/internal/fault"
	"jiheng/internal/typeset"
	"jiheng/internal/typeset/typesettest"
)

// bound is a paper of so many lines with two sheets bound in.
func bound(lines int) typeset.Document {
	d := typeset.Document{
		Title: "报告", Enclosures: []string{"汇总表"}, Signed: []string{"某单位（公章）", "2020年8月27日"},
		Annexes: []typeset.Annex{
			{Title: "工作情况", Blocks: []typeset.Block{typeset.Heading{Level: 1, Text: "过程"}}},
			{Title: "声明", Blocks: []typeset.Block{typeset.Heading{Level: 1, Text: "原文"}, typeset.Paragraph{Text: strings.Repeat("0a", 32)}}},
		},
	}
	for i := range lines {
		d.Blocks = append(d.Blocks, typeset.Paragraph{Text: fmt.Sprintf("第%d行。", i)})
	}
	return d
}

func TestAnnexes_are_listed_and_bound_in_behind_the_signature(t *testing.T) {
	t.Parallel()
	digest := strings.Repeat("0a", 32)
	require.Equal(t, "报告\n第0行。\n附件：1.汇总表\n　　　2.工作情况\n　　　3.声明\n某单位（公章）\n2020年8月27日\n附件2\n工作情况\n一、过程\n附件3\n声明\n一、原文\n"+digest+"\n",
		typesettest.DOCX(t, docx(t, bound(1))))
	pages := typesettest.PDF(t, pdf(t, bound(1)))
	require.Len(t, pages, 3)
	require.Contains(t, pages[1], "附件2\n工作情况\n一、过程\n")
	require.Contains(t, pages[2], "附件3\n声明\n一、原文\n")
	body := typesettest.Part(t, docx(t, bound(1)), "word/document.xml")
	require.Equal(t, 2, strings.Count(body, "<w:pageBreakBefore/>"))
	require.Equal(t, 1, strings.Count(body, `<w:wordWrap w:val="0"/>`), "a digest is broken, the line before it not pulled apart")

	one := typeset.Document{Annexes: []typeset.Annex{{Title: "声明"}}}
	require.Equal(t, "附件：声明\n附件\n声明\n", typesettest.DOCX(t, docx(t, one)))
}

// The page with the signature has a line of the text as well, however long the
// text is.
func TestThePageOfTheSignatureHasALineOfTheText(t *testing.T) {
	t.Parallel()
	for lines := 1; lines < 50; lines++ {
		for _, page := range typesettest.PDF(t, pdf(t, bound(lines))) {
			if strings.Contains(page, "（公章）") {
				require.Contains(t, page, fmt.Sprintf("第%d行。", lines-1))
				require.Contains(t, page, "附件：1.汇总表")
			}
		}
	}
}

// letter is a letter of so many lines with so many papers enclosed; the title of
// every seventh takes two lines.
func letter(lines, enclosed int) typeset.Document {
	d := bound(lines)
	d.Annexes, d.Enclosures = nil, nil
	for i := range enclosed {
		title := fmt.Sprintf("第%d份材料", i+1)
		if i%7 == 6 {
			title = strings.Repeat("大厅运行维护", 5) + title
		}
		d.Enclosures = append(d.Enclosures, title)
	}
	return d
}

// A long list goes on on the next page instead of taking the text along; what
// is before a page's end is as full as what may not be parted leaves it.
func TestALongListOfEnclosuresIsParted(t *testing.T) {
	t.Parallel()
	const fullPage, unparted = 21, 7 // lines; the most that stays together
	for _, enclosed := range []int{1, 2, 3, 4, 10, 21, 40} {
		for lines := 1; lines < 45; lines++ {
			pages := typesettest.PDF(t, pdf(t, letter(lines, enclosed)))
			last := pages[len(pages)-1]
			require.Contains(t, last, "某单位（公章）\n2020年8月27日", "%d lines, %d enclosed", lines, enclosed)
			require.Contains(t, last, fmt.Sprintf("第%d份材料", enclosed), "the signature is never alone: %d lines, %d enclosed", lines, enclosed)
			for i, page := range pages[:len(pages)-1] {
				require.Greater(t, strings.Count(page, "\n"), fullPage-unparted, "page %d of %d lines, %d enclosed", i+1, lines, enclosed)
			}
			for _, page := range pages {
				if strings.Contains(page, "附件：") {
					require.Contains(t, page, fmt.Sprintf("第%d行。", lines-1), "the list begins below the text")
					require.Contains(t, page, fmt.Sprintf("第%d份材料", min(2, enclosed)))
				}
			}
		}
	}
}

// Word parts the list where the PDF may.
func TestALongListOfEnclosuresIsPartedInWord(t *testing.T) {
	t.Parallel()
	for enclosed, kept := range map[int]int{0: 2, 1: 3, 3: 5, 4: 5, 40: 5} {
		body := typesettest.Part(t, docx(t, letter(3, enclosed)), "word/document.xml")
		require.Equal(t, kept, strings.Count(body, "<w:keepNext/>"), "%d enclosed", enclosed)
	}
}

func TestAnnexes_that_cannot_be_printed_are_named(t *testing.T) {
	t.Parallel()
	d := bound(1)
	d.Annexes[0].Title = "\x01"
	d.Annexes[1].Blocks[1] = typeset.Heading{Level: 9, Text: "x"}
	require.Equal(t, []fault.Field{
		{Name: "annexes[0].title", Reason: "text_not_printable"}, {Name: "annexes[1].blocks[1]", Reason: "level_unknown"},
	}, fault.As(d.WritePDF(&strings.Builder{})).Fields)
}
