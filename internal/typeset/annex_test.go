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

func TestAnnexes_that_cannot_be_printed_are_named(t *testing.T) {
	t.Parallel()
	d := bound(1)
	d.Annexes[0].Title = "\x01"
	d.Annexes[1].Blocks[1] = typeset.Heading{Level: 9, Text: "x"}
	require.Equal(t, []fault.Field{
		{Name: "annexes[0].title", Reason: "text_not_printable"}, {Name: "annexes[1].blocks[1]", Reason: "level_unknown"},
	}, fault.As(d.WritePDF(&strings.Builder{})).Fields)
}
