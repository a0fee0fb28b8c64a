package typeset

// pdfLook is how a look is set in a PDF, in points and characters.
type pdfLook struct {
	font        int
	size, pitch float64
	align       Align
	justify     bool
	indent      float64 // of the first line, in characters
	rightIndent float64 // in characters
	before      float64
	level       int // in the outline
	withNext    bool
}

// gapAbove is the space above what has a gap, in points.
const gapAbove = 12

func pdfLooks() []pdfLook {
	return []pdfLook{
		lookTitle:      {font: sans, size: 22, pitch: 35, align: AlignCenter, withNext: true},
		lookNumber:     {size: 16, pitch: 28, align: AlignCenter},
		lookParticular: {size: 16, pitch: 28, align: AlignCenter},
		lookAddressee:  {size: 16, pitch: 28, before: 14},
		lookHeading1:   {font: sans, size: 16, pitch: 28, indent: 2, level: 1, withNext: true},
		lookHeading2:   {size: 16, pitch: 28, indent: 2, level: 2, withNext: true},
		lookHeading3:   {size: 16, pitch: 28, indent: 2, level: 3, withNext: true},
		lookBody:       {size: 16, pitch: 28, justify: true, indent: 2},
		lookFlush:      {size: 16, pitch: 28, justify: true},
		lookCaption:    {font: sans, size: 12, pitch: 18, align: AlignCenter, before: 8, withNext: true},
		lookUnit:       {size: 10.5, pitch: 15, align: AlignRight, withNext: true},
		lookEnclosure:  {size: 16, pitch: 28, indent: 2, before: 14},
		lookSigned:     {size: 16, pitch: 28, align: AlignRight, rightIndent: 4, before: 14},
		lookNote:       {size: 10.5, pitch: 15, before: 8},
		lookAnnex:      {font: sans, size: 16, pitch: 28, withNext: true},
		lookFormLine:   {size: 12, pitch: 20, align: AlignCenter, withNext: true},
	}
}
