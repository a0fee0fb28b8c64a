package evidence

import (
	"fmt"
	"strings"

	"jiheng/internal/calendar"
	"jiheng/internal/dossier"
)

const (
	contentsTitle  = "内容清单"
	signatureTitle = "内容清单的签名"

	packageWord     = "压缩包"
	missingWord     = "缺失"
	unreadableWord  = "无法读取"
	signatureWrong  = "签名与公钥或者内容清单不符"
	contentsWrong   = "内容清单有误"
	manifestWrong   = "打包清单与签名的内容清单不符"
	checkpointWrong = "检查点的签名或者安装标识不符"
	statementWrong  = "链头陈述不在检查点之内"
	headNotStated   = "流水的末尾没有检查点陈述"
	paperMissing    = "流水提到的材料不在包内"
	notSpokenOf     = "流水没有提到的文件"
	historyWrong    = "工作流历史与归档摘要不符"
	policyWrong     = "权限策略与版本不符"
	earlierWrong    = "较早的检查点与本包的检查点不一致"

	withheldUndecided = "对外公开的压缩包隐去了没有决定隐去的文件"
	withheldShown     = "决定不公开的文件没有从对外公开的压缩包中隐去"
	foundWhenMade     = "制作时核验系统发现："
	publicWrong       = "对外公开的压缩包不是流水所记载的那一份卷宗"
)

// NoEarlierCheckpoint is what a package says that no checkpoint came before.
const NoEarlierCheckpoint = "制作本包以前，没有同一密钥签名的检查点陈述过这份流水；本包只证明流水在制作之时如此，不能证明此前没有被整体改写。请与另存的检查点文件或者抄录、打印的检查点核对"

// Lines is the report as people read it.
func (r *Report) Lines() []string {
	if r.OK() {
		lines := []string{
			fmt.Sprintf("证据包完好：%s（%s，%d 年度）", r.Subject.Title, r.Subject.Unit, r.Subject.Year),
			fmt.Sprintf("流水 %d 条，文件 %d 个，签名密钥 %.16s", r.Entries, r.Files, r.KeyID),
		}
		if !r.Since.IsZero() {
			lines = append(lines, "最早陈述这份流水的检查点："+r.Since.In(calendar.Location()).Format("2006-01-02 15:04:05"))
		}
		for _, w := range r.Warnings {
			lines = append(lines, "【注意】"+w)
		}
		return lines
	}
	lines := []string{fmt.Sprintf("证据包未通过核验，发现 %d 处问题：", len(r.Findings))}
	if r.Bent > 0 {
		lines = append(lines, fmt.Sprintf("其中 %d 处是制作本包时核验系统发现的：系统的记录当时已被改动，本包所载不足以认定", r.Bent))
	}
	for _, f := range r.Findings {
		line := f.Where + "：" + f.What
		if f.Expected != "" || f.Found != "" {
			line += fmt.Sprintf("；应为“%s”，实为“%s”", f.Expected, f.Found)
		}
		lines = append(lines, line)
	}
	return lines
}

// packingWords say what is wrong with the packing.
func packingWords(f dossier.Finding) string {
	switch f { //nolint:exhaustive // the rest are about single files
	case dossier.NotPackage:
		return "文件不是压缩包，或者不完整%.0s"
	case dossier.TooLarge:
		return "压缩包超出证据包可能的大小%.0s"
	case dossier.TooMany:
		return "压缩包里的文件过多（%s 个）"
	case dossier.ManifestMissing:
		return "压缩包里没有打包清单 manifest.json%.0s"
	case dossier.ManifestChanged:
		return "打包清单 manifest.json 已改动或损坏，无法核验各个文件%.0s"
	case dossier.WithheldChanged:
		return "证据包里不应当有隐去文件的清单 withheld.json%.0s"
	case dossier.PackingDiffers:
		return "各个文件都与打包清单一致，但压缩包从第 %s 字节起与制作时的打包结果不同"
	default:
		return string(f) + "%.0s"
	}
}

// verificationNote is the line of a note that packages from before have not.
const verificationNote = "verification.json 制作本包之前对系统的核验结果，发现的问题逐条列出\n"

// notes are the notes that packages have been given, the newest first.
func notes(s Subject) []string {
	text := noteText(s)
	return []string{text, strings.Replace(text, verificationNote, "", 1)}
}

// noteText is the note to whoever opens a package.
func noteText(s Subject) string {
	return fmt.Sprintf(`证据包说明

评价名称：%s
评价单位：%s
评价年度：%d

一、这是什么

这个压缩包汇集了证明上述绩效自评如何进行的全部材料，可以脱离系统、脱离网络独立核验：

  jiheng audit verify-package 本文件.zip --key 公钥.pub

不给公钥时，使用与本文件同名、扩展名为 .pub 的公钥。公钥应当另行取得，例如由审计管理员提供。

二、包里有什么（在 files 文件夹内）

目录.txt         全部文件的中文目录
journal.jsonl    全部流水，每行一条，前后以摘要相连
proof.json       签名的检查点，以及本评价每次链头陈述的证明
documents/       流水提到的全部材料、定稿文件、定稿卷宗和对外公开的压缩包，以 SHA-256 摘要为文件名
process/         评价所依据的流程定义
policies/        历次办理所依据的权限策略
calendar.json    所依据的工作日历
history/         工作流运行历史，histories.json 是其归档摘要
`+verificationNote+`contents.json    以上全部文件的清单，signature.json 是它的签名

三、核验什么

改动本文件的任何一个字节，都会使打包、摘要或者签名三者之一不符。核验同时检查：流水链是否完整，是否与检查点一致，材料是否齐全，卷宗、流程、策略和历史是否就是流水所记载的。
`, s.Title, s.Unit, s.Year)
}
