package command

import (
	"errors"
	"fmt"

	"jiheng/internal/evaluation"
	"jiheng/internal/fault"
	"jiheng/internal/process"
)

const (
	processShort     = "流程定义 (process definitions)"
	processListShort = "列出内置的流程定义及其版本 (list shipped processes)"
	processLintShort = "检查流程定义，指出每个问题的行和列；有问题时退出码为 3 (point at every mistake)"
	processPlanShort = "从启动日排出每个时刻：开启、提醒、截止、升级 (print every resolved instant)"
	processBPMNShort = "画成 BPMN 2.0 流程图，供其他工具打开 (write the process as BPMN 2.0)"

	processPublishShort = "发布流程定义的新版本；管理员在任时须经批准 (publish a version, or propose it)"
	processPublishLong  = `发布流程定义的新版本：FILE 须没有问题，版本号须大于已发布的各版。已发布的版本不再改动，正在办理的评价沿用启动时的版本。

系统管理员和安全管理员都在任时，这条命令只提出申请，由安全管理员在“流程定义”页面批准后生效；否则立即发布。两者都记入系统流水。
(proposes once there are administrators who can approve)`
	publishReasonFlag = "理由，记入系统流水 (why)"

	langFlag      = "提示语言：zh 或 en (language)"
	startFlag     = "启动日，如 2020-08-05 (start date)"
	calendarFlag  = "工作日历文件，默认用内置日历 (calendar file instead of the shipped one)"
	startedAtFlag = "演示从哪一刻开始，如 2026-03-02T10:00:00+08:00 (instant at which a demonstration starts)"

	langWanted      = "zh 或 en (zh or en)"
	startWanted     = "形如 2020-08-05 的日期 (a date)"
	dayWanted       = "1ms 到 24h 之间的时长，如 2s (a duration from 1ms to 24h)"
	startedAtWanted = "带时区的时刻，如 2026-03-02T10:00:00+08:00 (an instant with offset)"
)

var (
	errOneFile             = errors.New("请给出一个流程定义文件，或内置流程的名称 (name one definition file or shipped process)")
	errNoStart             = errors.New("请用 --start 给出启动日，如 --start 2020-08-05 (give a start date)")
	errStartedAtWithoutDay = errors.New("--started-at 要与 --day 一起用 (--started-at goes with --day)")
)

func publishedWords(title string, version int, proposed bool) string {
	if proposed {
		return fmt.Sprintf("系统管理员和安全管理员都在任：已提出发布“%s”第%d版的申请，待安全管理员批准后生效", title, version)
	}
	return fmt.Sprintf("已发布“%s”第%d版，并记入系统流水；新启动的评价按这一版办理", title, version)
}

func badFlag(name, value, wanted string) error {
	return fmt.Errorf("--%s 的值“%s”不对，应为%s", name, value, wanted)
}

func noDefinition(name string) error {
	return fmt.Errorf("没有“%s”这个文件，也没有叫这个名称的内置流程；见 jiheng process list (no such file or process)", name)
}

func badCalendar(file string, err error) error {
	return fmt.Errorf("工作日历 %s 读不懂 (cannot read the calendar): %w", file, err)
}

func tooEarly(def *evaluation.Definition, f *fault.Error) error {
	title := f.Params["stage"]
	if s, ok := def.Stage(evaluation.StageID(title)); ok {
		title = s.Title
	}
	return fmt.Errorf("阶段“%s”的截止日 %s 早于开启日 %s，请改启动日或该阶段的截止日 (due before it opens)", title, f.Params["due"], f.Params["opens"])
}

func noProblems(l process.Language, file string, stages, steps int) string {
	if l == process.English {
		return fmt.Sprintf("%s: no problems (stages: %d, steps: %d)", file, stages, steps)
	}
	return fmt.Sprintf("%s：无问题（%d 个阶段，%d 个环节）", file, stages, steps)
}
