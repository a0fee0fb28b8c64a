package audit

import (
	"errors"
	"fmt"
	"io/fs"
	"strings"
	"syscall"

	"jiheng/internal/fault"
	"jiheng/policy"
)

// Label is what an auditor reads.
func (a Area) Label() string {
	switch a {
	case Chain:
		return "流水链"
	case Checkpoints:
		return "检查点"
	case Rows:
		return "数据"
	case Files:
		return "文件"
	case Dossiers:
		return "卷宗"
	case Authority:
		return "权限"
	case Installation:
		return "系统流水"
	case Histories:
		return "工作流历史"
	case Guards:
		return "防护"
	}
	return string(a)
}

// Label is what an auditor reads.
func (k Kind) Label() string {
	switch k { //nolint:exhaustive // otherLabel has the rest, and a test asks for all
	case RowDiffers:
		return "数据与流水不符"
	case ChainLost:
		return "检查点记载的整条流水不存在"
	case Orphan:
		return "有数据而没有所属的评价"
	case Unreadable:
		return "无法读取"
	case FileMissing:
		return "文件缺失"
	case FileChanged:
		return "文件内容被改动"
	case FileRowDiffers:
		return "文件登记与文件不符"
	case ManifestDiffers:
		return "清单与卷宗摘要不符"
	case PackageDiffers:
		return "卷宗压缩包不是定稿时的内容"
	case PolicyMissing:
		return "没有留存当时的权限策略"
	case PolicyChanged:
		return "留存的权限策略被改动"
	case NotEntitled:
		return "当时的权限策略没有授予此人这项权力"
	case RuleMissing:
		return "没有记载依据的规则"
	case DutyBroken:
		return "违反职责分离或者任职要求"
	default:
		return k.otherLabel()
	}
}

func (k Kind) otherLabel() string {
	switch k { //nolint:exhaustive // the rest of Label
	case KeyUnknown:
		return "签名密钥不明"
	case PositionWrong:
		return "链头陈述缺失或者次序不对"
	case CheckpointRowDiffers:
		return "检查点登记与签名内容不符"
	case KeptMissing:
		return "另存的检查点不在数据库中"
	case KeptDiffers:
		return "数据库中的检查点与另存的不符"
	case LineUnreadable:
		return "另存文件的这一行不是检查点，或者签名不符"
	case ArchiveChanged:
		return "归档的工作流历史被改动"
	case ArchiveMissing:
		return "归档的工作流历史缺失"
	case ArchiveUnknown:
		return "流水中没有记载的归档"
	case ToldUnreal:
		return "工作流历史提到了流水中没有的记录"
	case CalendarChanged:
		return "留存的工作日历被改动"
	case CalendarMissing:
		return "留存的工作日历缺失"
	case CalendarUnknown:
		return "流水中没有记载的工作日历"
	case Untold:
		return "工作流结束时没有读到流水的末尾"
	default:
		return k.labelOfRegister()
	}
}

func (k Kind) labelOfRegister() string {
	switch k { //nolint:exhaustive // the rest of Label
	case PastJournal:
		return "改动时发现数据此前已被绕过流水改动"
	case InheritedLate:
		return "流水已有登记以后，又把数据当作以前留下的登记"
	case NoSubstitute:
		return "代人办理而当时没有有效的代理"
	case ActedLocked:
		return "账号已锁定而仍有办理"
	case ToldEarly:
		return "工作流在这条流水记入之前就被告知或者读到了它"
	case ReadBack:
		return "工作流后读到的流水比先读到的少"
	case RunMissing:
		return "所接续的上一次运行没有归档"
	case PolicyTakenBack:
		return "重新启用了已被替换的权限策略（程序可能退回旧版）"
	case PolicyOutdated:
		return "流水依据的权限策略当时已被替换（可能有旧版程序在办理）"
	default:
		return k.labelOfCheckpoint()
	}
}

