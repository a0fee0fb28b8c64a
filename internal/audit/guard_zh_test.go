package audit

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestGuard_saysInWordsWhatChanged(t *testing.T) {
	t.Parallel()
	body, other := strings.Repeat("ab", 16), strings.Repeat("cd", 16)
	for _, c := range []struct {
		guard                  Guard
		label, expected, found string
	}{
		{Guard{"trigger j t", "trigger j t A " + body + " " + body, "trigger j t D " + body + " " + body}, "防改触发器被停用或者改动", "始终启用", "已停用"},
		{
			Guard{"trigger j t", "trigger j t A " + body + " " + body, "trigger j t A " + body + " " + other},
			"防改触发器被停用或者改动", "所调用函数的内容（摘要 abababab）", "所调用函数的内容（摘要 cdcdcdcd）",
		},
		{
			Guard{"function f ()", "function f () plpgsql invoker v - " + body + " <owner>", "function f () plpgsql definer v search_path=aside " + body + " mallory"},
			"函数被停用或者改动", "调用者，运行参数 -，数据库属主", "属主，运行参数 search_path=aside，属主 mallory",
		},
		{Guard{"column j data", "column j data text filled -", "column j data text null -"}, "列的定义被停用或者改动", "不得为空", "可以为空"},
		{Guard{"table j", "table j p all", "table j p some"}, "表的属性被停用或者改动", "没有启用，各行都可见", "已启用，可以隐去某些行"},
		{Guard{"rule j r", "", "rule j r O " + body}, "多出的改写规则", "没有", "有"},
		{Guard{"relation v", "", "relation v v"}, "多出的表、视图或者序列", "没有", "有视图"},
		{Guard{"relation j", "relation j r", "relation j v"}, "表、视图或者序列被停用或者改动", "表", "视图"},
		{Guard{"function f (text)", "", "function f (text) plpgsql definer v - " + body + " <owner>"}, "多出的函数", "没有", "有，以属主的权限执行"},
		{Guard{"default o jiheng_app r UPDATE", "", "default o jiheng_app r UPDATE"}, "多出的默认授权", "没有", "有"},
		{Guard{"constraint j j_pkey", "constraint j j_pkey O " + body, ""}, "约束缺失", "有", "没有"},
	} {
		expected, found := c.guard.said()
		require.Equal(t, []string{c.label, c.expected, c.found}, []string{c.guard.label(), expected, found})
	}
}
