package command

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"strings"
	"syscall"
	"unicode"

	"github.com/spf13/cobra"

	"jiheng/api"
	"jiheng/internal/evaluation"
	"jiheng/internal/fault"
)

// What the command line says to people: Chinese first, then English.

const (
	rootShort          = "绩衡：预算绩效自评 (budget-performance self-evaluation)"
	serveShort         = "提供接口和网页，需要 DATABASE_URL (serve the API and the page)"
	workerShort        = "推进时间线、发送通知，需要 DATABASE_URL 和 TEMPORAL_ADDRESS (carry out timelines)"
	migrateShort       = "建立或升级数据库结构 (create or upgrade the database schema)"
	migrateDone        = "数据库结构已是最新 (the schema is up to date)"
	dossierShort       = "定稿卷宗 (sealed dossiers)"
	dossierVerifyShort = "离线核验卷宗压缩包，通过退出码为 0，不通过为 4；给出两个时说明是否互为更正 (verify a package offline; of two, say which supersedes which)"
	unrelatedText      = "两份之间没有更正关系。"
	journalShort       = "日志 (the journal)"
	journalVerifyShort = "核验一项评价的日志链以及数据与日志是否一致，不通过退出码为 4 (verify chain and rows)"
	runShort           = "在本机运行整套系统，直到 Ctrl-C (run the whole system until Ctrl-C)"
	demoShort          = "从头到尾演示一次真实的自评 (play one real evaluation to its end)"
	servicesShort      = "只启动 PostgreSQL 和 Temporal (start PostgreSQL and Temporal alone)"
	postgresShort      = "只启动 PostgreSQL (start PostgreSQL alone)"
	temporalShort      = "只启动 Temporal，需要 DATABASE_URL (start Temporal alone)"

	dataFlag    = "数据目录 (data folder)"
	addressFlag = "监听地址，端口 0 为任选空闲端口 (address to listen on, port 0 takes a free one)"
	portFlag    = "端口，0 为任选空闲端口 (port, 0 takes a free one)"
	jsonFlag    = "以 JSON 输出 (print JSON)"
	digestFlag  = "应有的卷宗摘要，与报送或公开的数值比较 (the digest to expect)"
	packageFlag = "另存的定稿卷宗压缩包，用来核对日志有没有被整体改写 (a sealed package kept elsewhere, to hold the journal against)"
	demoFlag    = "同时写入演示单位和账号 (also bring in the demonstration's organisation)"
	runDemoFlag = "DATABASE_URL 指向的数据库里也写入演示账号，并允许缩短的天数 (bring the demonstration into the database of DATABASE_URL too)"
	dayFlag     = "一天历时多久，如 2s (how long a day lasts)"
)

var errNoDatabase = errors.New("没有配置数据库：请设置 DATABASE_URL，例如 postgres://user:password@host:5432/jiheng (no database: set DATABASE_URL)")

var errForeignDatabase = errors.New("DATABASE_URL 指向已有的数据库，演示会写入演示账号：确认无误请加 --demo，或取消 DATABASE_URL (the database is not ours: add --demo to play there)")

// addressTaken says in one sentence why an address cannot be listened on.
func addressTaken(address string, err error) error {
	switch {
	case errors.Is(err, syscall.EADDRINUSE):
		return fmt.Errorf("地址 %s 已被占用：请停止占用它的程序，或用 --address 换一个端口 (address in use)", address)
	case errors.Is(err, syscall.EACCES):
		return fmt.Errorf("没有权限监听 %s：请换用 1024 以上的端口 (not allowed to listen there)", address)
	default:
		if op, ok := errors.AsType[*net.OpError](err); ok {
			err = op.Err
		}
		return fmt.Errorf("无法监听 %s：应为本机地址和端口，例如 127.0.0.1:8080 (%w)", address, err)
	}
}

// wrongUsage tells what of a command line cannot be understood.
func wrongUsage(cmd *cobra.Command, err error) error {
	said := inWords(strings.Join(strings.Fields(err.Error()), " "))
	return fmt.Errorf("命令用法不对，加 --help 查看用法：%s%s", said, usageLine(cmd))
}

// wrongEnvironment tells what is wrong with the configuration.
func wrongEnvironment(err error) error {
	return fmt.Errorf("环境变量配置有误：%s", strings.ReplaceAll(err.Error(), "\n", "；"))
}

