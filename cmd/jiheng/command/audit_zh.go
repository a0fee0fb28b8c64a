package command

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"jiheng/api"
	"jiheng/internal/audit"
	"jiheng/internal/calendar"
	"jiheng/internal/evaluation"
	"jiheng/internal/ledger"
	"jiheng/internal/review"
	"jiheng/internal/store"
)

const (
	auditShort                 = "审计：核验、检查点、流水查询与导出 (for auditors)"
	auditVerifyShort           = "核验整个系统：流水链、检查点、数据、文件、卷宗、权限；不通过退出码为 4 (verify everything)"
	auditCheckpointShort       = "显示最新的检查点，一行，可打印留存 (print the newest checkpoint)"
	auditCheckpointVerifyShort = "用另存的检查点文件核对数据库；不符退出码为 4 (hold a kept file against the database)"

	auditShowShort   = "查询流水，按时间先后逐行显示 (show journal entries)"
	auditExportShort = "导出流水：JSON 逐行、.xlsx 或 .pdf，导出本身也记入系统流水 (export journal entries)"

	auditReplayShort = "用当前程序重放归档的全部工作流历史；不一致退出码为 4 (replay archived histories)"

	auditPackageShort       = "制作一项评价的证据包，公钥写在旁边 (make an evidence package)"
	auditVerifyPackageShort = "离线核验证据包，只需要文件和公钥；不通过退出码为 4 (verify an evidence package offline)"

	packageKeyFlag   = "公钥文件，默认为同名的 .pub (public key)"
	ofEvaluationFlag = "评价编号 (of an evaluation)"
	actorFlag        = "操作人编号 (who did it)"
	forFlag          = "被代理人编号 (for whom)"
	taskFlag         = "任务编号 (of a task)"
	itemFlag         = "评价对象 (of an item)"
	typeFlag         = "事件种类，逗号分隔 (kinds of event)"
	actionFlag       = "被拒绝的动作 (refused attempts at an action)"
	refusedFlag      = "只看被拒绝的 (refusals alone)"
	entriesFromFlag  = "从哪一天起，如 2026-01-01 (from a day)"
	entriesToFlag    = "到哪一天止，含当日 (to a day)"
	installationFlag = "系统流水：谁查阅过、谁导出过、任免、账号和登记簿变动 (the journal of the installation)"
	bookFlag         = "一个接收单位一年的收件台账流水，如 finance-bureau/2019 (the journal of a book)"
	bookForm         = "形如 finance-bureau/2019 的单位编号和年度"
	formatFlag       = "jsonl、xlsx 或者 pdf，默认按文件名 (format)"
	formatWanted     = "jsonl、xlsx 或者 pdf"

	evaluationFlag = "只核验这一项评价 (this evaluation alone)"
	jsonLinesFlag  = "以 JSON 逐行输出 (print JSON lines)"
	keyFlag        = "验签公钥文件，可重复；不给时使用数据目录和数据库中的公钥 (public key, may be repeated)"
	envelopeFlag   = "输出完整的签名信封 (print the whole signed envelope)"
	nowFlag        = "先写一个新的检查点 (write one first)"
)

// verificationTask is what an alarm is about.
const verificationTask = "夜间核验发现问题"

var errNoCheckpoint = errors.New("还没有检查点：工作进程启动后每隔几分钟写一个，也可以加 --now 立即写入 (no checkpoint yet)")

func checkpointForged(number int64) error {
	return fmt.Errorf("检查点 %d 的签名不符，请运行 jiheng audit verify 查看 (the signature does not fit)", number)
}

// noEntries says that a question that could be asked found nothing.
const noEntries = "没有记录：没有符合条件的流水。"

func exported(path string, n int) string {
	if n == 0 {
		return "没有记录：没有符合条件的流水，已写入没有内容的 " + path
	}
	return fmt.Sprintf("已导出流水 %d 条，写入 %s", n, path)
}

// chainWords tell how to ask for a journal that is of no evaluation, nil for the
// name of one.
func chainWords(name string) error {
	if name == store.InstallationChain {
		return errors.New("系统流水不属于哪一项评价，请改用 --installation")
	}
	if book, ok := review.BookOf(name); ok {
		return fmt.Errorf("收件台账的流水不属于哪一项评价，请改用 --book %s", strings.ReplaceAll(book, ":", "/"))
	}
	return nil
}

