package dossier

import (
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"
)

// Lines gives the report in Chinese, for a terminal: particulars, one line
// for each file, the findings, and the result last.
func (r Report) Lines() []string {
	lines := r.particulars()
	for _, w := range r.Withheld {
		lines = append(lines, "[不公开] "+filesFolder+w.Path+"（理由："+w.Reason+"；依据："+w.Basis+"；决定："+w.By+"）")
	}
	for _, file := range r.Files {
		lines = append(lines, file.line())
	}
	for _, found := range r.Findings {
		lines = append(lines, "问题："+found.line())
	}
	wrong := len(r.Problems())
	if wrong == 1 && len(r.Findings) == 1 && r.Findings[0].Finding == PackingDiffers {
		return append(lines, "核验不通过：各个文件的内容与定稿一致，但压缩包是重新打包的，不是定稿时的那一份。需要原样核验的，请取得定稿时的压缩包。")
	}
	if wrong > 0 {
		return append(lines, fmt.Sprintf("核验不通过：发现 %d 处问题，这份材料与定稿不一致。", wrong))
	}
	if n := len(r.Withheld); n > 0 {
		return append(lines, fmt.Sprintf("核验通过：%d 个文件与定稿完全一致，另有 %d 个文件不公开，清单中列有其校验值。", len(r.Manifest.Files)-n, n))
	}
	return append(lines, fmt.Sprintf("核验通过：%d 个文件与定稿完全一致。", len(r.Manifest.Files)))
}

// Problems are what is wrong, a line each, without the particulars and the
// files that are sound.
func (r Report) Problems() []string { return r.ProblemsAs(wording) }

// ProblemsAs are the problems in the words of whoever packs something else than
// a dossier; words give a format for what is wrong with the package as a whole.
func (r Report) ProblemsAs(words func(Finding) string) []string {
	var lines []string
	for _, file := range r.Files {
		if file.Finding != Sound {
			lines = append(lines, file.line())
		}
	}
	for _, found := range r.Findings {
		lines = append(lines, found.as(words))
	}
	return lines
}

func (f Found) line() string { return f.as(wording) }

func (f Found) as(words func(Finding) string) string {
	return fmt.Sprintf(words(f.Finding), shown(f.Detail))
}

func (r Report) particulars() []string {
	var lines []string
	if m := r.Manifest; m.Version != 0 {
		lines = append(lines, "材料名称："+m.Title, "评价单位："+m.Unit,
			"定稿时间："+sealedText(m))
		if m.Rehearsal != nil {
			lines = append(lines, rehearsalText)
		}
		if m.PrevDigest != "" {
			lines = append(lines, "更正对象："+m.PrevDigest, "更正原因："+m.Correction)
		}
		if a := m.Attestation; a != nil {
			lines = append(lines, "声明："+a.Wording, "签署："+a.Post+"，"+a.SignedAt.Format("2006年1月2日15时04分05秒"))
		}
		lines = append(lines, "定稿摘要（SHA-256）："+r.Digest.SHA256, "定稿摘要（SM3）："+r.Digest.SM3)
	}
	return lines
}

// Relation says of two sound packages whether one corrects the other, in a
// sentence of Chinese; "" when they have nothing to do with each other.
func Relation(a, b Report) string {
	switch {
	case a.Digest.SHA256 == "" || b.Digest.SHA256 == "":
		return ""
	case a.Digest == b.Digest:
		return "两份是同一定稿：定稿摘要相同。"
	case b.Manifest.PrevDigest == a.Digest.SHA256:
		return "第一份已被第二份更正（superseded by " + b.Digest.SHA256 + "）。更正说明：" + b.Manifest.Correction
	case a.Manifest.PrevDigest == b.Digest.SHA256:
		return "第二份已被第一份更正（superseded by " + a.Digest.SHA256 + "）。更正说明：" + a.Manifest.Correction
	}
	return ""
}

func (c Checked) line() string {
	text := "[" + label(c.Finding) + "] " + shown(c.Name)
	if c.Title != "" {
		text += "（" + shown(c.Title) + "）"
	}
	return text
}

// shown makes text of unknown origin safe for a terminal.
func shown(text string) string {
	if !utf8.ValidString(text) || strings.ContainsFunc(text, unseen) {
		return strconv.QuoteToASCII(text)
	}
	return text
}

func label(finding Finding) string {
	switch finding {
	case Sound:
		return "一致"
	case Changed:
		return "已改动"
	case Missing:
		return "缺少"
	case Extra:
		return "多出"
	case Twice:
		return "重复"
	case Unsafe:
		return "名称不安全"
	case Unreadable:
		return "已损坏"
	case Unchecked:
		return "未核验"
	case NotPackage, TooLarge, TooMany, ManifestMissing, ManifestChanged, WithheldChanged, PackingDiffers, DigestDiffers:
		return "不一致"
	}
	return string(finding)
}

// wording is a sentence about the package; each takes the detail once, or not
// at all by way of %.0s.
func wording(finding Finding) string {
	switch finding {
	case NotPackage:
		return "文件不是压缩包，或者不完整%.0s"
	case TooLarge:
		return "压缩包超出定稿材料可能的大小%.0s"
	case TooMany:
		return "压缩包里的文件过多（%s 个）"
	case ManifestMissing:
		return "压缩包里没有定稿清单 manifest.json%.0s"
	case ManifestChanged:
		return "定稿清单 manifest.json 已改动或损坏，无法核验各个文件%.0s"
	case WithheldChanged:
		return "不公开文件清单 withheld.json 与定稿清单不符，或者已改动%.0s"
	case PackingDiffers:
		return "各个文件都与定稿一致，但压缩包从第 %s 字节起与定稿时的打包结果不同"
	case DigestDiffers:
		return "定稿摘要与公布的不同，公布的是 %s"
	case Sound, Changed, Missing, Extra, Twice, Unsafe, Unreadable, Unchecked:
		return label(finding) + "%.0s"
	}
	return string(finding) + " %s"
}
