package table

import (
	"cmp"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/shopspring/decimal"
)

// dimension is what a unit measures.
type dimension int

const (
	unitless dimension = iota
	percentage
	money
	area
	length
	duration
	mass
	volume
	people
	visits
	households
	times
	pieces
	energy
	power
	storage
	otherUnit
)

// unit is a unit of measurement, with its size in the unit of its dimension.
type unit struct {
	name string
	of   dimension
	size decimal.Decimal
}

type unitName struct {
	names string
	of    dimension
	size  string
}

var unitNames = []unitName{
	{"% 个百分点 百分点 百分比", percentage, "1"},
	{"‰", percentage, "0.1"},
	{"元 块 人民币元", money, "1"},
	{"千元", money, "1000"},
	{"万元", money, "10000"},
	{"亿元", money, "100000000"},
	{"平方米 平米 平方", area, "1"},
	{"亩", area, "666.6666666667"},
	{"公顷", area, "10000"},
	{"平方公里 平方千米", area, "1000000"},
	{"米 延米 延长米 m", length, "1"},
	{"公里 千米 km", length, "1000"},
	{"里", length, "500"},
	{"年 年度", duration, "365"},
	{"个月 月", duration, "30.4166666667"},
	{"天 日 个工作日 工作日", duration, "1"},
	{"小时 学时 课时", duration, "0.0416666667"},
	{"分钟", duration, "0.0006944444"},
	{"吨 t", mass, "1000"},
	{"公斤 千克 kg", mass, "1"},
	{"克 g", mass, "0.001"},
	{"斤", mass, "0.5"},
	{"立方米 方 立方 m3", volume, "1"},
	{"升 l", volume, "0.001"},
	{"人 名 位", people, "1"},
	{"人次 人·次", visits, "1"},
	{"户 户次", households, "1"},
	{"次 场 场次 期 批 批次 轮 届 回 班次 趟 车次 剂次", times, "1"},
	{"千瓦时 度 kwh", energy, "1"},
	{"千瓦 kw", power, "1"},
	{"兆瓦 mw", power, "1000"},
	{"tb", storage, "1024"},
	{"gb", storage, "1"},
	{"mb", storage, "0.0009765625"},
	{
		"个 项 件 份 本 册 篇 条 种 类 家 处 座 台 套 辆 只 头 株 棵 粒 例 组 支 块 张 幅 部 所 间 栋 幢 盏 根 口 眼 艘 架 枚 瓶 盒 箱 袋 包 面 片 段 宗 起 笔 款 门 节 集 期刊 村 镇 乡 社区 单位 台套 台(套) 个村 人份 样 尾 羽 匹 樘 副 对 双 顶 床 卷 页 字 标段 项目 批件 桶 罐 捆 板 针 剂 帖 筐 盘 把 束 朵 桩 杆 班 列 门次 床位 席 股 队 首 尊 车 船 版 站 泊位 车位 机位 岗位 点位 名额",
		pieces, "1",
	},
}

// knownUnits are the units by name, the longest first.
var knownUnits = listUnits()

func listUnits() []unit {
	var list []unit
	for _, n := range unitNames {
		for name := range strings.FieldsSeq(n.names) {
			list = append(list, unit{name: name, of: n.of, size: decimal.RequireFromString(n.size)})
		}
	}
	slices.SortStableFunc(list, func(a, b unit) int { return cmp.Compare(len(b.name), len(a.name)) })
	return list
}

// countUnits are the units of counts in a sentence, for a pattern: no time, no
// share, and none that is also a common word.
func countUnits() string {
	var names []string
	for _, u := range listUnits() {
		switch u.of {
		case unitless, percentage, duration, power, storage, otherUnit:
			continue
		case money, area, length, mass, volume, people, visits, households, times, pieces, energy:
		}
		if !commonWord.MatchString(u.name) {
			names = append(names, regexp.QuoteMeta(u.name))
		}
	}
	return strings.Join(names, "|")
}

var commonWord = regexp.MustCompile(`^(?:[a-z].*|里|方|块|平方|立方|度|位|面|片|段|对|副|首|站|列|班|队|车|版|股|项目|单位|社区)$`)

