package audit

import (
	"slices"
	"strings"
)

// guardNouns are what an auditor reads for each kind of guard.
func guardNouns() map[string]string {
	return map[string]string{
		"trigger": "防改触发器", "function": "函数", "rule": "改写规则", "policy": "行级安全策略", "inherits": "继承的表", "table": "表的属性",
		"constraint": "约束", "index": "唯一索引", "column": "列的定义", "grant": "授权", "owner": "属主", "role": "角色的权力", "member": "角色成员",
		"relation": "表、视图或者序列", "default": "默认授权", "object": "模式中的对象", "event": "事件触发器", "elsewhere": "其他模式中能够读取本系统表的视图、函数",
	}
}

// guardFields say what stands behind the name of a guard, in order.
func guardFields() map[string][]string {
	state := "状态"
	return map[string][]string{
		"trigger":    {state, "触发器的定义", "所调用函数的内容"},
		"function":   {"语言", "以谁的权限执行", "易变性", "运行参数", "内容", "属主"},
		"rule":       {state, "规则的定义"},
		"constraint": {state, "约束的定义"},
		"index":      {state, "索引的定义"},
		"column":     {"类型", "能否为空", "默认值"},
		"table":      {"存储方式", "行级安全"},
		"owner":      {"属主"},
		"role":       {"权力"},
		"relation":   {"种类"},
		"event":      {state},
	}
}

// guardValues are what a word behind the name means.
func guardValues() map[string]string {
	return map[string]string{
		"状态 O": "启用", "状态 A": "始终启用", "状态 R": "只在复制时启用", "状态 D": "已停用",
		"以谁的权限执行 invoker": "调用者", "以谁的权限执行 definer": "属主",
		"能否为空 filled": "不得为空", "能否为空 null": "可以为空",
		"存储方式 p": "永久", "存储方式 u": "不记日志，崩溃即清空",
		"行级安全 all": "没有启用，各行都可见", "行级安全 some": "已启用，可以隐去某些行",
		"种类 r": "表", "种类 p": "分区表", "种类 v": "视图", "种类 m": "物化视图", "种类 f": "外部表", "种类 S": "序列",
		"属主 <owner>": "数据库属主",
		"权力 plain":   "没有特权", "权力 mighty": "有超级用户、建角色、建库、复制或者绕过行级安全的特权",
	}
}

// guardKind is the first word of a line.
func guardKind(place string) string {
	kind, _, _ := strings.Cut(place, " ")
	return kind
}

// said tells in words what a guard should be and what it is.
func (g Guard) said() (expected, found string) {
	switch {
	case g.Expected == "":
		return "没有", g.present()
	case g.Found == "":
		return "有", "没有"
	}
	names := guardFields()[guardKind(g.Where)]
	want, is := strings.Fields(g.Expected), strings.Fields(g.Found)
	var wants, finds []string
	for i, name := range names {
		at := len(want) - len(names) + i
		if at < 0 || at >= len(is) || want[at] == is[at] {
			continue
		}
		a, b := guardValue(name, want[at]), guardValue(name, is[at])
		wants, finds = append(wants, a), append(finds, b)
	}
	return strings.Join(wants, "，"), strings.Join(finds, "，")
}

// present says of one too many what it is, where its name does not.
func (g Guard) present() string {
	words := strings.Fields(g.Found)
	switch kind := guardKind(g.Where); {
	case kind == "relation":
		return "有" + guardValue("种类", words[len(words)-1])
	case kind == "function" && slices.Contains(words, "definer"):
		return "有，以属主的权限执行"
	}
	return "有"
}

// guardValue says one of them; a digest says nothing to anybody.
func guardValue(name, value string) string {
	if words, ok := guardValues()[name+" "+value]; ok {
		return words
	}
	if len(value) >= len("d41d8cd98f00b204e9800998ecf8427e") && !strings.ContainsAny(value, "_=") {
		return name + "（摘要 " + value[:8] + "）"
	}
	return name + " " + value
}

// label says what was found of a guard.
func (g Guard) label() string {
	noun := guardNouns()[guardKind(g.Where)]
	switch {
	case g.Expected == "":
		return "多出的" + noun
	case g.Found == "":
		return noun + "缺失"
	}
	return noun + "被停用或者改动"
}
