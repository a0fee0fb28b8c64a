package evaluation

import (
	"slices"
	"strings"
)

// PaperOf gives the paper of which a file of a dossier is a rendering. What the
// system writes is one paper in whatever formats it is printed; what somebody
// supplied, which has a folder of its own, is a paper by itself.
func PaperOf(path string) string {
	if strings.Contains(path, "/") {
		return path
	}
	name, _, _ := strings.Cut(path, ".")
	return name
}

// SealedPaper is a paper of a dossier in all its renderings (定稿文书): what is
// found in one is said of all, and what is decided of one is decided of all.
type SealedPaper struct {
	// Renderings are its files, the one that was looked through first.
	Renderings []SealedFile
	Findings   []PersonalData
	// Unread is true where no rendering could be looked through.
	Unread bool
}

// Papers lists what a dossier holds, paper by paper.
func (d *Dossier) Papers() []SealedPaper {
	var out []SealedPaper
	for _, f := range d.Files {
		name := PaperOf(f.Path)
		i := slices.IndexFunc(out, func(p SealedPaper) bool { return PaperOf(p.Renderings[0].Path) == name })
		switch {
		case i < 0:
			out = append(out, SealedPaper{Renderings: []SealedFile{f}, Findings: d.findingsOf(name), Unread: d.unread(name)})
		case d.Printed(out[i].Renderings[0].Path):
			out[i].Renderings = slices.Insert(out[i].Renderings, 0, f)
		default:
			out[i].Renderings = append(out[i].Renderings, f)
		}
	}
	return out
}

// Printed tells whether a file is a print of a paper that can be read beside it:
// looking through that one is looking through both.
func (d *Dossier) Printed(path string) bool {
	return strings.HasSuffix(path, ".pdf") && slices.ContainsFunc(d.Files, func(f SealedFile) bool {
		return f.Path != path && PaperOf(f.Path) == PaperOf(path)
	})
}

func (d *Dossier) findingsOf(paper string) []PersonalData {
	var out []PersonalData
	for _, p := range d.Findings {
		if PaperOf(p.Path) == paper {
			out = append(out, p)
		}
	}
	return out
}

func (d *Dossier) unread(paper string) bool {
	return slices.ContainsFunc(d.Unread, func(path string) bool { return PaperOf(path) == paper })
}

// suspect tells whether a paper holds what looks like personal data, or could
// not be looked through.
func (d *Dossier) suspect(paper string) bool { return d.unread(paper) || len(d.findingsOf(paper)) > 0 }

// same tells whether two decisions say the same.
func (f FileDecision) same(o FileDecision) bool {
	o.Path = f.Path
	return f == o
}

// whole gives the decisions on every file of a dossier, in its order: what is
// decided of one rendering of a paper is decided of all.
func (c Clearing) whole(d *Dossier) Clearing {
	out := Clearing{Digest: c.Digest}
	for _, f := range d.Files {
		i := slices.IndexFunc(c.Files, func(o FileDecision) bool { return PaperOf(o.Path) == PaperOf(f.Path) })
		if i >= 0 {
			one := c.Files[i]
			one.Path = f.Path
			out.Files = append(out.Files, one)
		}
	}
	return out
}

// Withholds gives the decision by which a file is kept back. Decisions taken
// before a paper was decided on as a whole may let one rendering out and keep
// another back: then all are kept back.
func (c *Clearance) Withholds(path string) (FileDecision, bool) {
	i := slices.IndexFunc(c.Files, func(f FileDecision) bool { return f.Path == path && !f.Public })
	if i < 0 {
		i = slices.IndexFunc(c.Files, func(f FileDecision) bool { return !f.Public && PaperOf(f.Path) == PaperOf(path) })
	}
	if i < 0 {
		return FileDecision{}, false
	}
	kept := c.Files[i]
	kept.Path = path
	return kept, true
}

// Mixed tells whether a decision lets one rendering of a paper out that it keeps
// back in another.
func (c *Clearance) Mixed() bool {
	return slices.ContainsFunc(c.Files, func(f FileDecision) bool {
		_, kept := c.Withholds(f.Path)
		return f.Public && kept
	})
}
