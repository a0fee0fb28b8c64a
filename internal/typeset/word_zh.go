package typeset

import (
	"fmt"
	"strconv"
	"strings"
)

// The fonts that official papers are set in (GB/T 9704), with what stands in
// for them where they are missing.
const (
	faceTitle = "方正小标宋简体"
	faceBlack = "黑体"
	faceBody  = "仿宋_GB2312"
	faceKai   = "楷体_GB2312"
	faceSong  = "宋体"
	faceLatin = "Times New Roman"
)

func substitutes() [][2]string {
	return [][2]string{
		{faceTitle, "方正小标宋_GBK,小标宋体,华文中宋,宋体"},
		{faceBlack, "SimHei,微软雅黑,Noto Sans CJK SC"},
		{faceBody, "仿宋,FangSong,华文仿宋,宋体"},
		{faceKai, "楷体,KaiTi,华文楷体,宋体"},
		{faceSong, "SimSun,Noto Serif CJK SC"},
	}
}

const (
	colon      = "："
	pageBefore = "— "
	pageAfter  = " —"
	enclosure  = "附件："
	annex      = "附件"
	// geta stands for a character that the font lacks.
	geta = '〓'
	// fullWidth is as wide as any character of a line.
	fullWidth = '一'
)

// The characters that may not begin a line, and those that may not end one (避头尾).
const (
	neverFirst = "。，、；：？！）》」』】〕〗〉｝］”’…—～·％‰℃!%),.:;?]}>"
	neverLast  = "（《「『【〔〖〈｛［“‘￥＄([{<$"
	// together are characters of which a pair is one sign: …… and ——.
	together = "…—"
)

// enclosed numbers what is enclosed when there is more than one.
func enclosed(i, of int, title string) string {
	if of == 1 {
		return enclosure + title
	}
	if i == 0 {
		return fmt.Sprintf("%s1.%s", enclosure, title)
	}
	return fmt.Sprintf("　　　%d.%s", i+1, title)
}

// hangOf is how wide what stands before the title of an enclosure is, in
// characters: 附件： and, where there are several, a number.
func hangOf(text string) float64 {
	title := strings.TrimLeft(strings.TrimPrefix(text, enclosure), "　")
	number, _, numbered := strings.Cut(title, ".")
	if _, err := strconv.Atoi(number); !numbered || err != nil {
		return 3
	}
	return 3 + 0.5*float64(len(number)) + 0.25
}

// annexed is what stands above the title of what is bound in.
func annexed(i, of int) string {
	if of == 1 {
		return annex
	}
	return annex + strconv.Itoa(i+1)
}

// lackText is the note on characters that the fonts of a PDF lack.
func lackText(lack []rune) string {
	var codes []string
	for _, r := range lack {
		codes = append(codes, fmt.Sprintf("U+%04X", r))
	}
	return fmt.Sprintf("注：本件有%d个字不在所用字库中，以“〓”代替，复制文字时仍为原字：%s。", len(lack), strings.Join(codes, "、"))
}