func noSuchKind(q entryQuery, kind string) error {
	switch other := (entryQuery{installation: true}); {
	case q.chain() != string(q.Evaluation):
		return fmt.Errorf("--type 的值“%s”不是这一种流水的种类", kind)
	case other.hasKind(kind):
		return fmt.Errorf("--type 的值“%s”（%s）记在系统流水中，请加 --installation 查看", kind, api.EntryTitle(kind))
	}
	var kinds []string
	for _, t := range evaluation.EventTypes() {
		kinds = append(kinds, string(t)+"（"+t.Label()+"）")
	}
	return fmt.Errorf("--type 的值“%s”不是流水的种类，可用的有：%s", kind, strings.Join(kinds, separator))
}

func noSuchAction(action string) error {
	var actions []string
	for _, a := range attempts() {
		if name := string(a) + "（" + a.Label() + "）"; !slices.Contains(actions, name) {
			actions = append(actions, name)
		}
	}
	return fmt.Errorf("--action 的值“%s”不是办理操作，可用的有：%s", action, strings.Join(actions, separator))
}

// calling names a person by post, the system as such.
func calling(names evaluation.Names, id string) string {
	if id == string(evaluation.SystemPerson) {
		return "系统"
	}
	p := names.Person(evaluation.PersonID(id))
	if p.Post != "" {
		return p.Post
	}
	return id
}

// entryLine is an entry on a terminal.
func entryLine(l ledger.Line) string {
	who := l.Actor
	if l.OnBehalfOf != "" {
		who += "（代 " + l.OnBehalfOf + "）"
	}
	parts := []string{
		l.At.In(calendar.Location()).Format("2006-01-02 15:04:05"), fmt.Sprintf("%s:%d", l.EvaluationID, l.Seq), who, l.Kind, l.TaskID, l.Rule, l.ClientAddress,
	}
	return strings.Join(slices.DeleteFunc(parts, func(s string) bool { return s == "" }), "  ")
}

func replayFailed(a store.Archive, err error) string {
	return fmt.Sprintf("%s %s：重放不一致：%v", a.Workflow, a.Run, err)
}

func replayedAll(replayed, failed int) string {
	if failed == 0 {
		return fmt.Sprintf("重放工作流历史 %d 份：全部一致", replayed)
	}
	return fmt.Sprintf("重放工作流历史 %d 份：%d 份不一致", replayed, failed)
}

// foundFolder stands where the file of checkpoints should.
const foundFolder = "目录，不是文件"

// packageBent warns of a package of what does not hold.
func packageBent(findings int) error {
	return fmt.Errorf("证据包已经写入，但是核验发现 %d 处问题，见以上各行：请先查明，不要据此认定 (the evidence does not hold)", findings)
}

// packageRefused says that what does not hold could not even be packed.
func packageRefused(findings int, why string) error {
	return fmt.Errorf("没有制作证据包：核验发现 %d 处问题，见以上各行，无法成包：%s (the evidence does not hold)", findings, why)
}

func packageMade(path, key string, warnings []string) string {
	lines := []string{fmt.Sprintf("证据包已写入 %s，公钥 %s", path, key), "核验：jiheng audit verify-package " + path}
	for _, w := range warnings {
		lines = append(lines, "【注意】"+w)
	}
	return strings.Join(lines, "\n")
}

func keyUnreadable(err error) error {
	return fmt.Errorf("请用 --key 指定证据包的公钥，例如旁边的 .pub 文件：%w", err)
}

func noCheckpointsIn(file string) error {
	return fmt.Errorf("文件 %s 里没有检查点 (no checkpoints in the file)", file)
}

func checkpointsVerified(lines int, r audit.Result) string {
	line := fmt.Sprintf("核对另存的检查点 %d 行、数据库中的检查点 %d 个：", lines, r.Checkpoints)
	if r.OK() {
		return line + "没有发现问题"
	}
	return line + fmt.Sprintf("发现 %d 处问题", r.Findings)
}
