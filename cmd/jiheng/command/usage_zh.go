package command

import (
	"fmt"
	"regexp"
	"strings"

	"github.com/spf13/cobra"
)

// usages are what the library says of a command line that it cannot read, and
// what people are told instead.
var usages = []struct {
	said *regexp.Regexp
	told string
}{
	{regexp.MustCompile(`^accepts (\d+) arg\(s\), received (\d+)$`), "应给出 $1 个参数，实际给出 $2 个"},
	{regexp.MustCompile(`^accepts between (\d+) and (\d+) arg\(s\), received (\d+)$`), "应给出 $1 至 $2 个参数，实际给出 $3 个"},
	{regexp.MustCompile(`^requires at least (\d+) arg\(s\), only received (\d+)$`), "至少应给出 $1 个参数，实际给出 $2 个"},
	{regexp.MustCompile(`^accepts at most (\d+) arg\(s\), received (\d+)$`), "至多给出 $1 个参数，实际给出 $2 个"},
	{regexp.MustCompile(`^unknown command "(.*?)" for "(.*?)".*$`), "$2 没有“$1”这个子命令或参数"},
	{regexp.MustCompile(`^unknown flag: (.*)$`), "没有 $1 这个选项"},
	{regexp.MustCompile(`^unknown shorthand flag: '(.*?)' in (.*)$`), "没有 -$1 这个选项（$2）"},
	{regexp.MustCompile(`^flag needs an argument: (?:'(.*?)' in (.*)|(.*))$`), "选项 $3$2 后面要写出值"},
	{regexp.MustCompile(`^invalid argument "(.*?)" for "(.*?)" flag.*$`), "选项 $2 的值“$1”不对"},
	{regexp.MustCompile(`^required flag\(s\) (.*) not set$`), "没有给出必须的选项 $1"},
	{regexp.MustCompile(`^if any flags in the group \[(.*?)\] are set they must all be set; missing \[(.*?)\]$`), "选项 $1 要一起给出，还缺 $2"},
	{regexp.MustCompile(`^at least one of the flags in the group \[(.*?)\] is required$`), "选项 $1 至少要给出一个"},
	{regexp.MustCompile(`^if any flags in the group \[(.*?)\] are set none of the others can be; .*$`), "选项 $1 只能给出其中一个"},
	{regexp.MustCompile(`^invalid argument "(.*?)" for "([^-].*?)".*$`), "$2 不接受“$1”这个参数"},
	{regexp.MustCompile(`^bad flag syntax: (.*)$`), "选项 $1 的写法不对"},
}

var requiredFlag = regexp.MustCompile(`"(.*?)",?`)

// inWords says in Chinese what the library says of a command line.
func inWords(said string) string {
	if names, ok := strings.CutPrefix(said, "required flag(s) "); ok { // names in quotes, with no dashes
		said = "required flag(s) " + requiredFlag.ReplaceAllString(names, "--$1")
	}
	for _, u := range usages {
		if u.said.MatchString(said) {
			return u.said.ReplaceAllString(said, u.told)
		}
	}
	return said
}

// usageLine shows how a command is written.
func usageLine(cmd *cobra.Command) string {
	if cmd == nil || !cmd.HasParent() {
		return ""
	}
	return "；用法：" + strings.TrimSuffix(cmd.UseLine(), " [flags]")
}

// withoutCommand is for a command that only holds others: it shows them, and
// refuses a name that is none of them.
func withoutCommand(cmd *cobra.Command, args []string) error {
	if len(args) == 0 {
		return cmd.Help()
	}
	var names []string
	for _, c := range cmd.Commands() {
		names = append(names, c.Name())
	}
	return exit(exitUsage, fmt.Errorf("%s 没有“%s”这个子命令，可用的有：%s (no such command)", cmd.CommandPath(), args[0], strings.Join(names, "、")))
}