// sentence is what a person reads of an error. A fault is told by its reason;
// what has no words is told as it is, for whoever looks after the program.
func (sh *shell) sentence(err error) string {
	f, ok := errors.AsType[*fault.Error](err)
	if ok {
		if words := sh.reasonWords(f); words != "" {
			return words
		}
	}
	switch path := pathOf(err); {
	case errors.Is(err, fs.ErrNotExist):
		return "文件或者目录不存在：" + path
	case errors.Is(err, fs.ErrPermission):
		return "没有权限读写 " + path + "：请换一个位置，或者换用有权限的用户运行 (permission denied)"
	case errors.Is(err, syscall.ENOTDIR):
		return path + " 不是目录，请换一个位置 (not a folder)"
	case errors.Is(err, syscall.ENOSPC):
		return "磁盘已满：请腾出空间后重试 (the disk is full)"
	case errors.Is(err, context.Canceled):
		return "已中断，没有做完 (interrupted)"
	case errors.Is(err, context.DeadlineExceeded):
		return "等待超时，没有做完：请检查网络和数据库后重试 (timed out)"
	}
	said := strings.ReplaceAll(err.Error(), "\n", "; ")
	if !inChinese(said) {
		said = "没有做完，原因不在预料之中：请把这一行交给维护人员（" + said + "）"
	}
	return said
}

// inChinese tells whether there is anything to read for people.
func inChinese(text string) bool {
	return strings.ContainsFunc(text, func(r rune) bool { return unicode.Is(unicode.Han, r) })
}

// pathOf gives the file that an error is about.
func pathOf(err error) string {
	if p, ok := errors.AsType[*fs.PathError](err); ok {
		return p.Path
	}
	return err.Error()
}

func (sh *shell) reasonWords(f *fault.Error) string {
	if sh.platform != nil {
		if words, ok := sh.platform.Sentences()[f.Reason]; ok {
			for name, value := range f.Params {
				words = strings.ReplaceAll(words, "{"+name+"}", value)
			}
			return words
		}
	}
	return cmp.Or(terminalWords(f), api.Told(f), startingWords(f))
}

// greeting tells how to begin.
func greeting(address, password string, accounts [][2]string) string {
	var b strings.Builder
	fmt.Fprintf(&b, "\n绩衡已启动：http://%s/\n公开门户：  http://%s/public/evaluations\n", address, address)
	if len(accounts) > 0 {
		fmt.Fprintf(&b, "\n演示账号（密码均为 %s）：\n", password)
	}
	for _, a := range accounts {
		fmt.Fprintf(&b, "  %-20s %s\n", a[0], a[1])
	}
	b.WriteString("\n按 Ctrl-C 停止；数据保留，下次启动从停下处继续。\n")
	return b.String()
}

// workerEnded says why a worker gives up.
func workerEnded(err error) error {
	return fmt.Errorf("工作进程因无法恢复的错误退出，请由守护程序重新启动：%w (the worker gave up)", err)
}

func databaseEnded(err error) error {
	return fmt.Errorf("数据库意外停止，请查看日志后重新启动：%w (the private PostgreSQL ended)", err)
}

func manifestDamaged(id evaluation.ID) error {
	return fmt.Errorf("评价 %s 的定稿清单与其摘要不符，数据库中的卷宗被改动过 (the manifest is not what was sealed)", id)
}

// journalVerified is the result in one line.
func journalVerified(v verifiedJournal) string {
	line := fmt.Sprintf("核验日志 %d 条，末条摘要 %s：", v.Entries, v.Head.Hash)
	switch {
	case len(v.Findings) == 0:
		return line + "日志链完整，数据与日志一致"
	case v.Verified:
		return line + fmt.Sprintf("日志链完整，数据与日志一致，另有 %d 处提示", len(v.Findings))
	}
	return line + fmt.Sprintf("发现 %d 处问题，请保留现场并报告审计管理员", len(v.Findings))
}

func packageUnsound(path string) error {
	return fmt.Errorf("压缩包 %s 未通过核验，不能用来核对日志：请用 jiheng dossier verify 查看原因 (the package is not sound)", path)
}

func otherPassword(path string) error {
	return fmt.Errorf("演示账号已用 %s 中的密码建立，与 JIHENG_DEMO_PASSWORD 不同：请取消该变量，或换一个数据目录 (the accounts have another password)", path)
}