func (k Kind) labelOfCheckpoint() string {
	switch k { //nolint:exhaustive // the rest of Label
	case KeptLacking:
		return "检查点不在另存文件中（另存文件被剪去，或者没有写入）"
	case LineTwice:
		return "另存文件的这一行与前面的重复"
	case FilesForeign:
		return "文件目录没有本系统的标记（换了目录、目录丢失，或者系统的编号被改动）"
	case LineOutOfOrder:
		return "另存文件的行次序被改动"
	case CheckpointGone:
		return "系统流水记载的检查点不存在"
	case CheckpointUnlike:
		return "检查点与系统流水的记载不符"
	case CheckpointUnnoted:
		return "系统流水没有记载的检查点"
	case KeyDiffers:
		return "检查点公钥与系统流水的记载不符"
	case KeySelfNoted:
		return "签名公钥只见于系统流水，不在数据目录或者 --key 指定的公钥之中"
	case GuardMissing:
		return "防护或者授权缺失"
	case GuardChanged:
		return "防护被停用或者改动"
	case GuardUnknown:
		return "多出的防护或者授权"
	default:
		return string(k)
	}
}

// Line is the finding as one line: what, where, expected, found.
func (f Finding) Line() string {
	var b strings.Builder
	fmt.Fprintf(&b, "[%s]", f.Area.Label())
	if f.Evaluation != "" {
		fmt.Fprintf(&b, " 评价 %s", f.Evaluation)
	}
	if f.Book != "" {
		fmt.Fprintf(&b, " 收件台账 %s", f.Book)
	}
	fmt.Fprintf(&b, " %s：%s", f.Where, f.label)
	if f.Expected != "" || f.Found != "" {
		fmt.Fprintf(&b, "；应为“%s”，实为“%s”", short(f.Expected), short(f.Found))
	}
	return b.String()
}

// Summary is the result in one line.
func (r Result) Summary() string {
	line := fmt.Sprintf("核验评价 %d 项、收件台账 %d 本、流水 %d 条、检查点 %d 个、文件 %d 个、工作流历史 %d 份，用时 %.1f 秒：",
		r.Evaluations, r.Books, r.Entries, r.Checkpoints, r.Files, r.Histories, r.Seconds)
	if r.Findings == 0 {
		line += "没有发现问题"
	} else {
		line += fmt.Sprintf("发现 %d 处问题", r.Findings)
	}
	if r.Unsealed > 0 {
		line += fmt.Sprintf("；日志有 %d 行尚未封存，不在核对之列", r.Unsealed)
	}
	return line
}

// Caveats are what a verification could not prove, line by line.
func (r Result) Caveats() []string {
	var out []string
	if !r.Kept {
		out = append(out, "【注意】没有在数据库之外另存检查点文件（JIHENG_CHECKPOINT_FILE=none）。数据库属主把流水、检查点连同登记整体退回到以前某一时点的，"+
			"本次核验无从发现。请另存检查点文件，并放在由审计管理员掌管的另一台主机上；或者用抄录、打印的检查点核对：jiheng audit checkpoint verify 文件")
	}
	return out
}

// notShown stands for what somebody may not see.
func notShown(runes int) string { return fmt.Sprintf("（内容不予显示，共 %d 字）", runes) }

// unopened says why an envelope does not open.
func unopened(err error) string {
	switch fault.ReasonOf(err) {
	case "envelope_key":
		return "由另一把密钥签名"
	case "envelope_forged":
		return "签名与内容不符"
	case "envelope_type":
		return "签名的不是检查点"
	case "envelope_unreadable", "checkpoint_unreadable":
		return "内容读不懂"
	}
	return "打不开"
}

// unread says why something that is kept cannot be read.
func unread(err error) string {
	switch fault.ReasonOf(err) {
	case "definition_changed":
		return "留存的流程定义已被改动"
	case "definition_missing":
		return "没有留存流程定义"
	case "definition_unreadable":
		return "留存的流程定义读不懂"
	case "blob_damaged":
		return "文件内容与摘要不符"
	}
	switch {
	case errors.Is(err, fs.ErrPermission):
		return "没有读取的权限"
	case errors.Is(err, syscall.EISDIR):
		return "是目录，不是文件"
	case errors.Is(err, syscall.ELOOP):
		return "是符号链接，不是文件"
	case errors.Is(err, fs.ErrNotExist):
		return "不存在"
	case errors.Is(err, syscall.EIO):
		return "存储设备读取出错"
	}
	return "内容读不懂"
}

// violated says who settled a task in what role, and what was wrong with that.
func violated(v policy.Violation) string {
	words := map[string]string{
		"role_missing": "当时没有这项任职", "duty_conflict": "违反职责分离", "not_assignee": "不是任务的签收人",
	}
	said, ok := words[v.Reason]
	if !ok {
		said = v.Reason
	}
	return fmt.Sprintf("%s（%s）：%s", v.Person, v.Role, said)
}
