package document

import "jiheng/internal/typeset"

// annex is the sheet on which somebody answers for the content: the words, who
// signed them and when, the digests by which both can be checked, and room to
// sign by hand on the print.
func (s Signature) annex() typeset.Annex {
	office := s.Office
	if s.For != "" {
		office = signedFor(s.Office, s.For)
	}
	t := typeset.Table{
		Columns: []typeset.Column{{Share: 22}, {Share: 78}}, Head: [][]typeset.Cell{typeset.Cells(signatureCaptions()...)},
		Rows: [][]typeset.Cell{
			typeset.Cells(labelSigner, s.Role), typeset.Cells(labelPost, office), typeset.Cells(labelSignedAt, instantText(s.SignedAt)),
			typeset.Cells(labelContent, s.Content), typeset.Cells(labelWording, s.WordingDigest),
		},
	}
	return typeset.Annex{Title: headSignature, Blocks: []typeset.Block{
		typeset.Paragraph{Text: s.Wording}, t, typeset.Note{Text: noteSignature}, typeset.Paragraph{Text: signHere(s.Role)},
	}}
}