var magnitudes = []struct {
	name string
	size string
}{{"亿", "100000000"}, {"万", "10000"}, {"千", "1000"}, {"百", "100"}}

// unitOf reads what follows a number: a magnitude, a unit and perhaps a few
// words. It is not ok when that is a sentence.
func unitOf(rest string) (unit, bool) {
	if rest == "" {
		return unit{size: decimal.NewFromInt(1)}, true
	}
	if u, ok := namedUnit(rest); ok {
		return u, true
	}
	for _, m := range magnitudes {
		after, found := strings.CutPrefix(rest, m.name)
		if !found {
			continue
		}
		if u, ok := unitOf(after); ok {
			u.name, u.size = m.name+u.name, u.size.Mul(decimal.RequireFromString(m.size))
			return u, true
		}
	}
	if ordinalUnit.MatchString(rest) {
		return unit{}, false
	}
	const longestWord = 4
	if anyDigit.MatchString(rest) || utf8.RuneCountInString(rest) > longestWord || strings.ContainsAny(rest, "-~,;:。、+×") {
		return unit{}, false
	}
	return unit{name: rest, of: otherUnit, size: decimal.NewFromInt(1)}, true
}

// namedUnit takes the longest known unit at the start; "元/人" keeps its name.
func namedUnit(rest string) (best unit, ok bool) {
	const mostWords = 6
	for _, u := range knownUnits {
		if strings.HasPrefix(rest, u.name) && !splitsWord(u.name, rest) {
			best, ok = u, true
			break
		}
	}
	after := strings.TrimPrefix(rest, best.name)
	switch {
	case !ok:
	case strings.HasPrefix(after, "/"):
		best.name = rest
	case anyDigit.MatchString(after), utf8.RuneCountInString(after) > mostWords, strings.ContainsAny(after, "-~,;:。、+×"):
		return unit{}, false
	}
	return best, ok
}

// base is the name of a unit without 万 and 亿.
func (u unit) base() string { return strings.TrimLeft(u.name, "万亿") }

// isPlain tells that a unit is no multiple of another.
func (u unit) isPlain() bool {
	return u.of == percentage || u.of == otherUnit || u.size.Equal(decimal.NewFromInt(1))
}

// each tells that a unit is for one of several, as 元/人.
func (u unit) each() bool { return strings.Contains(u.name, "/") }

// isBare tells that nothing stands behind the unit.
func (u unit) isBare() bool {
	for _, known := range knownUnits {
		if strings.TrimLeft(u.name, "万亿千百") == known.name || u.name == known.name {
			return true
		}
	}
	return false
}

// plainMoney tells that a column is in 元, 万元 and the like and no more.
func plainMoney(column string) bool {
	u, ok := unitOf(column)
	return ok && u.of == money && u.name == column && !u.each()
}

// splitsWord tells whether a unit in letters is only the start of a word.
func splitsWord(name, rest string) bool {
	letter := func(c byte) bool { return c >= 'a' && c <= 'z' }
	return letter(name[len(name)-1]) && len(rest) > len(name) && letter(rest[len(name)])
}

// differs tells whether two units cannot mean the same; a unit that is not
// given, or is not known, may mean any.
func (u unit) differs(o unit) bool {
	vague := func(u unit) bool { return u.of == unitless || u.of == otherUnit }
	return !vague(u) && !vague(o) && u.of != o.of && !u.mixesWith(o) && !o.mixesWith(u)
}

// visitedBy tells that one unit counts heads and the other how often they came;
// tables use one for the other, but fewer heads may have come more often.
func (u unit) visitedBy(o unit) bool {
	return u.of == people && o.of == visits || u.of == visits && o.of == people
}

// mixesWith tells whether a classifier is used for the other freely.
func (u unit) mixesWith(o unit) bool {
	switch o.of {
	case people, households:
		return u.of == pieces
	case times, visits:
		return u.of == pieces || u.of == times || u.visitedBy(o)
	case unitless, percentage, money, area, length, duration, mass, volume, pieces, energy, power, storage, otherUnit:
	}
	return false
}
